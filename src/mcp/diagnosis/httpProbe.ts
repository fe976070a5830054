import type { HttpPlan } from "../../core/config/plan/launchPlan";
import type { HttpAnswer } from "../../core/diagnosis/evidence";
import { bodyText } from "../http/client/bodyText";
import type { HttpResponse } from "../http/client/httpClient";
import type { Network } from "../http/client/network";

/** So much of a body is read, in bytes: enough to see what kind of page it is. */
const bodyLimit = 16 * 1024;

/** One answer may take so long, in milliseconds. */
const answerMs = 4000;

/** The first message that the hub itself would send (specification, lifecycle). */
const initialize = JSON.stringify({
  jsonrpc: "2.0",
  id: 0,
  method: "initialize",
  params: {
    protocolVersion: "2025-06-18",
    capabilities: {},
    clientInfo: { name: "mcp-client-hub", version: "doctor" },
  },
});

/** How an address is asked: as Streamable HTTP begins, or as HTTP+SSE does. */
export type Asked = "post" | "stream";

/**
 * What an address answers to the first message of a client; `undefined` where nothing answers in time. It has the headers of the entry. A
 * session that it opened is closed again.
 */
export async function httpProbe(
  plan: Pick<HttpPlan, "server" | "tls" | "headers">,
  url: URL,
  network: Network,
  signal: AbortSignal,
  asked: Asked = "post",
): Promise<HttpAnswer | undefined> {
  const client = network.client(plan, url);
  const limit = AbortSignal.any([signal, AbortSignal.timeout(answerMs)]);
  const exchange = client.start({
    method: asked === "post" ? "POST" : "GET",
    url,
    headers: {
      accept: asked === "post" ? "application/json, text/event-stream" : "text/event-stream",
      ...(asked === "post" && { "content-type": "application/json" }),
      ...lowerCase(plan.headers),
    },
    ...(asked === "post" && { body: initialize }),
  });
  limit.addEventListener("abort", exchange.abort, { once: true });
  try {
    const response = await exchange.response;
    const body = await startOf(response, asked, exchange.abort);
    const session = response.header("mcp-session-id");
    if (session !== undefined) await closed(client, { plan, url, session });
    return answer(response, body, asked);
  } catch {
    return undefined; // it did not answer, which the attempt to connect has said already
  } finally {
    limit.removeEventListener("abort", exchange.abort);
    client.dispose();
  }
}

/** The beginning of a body; a stream has none that ends. */
async function startOf(response: HttpResponse, asked: Asked, abort: () => void): Promise<string> {
  const isStream = /text\/event-stream/i.test(response.header("content-type") ?? "");
  if (asked === "stream" && isStream) {
    abort();
    return "";
  }
  let seen = "";
  if (!isStream) return bodyText(response, bodyLimit, abort);
  await response
    .read((chunk) => {
      seen += chunk.toString("utf8");
      if (seen.includes("\n\n") || seen.length > bodyLimit) abort();
      return undefined;
    })
    .catch(() => {}); // it was aborted after its first event
  return seen.slice(0, bodyLimit);
}

async function closed(
  client: ReturnType<Network["client"]>,
  { plan, url, session }: { plan: Pick<HttpPlan, "headers">; url: URL; session: string },
): Promise<void> {
  const headers = { ...lowerCase(plan.headers), "mcp-session-id": session };
  const { response } = client.start({ method: "DELETE", url, headers });
  await response.then(
    (ended) => bodyText(ended, bodyLimit, () => {}),
    () => undefined, // not every server lets a session be closed
  );
}

function answer(response: HttpResponse, body: string, asked: Asked): HttpAnswer {
  const contentType = response.header("content-type");
  const location = response.header("location");
  return {
    status: response.status,
    body,
    isMcp: speaksMcp(response.status, body, contentType, asked),
    ...(contentType !== undefined && { contentType }),
    ...(location !== undefined && { location }),
  };
}

const speaksMcp = (status: number, body: string, contentType = "", asked: Asked = "post"): boolean =>
  asked === "post"
    ? status < 500 && /"jsonrpc"\s*:\s*"2\.0"/.test(body)
    : status === 200 && /text\/event-stream/i.test(contentType);

/** Addresses on the same host where MCP servers usually are. */
export function usualAddresses(url: URL): readonly { readonly url: URL; readonly asked: Asked }[] {
  const base = url.pathname.replace(/\/+$/, "");
  const paths = ["/mcp", `${base}/mcp`, "/sse", `${base}/sse`, "/", "/api/mcp"].filter(
    (path, at, all) => all.indexOf(path) === at && path !== url.pathname && path !== base,
  );
  return paths.map((path) => ({
    url: new URL(path, url),
    asked: path.endsWith("/sse") ? ("stream" as const) : ("post" as const),
  }));
}

const lowerCase = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
