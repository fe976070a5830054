import type { OutgoingHttpHeaders } from "node:http";
import type { Exchange } from "./exchange";

/** Answers with text: JSON, unless the headers name another type. */
export function sendText(
  { response, requestId }: Exchange,
  status: number,
  json: string,
  headers: OutgoingHttpHeaders = {},
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(json),
    "cache-control": "no-store",
    "x-request-id": requestId,
    ...headers,
  });
  response.end(json);
}

/** Answers with a value as JSON. */
export const sendJson = (exchange: Exchange, status: number, body: unknown, headers?: OutgoingHttpHeaders): void =>
  sendText(exchange, status, JSON.stringify(body), headers);

/** Answers without a body. */
export function sendEmpty({ response, requestId }: Exchange, status: number, headers: OutgoingHttpHeaders = {}): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { "content-length": 0, "x-request-id": requestId, ...headers });
  response.end();
}
