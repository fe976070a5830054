import assert from "node:assert/strict";
import type { BreakerState } from "../../../../src/core/calls/limits/breaker";
import { refused } from "../../../../src/core/calls/limits/refusal";
import { aCall } from "../../../support/callFixture";

const open = (more: object = {}): BreakerState =>
  ({ kind: "open", failures: 5, until: 30_000, ...more }) as BreakerState;
const halfOpen = { kind: "half-open", failures: 5 } as BreakerState;
const refusal = (isTool: boolean, state: BreakerState, now = 10_000) =>
  refused(aCall(), isTool, state, "It broke.", now);
const soon = "One trial call may pass in 20 seconds. You can reset the circuit breaker.";

describe("the refusal of an open circuit", () => {
  for (const [isTool, state, text] of [
    [true, open(), `Failures of it in a row: 5 (It broke.) ${soon}`],
    [false, open(), `Failures of the server in a row: 5 (It broke.) ${soon}`],
    [true, open({ recent: { failed: 6, of: 10 } }), `6 of its last 10 calls failed (It broke.) ${soon}`],
    [false, open({ recent: { failed: 6, of: 10 } }), `6 of the last 10 calls of the server failed (It broke.) ${soon}`],
  ] as const)
    it(`says ${text.split(" (")[0]}`, () => {
      const error = refusal(isTool, state);
      assert.equal(error.message, `"read" on "files" was not called. ${text}`);
      assert.deepEqual([error.code, error.sent, error.retryAfterMs], ["circuit-open", "no", 20_000]);
    });

  it("names no time where a trial is running, and none that is over", () => {
    const running = refusal(true, halfOpen);
    assert.match(running.message, /A trial call is running\. Call again when it has ended/);
    assert.equal(running.retryAfterMs, undefined);
    assert.equal(refusal(true, open(), 40_000).retryAfterMs, 0);
  });
});
