import { neverAborted } from "../../core/kernel/abortSignals";
import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";
import { badGiven, givenFunction, givenMembers } from "./given";
import type { McpCancellationToken, McpDisposable, McpProgress } from "./mcpClientHub";

/** The options of a request, checked. Disposed when the request has ended: then nobody listens to the caller's signal and token. */
export interface OpenOptions extends McpDisposable {
  readonly signal: AbortSignal;
  readonly limitMs?: number;
  readonly onProgress?: (progress: McpProgress) => unknown;
}

export function openOptions(given: unknown): OpenOptions {
  const { signal, token, timeoutMs, onProgress } = givenMembers("options", given);
  if (timeoutMs !== undefined && !(typeof timeoutMs === "number" && timeoutMs > 0))
    throw badGiven("timeoutMs", message("extensionApi.milliseconds", "a number of milliseconds"));
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw badGiven("signal", message("extensionApi.signal", "an AbortSignal"));
  if (token !== undefined && !isToken(token))
    throw badGiven("token", message("extensionApi.token", "a CancellationToken"));
  return {
    ...cancelled(signal, token),
    ...(timeoutMs !== undefined && { limitMs: timeoutMs }),
    ...(onProgress !== undefined && { onProgress: givenFunction("onProgress", onProgress as () => unknown) }),
  };
}

/** One signal for the two ways to cancel. */
function cancelled(signal: AbortSignal | undefined, token: McpCancellationToken | undefined): OpenOptions {
  if (!signal && !token) return { signal: neverAborted, dispose: () => {} };
  const abort = new AbortController();
  const cancel = () => abort.abort();
  if (signal?.aborted || token?.isCancellationRequested) cancel();
  signal?.addEventListener("abort", cancel, { once: true });
  const heard = token?.onCancellationRequested(cancel);
  return {
    signal: abort.signal,
    dispose: () => {
      signal?.removeEventListener("abort", cancel);
      heard?.dispose();
    },
  };
}

const isToken = (value: unknown): value is McpCancellationToken =>
  isObject(value) &&
  typeof value.isCancellationRequested === "boolean" &&
  typeof value.onCancellationRequested === "function";
