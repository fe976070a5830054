import type { FetchLike } from "@modelcontextprotocol/client";

/**
 * Sends a `ping` outside any session, to learn whether a server lets a request in, and what its refusal says. Gives the head of the
 * response; the body is dropped, because it may be a stream without an end. Rejects as `fetch` does.
 */
export async function sessionlessPing(
  fetch: FetchLike,
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Response> {
  const response = await fetch(url, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json", accept: "application/json, text/event-stream" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 0, method: "ping" }),
    redirect: "manual",
    signal,
  });
  await response.body?.cancel();
  return response;
}
