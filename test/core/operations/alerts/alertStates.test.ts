import assert from "node:assert/strict";
import type { AlertRule, Reading } from "../../../../src/core/operations/alerts/alertRules";
import { type Alert, type Firing, nextAlerts } from "../../../../src/core/operations/alerts/alertStates";
import { alertText } from "../../../../src/core/operations/alerts/alertText";

const reading = (value: number | undefined, more: Partial<Reading> = {}): Reading => ({
  ...{ rule: "cpu", value, limit: 80, unit: "percent", minutes: 15 },
  ...more,
});

/** What is said of values that follow each other, one a second. */
function said(...values: readonly (number | undefined)[]): readonly string[] {
  let firing: Firing = new Map();
  return values.map((value, index) => {
    const next = nextAlerts(firing, [reading(value)], index * 1000);
    firing = next.firing;
    return next.changes.map(({ state, since, at }) => `${state} ${since} ${at}`).join();
  });
}

describe("an alert", () => {
  const rows: [what: string, values: readonly (number | undefined)[], changes: readonly string[]][] = [
    ["does not fire at its limit", [80], [""]],
    ["fires above its limit, once", [80.1, 90], ["firing 0 0", ""]],
    ["goes on above four fifths of its limit", [90, 64.1], ["firing 0 0", ""]],
    ["is over at four fifths of its limit", [90, 64], ["firing 0 0", "over 0 1000"]],
    ["is over where there is nothing to measure any more", [90, undefined], ["firing 0 0", "over 0 1000"]],
    ["can fire again", [90, 0, 90], ["firing 0 0", "over 0 1000", "firing 2000 2000"]],
    ["does not fire without a value", [undefined], [""]],
  ];
  for (const [what, values, changes] of rows) it(what, () => assert.deepEqual(said(...values), changes));

  it("is one for each server, and is over when its server is gone", () => {
    const of = (server: string): Reading => reading(9, { rule: "serverDown", server, limit: 5, unit: "ms" });
    const begun = nextAlerts(new Map(), [of("a"), of("b")], 0);
    assert.deepEqual(
      begun.changes.map(({ server, value }) => [server, value]),
      [
        ["a", 9],
        ["b", 9],
      ],
    );
    const { firing, changes } = nextAlerts(begun.firing, [of("b")], 4000);
    assert.deepEqual(
      changes.map(({ server, state, value, since, at }) => [server, state, value, since, at]),
      [["a", "over", undefined, 0, 4000]],
    );
    assert.equal(firing.size, 1);
  });
});

describe("the text of an alert", () => {
  const alert = (more: Partial<Alert>): Alert => ({
    ...reading(1),
    value: 1,
    state: "firing",
    at: 0,
    since: 0,
    ...more,
  });
  const rows: [alert: Partial<Alert>, begins: string, topic: string][] = [
    [
      { rule: "errorRate", value: 12.345, limit: 1, minutes: 5 },
      "12.3 % of the calls in the last 5 minutes",
      "failed calls.",
    ],
    [
      { rule: "slowCalls", value: 3000, limit: 2000, unit: "ms" },
      "Calls in the last 15 minutes are slow: p95 is 3.0 s (limit: 2.0 s)",
      "slow calls.",
    ],
    [{ rule: "connectionFailures", value: 50, limit: 10 }, "50 % of the attempts", "failed connections."],
    [
      { rule: "serverDown", server: "files", value: 360_000, unit: "ms" },
      "files has been away for 6 min",
      "files was away.",
    ],
    [{ rule: "cpu", value: 80.06 }, "The hub used 80.1 % of a processor", "the load of the processor."],
    [
      { rule: "memory", value: 90 },
      "The hub used 90 % of its memory in the last 15 minutes (limit: 80 %)",
      "the use of memory.",
    ],
    [
      { rule: "failedSignIns", value: 11, limit: 10, unit: "count" },
      "11 requests to the gateway",
      "requests without a valid token.",
    ],
  ];
  const steps = new Set<string>();
  for (const [more, begins, topic] of rows)
    it(`of ${more.rule} says what is wrong and what to look at, and at its end what is over`, () => {
      const text = alertText(alert(more));
      assert.ok(text.startsWith(begins), text);
      const step = text.slice(text.indexOf(". ") + 2);
      assert.ok(!steps.has(step), "each has a next step of its own");
      steps.add(step);
      const over = alertText(alert({ ...more, state: "over", since: 60_000, at: 180_000 }));
      assert.equal(over, `Over after 2 min 0 s: ${topic}`);
    });

  it("counts no time where the clock was set back", () =>
    assert.match(alertText(alert({ rule: "cpu" as AlertRule, state: "over", since: 5000, at: 0 })), /^Over after 0/));
});
