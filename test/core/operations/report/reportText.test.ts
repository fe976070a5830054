import assert from "node:assert/strict";
import type { Report } from "../../../../src/core/operations/report/report";
import { reportText } from "../../../../src/core/operations/report/reportText";
import { checked } from "../../../../src/core/operations/report/targets";

const hour = 3_600_000;
const none = { answered: 0, toolErrors: 0, callerErrors: 0, serviceErrors: 0, givenUp: 0, total: 0 };

function textOf(more: Partial<Report>): string {
  const figures: Omit<Report, "checks"> = {
    ...{ range: "day", from: hour / 2, to: 25 * hour, ranMs: 2 * hour, calls: none, servers: [] },
    ...more,
  };
  return reportText({ ...figures, checks: checked(figures) });
}

const lines = (more: Partial<Report>) => textOf(more).split("\n");

describe("the report as text", () => {
  it("begins with the time that it is about", () =>
    assert.equal(lines({})[0], "1970-01-01 00:30 to 1970-01-02 01:00 (UTC). A hub ran for 2 h 0 min of it."));

  it("says that nothing is kept only where no hub ran and there was no call", () => {
    const says = (more: Partial<Report>) => textOf(more).startsWith("No figures are kept for this time.");
    assert.equal(says({ ranMs: 0 }), true);
    assert.equal(says({ ranMs: 1 }), false);
    assert.equal(says({ ranMs: 0, calls: { ...none, givenUp: 1, total: 1 } }), false);
  });

  it("has the targets in columns, with what was wanted and measured", () => {
    const calls = { answered: 89, toolErrors: 0, callerErrors: 10, serviceErrors: 1, givenUp: 0, total: 100 };
    assert.deepEqual(lines({ uptime: 0.99899, calls, cpu: { mean: 0.7, max: 1 } }).slice(2, 12), [
      "Target                           Wanted        Measured",
      "uptime of servers                ≥ 99.9 %      99.899 %  MISSED",
      "errors of hub and servers (5xx)  ≤ 0.1 %       1 %       MISSED",
      "errors of callers (4xx)          ≤ 1 %         10 %      MISSED",
      "connections that succeeded       ≥ 99.5 %      no data",
      "longest recovery                 ≤ 30 min 0 s  no data",
      "latency, p95                     ≤ 500 ms      no data",
      "added by the hub, p95            ≤ 50 ms       no data",
      "processor                        ≤ 70 %        70 %      met",
      "memory                           ≤ 70 %        no data",
    ]);
  });

  it("has the calls by how they ended, their rate and their times", () => {
    const quantiles = (p50: number) => ({ p50, p90: p50 + 1, p95: p50 + 2, p99: p50 + 3, max: p50 + 4 });
    const measured = lines({
      calls: { answered: 1, toolErrors: 2, callerErrors: 3, serviceErrors: 4, givenUp: 5, total: 15 },
      callsPerMinute: { mean: 1.26, peak: 9 },
      latencyMs: quantiles(100),
      overheadMs: quantiles(10),
    });
    assert.deepEqual(measured.slice(13), [
      "Calls: 15. Answered: 1. Errors of tools: 2, of hub and servers: 4, of callers: 3. Given up: 5.",
      "Calls in a minute: 1.3 on average, 9 at most.",
      "Latency: p50 100 ms, p90 101 ms, p95 102 ms, p99 103 ms, max 104 ms.",
      "Added by the hub: p50 10 ms, p90 11 ms, p95 12 ms, p99 13 ms, max 14 ms.",
    ]);
    assert.deepEqual(lines({}).slice(14), [
      "Calls in a minute: no data.",
      "Latency: no data.",
      "Added by the hub: no data.",
    ]);
  });

  it("has a line for each server, and cuts a percentage instead of rounding it", () => {
    const servers: Report["servers"] = [
      {
        ...{ server: "files", uptime: 0.9999999, connections: { succeeded: 2, failed: 1, share: 2 / 3 } },
        recoveries: { count: 3, meanMs: 10_000, longestMs: 20_000 },
      },
      { server: "w".repeat(80), connections: { succeeded: 0, failed: 0 } },
    ];
    const [blank, head, files, web, ...rest] = lines({ servers }).slice(17);
    assert.deepEqual([blank, rest], ["", []]);
    assert.match(head ?? "", /^Server +Uptime +Connected +Recoveries$/);
    assert.match(files ?? "", /^files {2,}99\.999 % {2}66\.666 % \(2\/3\) {2}3, 10\.0 s on average, 20\.0 s at most$/);
    assert.match(web ?? "", /^w{64}… \(16 more characters\) {2}no data {3}no data {9}no data$/);
  });
});
