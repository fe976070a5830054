import assert from "node:assert/strict";
import { dayMs, hourMs, logLimit, PeriodLog } from "../../../../src/core/operations/report/periodLog";
import { readRange } from "../../../../src/core/operations/report/report";

/** A log that ran for a second in each of these hours. */
function ranAt(...hours: readonly number[]): PeriodLog {
  const log = new PeriodLog();
  for (const hour of hours) log.at(hour * hourMs).ranMs += 1000;
  return log;
}

const periods = (log: PeriodLog, from = 0) =>
  log.since(from).map(({ figures, endsAt }) => [figures.from / hourMs, (endsAt - figures.from) / hourMs]);

describe("the log of a month", () => {
  it("has one period for each hour, oldest first, each with its end", () => {
    const log = ranAt(2, 0, 1);
    log.at(3 * hourMs - 1).ranMs += 1;
    assert.deepEqual(periods(log), [
      [0, 1],
      [1, 1],
      [2, 1],
    ]);
    assert.deepEqual(log.at(2 * hourMs).ranMs, 1001);
    assert.deepEqual(periods(log, 2 * hourMs), [[2, 1]], "what ends then does not reach into it");
    assert.deepEqual(periods(log, 2 * hourMs - 1).length, 2);
  });

  it("puts the hours of a day together when the day has been over for more than a day", () => {
    const log = ranAt(1, 23, 24);
    log.tidy(2 * dayMs);
    assert.equal(periods(log).length, 3);
    log.tidy(2 * dayMs + 1);
    assert.deepEqual(periods(log), [
      [0, 24],
      [24, 1],
    ]);
    assert.equal(log.since(0)[0]?.figures.ranMs, 2000);
  });

  it("forgets a day 31 days after it began", () => {
    const log = ranAt(0);
    log.tidy(31 * dayMs);
    assert.equal(periods(log).length, 1);
    log.tidy(31 * dayMs + 1);
    assert.deepEqual(periods(log), []);
  });

  it("stores both in order, and gives the oldest up where there is too much", () => {
    const log = ranAt(49, 48, 25, 1);
    log.tidy(3 * dayMs + 1);
    const { owner, at, days, hours } = log.stored("me", 7);
    assert.deepEqual(
      [owner, at, days.map(({ from }) => from / dayMs), hours.map(({ from }) => from / hourMs)],
      [...["me", 7], [0, 1], [48, 49]],
    );
    const again = PeriodLog.of({ owner, at, days, hours });
    assert.deepEqual(periods(again), periods(log));

    const long = "x".repeat(logLimit / 4);
    for (const hour of [1, 25, 48, 49]) log.at(hour * hourMs).server(`${hour}${long}`).upMs += 1;
    log.tidy(3 * dayMs + 1);
    const kept = log.stored("me", 7);
    assert.deepEqual([kept.days.length, kept.hours.length], [1, 2], "one of four had to go");
    assert.ok(JSON.stringify(kept).length <= logLimit);
  });

  it("stores what is as long as it may be, whole", () => {
    const log = ranAt(1);
    const rest = logLimit - JSON.stringify(log.stored("", 0)).length;
    const whole = (length: number) => log.stored("x".repeat(length), 0).hours.length;
    assert.deepEqual([whole(rest), whole(rest + 1)], [1, 0]);
  });
});

describe("the range of a report", () => {
  for (const [written, range] of [
    [undefined, "day"],
    [null, "day"],
    ["day", "day"],
    ["week", "week"],
    ["month", "month"],
  ] as const)
    it(`${written} is a ${range}`, () => assert.equal(readRange(written), range));

  it("is refused where it is none", () =>
    assert.throws(() => readRange("year\n"), { code: "bad-arguments", message: /not year/ }));
});
