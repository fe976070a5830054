import type { FetchLike } from "@modelcontextprotocol/client";
import { endpointProblem } from "../../core/auth/urlChecks";
import type { Clock } from "../../core/kernel/clock";
import { HubError } from "../../core/kernel/hubError";
import { inWords } from "../../core/kernel/timeLimit";
import { message } from "../../protocol/message";
import { pinned } from "../http/client/clientFetch";
import { displayedAddress } from "../http/client/displayedAddress";
import { networkError } from "../http/client/networkError";
import { loginPageHost } from "../http/loginPage";
import { checkReach, type Reach } from "./checkReach";
import { signInFailed } from "./signInError";

/** The largest metadata document or token response, in bytes; real ones have a few thousand. */
const bodyLimit = 512 * 1024;
/** How long one request may take, in milliseconds. */
const requestLimitMs = 20_000;

export interface FetchGuard extends Reach {
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** How the server is reached. */
  readonly fetch: FetchLike;
}

/** `fetch` for the addresses in metadata: checked addresses, no redirect to another host, responses of bounded size in bounded time. */
export function guardedFetch(guard: FetchGuard): FetchLike {
  const { server, serverUrl, clock, fetch: send } = guard;
  const redirected = new Set<string>();
  return async (address, init) => {
    const url = new URL(address);
    const addresses = await check(url);
    const abort = new AbortController();
    const abortAll = () => abort.abort(guard.signal?.reason);
    if (guard.signal?.aborted) abortAll();
    guard.signal?.addEventListener("abort", abortAll, { once: true });
    const timer = clock.after(requestLimitMs, () => abort.abort(tooSlow(server, url)));
    try {
      // The SDK follows redirects within one origin itself, each of them through here; none is followed unchecked.
      const response = await send(url, pinned({ ...init, redirect: "manual", signal: abort.signal }, addresses));
      if (init?.method === undefined) checkRedirect(response, url);
      return await whole(response, url);
    } catch (error) {
      if (error instanceof HubError) throw error;
      if (abort.signal.reason instanceof HubError) throw abort.signal.reason;
      if (abort.signal.aborted)
        throw new HubError(
          "cancelled",
          message("signIn.cancelled", 'Signing in to "{server}" was cancelled.', { server }),
        );
      throw networkError({ server, address: displayedAddress(url) }, error);
    } finally {
      timer.dispose();
      guard.signal?.removeEventListener("abort", abortAll);
    }
  };

  async function check(url: URL): Promise<readonly string[] | undefined> {
    // An address of the server's own origin is reached like the server.
    const problem = url.origin === serverUrl.origin ? undefined : endpointProblem(url.href);
    if (problem !== undefined)
      throw signInFailed(server, message("signIn.badAddress", "an address in its metadata {problem}", { problem }));
    return checkReach(guard, url);
  }

  /** Checks a redirect of metadata. The SDK follows those within one origin; others it takes for a response, and goes on without metadata. */
  function checkRedirect(response: Response, url: URL): void {
    const location = response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
    if (location === null) return;
    const elsewhere = !URL.canParse(location, url.href) || new URL(location, url).host !== url.host;
    const isLoop = redirected.has(url.href);
    redirected.add(url.href);
    const address = displayedAddress(url);
    const loginHost = loginPageHost(url, response.status, location);
    if (loginHost !== undefined)
      throw new HubError(
        "protocol",
        message(
          "signIn.behindLogin",
          "{address} leads to the login page of {host}, a sign-in for browsers in front of the server, such as Cloudflare Access",
          { address, host: loginHost },
        ),
      );
    if (elsewhere)
      throw new HubError("protocol", message("signIn.redirected", "{address} redirects to another host", { address }));
    if (isLoop)
      throw new HubError("protocol", message("signIn.redirectLoop", "{address} redirects in a loop", { address }));
  }

  /** The response with its whole body, so that reading it does not wait. */
  async function whole(response: Response, url: URL): Promise<Response> {
    const parts: Uint8Array[] = [];
    let size = 0;
    const reader = response.body?.getReader();
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      size += part.value.length;
      if (size > bodyLimit) {
        await reader?.cancel();
        throw signInFailed(
          server,
          message("signIn.tooLarge", "{address} sent more than {limit} KB", {
            address: displayedAddress(url),
            limit: bodyLimit / 1024,
          }),
        );
      }
      parts.push(part.value);
    }
    const { status, statusText, headers } = response;
    const body = status === 204 || status === 304 || !response.body ? null : Buffer.concat(parts);
    const result = new Response(body, { status: status < 200 ? 502 : status, statusText, headers });
    return Object.defineProperty(result, "url", { value: response.url });
  }
}

const tooSlow = (server: string, url: URL) =>
  new HubError(
    "timeout",
    message(
      "signIn.serviceTimeout",
      'The sign-in service of "{server}" ({host}) did not answer within {time}. Try again later.',
      { server, host: url.host, time: inWords(requestLimitMs) },
    ),
    { sent: "no" },
  );
