import assert from "node:assert/strict";
import { Choice } from "../../../../src/core/access/choice";
import type { Offer } from "../../../../src/core/access/switches";
import { emptyCatalog } from "../../../../src/core/catalog/catalog";
import { defaultOptions } from "../../../../src/core/config/schema/settings";
import { offCatalog } from "../../../../src/core/hub/chosen/chosenCatalog";
import { ChosenHub } from "../../../../src/core/hub/chosen/chosenHub";
import { whyOff } from "../../../../src/core/hub/chosen/whyOff";
import { EventStream } from "../../../../src/core/hub/eventStream";
import { LocalHub } from "../../../../src/core/hub/localHub";
import type { Scope } from "../../../../src/protocol/scope";
import { FakeClock } from "../../../support/fakeClock";
import { aTool, definition, FakeOpener, planOf } from "../../../support/fakeLink";
import { MapStore } from "../../../support/mapStore";

const never = new AbortController().signal;
const profiles: Record<string, Scope> = {
  one: { servers: ["a"] },
  two: { servers: ["a", "b"] },
  otherTwo: { servers: ["a", "c"] },
  reads: { readOnly: true },
};

async function setUp() {
  const opener = new FakeOpener();
  const clock = new FakeClock();
  const report = (error: unknown) => assert.fail(String(error));
  const stream = new EventStream(clock.now.bind(clock), report);
  const whole = new LocalHub({
    open: (...given) => opener.open(...given),
    plan: planOf,
    options: () => defaultOptions,
    clock,
    publish: stream.publish,
  });
  const choice = new Choice({
    workspace: new MapStore(),
    always: new MapStore(),
    profile: (name) => profiles[name],
    report,
  });
  const reads = new Set<string>();
  const hub = new ChosenHub(whole, choice, (_, { name }) => reads.has(name));
  choice.onChange(() => hub.follow());
  hub.configure(["a", "b", "c"].map((id) => definition(id)));
  await hub.ready();
  const turn = (name: string, to: "on" | "off", kind: Offer["kind"] = "tool") =>
    choice.turn([{ server: "a", kind, name }], to, "workspace", () => true);
  return { whole, hub, choice, turn, stream, opener, reads };
}

const names = (hub: ChosenHub) => hub.tools().map(({ server, tool }) => `${server}/${tool.name}`);

