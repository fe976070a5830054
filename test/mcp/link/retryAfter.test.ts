import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { HttpPlan } from "../../../src/core/config/plan/launchPlan";
import { HubError } from "../../../src/core/kernel/hubError";
import { noAbort, openLinks } from "../../support/openLinks";

type Headers = Readonly<Record<string, string>>;

/** Which request is refused, how, and from when on. */
interface Refusal {
  readonly method: string;
  readonly status: number;
  readonly headers: Headers;
}

const inHalfAMinute = () => new Date(Date.now() + 30_000).toUTCString();

/** The ways in which a server says how long it wants to be left alone: all of them some 30 seconds. */
const ways: Readonly<Record<string, () => Headers>> = {
  "Retry-After in seconds": () => ({ "Retry-After": "30" }),
  "Retry-After as a date": () => ({ "Retry-After": inHalfAMinute() }),
  "RateLimit headers": () => ({ "RateLimit-Limit": "10", "RateLimit-Remaining": "0", "RateLimit-Reset": "30" }),
};

const results: Readonly<Record<string, object>> = {
  initialize: {
    protocolVersion: "2025-11-25",
    capabilities: { tools: {} },
    serverInfo: { name: "busy", version: "1" },
  },
  "tools/list": { tools: [] },
  "tools/call": { content: [] },
};

describe("a server over HTTP that asks to be left alone", function () {
  this.timeout(20_000);
  const open = openLinks();
  const cleanUp: (() => void)[] = [];
  afterEach(() => {
    for (const step of cleanUp.splice(0).reverse()) step();
  });

  /** A server that answers with JSON and opens no stream, and refuses one kind of request. */
  async function start(kind: HttpPlan["kind"], refusal: Refusal): Promise<HttpPlan> {
    let stream: ServerResponse | undefined;
    const server = createServer(async (request, response) => {
      const { id, method = request.method ?? "" } = await read(request);
      const answer = JSON.stringify({ jsonrpc: "2.0", id, result: results[method] ?? {} });
      if (method === refusal.method) response.writeHead(refusal.status, refusal.headers).end("busy");
      else if (method === "GET" && kind === "sse") {
        stream = response.writeHead(200, { "content-type": "text/event-stream" });
        stream.write("event: endpoint\ndata: /message\n\n");
      } else if (method === "GET") response.writeHead(405).end();
      else if (method === "server/discover") response.writeHead(400).end("no session");
      else if (id === undefined) response.writeHead(202).end();
      else if (stream) {
        response.writeHead(202).end();
        stream.write(`event: message\ndata: ${answer}\n\n`);
      } else response.writeHead(200, { "content-type": "application/json" }).end(answer);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    cleanUp.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    return { kind, server: "busy", url: `http://127.0.0.1:${port}/mcp`, headers: {} };
  }

  const isRefused = (status: number) => (error: unknown) => {
    assert.ok(error instanceof HubError);
    assert.equal(error.code, "rate-limited");
    assert.match(error.message, new RegExp(`^"busy" at http://.* \\(HTTP ${status}\\)`));
    // A date is cut to whole seconds, and the request took its time.
    const { retryAfterMs = 0 } = error;
    assert.ok(retryAfterMs > 20_000 && retryAfterMs <= 30_000, `${retryAfterMs} ms`);
    assert.equal(error.sent, status === 429 ? "no" : undefined);
    return true;
  };

  for (const kind of ["http", "sse"] as const)
    for (const status of [429, 503])
      for (const [way, headers] of Object.entries(ways)) {
        const on = `(${kind}, ${status}, ${way})`;

        it(`is respected while connecting ${on}`, async () => {
          const plan = await start(kind, { method: "initialize", status, headers: headers() });
          await assert.rejects(open(plan), isRefused(status));
        });

        it(`is respected when it lists and when it is called ${on}`, async () => {
          const list = await open(await start(kind, { method: "tools/list", status, headers: headers() }));
          await assert.rejects(list.link.catalog(noAbort()), isRefused(status));
          const call = await open(await start(kind, { method: "tools/call", status, headers: headers() }));
          await assert.rejects(call.link.callTool("t", {}, { signal: noAbort() }), isRefused(status));
        });
      }

  for (const status of [429, 503])
    it(`is respected by the very first request (${status})`, async () => {
      const headers = { "Retry-After": "30" };
      await assert.rejects(
        open(await start("http", { method: "server/discover", status, headers })),
        isRefused(status),
      );
      await assert.rejects(open(await start("sse", { method: "GET", status, headers })), isRefused(status));
    });

  it("is not a rate limit without a wait", async () => {
    const plan = await start("http", { method: "initialize", status: 503, headers: {} });
    await assert.rejects(open(plan), { code: "transport", retryAfterMs: undefined });
  });
});

async function read(request: IncomingMessage): Promise<{ id?: number; method?: string }> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  return body ? JSON.parse(body) : {};
}
