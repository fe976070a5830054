import assert from "node:assert/strict";
import { PeriodFigures } from "../../../../src/core/operations/report/periodFigures";
import { Samples } from "../../../../src/core/operations/report/samples";
import { StoredPeriod } from "../../../../src/core/operations/report/storedPeriod";
import { ended, failed } from "../../../support/operationEvents";

const split = { approval: 7000, queue: 20, waits: 5, server: 75 };

function filled(from = 0): PeriodFigures {
  const figures = new PeriodFigures(from);
  figures.ranMs = 1000.6;
  figures.peak = 3;
  figures.addCall(ended({ ms: 100, split }));
  figures.addCall(ended({ ms: 0, outcome: "tool-error" }));
  figures.addCall(failed("timeout"));
  figures.addCall(failed("timeout"));
  for (let n = 0; n < 3; n++) figures.addCall(ended({ outcome: "denied" }));
  for (let n = 0; n < 4; n++) figures.addCall(ended({ outcome: "cancelled", error: { code: "timeout", message: "" } }));
  figures.cpu.add(0.25);
  figures.memory.add(0.5);
  figures.addConnection("files", { kind: "attempt" });
  figures.addConnection("files", { kind: "success" });
  for (let n = 0; n < 2; n++) figures.addConnection("files", { kind: "failure", code: "timeout" });
  figures.addConnection("files", { kind: "recovery", ms: 30 });
  figures.addConnection("files", { kind: "recovery", ms: 10 });
  figures.server("files").upMs += 5;
  figures.server("files").downMs += 6;
  return figures;
}

const stored = (figures: PeriodFigures) => {
  const { ms: _, hubMs: __, ...rest } = figures.stored();
  return rest;
};

describe("the figures of a period", () => {
  it("count calls by whose failure it is, and connections by server", () => {
    assert.deepEqual(stored(filled(7)), {
      ...{ from: 7, ranMs: 1001, calls: [1, 1, 3, 2, 4], peak: 3, cpu: [0.25, 1, 0.25], memory: [0.5, 1, 0.5] },
      servers: { files: [1, 2, 5, 6, 40, 2, 30] },
    });
  });

  it("measure answered calls, and what the hub added to them", () => {
    const { ms, hubMs } = filled();
    assert.deepEqual([ms.count, Math.round(ms.max), Math.round(ms.mean)], [2, 100, 50]);
    assert.deepEqual([hubMs.count, Math.round(hubMs.max)], [2, 25]);
  });

  it("do not count a call as anybody's failure that failed without a reason", () => {
    const figures = new PeriodFigures(0);
    figures.addCall(ended({ outcome: "failed" }));
    figures.addCall(failed("cancelled"));
    assert.deepEqual(stored(figures).calls, [0, 0, 0, 0, 2]);
  });

  it("add up, and keep the highest peak", () => {
    const both = filled();
    const other = filled();
    other.peak = 2;
    other.server("web").upMs = 9;
    both.merge(other);
    assert.deepEqual(stored(both), {
      ...{ from: 0, ranMs: 2001, calls: [2, 2, 6, 4, 8], peak: 3, cpu: [0.5, 2, 0.25], memory: [1, 2, 0.5] },
      servers: { files: [2, 4, 10, 12, 80, 4, 30], web: [0, 0, 9, 0, 0, 0, 0] },
    });
    assert.deepEqual([both.ms.count, both.hubMs.count], [4, 4]);
  });

  it("are the same after they were stored", () => {
    const before = filled(7).stored();
    const after = PeriodFigures.of(StoredPeriod.parse(JSON.parse(JSON.stringify(before))));
    assert.deepEqual(after.stored(), before);
    assert.ok(Math.abs((after.ms.quantiles([1])[0] ?? 0) - 100) <= 2);
    const empty = new PeriodFigures(1).stored();
    assert.deepEqual(PeriodFigures.of(empty).stored(), empty);
  });

  it("have at most 50 servers of their own; the rest are together", () => {
    const figures = new PeriodFigures(0);
    for (let n = 0; n < 52; n++) figures.server(`server-${n}`).upMs += 1;
    figures.server("server-49").upMs += 1;
    assert.deepEqual(
      [...figures.servers].slice(-2).map(([name, { upMs }]) => [name, upMs]),
      [
        ["server-49", 2],
        ["other", 2],
      ],
    );
    assert.equal(figures.servers.size, 51);
  });
});

describe("samples", () => {
  it("know their number, their mean and the largest", () => {
    const samples = new Samples();
    assert.deepEqual([samples.count, samples.mean, samples.max], [0, 0, 0]);
    for (const value of [1, 4, 1]) samples.add(value);
    assert.deepEqual([samples.count, samples.mean, samples.max], [3, 2, 4]);
    assert.deepEqual(new Samples(1.23456, 2, 0.00051).stored(), [1.235, 2, 0.001]);
  });
});
