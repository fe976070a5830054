import type { TransportSendOptions } from "@modelcontextprotocol/client";
import type { Clock } from "../../core/kernel/clock";
import type { HubError } from "../../core/kernel/hubError";
import type { ExchangeObserver, HttpClient } from "./client/httpClient";

/** What a transport over HTTP needs. */
export interface HttpParts {
  readonly server: string;
  readonly url: URL;
  /** Sent with every request; by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly client: HttpClient;
  readonly clock: Clock;
  /** The failure of a request without a response, or of a response that broke off, as a `HubError`. */
  readonly toNetworkError: (error: unknown) => HubError;
  /** A message broke the limit: the rest of what the server sends is not read. */
  readonly onTooLarge: (error: HubError) => void;
  /** The largest message that is read, in bytes; 256 MB where it is missing. */
  readonly messageLimit?: number | undefined;
}

/** The options of a message that is sent over HTTP. */
export interface HttpSendOptions extends TransportSendOptions {
  /** Sees the exchanges that carry the message; missing while nobody looks. */
  readonly observer?: ExchangeObserver;
}
