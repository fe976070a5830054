import type { OutgoingHttpHeaders } from "node:http";
import type { Exchange } from "../../http/exchange";
import { sendText } from "../../http/respond";
import { mediaTypeOf } from "./accept";

/** What a request comes to: written once, sent once, and kept where a key asks for it. */
export interface Answer {
  readonly status: number;
  /** The body, as JSON. */
  readonly json: string;
  readonly headers?: OutgoingHttpHeaders;
  /** No server did anything for it: the same request may be made again. */
  readonly undone?: true;
}

/** Whether it is the answer already. */
export const isAnswer = (value: object): value is Answer => "json" in value;

/** An answer of status 200. */
export const okAnswer = (body: unknown): Answer => ({ status: 200, json: JSON.stringify(body) });

/** Sends the answer under the media type that the client asks for. */
export function sendAnswer(exchange: Exchange, { status, json, headers }: Answer): void {
  sendText(exchange, status, json, {
    "content-type": mediaTypeOf(exchange.request.headers.accept) ?? "application/json",
    ...headers,
  });
}
