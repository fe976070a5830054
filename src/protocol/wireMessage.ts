import type { ServerId } from "./hubEvent";

/** The head of an HTTP request (no status) or response. Names are in lower case; secret values are masked. */
export interface WireHttp {
  readonly status?: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** One message between the hub and a server, as it went over the wire. Plain data: it crosses to the webview unchanged. */
export interface WireMessage {
  readonly server: ServerId;
  readonly direction: "sent" | "received";
  /** For a response or an error, the method of the request that it answers, where that is known. */
  readonly method?: string;
  readonly id?: string | number;
  /** The call of the hub that it belongs to, where it belongs to one. */
  readonly call?: string;
  /** `error`: a JSON-RPC error, or an HTTP response that refused the request. */
  readonly kind: "request" | "response" | "error" | "notification";
  /** The message as JSON, at most 64 Ki characters, without secrets; the body of an HTTP refusal as it came. */
  readonly text: string;
  /** The size of the whole message, in bytes. */
  readonly bytes: number;
  /** `text` does not hold the whole message. */
  readonly truncated?: true;
  /** Only over HTTP. */
  readonly http?: WireHttp;
}
