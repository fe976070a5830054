import type { FetchLike } from "@modelcontextprotocol/client";
import type { HttpPlan } from "../../core/config/launchPlan";
import type { HubError } from "../../core/hubError";
import { retryAfterMs } from "../../core/retryAfter";
import { defaultMessageLimit, tooLarge } from "../link/messageLimit";
import { limitedResponse } from "./limitedResponse";
import { isAbsent, networkError } from "./networkError";
import { shownAddress } from "./shownAddress";
import { statusError } from "./statusError";

/** What a line over HTTP learns from its requests. */
export interface FetchWatcher {
  /** A request got no answer; `absent`: because nobody is there any more. */
  failed(error: HubError, absent: boolean): void;
  /** The server sent more in one message than is read: nothing else that it sends is worth waiting for. */
  readonly flooded: (error: HubError) => void;
  /** The largest message that the server may send, in bytes; 256 MB where it is missing. */
  readonly messageLimit?: number | undefined;
}

/**
 * `fetch`, whose failures are put into words where they happen: deeper in the SDK the reason gets lost. It is the global one that
 * VS Code patches, so that the editor's proxy and certificate settings hold.
 */
export function watchedFetch(plan: HttpPlan, watcher: FetchWatcher): FetchLike {
  return async (url, init) => {
    const where = { server: plan.server, address: shownAddress(url) };
    const answer = await fetch(url, init).catch((error: unknown) => {
      if (init?.signal?.aborted) throw error;
      const failure = networkError(where, error);
      watcher.failed(failure, isAbsent(error));
      throw failure;
    });
    const limit = watcher.messageLimit ?? defaultMessageLimit;
    const response = limitedResponse(answer, limit, () => {
      const failure = tooLarge(plan.server, limit);
      watcher.flooded(failure);
      return failure;
    });
    const isRefused = response.status === 401 || response.status === 403; // that is for its authorization first
    if (plan.kind !== "sse" || response.ok || isRefused) return response;
    // The SDK's HTTP+SSE transport reports a refused message without its status, and a refused stream without its wait.
    const wait = retryAfterMs((name) => response.headers.get(name), Date.now());
    if (init?.method !== "POST" && wait === undefined) return response;
    const refused = statusError(where, response.status, { retryAfterMs: wait }, await response.text());
    if (init?.method !== "POST") watcher.failed(refused, false);
    throw refused;
  };
}
