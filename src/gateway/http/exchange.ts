import type { IncomingMessage, ServerResponse } from "node:http";

/** One HTTP request to the gateway, past the checks of Host and Origin. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The path of the address without the query; percent-encoding is kept, and a slash at its end is left out. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** `X-Request-ID`: the client's own where it fits its bounds, otherwise a new one. Every answer has it as a header. */
  readonly requestId: string;
  /** Aborts when the client closes the connection before the response has ended. */
  readonly signal: AbortSignal;
}
