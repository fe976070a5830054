import assert from "node:assert/strict";
import { McpServer } from "@modelcontextprotocol/server";
import { createHub } from "../../../src/headless";
import type { ServerLogLevel } from "../../../src/protocol/serverLogLevel";
import { type ModernServer, startModernServer } from "../../support/modernServer";
import { noAbort, openLinks } from "../../support/openLinks";

const makeServer = (capabilities = {}) => {
  const server = new McpServer({ name: "talker", version: "1.0.0" }, { capabilities });
  server.registerTool("say", {}, async ({ mcpReq }) => {
    for (const level of ["debug", "info", "error"] as const) await mcpReq.log(level, `${level}!`);
    return { content: [] };
  });
  return server;
};

/** In revision 2026-07-28 nothing sets a level: each request says which messages it wants (specification, logging). */
describe("the log level of a modern server", function () {
  this.timeout(20_000);
  const open = openLinks();
  const servers: ModernServer[] = [];
  afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())));

  const start = async (capabilities = {}) => {
    const server = await startModernServer("reject", 0, () => makeServer(capabilities));
    servers.push(server);
    return { kind: "http", server: "talker", url: server.url, headers: {} } as const;
  };

  it("is sent with each request, and goes up and down", async () => {
    const { link, heard } = await open(await start({ logging: {} }));
    const events = async (level?: ServerLogLevel) => {
      if (level) await link.setLogLevel(level, noAbort());
      await link.callTool("say", {}, { signal: noAbort() });
      return heard.logs.splice(0).map(({ text }) => text);
    };
    assert.deepEqual(await events(), [], "nobody asked for messages");
    assert.deepEqual(await events("info"), ["info!", "error!"]);
    assert.deepEqual(await events("error"), ["error!"]);
    assert.deepEqual(await events("debug"), ["debug!", "info!", "error!"]);
  });

  it("is refused where the server declares no log", async () => {
    const { link } = await open(await start());
    await assert.rejects(link.setLogLevel("info", noAbort()), {
      code: "server-error",
      message: '"talker" does not offer log levels.',
    });
  });

  it("is that of its entry, from the start", async () => {
    const { url } = await start({ logging: {} });
    const hub = createHub({ servers: { talker: { url, logLevel: "info" } } });
    try {
      await hub.ready();
      const heard: unknown[] = [];
      hub.onNotification(({ method, params }) => {
        if (method === "notifications/message") heard.push(Object(params).data);
      });
      await hub.callTool("talker", "say", {});
      assert.deepEqual(heard, ["info!", "error!"]);
    } finally {
      await hub.close();
    }
  });
});
