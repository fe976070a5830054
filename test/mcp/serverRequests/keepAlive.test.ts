import assert from "node:assert/strict";
import { KeepAlive } from "../../../src/mcp/serverRequests/keepAlive";
import { FakeClock } from "../../support/fakeClock";

describe("patience with a server that waits for an answer from here", () => {
  it("keeps the requests of its line alive as long as the answer takes", async () => {
    const clock = new FakeClock();
    const patience = new KeepAlive(clock);
    const beats = { first: 0, ended: 0 };
    const first = patience.enter(() => beats.first++);
    patience.leave(patience.enter(() => beats.ended++));
    assert.equal(patience.enter(undefined), undefined);
    patience.leave(undefined);
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
    patience.leave(first);
    assert.equal(clock.waiting, 0);
  });
});
