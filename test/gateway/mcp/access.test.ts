import assert from "node:assert/strict";
import type { Scope } from "../../../src/protocol/scope";
import { withoutLoginShell } from "../../support/aComposedHub";
import { aGateway, type Gateway } from "../../support/aGateway";
import { modernPost, openSession, post, type RawSession, toolNames } from "../../support/rawMcp";
import { type ScriptedServer, startScriptedServer } from "../../support/scriptedServer";

const text = (text: string) => ({ content: [{ type: "text", text }] });

/** A server with one of everything, all of which says whose it is. */
const serverNamed = (name: string) =>
  startScriptedServer(
    {
      "resources/list": () => ({
        resources: [
          { uri: "same://address", name: "same" },
          { uri: `${name}://own`, name: "own" },
        ],
      }),
      "resources/read": ({ uri }) => ({ contents: [{ uri, text: name }] }),
      "resources/templates/list": () => ({ resourceTemplates: [{ uriTemplate: `${name}://{x}`, name: "t" }] }),
      "prompts/list": () => ({ prompts: [{ name: "ask", arguments: [{ name: "x" }] }] }),
      "prompts/get": () => ({ messages: [{ role: "user", content: { type: "text", text: name } }] }),
      "completion/complete": () => ({ completion: { values: [name] } }),
    },
    { echo: () => text(name) },
  );

