import assert from "node:assert/strict";
import { HubError } from "../../src/headless";
import type { HubErrorCode } from "../../src/protocol/hubErrorCode";
import { text } from "./asserts";
import { randomFrom } from "./randomFrom";
import { Stage, type Staged, type Transport } from "./stage";

const seed = 20_261_121;
const writes = 1000;
const readsAmongThem = 300;
const servers = ["a", "b", "c", "d"];
/** Each way in which a call can be lost, and none most of the time. */
const drops = ["before", "after", "mid", "killed"] as const;
const dropShare = 0.08;

/** What a caller heard of one call. */
interface Heard {
  readonly key: string;
  readonly server: Staged;
  readonly drop: string | undefined;
  readonly failed: HubErrorCode | undefined;
}

describe("a call that must not be sent twice", function () {
  this.timeout(120_000);
  let stage: Stage;

  before(() => {
    stage = new Stage();
  });
  after(() => stage.close());

  for (const transport of ["stdio", "http"] as const)
    it(`is made exactly once for each answer: ${writes} calls with drops (${transport}), and every read succeeds`, async () => {
      const heard = await callsWithDrops(stage, transport);
      assert.equal(heard.length, writes);
      const counts = new Map(heard.map(({ server }) => [server, { done: server.done(), tries: server.tries() }]));
      for (const { key, server, drop, failed } of heard) {
        const done = counts.get(server)?.done.get(key) ?? 0;
        const words = `${key} (${drop ?? "no drop"}): ${failed ?? "ok"}`;
        if (failed === undefined) assert.equal(done, 1, `${words} was counted ${done} times`);
        else assert.ok(done <= 1, `${words} was counted ${done} times`);
        assert.ok((counts.get(server)?.tries.get(key) ?? 0) <= 1, `${words} was sent again`);
      }
      const ok = heard.filter(({ failed }) => failed === undefined);
      const dropped = heard.filter(({ drop }) => drop !== undefined);
      assert.ok(dropped.length > 50 && ok.length > writes / 3, `${dropped.length} drops, ${ok.length} answers`);
      for (const { key, failed, drop } of dropped) assert.ok(failed, `${key} (${drop}) cannot have been answered`);
      const lost = dropped.filter(({ key, server }) => counts.get(server)?.done.has(key)).length;
      assert.ok(lost > 10, "some took effect although their answer was lost");
    });
});

/** Which of the calls are reads: spread evenly. */
const isRead = (index: number): boolean =>
  Math.floor((index * readsAmongThem) / (writes + readsAmongThem)) <
  Math.floor(((index + 1) * readsAmongThem) / (writes + readsAmongThem));

/** Eight callers at a time, reads among the writes; each read fails at first where it is dropped, and succeeds in the end. */
async function callsWithDrops(stage: Stage, transport: Transport) {
  const random = randomFrom(seed);
  const staged = new Map<string, Staged>();
  for (const name of servers) staged.set(name, await stage.server(transport));
  const hub = stage.hub(Object.fromEntries(staged), { breakerFailures: 0, retries: 5, retryDelayMs: 50 });
  await hub.ready();
  for (const server of staged.values()) server.keepUp();

  const heard: Heard[] = [];
  const all = writes + readsAmongThem;
  const plan = Array.from({ length: all }, (_, index) => {
    const name = servers[Math.floor(random() * servers.length)] ?? "a";
    const drop = random() < dropShare ? drops[Math.floor(random() * drops.length)] : undefined;
    return { key: `${transport}-${index}`, name, drop, isRead: isRead(index) };
  });
  const rest = plan.values();
  const work = async () => {
    for (const { key, name, drop, isRead } of rest) {
      const server = staged.get(name);
      assert.ok(server);
      const args = { key, ...(drop && { fault: drop }) };
      if (isRead) assert.deepEqual(await hub.callTool(name, "look", args), text(`saw ${key}`));
      else heard.push({ key, server, drop, failed: await failureOf(hub.callTool(name, "count", args)) });
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return heard;
}

/** How a call ended: by its answer, or by the code of its failure. */
async function failureOf(call: Promise<unknown>): Promise<HubErrorCode | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    assert.ok(error instanceof HubError);
    return error.code;
  }
}
