import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { HttpPlan } from "../../../src/core/config/plan/launchPlan";
import { FakeAnswerer } from "../../support/fakeAnswerer";
import { letsGoOfHangingCalls } from "../../support/hangingCalls";
import { type ModernServer, startModernServer } from "../../support/modernServer";
import { noAbort, openLinks } from "../../support/openLinks";

const plan = (url: string): HttpPlan => ({ kind: "http", server: "modern", url, headers: {} });

/** The 2.x SDK's server as the peer: revision 2026-07-28, which has neither a handshake nor sessions. */
describe("a server of the revision 2026-07-28", function () {
  this.timeout(20_000);
  const open = openLinks();
  const servers: ModernServer[] = [];
  const start = async (legacy?: "stateless" | "reject") => {
    const server = await startModernServer(legacy);
    servers.push(server);
    return server;
  };
  // Before `openLinks` lets go of the links, a server must not be stopped: mocha runs hooks in the order of their declaration.
  afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())));

  for (const legacy of ["reject", "stateless"] as const)
    it(`is spoken to in its own revision (older ones: ${legacy})`, async () => {
      const { url } = await start(legacy);
      const { link } = await open(plan(url));
      const { capabilities, ...info } = link.info;
      assert.ok(capabilities?.includes("tools"), String(capabilities));
      assert.deepEqual(info, {
        name: "modern",
        version: "2.0.0",
        protocolVersion: "2026-07-28",
        transport: "http",
        instructions: "Be modern.",
        instructionsDigest: createHash("sha256").update('"Be modern."').digest("hex"),
      });
    });

  it("is called, with the headers that its tools ask for", async () => {
    const { url, asked } = await start();
    const { link } = await open(plan(url));
    const { tools } = await link.catalog(noAbort());
    assert.deepEqual(
      tools.map(({ name }) => name),
      ["where", "list", "ask", "show", "describe", "loop", "hang"],
    );
    const { content } = await link.callTool("where", { region: "eu" }, { signal: noAbort() });
    assert.deepEqual(content, [{ type: "text", text: "eu" }]);
    const { "mcp-method": method, "mcp-name": name, "mcp-param-region": region } = asked.at(-1) ?? {};
    assert.deepEqual([method, name, region], ["tools/call", "where", "eu"]);
  });

  it("may answer with any JSON, which is checked against its schema", async () => {
    const { url } = await start();
    const { link } = await open(plan(url));
    const { tools } = await link.catalog(noAbort());
    const list = tools.find(({ name }) => name === "list");
    assert.deepEqual([list?.outputSchema?.type, list?.outputSchema?.items], ["array", { type: "string" }]);
    assert.deepEqual((await link.callTool("list", {}, { signal: noAbort() })).structured, ["a", "b"]);
  });

  it("asks back inside its results, as the older ones do by requests", async () => {
    const { url } = await start();
    const clientFeatures = new FakeAnswerer();
    clientFeatures.onForm = async () => ({ action: "accept", content: { color: "red" } });
    const { link } = await open(plan(url), { clientFeatures });
    const { content } = await link.callTool("ask", {}, { signal: noAbort() });
    const [events] = content;
    assert.ok(events?.type === "text");
    assert.deepEqual(JSON.parse(events.text), {
      form: { action: "accept", content: { color: "red" } },
      url: { action: "accept" },
      model: { model: "fake-1", role: "assistant", stopReason: "endTurn", content: { type: "text", text: "said" } },
      roots: { roots: [{ uri: "file:///one", name: "one" }] },
    });
    assert.deepEqual(clientFeatures.urls[0]?.untilDone, true, "the answer is the word to go on");
  });

  it("reports that its tools have changed", async () => {
    const server = await start();
    const { heard } = await open(plan(server.url));
    while (!server.asked.some((headers) => headers["mcp-method"] === "subscriptions/listen"))
      await new Promise((resolve) => setTimeout(resolve, 10));
    await heard.until(({ notifications }) =>
      notifications.find(({ method }) => method === "notifications/subscriptions/acknowledged"),
    );
    server.toolsChanged();
    assert.equal(await heard.until(({ changes }) => changes[0]), "tools");
  });

  it("is let go although a call hangs", async () => {
    const { url } = await start();
    const { link } = await open(plan(url));
    await letsGoOfHangingCalls(link);
  });
});