describe("what a client may use at the MCP endpoint", () => {
  let one: ScriptedServer;
  let two: ScriptedServer;
  let gateway: Gateway;
  const scopes: Record<string, readonly Scope[]> = { narrow: [{ servers: ["one"] }], reader: [{ readOnly: true }] };
  const profiles: Record<string, object> = { work: { servers: ["one"] } };
  withoutLoginShell();

  before(async () => {
    [one, two] = await Promise.all([serverNamed("one"), serverNamed("two")]);
    gateway = await aGateway({ one: one.url, two: two.url }, { scopes, profiles: profiles as never });
  });
  after(async () => {
    await gateway.close();
    await Promise.all([one.stop(), two.stop()]);
  });

  const request = async (session: RawSession, method: string, params: object) =>
    (await session.send({ jsonrpc: "2.0", id: 1, method, params })).last();

  it("runs the tool of the server that its name says, of two with the same tool", async () => {
    const session = await openSession(gateway.url);
    assert.deepEqual((await (await session.call("two__echo")).last()).result, text("two"));
    assert.deepEqual((await (await session.call("one__echo")).last()).result, text("one"));
  });

  it("reads no other server's resource for one that two servers have", async () => {
    const session = await openSession(gateway.url);
    const { error } = await request(session, "resources/read", { uri: "same://address" });
    assert.deepEqual(error?.data, { uri: "same://address", servers: ["one", "two"] });
    const apart = await openSession(`${gateway.url}/two`);
    const { result } = await request(apart, "resources/read", { uri: "same://address" });
    assert.deepEqual(result?.contents, [{ uri: "same://address", text: "two" }]);
    const { result: fits } = await request(session, "resources/read", { uri: "two://other" });
    assert.deepEqual(fits?.contents, [{ uri: "two://other", text: "two" }]);
  });

  const hidden: readonly [method: string, params: Record<string, unknown>][] = [
    ["tools/call", { name: "two__echo", arguments: {} }],
    ["resources/read", { uri: "two://own" }],
    ["prompts/get", { name: "two__ask", arguments: {} }],
    ["completion/complete", { ref: { type: "ref/prompt", name: "two__ask" }, argument: { name: "x", value: "" } }],
    ["completion/complete", { ref: { type: "ref/resource", uri: "two://{x}" }, argument: { name: "x", value: "" } }],
    ["resources/subscribe", { uri: "two://own" }],
  ];
  for (const [method, params] of hidden)
    it(`refuses ${method} (${JSON.stringify(params).slice(0, 40)}…) of what the client does not see, before it reaches the server`, async () => {
      const before = two.heard.length;
      const session = await openSession(gateway.url, { client: "narrow" });
      const { error } = await request(session, method, params);
      assert.ok(error, method);
      if (method !== "resources/subscribe") {
        const modern = await (await modernPost(gateway.url, method, params, { client: "narrow" })).last();
        assert.equal(modern.error?.code, -32602);
      }
      assert.equal(two.heard.length, before);
      const open = await openSession(gateway.url);
      assert.ok((await request(open, method, params)).result, "what is not hidden is answered");
    });

  it("refuses to listen to what the client does not see", async () => {
    const params = { notifications: { resourceSubscriptions: ["two://own"] } };
    const { error } = await (
      await modernPost(gateway.url, "subscriptions/listen", params, { client: "narrow" })
    ).last();
    assert.equal(error?.code, -32602);
  });

  it("lets a reader call nothing that is not known to change nothing", async () => {
    const session = await openSession(gateway.url, { client: "reader" });
    assert.deepEqual((await request(session, "tools/list", {})).result, { tools: [] });
    assert.equal((await (await session.call("one__echo")).last()).error?.code, -32602);
  });

  it("records what the path refuses as denied because of the scope", async () => {
    const { requests } = gateway.composed;
    const caller = { door: "gateway", client: { id: "n", name: "N" }, scopes: [{ servers: ["one"] }] } as const;
    const ask = { caller, server: "two", signal: AbortSignal.timeout(60_000) };
    await assert.rejects(requests.readResource({ ...ask, uri: "two://own" }), { code: "denied" });
    const denied = gateway.events.filter((event) => event.type === "call.ended" && event.outcome === "denied");
    assert.equal(denied.length, 1);
    assert.match(JSON.stringify(denied[0]), /"scope"/);
  });

  it("offers a profile at its own address, and follows it when it changes", async () => {
    const url = `${gateway.url}/p/work`;
    const session = await openSession(url);
    const names = () => toolNames(session);
    assert.deepEqual(await names(), ["one__echo"]);
    profiles.work = { servers: ["two"] };
    assert.deepEqual(await names(), ["two__echo"]);
    assert.ok((await (await session.call("one__echo")).last()).error);
    const narrow = await openSession(url, { client: "narrow" });
    assert.deepEqual((await request(narrow, "tools/list", {})).result, { tools: [] });
    delete profiles.work;
    assert.equal((await session.send({ jsonrpc: "2.0", id: 1, method: "ping" })).status, 404);
    profiles.work = { servers: ["one"] };
  });

  it("ends the session of a client that may use something else by now", async () => {
    scopes.moving = [{ servers: ["one"] }];
    const session = await openSession(gateway.url, { client: "moving" });
    scopes.moving = [{ servers: ["one"] }];
    assert.deepEqual(await toolNames(session), ["one__echo"]);
    scopes.moving = [{ servers: ["two"] }];
    assert.equal((await session.call("one__echo")).status, 404);
    assert.deepEqual(await toolNames(await openSession(gateway.url, { client: "moving" })), ["two__echo"]);
  });

  it("tells an address that is not there from one that is not the client's, with the names that are", async () => {
    for (const [path, client, status, words] of [
      ["/three", "one", 404, /three.*one, two/],
      ["/three", "narrow", 404, /three.*: one\./],
      ["/two", "narrow", 403, /two.*: one\./],
      ["/p/none", "one", 404, /none.*: work\./],
      ["/__proto__", "one", 404, /__proto__/],
      ["/p/__proto__", "one", 404, /__proto__/],
      ["/one%2F..%2Ftwo", "one", 404, /one\/\.\.\/two/],
      ["/one/two", "one", 404, /one\/two/],
    ] as const) {
      const answer = await post(gateway.url + path, { jsonrpc: "2.0", id: 1, method: "ping" }, {}, client);
      assert.equal(answer.status, status, path);
      assert.match(await answer.text(), words);
    }
  });
});
