/** One JSON-RPC message as it went over the wire, redacted and bounded. */
export interface WireMessage {
  readonly direction: "sent" | "received";
  readonly kind: "request" | "response" | "error" | "notification";
  readonly method?: string;
  readonly id?: string | number;
  /** The message as JSON, cut to a bound. */
  readonly text: string;
  /** How long the whole message was, in bytes. */
  readonly bytes: number;
  readonly truncated?: true;
  /** The HTTP answer that carried it: secrets in its headers are masked. */
  readonly http?: { readonly status?: number; readonly headers: Readonly<Record<string, string>> };
}
