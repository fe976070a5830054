import assert from "node:assert/strict";
import { Choice } from "../src/core/access/choice";
import type { Offer } from "../src/core/access/switches";
import { KeptResults } from "../src/core/calls/keptResults";
import { newCall } from "../src/core/calls/toolCall";
import { profileNamed } from "../src/core/config/schema/options/profiles";
import { defaultOptions, type Options } from "../src/core/config/schema/settings";
import { offeredTools } from "../src/core/conversation/toolOffer";
import { systemClock } from "../src/core/kernel/clock";
import { ExtensionApi } from "../src/editor/api/extensionApi";
import type { McpTool } from "../src/editor/api/mcpClientHub";
import { AgentTools } from "../src/gateway/agent/agentTools";
import { openServices } from "../src/openServices";
import { servicesOf } from "../src/services/clients/services";
import { withoutLoginShell } from "./support/aComposedHub";
import { MapStore } from "./support/mapStore";
import { noDefect } from "./support/noDefect";
import { openSession, toolNames } from "./support/rawMcp";
import { until } from "./support/until";
import { WholeGateway } from "./support/wholeGateway";

const never = new AbortController().signal;
const fixture = { command: process.execPath, args: ["test/support/fixtureServer.mjs"] };

describe("what is turned off, at every door", function () {
  this.timeout(30_000);
  let gateway: WholeGateway;
  let choice: Choice;
  let agent: AgentTools;
  let api: ExtensionApi;
  withoutLoginShell();

  const options: Options = {
    ...defaultOptions,
    approval: "never",
    profiles: { first: { servers: ["one"] } },
  };

  before(async () => {
    choice = new Choice({
      workspace: new MapStore(),
      always: new MapStore(),
      profile: (name) => profileNamed(options.profiles, name),
      report: noDefect,
    });
    gateway = await WholeGateway.start({ one: fixture, two: fixture }, { options, ports: { choice }, services: true });
    const { hub, stream, requests } = gateway.composed;
    agent = new AgentTools({
      ...{ hub, stream, clock: systemClock, report: noDefect },
      options: () => options,
      uses: { of: () => 0 },
    });
    api = new ExtensionApi({
      ...{ hub, stream, requests, report: noDefect, ownId: "own.hub" },
      installedId: (id) => id,
      services: (caller) =>
        servicesOf(
          openServices(gateway.composed, () => options),
          caller,
        ),
    });
  });
  after(async () => {
    agent.dispose();
    api.dispose();
    await gateway.close();
    choice.dispose();
  });
  afterEach(async () => {
    await choice.turn([echo], "on", "workspace", () => true);
    await choice.setPatterns([], "workspace");
    await choice.switchProfile(undefined);
  });

  const echo: Offer = { server: "one", kind: "tool", name: "echo" };
  const turnOff = () => choice.turn([echo], "off", "workspace", () => true);
  const session = () =>
    openSession(`${gateway.gateway.url}/mcp`, { headers: { authorization: `Bearer ${gateway.token}` } });
  /** A session that is open before and after a change. */
  let opened: ReturnType<typeof session> | undefined;
  const lasting = () => {
    opened ??= session();
    return opened;
  };
  const acme = () => api.exports.getApi(1, "acme.tools");
  const chatPorts = () => ({ ...gateway.composed, kept: new KeptResults(), options: () => options });

  /** Whether each door has the tool in its list. */
  const doors: readonly [door: string, names: () => Promise<readonly string[]>][] = [
    ["MCP of the gateway", async () => toolNames(await lasting())],
    [
      "REST of the gateway",
      async () => {
        const { body } = await gateway.ask("GET", "/servers/one/tools");
        const { body: other } = await gateway.ask("GET", "/servers/two/tools");
        const named = (server: string, list: readonly { readonly name: string }[] = []) =>
          list.map(({ name }) => `${server}__${name}`);
        return [...named("one", body.tools), ...named("two", other.tools)];
      },
    ],
    ["chat", async () => offeredTools(chatPorts()).map(({ modelName }) => modelName)],
    ["agent", async () => (agent.scopes()[0]?.tools ?? []).map((name) => name.replace("/", "__"))],
    [
      "other extensions",
      async () =>
        acme()
          .listTools()
          .map(({ server, name }: McpTool) => `${server}__${name}`),
    ],
  ];
  for (const [door, names] of doors)
    it(`is not offered: ${door}`, async () => {
      const before = await names();
      assert.ok(before.includes("one__echo") && before.includes("two__echo"), before.join());
      await turnOff();
      const now = await names();
      assert.deepEqual(
        before.filter((name) => !now.includes(name)),
        ["one__echo"],
      );
    });

  it("is refused when it is called by its name, at every door, and never reaches its server", async () => {
    await turnOff();
    const reached = () =>
      gateway.events.filter((event) => event.type === "call.ended" && event.outcome === "ok").length;
    const before = reached();
    const mcp = await (await (await session()).call("one__echo", { text: "x" })).text();
    assert.match(mcp, /one__echo|turned off/);
    const rest = await gateway.chat("one", "echo", { text: "x" });
    assert.equal(rest.status, 403);
    assert.match(rest.text, /turned off in this workspace/);
    await assert.rejects(acme().callTool("one", "echo", { text: "x" }), { code: "denied" });
    const call = { server: "one", tool: "echo", args: { text: "x" }, signal: never };
    for (const door of ["chat", "agent", "command", "extension", "gateway"] as const)
      await assert.rejects(gateway.composed.requests.callTool(newCall({ ...call, caller: { door } })), {
        code: "denied",
        message: /turned off in this workspace.*Choose Tools/,
      });
    assert.equal(reached(), before);
    const byHand = { byHand: true, caller: { door: "panel" } } as const;
    await gateway.composed.requests.callTool(newCall({ ...call, ...byHand }));
    assert.equal(reached(), before + 1);
  });

  it("tells clients, the agent and other extensions that their lists have changed", async () => {
    const told: string[] = [];
    const heard = [
      agent.onChange(() => told.push("agent")),
      acme().onDidChangeTools(() => told.push("extension")),
      gateway.composed.stream.onEvent(({ type }) => void (type === "choice.changed" && told.push("event"))),
    ];
    await choice.setPatterns(["*/echo"], "workspace");
    await until("all have heard", () => ["agent", "extension", "event"].every((who) => told.includes(who)));
    for (const one of heard) one.dispose();
  });

  it("is every server outside of the profile, which does not run", async () => {
    const { hub, stream } = gateway.composed;
    const states = () => Object.fromEntries(stream.view.servers.map(({ id, state }) => [id, state]));
    const { one } = states();
    await choice.switchProfile("first");
    assert.deepEqual(Object.keys(states()), ["one"]);
    assert.equal(states().one, one, "the same session of the same process");
    assert.ok(hub.tools().every(({ server }) => server === "one"));
    assert.equal((await gateway.chat("two", "echo", { text: "x" })).status, 403);
    assert.deepEqual(stream.history.filter(({ type }) => type === "choice.changed").at(-1)?.type, "choice.changed");
    await choice.switchProfile(undefined);
    await hub.connect("two");
    assert.equal(states().one, one);
    assert.equal((await gateway.chat("two", "echo", { text: "x" })).status, 200);
  });

  it("is everything in a profile that is gone", async () => {
    await choice.switchProfile("gone");
    assert.deepEqual(gateway.composed.hub.tools(), []);
    assert.deepEqual(gateway.composed.stream.view.servers, []);
    await choice.switchProfile(undefined);
    await Promise.all(["one", "two"].map((server) => gateway.composed.hub.connect(server)));
  });
});
