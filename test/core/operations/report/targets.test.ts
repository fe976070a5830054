import assert from "node:assert/strict";
import type { Report } from "../../../../src/core/operations/report/report";
import { checked, type TargetName } from "../../../../src/core/operations/report/targets";

type Figures = Omit<Report, "checks">;

const calls = (more: Partial<Report["calls"]> = {}): Report["calls"] => ({
  ...{ answered: 0, toolErrors: 0, callerErrors: 0, serviceErrors: 0, givenUp: 0, total: 0 },
  ...more,
});
const quantiles = (p95: number) => ({ p50: 0, p90: 0, p95, p99: 9999, max: 9999 });
const connections = (succeeded: number, failed: number) => ({
  servers: [
    { server: "a", connections: { succeeded, failed: 0 } },
    { server: "b", connections: { succeeded: 0, failed } },
  ],
});
const figures = (more: Partial<Figures>): Figures => ({
  ...{ range: "day", from: 0, to: 0, ranMs: 0, calls: calls(), servers: [] },
  ...more,
});

describe("a target", () => {
  const rows: [target: TargetName, figures: Partial<Figures>, met: boolean | undefined][] = [
    ["uptime", { uptime: 0.999 }, true],
    ["uptime", { uptime: 0.9989 }, false],
    ["uptime", {}, undefined],
    ["service-errors", { calls: calls({ total: 1000, serviceErrors: 1 }) }, true],
    ["service-errors", { calls: calls({ total: 1000, serviceErrors: 1, givenUp: 1 }) }, false],
    ["service-errors", { calls: calls({ total: 2, givenUp: 2 }) }, undefined],
    ["caller-errors", { calls: calls({ total: 100, callerErrors: 1 }) }, true],
    ["caller-errors", { calls: calls({ total: 100, callerErrors: 2 }) }, false],
    ["connections", connections(199, 1), true],
    ["connections", connections(198, 1), false],
    ["connections", connections(0, 0), undefined],
    ["recovery", { recoveries: { count: 1, meanMs: 0, longestMs: 1_800_000 } }, true],
    ["recovery", { recoveries: { count: 1, meanMs: 0, longestMs: 1_800_001 } }, false],
    ["latency-p95", { latencyMs: quantiles(500) }, true],
    ["latency-p95", { latencyMs: quantiles(500.1) }, false],
    ["overhead-p95", { overheadMs: quantiles(50) }, true],
    ["overhead-p95", { overheadMs: quantiles(50.1) }, false],
    ["cpu", { cpu: { mean: 0.7, max: 1 } }, true],
    ["cpu", { cpu: { mean: 0.71, max: 1 } }, false],
    ["memory", { memory: { mean: 0.7, max: 1 } }, true],
    ["memory", { memory: { mean: 0.71, max: 1 } }, false],
    ["memory", {}, undefined],
  ];
  for (const [target, more, met] of rows)
    it(`${target} is ${met === undefined ? "not judged" : met ? "met" : "missed"} with ${JSON.stringify(more)}`, () => {
      const check = checked(figures(more)).find((one) => one.target === target);
      assert.equal(check?.met, met);
      assert.equal("met" in (check ?? {}), met !== undefined);
    });

  it("says of each in what it is measured", () => {
    const told = checked(figures({})).map(({ target, bound, unit, limit }) => `${target} ${bound} ${limit} ${unit}`);
    assert.deepEqual(told, [
      ...["uptime least 0.999 share", "service-errors most 0.001 share", "caller-errors most 0.01 share"],
      ...["connections least 0.995 share", "recovery most 1800000 ms", "latency-p95 most 500 ms"],
      ...["overhead-p95 most 50 ms", "cpu most 0.7 share", "memory most 0.7 share"],
    ]);
  });
});
