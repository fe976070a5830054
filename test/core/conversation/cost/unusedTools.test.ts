import assert from "node:assert/strict";
import type { HubTool } from "../../../../src/core/catalog/catalog";
import { type UnusedTools, UnusedToolWatch, unusedRules } from "../../../../src/core/conversation/cost/unusedTools";
import type { HubEvent } from "../../../../src/protocol/hubEvent";
import { FakeClock } from "../../../support/fakeClock";
import { aTool } from "../../../support/fakeLink";
import { MapStore } from "../../../support/mapStore";

const hourMs = 60 * 60_000;
const weekMs = 7 * 24 * hourMs;

/** Tools of a server, each of so many characters. */
const toolsOf = (server: string, count: number, size = 2000): HubTool[] =>
  Array.from({ length: count }, (_, at) => ({
    modelName: `${server}__t${at}`,
    server,
    tool: aTool(`t${at}`, { description: "x".repeat(size) }),
  }));

function setUp(tools: readonly HubTool[], clock = new FakeClock(), state = new MapStore()) {
  const told: UnusedTools[] = [];
  const watch = new UnusedToolWatch({
    tools: () => tools,
    state,
    clock,
    suggest: (unused) => told.push(unused),
    report: (error) => assert.fail(String(error)),
  });
  const there = (server: string) =>
    watch.follow({
      type: "server.catalog",
      server,
      counts: { tools: 1, resources: 0, resourceTemplates: 0, prompts: 0 },
    });
  const called = (server: string, tool: string) =>
    watch.follow({ type: "call.ended", method: "tools/call", server, tool } as HubEvent);
  /** Lets time pass, until every look has ended. */
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= hourMs) {
      clock.pass(Math.min(hourMs, left));
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { watch, told, there, called, pass, clock, state };
}

const seen = ({ told }: { told: readonly UnusedTools[] }) => told.map(({ server, names }) => [server, names.length]);

