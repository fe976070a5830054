import assert from "node:assert/strict";
import { FailedAttempts } from "../../../src/gateway/access/failedAttempts";
import { FakeClock } from "../../support/fakeClock";

const usual = { status: 401, message: "wrong" } as const;

describe("failed attempts", () => {
  it("are counted by address, and told apart after ten in a minute", () => {
    const clock = new FakeClock();
    const heard: number[] = [];
    const failed = new FailedAttempts({ clock, onFailure: ({ count }) => heard.push(count) });
    for (let n = 0; n < 10; n++) assert.equal(failed.refusal("a", usual), usual);
    const refusal = failed.refusal("a", usual);
    assert.deepEqual([refusal.status, refusal.retryAfterSeconds], [429, 60]);
    assert.equal(failed.refusal("b", usual), usual);
    assert.deepEqual(heard.slice(-3), [10, 11, 1]);
    clock.pass(60_000);
    assert.equal(failed.refusal("a", usual), usual);
  });

  it("are remembered of a bounded number of addresses: those that failed last", () => {
    const clock = new FakeClock();
    const failed = new FailedAttempts({ clock, perMinute: 1 });
    failed.refusal("first", usual);
    for (let n = 0; n < 999; n++) failed.refusal(`other ${n}`, usual);
    assert.equal(failed.refusal("first", usual).status, 429);
    for (let n = 0; n < 1000; n++) failed.refusal(`new ${n}`, usual);
    assert.equal(failed.refusal("first", usual), usual);
  });
});
