import assert from "node:assert/strict";
import type { AskPerson } from "../../../src/core/calls/approval/grants";
import { withoutLoginShell } from "../../support/aComposedHub";
import { assertFailed } from "../../support/assertFailed";
import { modernPost, openSession, toolNames } from "../../support/rawMcp";
import { fixture } from "../../support/restHub";
import { until } from "../../support/until";
import { WholeGateway } from "../../support/wholeGateway";

describe("two clients of the whole gateway", function () {
  this.timeout(30_000);
  let gateway: WholeGateway;
  /** The questions that wait, by the client whose call they are about. */
  const asked = new Map<string, { readonly allow: () => void; readonly signal: AbortSignal }>();
  let [free, careful, narrow] = ["", "", ""];
  withoutLoginShell();

  const ask: AskPerson = (call, _, signal) =>
    new Promise((resolve) => {
      const { name = "" } = call.caller?.client ?? {};
      asked.set(name, { allow: () => resolve({ allow: true, span: "once", what: "tool" }), signal });
      signal.addEventListener("abort", () => resolve({ allow: false }));
    });

  before(async () => {
    const rules = [
      { do: "ask" as const, client: "gateway:careful", tool: "args" },
      { do: "deny" as const, client: "gateway:careful", tool: "count" },
    ];
    gateway = await WholeGateway.start(
      { one: fixture(), two: fixture() },
      { options: { policy: rules }, ports: { ask: () => ask } },
    );
    free = await gateway.client("free");
    careful = await gateway.client("careful");
    narrow = await gateway.client("narrow", { scopes: [{ servers: ["two"], without: ["two/count"] }] });
  });
  after(() => gateway.close());

  const url = () => `${gateway.gateway.url}/mcp`;
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const count = { name: "one__count", arguments: { key: "k" } };
  /** What each client gets for one call over MCP, in the era without a handshake. */
  const modern = async (token: string, params: Record<string, unknown> = count) =>
    (await modernPost(url(), "tools/call", params, { headers: bearer(token) })).last();

  it("have each their own policy, over REST and in both eras", async () => {
    assert.equal((await gateway.chat("one", "count", { key: "a" }, { token: free })).status, 200);
    const refused = await gateway.chat("one", "count", { key: "a" }, { token: careful });
    assertFailed(refused, 403, "AUTHORIZATION_ERROR", /policy|rule/);
    assert.ok((await modern(free)).result?.content);
    const denied = (await modern(careful)).result;
    assert.equal(denied?.isError, true);
    assert.match(JSON.stringify(denied), /denied/);
    const legacy = (token: string) =>
      openSessionWith(token).then((session) => session.call("one__count", { key: "b" }));
    assert.equal((await (await legacy(free)).last()).result?.isError, undefined);
    assert.equal((await (await legacy(careful)).last()).result?.isError, true);
    const decided = gateway.events.flatMap((event) => (event.type === "call.ended" ? [event] : []));
    const denials = decided.filter(({ outcome }) => outcome === "denied");
    assert.deepEqual(new Set(denials.map(({ caller }) => caller.client?.name)), new Set(["careful"]));
  });

  it("see each their own, and can call nothing else", async () => {
    const all = await toolNames(await openSessionWith(free));
    const some = await toolNames(await openSessionWith(narrow));
    assert.ok(all.includes("one__echo") && all.includes("two__count"));
    assert.ok(some.length > 0 && some.every((name) => name.startsWith("two__") && name !== "two__count"), some.join());
    assert.equal((await modern(narrow)).error?.code, -32602);
    assert.equal((await modern(narrow, { name: "two__count", arguments: { key: "c" } })).error?.code, -32602);
    const reply = await gateway.chat("two", "count", { key: "c" }, { token: narrow });
    assertFailed(reply, 403, "AUTHORIZATION_ERROR", /"count"/);
  });

  it("are asked about apart: the answer for one runs no call of the other", async () => {
    const waits = gateway.chat("one", "args", { a: 1 }, { token: careful });
    const question = await until("the question is there", () => asked.get("careful") ?? false);
    assert.equal((await gateway.chat("one", "args", { a: 2 }, { token: free })).status, 200);
    assert.equal(asked.has("free"), false);
    question.allow();
    assert.equal((await waits).status, 200);
  });

  it("take a question with them that nobody has answered, in REST and in both eras", async () => {
    for (const [what, send] of [
      ["REST", (signal: AbortSignal) => gateway.chat("one", "args", {}, { token: careful, signal })],
      [
        "modern",
        (signal: AbortSignal) =>
          fetch(url(), {
            method: "POST",
            headers: { ...modernHeaders, ...bearer(careful) },
            body: JSON.stringify(modernCall),
            signal,
          }),
      ],
    ] as const) {
      asked.clear();
      const leaving = new AbortController();
      const call = send(leaving.signal);
      call.catch(() => {});
      const { signal } = await until(`${what}: the question is there`, () => asked.get("careful") ?? false);
      leaving.abort();
      await assert.rejects(call);
      await until(`${what}: the question is gone`, () => signal.aborted);
    }
    asked.clear();
    const session = await openSessionWith(careful);
    void session.call("one__args", {}, 3).catch(() => {});
    const { signal } = await until("legacy: the question is there", () => asked.get("careful") ?? false);
    await session.send({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 3 } });
    await until("legacy: the question is gone", () => signal.aborted);
  });

  it("lose what is open with their token, each its own", async () => {
    const { id, token } = await gateway.registry.add({ name: "leaving" });
    const session = await openSessionWith(token);
    const other = await openSessionWith(free);
    await gateway.registry.revoke(id);
    assert.equal((await session.send({ jsonrpc: "2.0", id: 1, method: "ping" })).status, 401);
    assert.equal((await other.send({ jsonrpc: "2.0", id: 1, method: "ping" })).status, 200);
  });

  const openSessionWith = (token: string) => openSession(url(), { headers: bearer(token) });
});

const modernCall = {
  jsonrpc: "2.0",
  id: 1,
  method: "tools/call",
  params: {
    name: "one__args",
    arguments: {},
    _meta: {
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientCapabilities": {},
    },
  },
};
const modernHeaders = {
  "content-type": "application/json",
  accept: "application/json, text/event-stream",
  "mcp-protocol-version": "2026-07-28",
  "mcp-method": "tools/call",
  "mcp-name": "one__args",
};
