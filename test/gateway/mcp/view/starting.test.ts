import assert from "node:assert/strict";
import { emptyCatalog } from "../../../../src/core/catalog/catalog";
import { Emitter } from "../../../../src/core/kernel/emitter";
import type { McpParts } from "../../../../src/gateway/mcp/mcpParts";
import { whenKnown, whenStarted } from "../../../../src/gateway/mcp/view/starting";
import type { View } from "../../../../src/gateway/mcp/view/view";
import { FakeClock } from "../../../support/fakeClock";
import { noDefect } from "../../../support/noDefect";

const someTool = { name: "t", inputSchema: { type: "object" }, hints: {} };
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("a list of servers that are on their way", () => {
  let clock: FakeClock;
  let events: Emitter<{ type: string }>;
  let clients: Emitter<void>;
  let states: Record<string, { kind: string; reason?: string }>;
  let seen: string[];
  let ownStarting: boolean;
  let connected: string[];
  let abort: AbortController;
  let isOver: boolean;
  beforeEach(() => {
    clock = new FakeClock();
    [events, clients, abort] = [new Emitter(noDefect), new Emitter<void>(noDefect), new AbortController()];
    [states, seen, ownStarting, connected, isOver] = [{ one: { kind: "starting" } }, [], false, [], false];
  });
  afterEach(() => assert.equal(clock.background, isOver ? 0 : 1));

  const parts = () =>
    ({
      hub: {
        catalog: (server: string) => (seen.includes(server) ? { ...emptyCatalog, tools: [someTool] } : emptyCatalog),
        connect: async (server: string) => void connected.push(server),
        clients: { onChange: clients.event, isStarting: () => ownStarting },
      },
      stream: {
        get view() {
          return { servers: Object.entries(states).map(([id, state]) => ({ id, state })) };
        },
        onEvent: events.event,
      },
      clock,
      report: noDefect,
    }) as unknown as McpParts;
  const view = (more: Partial<View> = {}) => ({ servers: ["one", "two"], ...more }) as View;
  const wait = (more: Partial<View> = {}) => {
    void whenStarted(parts(), view(more), abort.signal).then(() => {
      isOver = true;
    });
    return settled();
  };
  const overAfter = async (ms: number) => {
    clock.pass(ms);
    await settled();
    return isOver;
  };

  it("waits two seconds for all of them, and eight for a single one", async () => {
    await wait();
    assert.deepEqual([await overAfter(1999), await overAfter(1)], [false, true]);
    isOver = false;
    await wait({ only: "one" });
    assert.deepEqual([await overAfter(7999), await overAfter(1)], [false, true]);
  });

  it("is there at once where nothing is on its way, or where something is known from before", async () => {
    states = { one: { kind: "ready" }, two: { kind: "failed" }, three: { kind: "starting" } };
    await wait();
    assert.ok(isOver, "the third is not in this view");
    [isOver, states, seen] = [false, { one: { kind: "starting" } }, ["one"]];
    await wait();
    assert.ok(isOver);
  });

  it("is there as soon as a server says so, and not for what else happens", async () => {
    await wait();
    states = { one: { kind: "ready" } };
    events.fire({ type: "call.ended" });
    await settled();
    assert.equal(isOver, false);
    events.fire({ type: "server.state" });
    await settled();
    assert.ok(isOver);
  });

  it("goes on waiting for the others", async () => {
    states = { one: { kind: "starting" }, two: { kind: "starting" } };
    await wait();
    states = { one: { kind: "ready" }, two: { kind: "starting" } };
    events.fire({ type: "server.state" });
    await settled();
    assert.equal(isOver, false);
    assert.ok(await overAfter(2000));
  });

  it("waits for the connection of a single client that answers servers itself", async () => {
    states = { one: { kind: "ready" } };
    ownStarting = true;
    await wait();
    assert.ok(isOver, "it does not answer");
    isOver = false;
    await wait({ answers: {} as never });
    assert.equal(isOver, false);
    ownStarting = false;
    clients.fire();
    await settled();
    assert.ok(isOver);
  });

  it("is not waited for by a client that has left", async () => {
    await wait();
    abort.abort();
    await settled();
    assert.ok(isOver);
  });

  it("starts servers that start when they are used and were never seen, and no others", async () => {
    const lazy = { kind: "stopped", reason: "lazy" };
    states = { one: lazy, two: lazy, three: lazy, four: { kind: "stopped", reason: "person" } };
    seen = ["two"];
    await wait({ servers: ["one", "two", "four"] });
    assert.deepEqual(connected, ["one"]);
    assert.ok(isOver);
  });

  it("is waited for by a request only where it names what is not known", async () => {
    const known = (knows: boolean) =>
      whenKnown(parts(), view({ knows: () => knows } as Partial<View>), { method: "m", params: {} }, abort.signal);
    await known(true);
    void known(false).then(() => {
      isOver = true;
    });
    await settled();
    assert.equal(isOver, false);
    assert.ok(await overAfter(2000));
  });
});
