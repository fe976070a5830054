import type { JSONRPCMessage, TransportSendOptions } from "@modelcontextprotocol/client";
import type { Traffic } from "./traffic";
import { WatchedTransport } from "./watchedTransport";

/**
 * A watched transport over a pipe, which the SDK recognizes by these members: there, a server that does not answer `server/discover` is taken for
 * one of the older era, and the handshake follows over the same pipe.
 */
export class WatchedPipe extends WatchedTransport {
  readonly stderr = null;
  readonly pid = null;

  protected override record(traffic: Traffic, message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    traffic.sent(message);
    return this.inner.send(message, options);
  }
}
