import assert from "node:assert/strict";
import { LastHour, toolLimit } from "../../../../src/core/operations/recent/lastHour";
import type { HubEvent } from "../../../../src/protocol/hubEvent";
import { periodCount, periodMs } from "../../../../src/protocol/panel/recentFigures";
import { added, ended, failed, stamp } from "../../../support/operationEvents";

const start = 1000 * periodMs;

/** The fold after these events, each at its time. */
function fold(...events: (readonly [event: HubEvent, at: number])[]): LastHour {
  const hour = new LastHour();
  hour.follow(stamp(added("files"), start));
  for (const [event, at] of events) hour.follow(stamp(event, at));
  return hour;
}

describe("the last hour of calls", () => {
  it("counts each call in the minute in which it ended, with its errors and its times", () => {
    const hour = fold(
      [ended({ ms: 10 }), start],
      [ended({ ms: 30, outcome: "tool-error" }), start + periodMs - 1],
      [failed("timeout", { ms: 5000 }), start + periodMs],
    );
    const { to, periods } = hour.read(start + periodMs);
    assert.equal(to, start + 2 * periodMs);
    assert.equal(periods.length, periodCount);
    assert.deepEqual(periods.at(-1), { calls: 1, errors: 1 }, "what failed has no time");
    const { p50 = 0, p99 = 0, ...counts } = periods.at(-2) ?? assert.fail();
    assert.deepEqual(counts, { calls: 2, errors: 1, p95: p99 });
    assert.ok(Math.abs(p50 - 10) < 0.2 && Math.abs(p99 - 30) < 0.4, `${p50}, ${p99}`);
    assert.deepEqual(periods.at(-3), { calls: 0, errors: 0 });
  });

  it("leaves out what a person denied or gave up, and the time in which they were asked", () => {
    const split = { approval: 60_000, queue: 0, waits: 0, server: 20 };
    const hour = fold(
      [ended({ outcome: "denied" }), start],
      [ended({ outcome: "cancelled" }), start],
      [ended({ ms: 20, split }), start],
    ).read(start).hour;
    assert.equal(hour.calls, 1);
    assert.ok((hour.p99 ?? 0) < 21, `${hour.p99}`);
  });

  it("puts the minutes of an hour together, and forgets what is older", () => {
    const hour = fold([ended({ ms: 10 }), start], [ended({ ms: 40 }), start + 59 * periodMs]);
    assert.equal(hour.read(start + 59 * periodMs).hour.calls, 2);
    const { p50 = 0, p99 = 0 } = hour.read(start + 59 * periodMs).hour;
    assert.ok(Math.abs(p50 - 10) < 0.2 && Math.abs(p99 - 40) < 0.8, `${p50}, ${p99}`);
    assert.equal(hour.read(start + 60 * periodMs).hour.calls, 1);
    assert.equal(hour.read(start + 200 * periodMs).hour.calls, 0);
  });

  it("tells servers and tools apart", () => {
    const hour = fold(
      [added("web"), start],
      [ended(), start],
      [ended({ tool: "write" }), start],
      [ended({ tool: "write" }), start],
      [failed("timeout", { server: "web", tool: "get" }), start],
    );
    const rows = (server?: string) =>
      hour.read(start, server).rows.map(({ server: id, tool, calls, errors }) => [id ?? tool, calls, errors]);
    assert.deepEqual(rows(), [
      ["files", 3, 0],
      ["web", 1, 1],
    ]);
    assert.deepEqual(rows("files"), [
      ["write", 2, 0],
      ["read", 1, 0],
    ]);
    assert.equal(hour.read(start, "files", "write").hour.calls, 2);
    assert.equal(hour.read(start, "files", "never").hour.calls, 0);
    assert.equal(hour.read(start, "never").hour.calls, 0);
    assert.deepEqual(hour.read(start, "never").rows, []);
  });

  it("keeps figures of a bounded number of tools, and counts the others together", () => {
    const tools = Array.from({ length: toolLimit + 5 }, (_, n) => `tool-${n}`);
    const hour = fold(...tools.map((tool) => [ended({ tool }), start] as const), [
      ended({ tool: `tool-${toolLimit}` }),
      start,
    ]);
    const { rows } = hour.read(start, "files");
    assert.equal(rows.length, toolLimit + 1);
    assert.deepEqual([rows.at(-1)?.together, rows.at(-1)?.calls], [5, 6]);
    hour.follow(stamp(ended({ tool: "late" }), start + 61 * periodMs));
    const later = hour.read(start + 61 * periodMs, "files").rows;
    assert.deepEqual(
      later.map(({ tool, calls }) => [tool, calls]),
      [["late", 1]],
      "tools that rested for an hour give way",
    );
  });

  it("has no place for a server that was removed, and does not suffer from a clock that is set back", () => {
    const hour = fold([ended(), start], [{ type: "server.removed", server: "files" }, start], [ended(), start]);
    assert.deepEqual(hour.read(start).rows, []);
    assert.equal(hour.read(start).hour.calls, 1, "what it did before stays in the whole");
    const back = fold([ended(), start + 500 * periodMs], [ended(), start], [ended(), start + periodMs]);
    assert.equal(back.read(start + periodMs).hour.calls, 2);
    assert.equal(back.read(start + 500 * periodMs).hour.calls, 0, "times of the future are gone");
  });
});