describe("tools that nobody called", () => {
  it("are suggested after a week of use, with what they cost, and only once", async () => {
    const world = setUp(toolsOf("github", 7));
    world.there("github");
    world.called("github", "t0");
    await world.pass(weekMs - hourMs);
    assert.deepEqual(seen(world), []);
    world.called("github", "t1");
    await world.pass(2 * hourMs);
    assert.equal(world.told.length, 1);
    assert.deepEqual(world.told[0]?.names, ["t0", "t2", "t3", "t4", "t5", "t6"], "t0 was called more than a week ago");
    assert.ok((world.told[0]?.tokens ?? 0) > 4000);
    world.called("github", "t1");
    await world.pass(4 * weekMs);
    world.called("github", "t1");
    await world.pass(4 * weekMs);
    assert.equal(world.told.length, 1);
  });

  it("are suggested when a week is over to the hour, and the next ones a day after", async () => {
    const world = setUp([...toolsOf("small", 6), ...toolsOf("large", 12)]);
    for (const server of ["small", "large"]) world.there(server);
    await world.pass(100 * hourMs);
    world.called("small", "t0");
    world.called("large", "t0");
    await world.pass(67 * hourMs);
    assert.deepEqual(seen(world), []);
    await world.pass(hourMs);
    assert.deepEqual(seen(world), [["large", 11]]);
    await world.pass(23 * hourMs);
    assert.equal(world.told.length, 1);
    await world.pass(hourMs);
    assert.deepEqual(seen(world)[1], ["small", 5]);
  });

  it("are remembered over restarts, and in other windows", async () => {
    const world = setUp(toolsOf("github", 6));
    world.there("github");
    world.called("github", "t0");
    world.watch.dispose();
    await new Promise((resolve) => setImmediate(resolve));
    const next = setUp(toolsOf("github", 6), world.clock, world.state);
    const other = setUp(toolsOf("github", 6), world.clock, world.state);
    next.there("github");
    other.there("github");
    await next.pass(weekMs - hourMs);
    next.called("github", "t0");
    await next.pass(hourMs * 3);
    assert.deepEqual([...seen(next), ...seen(other)], [["github", 5]]);
    const last = setUp(toolsOf("github", 6), world.clock, world.state);
    last.called("github", "t0");
    await last.pass(2 * weekMs);
    assert.deepEqual(last.told, []);
  });

  const quiet: readonly [what: string, tools: readonly HubTool[], call: string | undefined][] = [
    ["nothing was called at all", toolsOf("github", 9), undefined],
    ["they are few", toolsOf("github", 5), "t0"],
    ["they cost little", toolsOf("github", 9, 10), "t0"],
  ];
  for (const [what, tools, call] of quiet)
    it(`are not worth a word where ${what}`, async () => {
      const world = setUp(tools);
      world.there("github");
      await world.pass(weekMs - hourMs);
      if (call !== undefined) world.called("github", call);
      await world.pass(2 * hourMs);
      assert.deepEqual(seen(world), []);
    });

  it("are suggested for the most expensive server first, and for one server in a day", async () => {
    const world = setUp([...toolsOf("small", 6), ...toolsOf("large", 12)]);
    for (const server of ["small", "large"]) world.there(server);
    await world.pass(weekMs - hourMs);
    world.called("small", "t0");
    await world.pass(3 * hourMs);
    assert.deepEqual(seen(world), [["large", 12]]);
    await world.pass(unusedRules.betweenMs);
    assert.deepEqual(seen(world), [
      ["large", 12],
      ["small", 5],
    ]);
  });

  it("are not guessed where too many tools were called to know all of them", async () => {
    const world = setUp(toolsOf("github", 7));
    world.there("github");
    await world.pass(weekMs - hourMs);
    for (let at = 0; at <= unusedRules.called; at++) world.called("other", `t${at}`);
    await world.pass(2 * hourMs);
    assert.deepEqual(seen(world), []);
    const stored = world.state.get("mcpHub.unusedTools") as { called: object };
    assert.equal(Object.keys(stored.called).length, 2000);
  });

  it("are those that no call of a tool ended for", async () => {
    const world = setUp(toolsOf("github", 6));
    world.there("github");
    await world.pass(weekMs - hourMs);
    const call = { server: "github", tool: "t0" };
    for (const event of [
      { type: "call.started", method: "tools/call", ...call },
      { type: "call.ended", method: "resources/read", ...call },
    ])
      world.watch.follow(event as HubEvent);
    await world.pass(2 * hourMs);
    assert.deepEqual(seen(world), [], "Nothing was called.");
  });

  it("are not suggested for a server whose list is that of its last connection", async () => {
    const world = setUp(toolsOf("github", 6));
    const counts = { tools: 1, resources: 0, resourceTemplates: 0, prompts: 0 };
    world.watch.follow({ type: "server.catalog", server: "github", counts, stale: true });
    await world.pass(weekMs);
    world.called("github", "t0");
    await world.pass(2 * hourMs);
    assert.deepEqual(seen(world), []);
  });

  it("are no longer looked for after the end", async () => {
    const world = setUp([]);
    assert.equal(world.clock.background, 1);
    world.watch.dispose();
    assert.equal(world.clock.background, 0);
  });

  it("are remembered for the latest 200 servers", async () => {
    const world = setUp([]);
    for (let at = 0; at <= unusedRules.servers; at++) world.there(`s${at}`);
    await world.pass(hourMs);
    const { since } = world.state.get("mcpHub.unusedTools") as { since: object };
    assert.deepEqual([Object.keys(since).length, Object.keys(since)[0]], [200, "s1"]);
  });

  it("are forgotten where the store holds something else", async () => {
    const state = new MapStore();
    await state.set("mcpHub.unusedTools", { since: ["x"], called: { a: "b" }, told: 7 });
    assert.deepEqual(setUp([], undefined, state).told, []);
  });
});
