import assert from "node:assert/strict";
import type { ListedClient } from "../../../src/core/access/clientTokens";
import { ClientList } from "../../../src/editor/tree/shownClients";
import { FakeClock } from "../../support/fakeClock";

const client: ListedClient = { id: "c", name: "Cursor", scopes: [], createdAt: 0 };
const settled = () => new Promise((resolve) => setImmediate(resolve));

function world() {
  const clock = new FakeClock(0);
  const reports: unknown[] = [];
  const listeners = new Set<() => void>();
  const now = { clients: [client] as readonly ListedClient[], used: undefined as number | undefined, fails: false };
  const counts = { reads: 0, changes: 0 };
  const list = new ClientList(
    {
      url: () => "http://h",
      state: () => ({ kind: "here" }),
      list: async () => {
        counts.reads++;
        if (now.fails) throw new Error("no");
        return now.clients;
      },
      agentUsedAt: () => now.used,
      onChange: (listener) => {
        listeners.add(listener);
        return { dispose: () => listeners.delete(listener) };
      },
    },
    clock,
    () => counts.changes++,
    (error) => reports.push(error),
  );
  return { clock, reports, listeners, now, counts, list };
}

describe("the clients in the tree", () => {
  it("are read at first, and when they change, each of which is told", async () => {
    const { list, counts, listeners, clock, now } = world();
    assert.deepEqual(list.shown().clients, []);
    await settled();
    assert.deepEqual([list.shown().clients, counts], [[client], { reads: 1, changes: 1 }]);
    now.clients = [];
    for (const listener of listeners) listener();
    await settled();
    assert.deepEqual([list.shown().clients, counts], [[], { reads: 2, changes: 2 }]);
    clock.pass(5);
    now.used = 3;
    assert.deepEqual(list.shown(), { url: "http://h", state: { kind: "here" }, clients: [], agentUsedAt: 3, now: 5 });
    list.dispose();
  });

  it("are read again each minute while there are any, or the agent uses it, without holding the window open", async () => {
    const { list, counts, clock, now } = world();
    await settled();
    assert.deepEqual([clock.waiting, clock.background], [0, 1]);
    clock.pass(59_999);
    assert.equal(counts.reads, 1);
    now.clients = [];
    clock.pass(1);
    await settled();
    assert.deepEqual([counts.reads, clock.background], [2, 0], "nobody is left");
    list.dispose();
    const agent = world();
    Object.assign(agent.now, { clients: [], used: 1 });
    await settled();
    assert.equal(agent.clock.background, 1);
    agent.list.dispose();
  });

  it("stay as they were where they cannot be read, which is reported", async () => {
    const { list, counts, clock, now, reports } = world();
    await settled();
    now.fails = true;
    clock.pass(60_000);
    await settled();
    assert.deepEqual([list.shown().clients, reports.length, counts.changes], [[client], 1, 2]);
    list.dispose();
  });

  it("have one timer, however often they change, and none after their end", async () => {
    const { list, counts, clock, listeners } = world();
    for (let round = 0; round < 3; round++) for (const listener of listeners) listener();
    await settled();
    assert.deepEqual([counts.reads, clock.background], [4, 1]);
    for (const listener of listeners) listener();
    list.dispose();
    await settled();
    assert.deepEqual([clock.background, listeners.size], [0, 0]);
    assert.equal(counts.changes, 4, "what came after its end is not told");
  });
});