describe("the hub without what is off", () => {
  it("has everything, as the same values, while everything is on", async () => {
    const { hub, whole } = await setUp();
    assert.equal(hub.tools(), whole.tools());
    assert.equal(hub.catalog("a"), whole.catalog("a"));
  });

  it("does not have a tool that is off, in any way to look for it", async () => {
    const { hub, whole, turn } = await setUp();
    await turn("echo", "off");
    assert.deepEqual(names(hub), ["b/echo", "c/echo"]);
    assert.deepEqual(hub.catalog("a").tools, []);
    assert.equal(hub.toolNow("a", "echo"), undefined);
    await assert.rejects(hub.tool("a", "echo", never), { code: "denied", message: /turned off in this workspace/ });
    assert.equal(hub.toolNow("b", "echo")?.name, "echo");
    assert.equal((await hub.tool("b", "echo", never)).name, "echo");
    assert.equal(whole.toolNow("a", "echo")?.name, "echo");
    assert.deepEqual(
      offCatalog(whole.catalog("a"), hub.catalog("a")).tools.map(({ name }) => name),
      ["echo"],
    );
    await turn("echo", "on");
    assert.deepEqual(names(hub), ["a/echo", "b/echo", "c/echo"]);
  });

  it("says why something is off, and nothing of what is on", async () => {
    const { hub, choice, turn, reads } = await setUp();
    const echo = (server: string) => whyOff(hub, choice, { server, kind: "tool", name: "echo" });
    await turn("echo", "off");
    assert.match(echo("a") ?? "", /"echo" of "a" is turned off in this workspace\. Turn it on/);
    assert.equal(echo("b"), undefined);
    await choice.setPatterns(["b/ec*"], "everywhere");
    assert.match(echo("b") ?? "", /The pattern "b\/ec\*" turns "echo" of "b" off/);
    await choice.switchProfile("reads");
    assert.match(echo("c") ?? "", /is not in the profile "reads"/);
    reads.add("echo");
    hub.forget();
    assert.equal(echo("c"), undefined);
  });

  it("gives the same values until something changes", async () => {
    const { hub, turn } = await setUp();
    await turn("other", "off");
    const [tools, catalog] = [hub.tools(), hub.catalog("a")];
    assert.equal(hub.tools(), tools);
    assert.equal(hub.catalog("a"), catalog);
    await turn("echo", "off");
    assert.notEqual(hub.tools(), tools);
    assert.notEqual(hub.catalog("a"), catalog);
    assert.equal(hub.catalog("a"), hub.catalog("a"));
  });

  it("does not have prompts, resources and templates that are off, and follows no resource of them", async () => {
    const { hub, opener, turn } = await setUp();
    const offered = {
      ...emptyCatalog,
      tools: [aTool("echo")],
      prompts: [{ name: "p", arguments: [] }],
      resources: [{ uri: "r:1", name: "r" }],
      resourceTemplates: [{ uriTemplate: "r:{x}", name: "t" }],
    };
    const { open } = opener;
    opener.open = async (...given) => {
      const link = await open(...given);
      opener.last.offered = offered;
      return link;
    };
    await hub.restart("a");
    assert.equal(hub.catalog("a").prompts.length, 1);
    hub.subscribe("a", "r:1").dispose();
    await turn("p", "off", "prompt");
    await turn("r:1", "off", "resource");
    await turn("r:{x}", "off", "template");
    const { prompts, resources, resourceTemplates } = hub.catalog("a");
    assert.deepEqual([prompts, resources, resourceTemplates], [[], [], []]);
    assert.throws(() => hub.subscribe("a", "r:1"), { code: "denied" });
  });

  it("runs only the servers of the profile; a switch starts and stops only where profiles differ", async () => {
    const { hub, whole, choice, opener, stream } = await setUp();
    const links = () => opener.links.map(({ plan, disposed }) => `${plan.server}${disposed > 0 ? " ended" : ""}`);
    assert.deepEqual(links(), ["a", "b", "c"]);
    await choice.switchProfile("two");
    await hub.ready();
    assert.deepEqual(links(), ["a", "b", "c ended"]);
    assert.deepEqual(
      stream.view.servers.map(({ id }) => id),
      ["a", "b"],
    );
    await choice.switchProfile("one");
    await choice.switchProfile("two");
    await hub.ready();
    assert.deepEqual(links(), ["a", "b ended", "c ended", "b"]);
    assert.throws(() => whole.catalog("c"), { code: "unknown-server" });
    hub.configure([definition("b"), definition("d")]);
    assert.deepEqual(names(hub), ["b/echo"], "what is configured later is within the profile as well");
    await choice.switchProfile("gone");
    assert.deepEqual(names(hub), []);
    await choice.switchProfile(undefined);
    await hub.ready();
    assert.deepEqual(names(hub), ["b/echo", "d/echo"]);
  });

  it("follows a profile of as many servers of which one is another", async () => {
    const { hub, choice, opener, stream } = await setUp();
    await choice.switchProfile("two");
    await choice.switchProfile("otherTwo");
    await hub.ready();
    assert.deepEqual(
      stream.view.servers.map(({ id }) => id),
      ["a", "c"],
    );
    assert.equal(opener.links[0]?.disposed, 0, "the one that is in both runs on");
  });

  it("has in a profile that only reads what is known to change nothing now", async () => {
    const { hub, choice, reads } = await setUp();
    await choice.switchProfile("reads");
    assert.deepEqual(names(hub), []);
    reads.add("echo");
    hub.forget();
    assert.deepEqual(names(hub), ["a/echo", "b/echo", "c/echo"]);
    assert.equal(hub.catalog("a").tools.length, 1);
  });
});
