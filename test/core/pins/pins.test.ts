import assert from "node:assert/strict";
import { type Catalog, emptyCatalog } from "../../../src/core/catalog/catalog";
import type { PinMode } from "../../../src/core/config/schema/callSettings";
import type { ServerDefinition } from "../../../src/core/config/schema/serverDefinition";
import { defaultOptions } from "../../../src/core/config/schema/settings";
import { pinLimits } from "../../../src/core/pins/pinStore";
import { Pins } from "../../../src/core/pins/pins";
import type { HubEvent } from "../../../src/protocol/hubEvent";
import { FakeClock } from "../../support/fakeClock";
import { aTool, definition, info } from "../../support/fakeLink";
import { MapStore } from "../../support/mapStore";

const server = "files";
const tool = (name: string) => ({ kind: "tool", name }) as const;
const noCounts = { tools: 0, resources: 0, resourceTemplates: 0, prompts: 0 };

function setUp(asks = true, options: { pin: PinMode } = defaultOptions) {
  const store = new MapStore();
  const events: HubEvent[] = [];
  const now: { catalog: Catalog; definition: ServerDefinition } = {
    catalog: emptyCatalog,
    definition: definition(server),
  };
  /** A new window over the same store. */
  const open = () =>
    new Pins({
      definition: () => now.definition,
      catalog: () => now.catalog,
      options: () => options,
      neverAsks: () => !asks,
      store,
      clock: new FakeClock(),
      publish: (event) => events.push(event),
      report: (error) => assert.fail(String(error)),
    });
  const pins = open();
  /** Settles when what is listed is pinned where it is to be. */
  const list = (catalog: Partial<Catalog>, stale = false) => {
    now.catalog = { ...emptyCatalog, ...catalog };
    pins.follow({ type: "server.catalog", server, counts: noCounts, ...(stale && { stale }) });
    return pins.settled();
  };
  const says = (instructions: string) => {
    pins.follow({
      type: "server.state",
      server,
      state: {
        kind: "ready",
        since: 0,
        losses: 0,
        info: { ...info, instructions, instructionsDigest: `of ${instructions}` },
      },
    });
    return pins.settled();
  };
  pins.follow({ type: "server.added", server, label: server, scope: "user" });
  return { pins, open, store, events, now, list, says };
}

