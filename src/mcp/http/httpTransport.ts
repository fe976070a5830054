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
  const { url, headers } = credentialsInHeader(plan);
  const options = { requestInit: { headers }, fetch: watchedFetch(plan, watcher) };
  return plan.kind === "sse"
    ? new SSEClientTransport(url, options)
    : new SessionTransport(url, { ...options, reconnectionOptions });
}

/** `https://name:password@host` means basic authentication (RFC 7617), and `fetch` refuses such an address. */
function credentialsInHeader({ url: address, headers }: HttpPlan) {
  const url = new URL(address);
  const { username, password } = url;
  url.username = "";
  url.password = "";
  if (username === "" && password === "") return { url, headers: { ...headers } };
  const pair = Buffer.from(`${decoded(username)}:${decoded(password)}`);
  return { url, headers: { Authorization: `Basic ${pair.toString("base64")}`, ...headers } };
}

/** Percent-decoded; a `%` that begins no code stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Streamable HTTP that ends its session when it closes, so that the server need not keep it (specification, session management). */
class SessionTransport extends StreamableHTTPClientTransport {
  override async close(): Promise<void> {
    if (this.sessionId !== undefined) {
      // A server that does not hear, or does not allow it, is left to its own time limit.
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, goodbyeMs);
        void Promise.allSettled([this.terminateSession()]).then(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    await super.close();
  }
}
