import assert from "node:assert/strict";
import { withoutLoginShell } from "../../support/aComposedHub";
import { aGateway, type Gateway } from "../../support/aGateway";
import { FakeClock } from "../../support/fakeClock";
import { modernPost, openSession } from "../../support/rawMcp";
import { type ScriptedServer, startScriptedServer } from "../../support/scriptedServer";
import { until } from "../../support/until";

const never = () => new Promise<never>(() => {});

describe("a request that a client of the MCP endpoint cancels", () => {
  let server: ScriptedServer;
  let gateway: Gateway;
  withoutLoginShell();

  before(async () => {
    server = await startScriptedServer(
      {
        "resources/list": () => ({ resources: [{ uri: "a://b", name: "b" }] }),
        "resources/read": never,
        "prompts/list": () => ({ prompts: [{ name: "p", arguments: [{ name: "x" }] }] }),
        "prompts/get": never,
        "completion/complete": never,
      },
      { wait: never },
    );
    gateway = await aGateway({ one: server.url }, { clock: new FakeClock() }); // nothing waits for time to pass
  });
  after(async () => {
    await gateway.close();
    await server.stop();
  });

  const methods: readonly [method: string, params: Record<string, unknown>][] = [
    ["tools/call", { name: "one__wait", arguments: {} }],
    ["resources/read", { uri: "a://b" }],
    ["prompts/get", { name: "one__p", arguments: {} }],
    ["completion/complete", { ref: { type: "ref/prompt", name: "one__p" }, argument: { name: "x", value: "" } }],
  ];
  /** The request is at the server, under an id that is not the client's; what it is there is returned. */
  const arrived = (method: string, from: number) =>
    until(`${method} is there`, () => server.heard.slice(from).find((one) => one.method === method) ?? false);
  const cancelled = (id: unknown) =>
    until("the server hears it, under its own id", () =>
      server.heard.some(({ method, params }) => method === "notifications/cancelled" && params.requestId === id),
    );

  for (const [method, params] of methods) {
    it(`is cancelled at the server, too: ${method}, by a notification`, async () => {
      const session = await openSession(gateway.url);
      const from = server.heard.length;
      const answer = session.send({ jsonrpc: "2.0", id: "mine", method, params });
      const { id } = await arrived(method, from);
      assert.notEqual(id, "mine");
      await session.send({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: "mine" } });
      await cancelled(id);
      assert.ok((await (await answer).last()).error);
    });

    it(`is cancelled at the server, too: ${method}, by a closed connection in the revision without a handshake`, async () => {
      const from = server.heard.length;
      const leaving = new AbortController();
      const answer = fetchModern(gateway.url, method, params, leaving.signal);
      answer.catch(() => {});
      const { id } = await arrived(method, from);
      leaving.abort();
      await cancelled(id);
      await assert.rejects(answer);
    });
  }

  it("leaves every other request of the same client alone", async () => {
    const session = await openSession(gateway.url);
    const from = server.heard.length;
    const waits = session.send({ jsonrpc: "2.0", id: 1, method: "tools/call", params: methods[0]?.[1] });
    const { id } = await arrived("tools/call", from);
    for (const requestId of [2, "1", null, { id: 1 }, undefined])
      await session.send({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId } });
    await (await modernPost(gateway.url, "tools/list", {})).all();
    const heard = server.heard.slice(from).filter(({ method }) => method === "notifications/cancelled");
    assert.deepEqual(heard, []);
    await session.send({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 1 } });
    await cancelled(id);
    await (await waits).all();
  });
});

function fetchModern(url: string, method: string, params: Record<string, unknown>, signal: AbortSignal) {
  const name = params.name ?? params.uri;
  const _meta = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": {},
  };
  return fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      "mcp-protocol-version": "2026-07-28",
      "mcp-method": method,
      ...(typeof name === "string" && { "mcp-name": name }),
    },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: { ...params, _meta } }),
    signal,
  });
}
