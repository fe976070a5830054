import assert from "node:assert/strict";
import { logRateLimit } from "../../../../src/core/operations/log/logRateLimit";
import { FakeClock } from "../../../support/fakeClock";

describe("the rate limit of a server's log", () => {
  it("drops a flood, and reports afterwards how many lines it dropped", () => {
    const clock = new FakeClock();
    const take = logRateLimit(() => clock.now());
    const written = Array.from({ length: 5000 }, take).filter(({ write }) => write);
    assert.equal(written.length, 2000);
    clock.pass(10_000);
    assert.deepEqual(take(), { write: true, dropped: 3000 });
    assert.deepEqual(take(), { write: true, dropped: 0 });
  });

  it("drops nothing of a quiet server", () => {
    const clock = new FakeClock();
    const take = logRateLimit(() => clock.now());
    for (let at = 0; at < 5000; at++) {
      clock.pass(100);
      assert.deepEqual(take(), { write: true, dropped: 0 });
    }
  });

  it("can be stricter", () => {
    const take = logRateLimit(() => 0, 3);
    assert.equal(Array.from({ length: 10 }, take).filter(({ write }) => write).length, 3);
  });
});