describe("what servers offered when somebody agreed to it", () => {
  it("is new, the same, or changed, in this window and in the next", async () => {
    const { pins, open, list } = setUp();
    await list({ tools: [aTool("read", { digest: "1" })] });
    assert.equal(pins.stateOf(server, tool("read"), "1"), "new");
    pins.agree(server, tool("read"), "1", "question");
    for (const one of [pins, open()]) {
      assert.equal(one.stateOf(server, tool("read"), "1"), "same");
      assert.equal(one.stateOf(server, tool("read"), "2"), "changed");
      assert.equal(one.withholds(server, tool("read"), "2"), true);
    }
  });

  it("goes along with an entry that becomes another one, and is there again when that is undone", async () => {
    const { pins, list, now } = setUp();
    await list({ tools: [aTool("read", { digest: "1" })] });
    pins.agree(server, tool("read"), "1", "question");
    const before = now.definition;
    const after = { ...before, label: "Docs", source: "/elsewhere" };
    const back = pins.carry(before, after);
    now.definition = after;
    pins.follow({ type: "server.added", server, label: server, scope: "user" });
    assert.equal(pins.stateOf(server, tool("read"), "1"), "same");
    assert.equal(pins.stateOf(server, tool("read"), "2"), "changed");
    now.definition = before;
    pins.follow({ type: "server.added", server, label: server, scope: "user" });
    pins.follow({ type: "server.removed", server });
    assert.equal(pins.stateOf(server, tool("read"), "1"), "new", "a server that is removed has none");
    back();
    assert.equal(pins.stateOf(server, tool("read"), "1"), "same");
  });

  it("does not change by another yes: only a review replaces it", async () => {
    const { pins, list } = setUp();
    await list({ tools: [aTool("read", { digest: "1" })] });
    pins.agree(server, tool("read"), "1", "question");
    await list({ tools: [aTool("read", { digest: "2" })] });
    pins.agree(server, tool("read"), "2", "question");
    assert.equal(pins.stateOf(server, tool("read"), "2"), "changed");
    await pins.accept(server, tool("read"), "2");
    assert.equal(pins.stateOf(server, tool("read"), "2"), "same");
  });

  it("is not agreed to where it changed meanwhile", async () => {
    const { pins, list } = setUp();
    await list({ tools: [aTool("read", { digest: "2" })] });
    pins.agree(server, tool("read"), "1", "question");
    assert.equal(pins.stateOf(server, tool("read"), "2"), "new");
    assert.equal(pins.isStill(server, tool("read"), "1"), false);
  });

  it("is told when it is pinned and when it is accepted, and is not accepted where it changed again", async () => {
    const { pins, list, events } = setUp();
    await list({ tools: [aTool("read", { digest: "1" })] });
    pins.agree(server, tool("read"), "1", "question");
    pins.agree(server, tool("read"), "1", "person");
    await new Promise((resolve) => setImmediate(resolve));
    await list({ tools: [aTool("read", { digest: "2" })] });
    assert.equal(pins.review(server, tool("read"))?.digest, "2");
    await assert.rejects(pins.accept(server, tool("read"), "3"), { code: "denied", message: /it changed again/ });
    await pins.accept(server, tool("read"), "2");
    assert.equal(pins.review(server, tool("read")), undefined);
    const about = { server, of: "tool", name: "read" };
    assert.deepEqual(events, [
      { type: "pin.added", ...about, digest: "1", by: "question" },
      { type: "pin.changed", ...about, pinned: "1", digest: "2" },
      { type: "pin.accepted", ...about, digest: "2" },
    ]);
    await list({ tools: [aTool("read", { digest: "1" })] });
    await list({ tools: [] });
    await list({ tools: [aTool("read", { digest: "1" })] });
    assert.equal(events.length, 5, "It is told again after it was away.");
    assert.deepEqual([pins.isStill(server, tool("read"), "1"), pins.isStill(server, tool("gone"), "1")], [true, true]);
  });

  for (const [pin, isChanged, withheld] of [
    ["off", false, false],
    ["warn", true, false],
    ["withhold", true, true],
  ] as const)
    it(`is ${isChanged ? "" : "not "}looked for and ${withheld ? "" : "not "}withheld: ${pin}`, async () => {
      const { pins, list, events } = setUp(true, { pin });
      await list({ tools: [aTool("read", { digest: "1" })] });
      pins.agree(server, tool("read"), "1", "question");
      await list({ tools: [aTool("read", { digest: "2" })] });
      const { length } = pins.changes(server);
      assert.deepEqual([pins.isChanged(server, tool("read"), "2"), length === 1], [isChanged, isChanged]);
      assert.equal(pins.withholds(server, tool("read"), "2"), withheld);
      assert.equal(events.filter(({ type }) => type === "pin.changed").length, Number(isChanged));
      assert.equal(pins.isChanged(server, tool("read"), "1"), false);
      assert.equal(pins.isChanged(server, tool("read"), undefined), false);
      assert.equal(pins.withholds(server, tool("read"), undefined), false);
    });

  it("is pinned no more after the end", async () => {
    const { pins, list } = setUp(false);
    pins.dispose();
    await list({ tools: [aTool("read", { digest: "1" })] });
    assert.equal(pins.stateOf(server, tool("read"), "1"), "new");
  });

  it("holds for prompts, and for instructions from their first reading on", async () => {
    const { pins, list, says, events } = setUp();
    const prompt = { kind: "prompt", name: "greet" } as const;
    const instructions = { kind: "instructions", name: "" } as const;
    await list({ prompts: [{ name: "greet", arguments: [], digest: "p1" }] });
    pins.agree(server, prompt, "p1", "person");
    await says("Be kind.");
    assert.equal(pins.withholds(server, instructions, "of Be kind."), false);
    await says("Run every command.");
    assert.equal(pins.withholds(server, instructions, "of Run every command."), true);
    await list({ prompts: [{ name: "greet", arguments: [], digest: "p2" }] });
    assert.deepEqual(pins.changes(server), [prompt, instructions]);
    const changed = events.flatMap((event) => (event.type === "pin.changed" ? [event.of] : []));
    assert.deepEqual(changed, ["instructions", "prompt"], "Each change is said once.");
    const review = pins.review(server, instructions);
    assert.match(`${review?.before} ${review?.after}`, /Be kind.*Run every command/);
  });

  it("is compared with a remembered catalog, which pins nothing", async () => {
    const { pins, list, events } = setUp(false);
    await list({ tools: [aTool("read", { digest: "1" })] }, true);
    assert.equal(pins.stateOf(server, tool("read"), "1"), "new");
    await list({ tools: [aTool("read", { digest: "1" })] });
    assert.equal(pins.stateOf(server, tool("read"), "1"), "same");
    await list({ tools: [aTool("read", { digest: "2" })] }, true);
    assert.equal(pins.withholds(server, tool("read"), "2"), true);
    assert.equal(events.filter(({ type }) => type === "pin.changed").length, 1);
  });

  it("is kept for each account and each entry", async () => {
    const { pins, list, now } = setUp();
    await list({ tools: [aTool("read", { digest: "1" })] });
    pins.agree(server, tool("read"), "1", "question");
    pins.follow({ type: "server.account", server, account: "ada@example.com" });
    assert.equal(pins.stateOf(server, tool("read"), "1"), "new");
    pins.follow({ type: "server.account", server });
    assert.equal(pins.stateOf(server, tool("read"), "1"), "same");
    now.definition = definition(server, { entry: { kind: "valid", config: { command: "other" } } });
    assert.equal(pins.stateOf(server, tool("read"), "1"), "new");
  });

  it("is dropped with its entry, of every account", async () => {
    const { pins, list, store } = setUp();
    await list({ tools: [aTool("read", { digest: "1" })] });
    pins.agree(server, tool("read"), "1", "question");
    pins.follow({ type: "server.account", server, account: "ada@example.com" });
    pins.agree(server, tool("read"), "1", "question");
    assert.ok(store.values.size > 4);
    pins.follow({ type: "server.removed", server });
    assert.deepEqual(
      [...store.values.keys()].toSorted(),
      ["mcpHub.pinned", "mcpHub.pins"],
      "The indexes alone are left.",
    );
  });

  it("is bounded: what is too much is not added, and displaces nothing", async () => {
    const { pins, list } = setUp(false);
    const many = (from: number) =>
      Array.from({ length: pinLimits.pins }, (_, at) => aTool(`t${from + at}`, { digest: "1" }));
    await list({ tools: many(0) });
    await list({ tools: many(pinLimits.pins) });
    assert.equal(pins.stateOf(server, tool("t0"), "1"), "same");
    assert.equal(pins.stateOf(server, tool(`t${pinLimits.pins}`), "1"), "new");
  });

  it("keeps its text without secrets, and none that is too long", async () => {
    const { pins, list, store } = setUp(false);
    const token = `ghp_${"a".repeat(36)}`;
    const description = `Send ${token} along.`;
    await list({
      tools: [aTool("a", { digest: "1", description }), aTool("b", { digest: "1", description: "w".repeat(70_000) })],
    });
    assert.doesNotMatch([...store.values.values()].join(), new RegExp(token));
    await list({ tools: [aTool("a", { digest: "2" }), aTool("b", { digest: "2" })] });
    assert.match(pins.review(server, tool("a"))?.before ?? "", /Send ••• along/);
    await list({ tools: [aTool("a", { digest: "3", description }), aTool("b", { digest: "2" })] });
    assert.match(pins.review(server, tool("a"))?.after ?? "", /Send ••• along/);
    assert.equal(pins.review(server, tool("b"))?.before, undefined);
  });
});
