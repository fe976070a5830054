import type { FetchLike } from "@modelcontextprotocol/client";
import { endpointProblem } from "../../core/auth/urlChecks";
import type { Clock } from "../../core/kernel/clock";
import { HubError } from "../../core/kernel/hubError";
import { inWords } from "../../core/kernel/timeLimit";
import { networkError } from "../http/client/networkError";
import { shownAddress } from "../http/client/shownAddress";
import { checkReach, type Reach } from "./checkReach";
import { signInFailed } from "./signInError";

/** The most that a metadata document or a token answer may hold, in bytes; real ones have a few thousand. */
const bodyLimit = 512 * 1024;
/** How long one request may take, in milliseconds. */
const requestLimitMs = 20_000;

export interface FetchGuard extends Reach {
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** How the server is reached. */
  readonly fetch: FetchLike;
}

/** `fetch` for what metadata names: checked addresses, no redirect to elsewhere, answers of bounded size in bounded time. */
export function guardedFetch(guard: FetchGuard): FetchLike {
  const { server, serverUrl, clock, fetch: send } = guard;
  const redirected = new Set<string>();
  return async (address, init) => {
    const url = new URL(address);
    await check(url);
    const abort = new AbortController();
    const giveUp = () => abort.abort(guard.signal?.reason);
    if (guard.signal?.aborted) giveUp();
    guard.signal?.addEventListener("abort", giveUp, { once: true });
    const timer = clock.after(requestLimitMs, () => abort.abort(tooSlow(server, url)));
    try {
      // The SDK follows redirects within one origin itself, each of them through here; none is followed unseen.
      const response = await send(url, { ...init, redirect: "manual", signal: abort.signal });
      if (init?.method === undefined) checkRedirect(response, url);
      return await whole(response, url);
    } catch (error) {
      if (error instanceof HubError) throw error;
      if (abort.signal.reason instanceof HubError) throw abort.signal.reason;
      if (abort.signal.aborted) throw new HubError("cancelled", `Signing in to "${server}" was cancelled.`);
      throw networkError({ server, address: shownAddress(url) }, error);
    } finally {
      timer.dispose();
      guard.signal?.removeEventListener("abort", giveUp);
    }
  };

  async function check(url: URL): Promise<void> {
    // What lies at the server's own address is reached as the server is.
    const problem = url.origin === serverUrl.origin ? undefined : endpointProblem(url.href);
    if (problem !== undefined) throw signInFailed(server, `an address that its metadata names ${problem}`);
    await checkReach(guard, url);
  }

  /** Of metadata. The SDK follows what stays within one origin; the rest it takes for an answer, and goes on as if there were no metadata. */
  function checkRedirect(response: Response, url: URL): void {
    const location = response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
    if (location === null) return;
    const elsewhere = !URL.canParse(location, url.href) || new URL(location, url).host !== url.host;
    const what = elsewhere ? "sends elsewhere" : redirected.has(url.href) ? "sends in a circle" : undefined;
    redirected.add(url.href);
    if (what) throw new HubError("protocol", `${shownAddress(url)} ${what}`);
  }

  /** The answer with its body read, so that whoever reads it waits for nothing. */
  async function whole(response: Response, url: URL): Promise<Response> {
    const parts: Uint8Array[] = [];
    let size = 0;
    const reader = response.body?.getReader();
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      size += part.value.length;
      if (size > bodyLimit) {
        await reader?.cancel();
        throw signInFailed(server, `${shownAddress(url)} sent more than ${bodyLimit / 1024} KB`);
      }
      parts.push(part.value);
    }
    const { status, statusText, headers } = response;
    const body = status === 204 || status === 304 || !response.body ? null : Buffer.concat(parts);
    const answer = new Response(body, { status: status < 200 ? 502 : status, statusText, headers });
    return Object.defineProperty(answer, "url", { value: response.url });
  }
}

const tooSlow = (server: string, url: URL) =>
  new HubError(
    "timeout",
    `The sign-in service of "${server}" (${url.host}) did not answer within ${inWords(requestLimitMs)}. Try again later.`,
    { sent: "no" },
  );
