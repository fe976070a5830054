import assert from "node:assert/strict";
import { type Catalog, emptyCatalog } from "../../../src/core/catalog/catalog";
import { definitionDigest } from "../../../src/core/config/schema/definitionDigest";
import { defaultOptions, type Options } from "../../../src/core/config/schema/settings";
import { EventStream } from "../../../src/core/hub/eventStream";
import { LocalHub } from "../../../src/core/hub/localHub";
import { RememberedServers, rememberedLimits } from "../../../src/core/hub/rememberedServers";
import type { StateStore } from "../../../src/core/kernel/ports";
import { FakeClock } from "../../support/fakeClock";
import { aTool, definition, FakeOpener, planOf } from "../../support/fakeLink";
import { MapStore } from "../../support/mapStore";
import { turn } from "../../support/passing";

const never = new AbortController().signal;
const fail = (error: unknown) => assert.fail(String(error));
const catalogOf = (size: number, name = "echo"): Catalog => ({
  ...emptyCatalog,
  tools: [aTool(name, { description: "x".repeat(size) })],
});

describe("what is remembered of servers", () => {
  it("which ones the person stopped, by their definitions", () => {
    const store = new MapStore();
    new RememberedServers(store, fail).setStopped(definition("a"), true);
    const later = new RememberedServers(store, fail);
    assert.ok(later.isStopped(definition("a")));
    assert.ok(!later.isStopped(definition("b")));
    const edited = definition("a", { entry: { kind: "valid", config: { command: "other" } } });
    assert.ok(!later.isStopped(edited));
    later.setStopped(definition("a"), false);
    assert.ok(!new RememberedServers(store, fail).isStopped(definition("a")));
  });

  it("what each offered last", () => {
    const store = new MapStore();
    const first = new RememberedServers(store, fail);
    first.keep(definition("a"), catalogOf(10));
    const { writes } = store;
    first.keep(definition("a"), catalogOf(10));
    assert.equal(store.writes, writes, "what has not changed is not written again");
    const later = new RememberedServers(store, fail);
    assert.deepEqual(later.catalogOf(definition("a")), catalogOf(10));
    assert.equal(later.catalogOf(definition("b")), undefined);
  });

  it("nothing that is too large, and not too much in all: the oldest go", () => {
    const store = new MapStore();
    const remembered = new RememberedServers(store, fail);
    remembered.keep(definition("a"), catalogOf(10));
    remembered.keep(definition("a"), catalogOf(rememberedLimits.catalog));
    assert.equal(remembered.catalogOf(definition("a")), undefined);
    for (let n = 0; n < 40; n++) remembered.keep(definition(`s${n}`), catalogOf(200 * 1024));
    const kept = Array.from({ length: 40 }, (_, n) => remembered.catalogOf(definition(`s${n}`)) !== undefined);
    const size = [...store.values.values()].reduce((sum, text) => sum + text.length, 0);
    assert.ok(size <= rememberedLimits.all + 10_000 && size > rememberedLimits.all - 250 * 1024, String(size));
    assert.deepEqual([kept[0], kept.at(-1), kept.lastIndexOf(false) + 1], [false, true, kept.indexOf(true)]);
  });

  it("a catalog of 256 Ki characters, and no longer one", () => {
    const room = rememberedLimits.catalog - JSON.stringify(catalogOf(0)).length;
    for (const [size, isKept] of [
      [room, true],
      [room + 1, false],
    ] as const) {
      const remembered = new RememberedServers(new MapStore(), fail);
      remembered.keep(definition("a"), catalogOf(size));
      assert.equal(remembered.catalogOf(definition("a")) !== undefined, isKept);
    }
  });

  it("a thousand that the person stopped, the latest", () => {
    for (const [others, isKept] of [
      [998, true],
      [999, false],
    ] as const) {
      const store = new MapStore();
      const digests = Array.from({ length: others }, (_, n) => `other ${n}`);
      void store.set("mcpHub.stoppedServers", [definitionDigest(definition("oldest")), ...digests]);
      const remembered = new RememberedServers(store, fail);
      remembered.setStopped(definition("latest"), true);
      const stopped = ["oldest", "latest"].map((id) => remembered.isStopped(definition(id)));
      assert.deepEqual(stopped, [isKept, true]);
    }
  });

  it("writes out no more of a catalog than shows that it is too large", () => {
    let written = 0;
    const text = "x".repeat(1024);
    const toJSON = () => {
      written++;
      return text;
    };
    const tool = Object.assign(aTool("echo"), { toJSON });
    const remembered = new RememberedServers(new MapStore(), fail);
    remembered.keep(definition("a"), { ...emptyCatalog, tools: Array.from({ length: 5000 }, () => tool) });
    assert.equal(remembered.catalogOf(definition("a")), undefined);
    assert.ok(written <= rememberedLimits.catalog / text.length + 1, `${written} tools were written out`);
  });

  it("survives a store that holds nonsense, or cannot be written", async () => {
    const store = new MapStore();
    await store.set("mcpHub.stoppedServers", { not: "a list" });
    await store.set("mcpHub.catalogs", [null, 5, { digest: 1 }]);
    const errors: unknown[] = [];
    store.set = () => Promise.reject(new Error("The disk is full."));
    const remembered = new RememberedServers(store, (error) => errors.push(error));
    remembered.setStopped(definition("a"), true);
    assert.ok(remembered.isStopped(definition("a")));
    await turn();
    assert.equal(errors.length, 1);
  });

  it("does not believe a catalog of another shape", () => {
    for (const wrong of [
      null,
      { tools: "no" },
      { ...emptyCatalog, tools: [{ name: "x" }] },
      { ...emptyCatalog, tools: ["x"] },
      { ...emptyCatalog, tools: [{ name: 1, inputSchema: {}, hints: {} }] },
      { ...emptyCatalog, tools: [{ name: "x", inputSchema: {} }] },
      { ...emptyCatalog, tools: [{ name: "x", hints: {} }] },
      { ...emptyCatalog, tools: [aTool("x"), { name: "y" }] },
      { ...emptyCatalog, resources: undefined },
      { ...emptyCatalog, resources: [{ name: "x" }] },
      { ...emptyCatalog, resourceTemplates: [{ uri: "x:y" }] },
      { ...emptyCatalog, prompts: [{}] },
      { ...emptyCatalog, prompts: [{ arguments: [] }] },
      { ...emptyCatalog, prompts: [{ name: "x" }] },
      { ...emptyCatalog, prompts: [{ name: "x", arguments: "no" }] },
    ]) {
      const store = new MapStore();
      new RememberedServers(store, fail).keep(definition("a"), catalogOf(1));
      for (const key of store.values.keys())
        if (key.startsWith("mcpHub.catalog.")) store.values.set(key, JSON.stringify(wrong));
      assert.equal(new RememberedServers(store, fail).catalogOf(definition("a")), undefined);
    }
  });
});

