import assert from "node:assert/strict";
import { Patience } from "../../src/mcp/link/patience";
import { FakeClock } from "../support/fakeClock";

describe("patience with a server that waits for an answer from here", () => {
  it("keeps the requests of its line alive as long as the answer takes", async () => {
    const clock = new FakeClock();
    const patience = new Patience(clock);
    const beats = { first: 0, ended: 0 };
    let finish = () => {};
    const first = patience.through(
      () => beats.first++,
      () => new Promise<void>((resolve) => (finish = resolve)),
    );
    await patience.through(
      () => beats.ended++,
      async () => {},
    );
    let answer = () => {};
    const asking = patience.during(() => new Promise<void>((resolve) => (answer = resolve)));
    assert.equal(beats.first, 1, "at once");
    clock.pass(10_000);
    assert.equal(beats.first, 21, "twice a second");
    answer();
    await asking;
    assert.equal(beats.first, 22, "and with the answer");
    clock.pass(10_000);
    assert.deepEqual(beats, { first: 22, ended: 0 });
    finish();
    await first;
    assert.equal(clock.waiting, 0);
  });
});
