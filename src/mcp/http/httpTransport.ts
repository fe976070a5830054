import { SSEClientTransport, StreamableHTTPClientTransport, type Transport } from "@modelcontextprotocol/client";
import type { HttpPlan } from "../../core/config/launchPlan";
import { type FetchWatcher, watchedFetch } from "./watchedFetch";

/** How the stream for the server's own messages is opened anew after it ended: less eagerly than the SDK's once a second. */
const reconnectionOptions = {
  initialReconnectionDelay: 3000,
  maxReconnectionDelay: 60_000,
  reconnectionDelayGrowFactor: 2,
  maxRetries: 5,
};

const goodbyeMs = 1000;

/** The SDK's transport for a plan: Streamable HTTP, or HTTP+SSE for `sse`. */
export function httpTransport(plan: HttpPlan, watcher: FetchWatcher): Transport {
  const url = new URL(plan.url);
  const options = { requestInit: { headers: { ...plan.headers } }, fetch: watchedFetch(plan, watcher) };
  return plan.kind === "sse"
    ? new SSEClientTransport(url, options)
    : new SessionTransport(url, { ...options, reconnectionOptions });
}

/** Streamable HTTP that ends its session when it closes, so that the server need not keep it (specification, session management). */
class SessionTransport extends StreamableHTTPClientTransport {
  override async close(): Promise<void> {
    if (this.sessionId !== undefined) {
      // A server that does not hear, or does not allow it, is left to its own time limit.
      const goodbye = Promise.allSettled([this.terminateSession()]);
      await Promise.race([goodbye, new Promise((resolve) => setTimeout(resolve, goodbyeMs))]);
    }
    await super.close();
  }
}