describe("what is remembered of a server's offer", () => {
  it("is believed where it has its shape", () => {
    const whole = {
      tools: [aTool("x")],
      resources: [{ uri: "x:y", name: "y" }],
      resourceTemplates: [{ uriTemplate: "x:{y}", name: "y" }],
      prompts: [{ name: "x", arguments: [] }],
    };
    const store = new MapStore();
    new RememberedServers(store, fail).keep(definition("a"), catalogOf(1));
    for (const key of store.values.keys())
      if (key.startsWith("mcpHub.catalog.")) store.values.set(key, JSON.stringify(whole));
    assert.deepEqual(new RememberedServers(store, fail).catalogOf(definition("a")), whole);
  });
});

describe("a hub in a second window session", () => {
  function session(store: StateStore, changed: Partial<Options> = {}) {
    const opener = new FakeOpener();
    const clock = new FakeClock();
    const stream = new EventStream(clock.now.bind(clock), fail);
    const options = () => ({ ...defaultOptions, ...changed });
    const hub = new LocalHub({
      open: opener.open,
      plan: planOf,
      options,
      clock,
      publish: stream.publish,
      state: store,
    });
    return { hub, opener, stream, clock };
  }

  it("leaves stopped what the person stopped, until it is connected again", async () => {
    const store = new MapStore();
    const first = session(store);
    first.hub.configure([definition("a"), definition("b")]);
    await first.hub.ready();
    await first.hub.disconnect("a");
    await first.hub.restart("b");
    await first.hub.close();
    const second = session(store);
    second.hub.configure([definition("a"), definition("b")]);
    await second.hub.ready();
    assert.deepEqual(
      second.stream.view.servers.map(({ state }) => state.kind),
      ["stopped", "ready"],
    );
    assert.deepEqual(second.hub.catalog("a").tools, []);
    await second.hub.connect("a");
    const third = session(store);
    third.hub.configure([definition("a")]);
    await third.hub.ready();
    assert.equal(third.stream.view.servers[0]?.state.kind, "ready");
  });

  it("lists the last known tools at once, marked stale, while connecting", async () => {
    const store = new MapStore();
    const first = session(store);
    first.hub.configure([definition("a")]);
    await first.hub.ready();
    const second = session(store);
    second.hub.configure([definition("a")]);
    const seen = () => second.stream.view.servers.map(({ state, counts, stale }) => [state.kind, counts.tools, stale]);
    assert.deepEqual(seen(), [["starting", 1, true]]);
    assert.equal(second.hub.tools()[0]?.modelName, "a__echo");
    await second.hub.ready();
    assert.deepEqual(seen(), [["ready", 1, undefined]]);
  });

  it("with 50 lazy servers starts none of them, lists what they offered, and starts the one that is used", async () => {
    const store = new MapStore();
    const definitions = Array.from({ length: 50 }, (_, n) => definition(`s${n}`));
    const first = session(store);
    first.hub.configure(definitions);
    await first.hub.ready();
    const second = session(store, { start: "lazy" });
    second.hub.configure(definitions);
    await second.hub.ready();
    await turn();
    assert.equal(second.opener.links.length, 0);
    assert.equal(second.stream.view.phase, "ready");
    assert.equal(second.hub.tools().length, 50);
    assert.equal((await second.hub.tool("s7", "echo", never)).name, "echo");
    assert.equal(second.opener.links.length, 1);
  });

  it("an entry's own start mode wins", async () => {
    const { hub, opener } = session(new MapStore(), { start: "manual" });
    const eager = definition("a", { entry: { kind: "valid", config: { command: "a", start: "eager" } } });
    hub.configure([eager, definition("b")]);
    await hub.ready();
    assert.equal(opener.links.length, 1);
    await assert.rejects(hub.tool("b", "echo", never), { code: "not-connected" });
  });

  it("after a sleep, remote servers are checked; the watch ends with the hub", async () => {
    const { hub, opener, clock } = session(new MapStore(), { healthCheckSeconds: 0 });
    hub.configure([definition("a", { entry: { kind: "valid", config: { url: "http://127.0.0.1:1/mcp" } } })]);
    await hub.ready();
    clock.pass(120_000);
    await turn();
    assert.equal(opener.last.pings, 0, "time that passes as it should is no sleep");
    clock.sleep(3_600_000);
    await turn();
    assert.equal(opener.last.pings, 1);
    await hub.close();
    assert.equal(clock.waiting, 0);
  });
});
