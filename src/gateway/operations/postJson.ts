import { codeOf } from "../../protocol/systemError";

/** How an attempt to post ended. `retryable`: the same may succeed a little later. */
export type Posted =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: string; readonly retryable: boolean };

/** Posts JSON within a time limit. Never throws, follows no redirection, and reads nothing of the answer. `signal`: gives it up. */
export async function postJson(
  address: string,
  json: string,
  timeoutMs: number,
  signal: AbortSignal,
  headers: Readonly<Record<string, string>> = {},
): Promise<Posted> {
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: json,
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    await response.body?.cancel();
    if (response.ok) return { ok: true };
    const { status } = response;
    return { ok: false, reason: `HTTP ${status}`, retryable: status >= 500 || status === 429 || status === 408 };
  } catch (error) {
    return { ok: false, reason: reasonOf(error), retryable: !signal.aborted };
  }
}

/** The code of the network's failure says more than `fetch failed`, and holds no part of the address. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const { cause, name } = error;
  return codeOf(cause) ?? name;
}
