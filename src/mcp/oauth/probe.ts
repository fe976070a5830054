import type { FetchLike } from "@modelcontextprotocol/client";
import { refusalOf } from "./challenge";
import type { Challenge } from "./discovery";

/** Asks a server without credentials, for what its refusal says of how to sign in. What does not answer says nothing. */
export async function probe(url: URL, fetch: FetchLike, signal: AbortSignal): Promise<Challenge> {
  const abort = new AbortController();
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json, text/event-stream" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 0, method: "ping" }),
    redirect: "manual",
    signal: AbortSignal.any([signal, abort.signal]),
  }).catch(() => undefined);
  if (!response) return {};
  const { scope, resourceMetadataUrl } = refusalOf({
    status: response.status,
    header: (name) => response.headers.get(name) ?? undefined,
  });
  abort.abort(); // the body is of no interest, and may be a stream without an end
  return { scope, resourceMetadataUrl };
}
