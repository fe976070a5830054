import assert from "node:assert/strict";
import { ConnectionWatch } from "../../../../src/core/operations/metrics/connectionWatch";
import type { ConnectionState } from "../../../../src/protocol/connectionState";
import { states } from "../../../support/operationEvents";

const { starting, waiting, ready, failed, away, stopped, needsAuth } = states;

/** What a watch says of states that follow each other after 1,000 ms each. */
function told(...life: readonly ConnectionState[]): readonly string[] {
  const watch = new ConnectionWatch();
  return life.flatMap((state, index) =>
    watch.change(state, index * 1000).map((fact) => `${index} ${fact.kind}${"ms" in fact ? ` ${fact.ms}` : ""}`),
  );
}

const rows: readonly [title: string, life: readonly ConnectionState[], facts: readonly string[]][] = [
  ["a first start", [starting(), ready], ["0 attempt", "1 success"]],
  [
    "progress of the same attempt",
    [starting(), { ...starting(), progress: { step: "probe" } } as ConnectionState],
    ["0 attempt"],
  ],
  [
    "attempts that fail",
    [starting(), waiting(), starting(2), failed],
    ["0 attempt", "1 failure", "2 attempt", "3 failure"],
  ],
  [
    "a loss and a recovery",
    [ready, starting(), ready],
    ["0 attempt", "0 success", "1 attempt", "2 success", "2 recovery 1000"],
  ],
  [
    "a server that is away, and back",
    [ready, starting(), away(5), away(9), ready].slice(1),
    ["0 attempt", "1 failure", "2 attempt", "2 failure", "3 attempt", "3 success"],
  ],
  [
    "a restart by hand, which is no recovery",
    [starting(), ready, stopped, starting(), ready],
    ["0 attempt", "1 success", "3 attempt", "4 success"],
  ],
  ["a sign-in that is missing, which is no failure", [starting(), needsAuth], ["0 attempt"]],
  [
    "a health check",
    [starting(), ready, { ...ready, health: { kind: "slow", ms: 9 } } as ConnectionState],
    ["0 attempt", "1 success"],
  ],
];

describe("the watch over a connection", () => {
  for (const [title, life, facts] of rows) it(`tells of ${title}`, () => assert.deepEqual(told(...life), facts));

  it("adds up the time in which a server is there, and in which it is away", () => {
    const watch = new ConnectionWatch();
    watch.change(starting(), 0);
    watch.change(ready, 1000);
    watch.change(starting(), 4000);
    watch.change(stopped, 6000);
    watch.settle(50_000);
    assert.deepEqual([watch.upMs, watch.downMs], [3000, 3000]);
  });

  it("does not count the time in which the machine slept", () => {
    const watch = new ConnectionWatch(2000);
    watch.change(ready, 0);
    watch.settle(1000);
    watch.settle(3_600_000);
    assert.equal(watch.upMs, 3000);
  });
});
