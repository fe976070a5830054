import type { OutgoingHttpHeaders } from "node:http";
import type { Exchange } from "./exchange";

/** Answers with JSON that is written already. */
export function sendText(
  { response }: Exchange,
  status: number,
  json: string,
  headers: OutgoingHttpHeaders = {},
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(json),
    "cache-control": "no-store",
    ...headers,
  });
  response.end(json);
}

/** Answers with a value as JSON. */
export const sendJson = (exchange: Exchange, status: number, body: unknown, headers?: OutgoingHttpHeaders): void =>
  sendText(exchange, status, JSON.stringify(body), headers);

/** Answers without a body. */
export function sendEmpty({ response }: Exchange, status: number, headers: OutgoingHttpHeaders = {}): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { "content-length": 0, ...headers });
  response.end();
}
