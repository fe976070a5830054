import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { createHub } from "../../src/headless";

/** The breaker against a real server: the rules are tested with a clock of their own (`test/core/calls/limits`). */
describe("after an outage", function () {
  this.timeout(25_000);
  const agents = new Set<string | undefined>();
  let isAway: (method: string) => boolean = () => false;
  const server = createServer(async (request, response) => {
    agents.add(request.headers["user-agent"]);
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    if (request.method !== "POST") return void response.writeHead(405).end();
    const { id, method = "", params } = JSON.parse(body);
    if (isAway(method)) return void response.writeHead(503).end("away");
    if (id === undefined) return void response.writeHead(202).end();
    const results: Record<string, object> = {
      initialize: {
        protocolVersion: "2025-06-18",
        capabilities: { tools: {} },
        serverInfo: { name: "s", version: "1" },
      },
      "tools/list": { tools: ["echo"].map((name) => ({ name, inputSchema: { type: "object" } })) },
      "tools/call": { content: [{ type: "text", text: params?.name }] },
      ping: {},
    };
    const answer = results[method] ? { result: results[method] } : { error: { code: -32601, message: "No" } };
    response
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ jsonrpc: "2.0", id, ...answer }));
  });
  before(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
  after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });

  for (const [what, away] of [
    ["of calls alone", (method: string) => method === "tools/call"],
    ["of everything", () => true],
  ] as const)
    it(`${what}, calls pass long before the cool-down is over`, async () => {
      isAway = () => false;
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
      const hub = createHub({
        servers: { web: { url } },
        options: { breakerFailures: 3, breakerCoolDownSeconds: 3600 },
      });
      try {
        await hub.ready();
        const outcome = () =>
          hub.callTool("web", "echo", {}).then(
            () => "ok",
            (error) => String(error.code),
          );
        assert.equal(await outcome(), "ok");
        isAway = away;
        for (let tries = 0; tries < 20; tries++) {
          const call = Promise.race([outcome(), delay(500, "waits")]);
          if (["circuit-open", "waits"].includes(await call)) break;
        }
        isAway = () => false;
        while ((await outcome()) !== "ok") await delay(20); // the cool-down of an hour is over last
      } finally {
        await hub.close();
      }
    });

  it("every request has said who sends it", () => {
    assert.equal(agents.size, 1);
    assert.match([...agents].join(), /^mcp-client-hub\/\d/);
  });
});
