import type { MessageExtraInfo } from "@modelcontextprotocol/client";

/** The head of the HTTP response that a message came in. */
export interface ResponseHead {
  readonly status: number;
  /** A header that came more than once is listed more than once. */
  headers(): Iterable<readonly [name: string, value: string]>;
}

/** What a transport knows about a message that it hands on. */
export interface MessageInfo extends MessageExtraInfo {
  /** The size of the message on the wire, in bytes. */
  readonly bytes?: number;
  /** Only over HTTP. */
  readonly response?: ResponseHead;
  /** The signal of our request in whose response the message came, where that has one. */
  readonly cause?: AbortSignal | undefined;
}
