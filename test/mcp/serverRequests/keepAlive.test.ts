import assert from "node:assert/strict";
import { KeepAlive } from "../../../src/mcp/serverRequests/keepAlive";
import { aClient } from "../../support/callFixture";
import { FakeClock } from "../../support/fakeClock";

describe("patience with a server that waits for an answer from here", () => {
  it("keeps the requests of its link alive as long as the answer takes", async () => {
    const clock = new FakeClock();
    const keepAlive = new KeepAlive(clock);
    const beats = { first: 0, ended: 0 };
    const first = keepAlive.enter({ onAlive: () => beats.first++ });
    keepAlive.leave(keepAlive.enter({ onAlive: () => beats.ended++ }));
    assert.equal(keepAlive.enter({}), undefined);
    keepAlive.leave(undefined);
    let answer = () => {};
    const asking = keepAlive.during(() => new Promise<void>((resolve) => (answer = resolve)));
    assert.equal(beats.first, 1, "at once");
    clock.pass(10_000);
    assert.equal(beats.first, 21, "twice a second");
    answer();
    await asking;
    assert.equal(beats.first, 22, "and with the answer");
    clock.pass(10_000);
    assert.deepEqual(beats, { first: 22, ended: 0 });
    keepAlive.leave(first);
    assert.equal(clock.waiting, 0);
  });

  it("knows whose question it is where all requests that wait are of one client", () => {
    const keepAlive = new KeepAlive(new FakeClock());
    const only = () => keepAlive.onlyAnswers?.key;
    assert.equal(only(), undefined);
    const mine = keepAlive.enter({ answers: aClient("a") });
    keepAlive.enter({ answers: aClient("a") });
    assert.equal(only(), "a");
    const other = keepAlive.enter({ answers: aClient("b") });
    assert.equal(only(), undefined, "it must not reach the other");
    keepAlive.leave(other);
    const nobody = keepAlive.enter({ onAlive: () => {} });
    assert.equal(only(), undefined);
    keepAlive.leave(nobody);
    keepAlive.leave(mine);
    assert.equal(only(), "a");
  });
});
