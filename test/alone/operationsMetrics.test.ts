import assert from "node:assert/strict";
import { OperationsMetrics } from "../../src/core/operations/metrics/operationsMetrics";
import { added, ended, stamp, started } from "../support/operationEvents";

/** Far above what it takes on an idle machine of today (0.4 µs). */
const mostMicroseconds = 15;

describe("the metrics of operations", () => {
  it("cost about a microsecond for each event, because they are on the path of every call", () => {
    const process = () => ({ startedAt: 0, cpuSeconds: 0, memoryBytes: 0, memoryLimitBytes: 0 });
    const metrics = new OperationsMetrics({ now: () => 0, process });
    const client = (n: number) => ({ door: "gateway", client: { id: `${n}`, name: `client-${n}` } }) as const;
    const events = Array.from({ length: 400 }, (_, n) => {
      const more = { tool: `tool-${n % 40}`, server: `server-${n % 10}`, caller: client(n % 5), ms: n % 100 };
      return stamp(n % 2 === 0 ? started(more) : ended(more));
    });
    for (let n = 0; n < 10; n++) metrics.follow(stamp(added(`server-${n}`)));
    const run = (rounds: number) => {
      const before = performance.now();
      for (let round = 0; round < rounds; round++) for (const event of events) metrics.follow(event);
      return ((performance.now() - before) * 1000) / (rounds * events.length);
    };
    run(100);
    const cost = Math.min(run(200), run(200), run(200));
    assert.ok(cost < mostMicroseconds, `${cost.toFixed(2)} µs for each event`);
    console.log(`      ${cost.toFixed(2)} µs for each event`);
  });
});
