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

  describe("a question of the server", () => {
    const never = new AbortController().signal;
    /** The signal that the answering code gets. */
    const asked = (
      keepAlive: KeepAlive,
      { signal = never, cause }: { signal?: AbortSignal; cause?: AbortSignal } = {},
    ) => {
      let given: AbortSignal | undefined;
      void keepAlive.whileAwaited(signal, cause, (inner) => {
        given = inner;
        return new Promise(() => {});
      });
      assert.ok(given);
      return given;
    };
    const enter = (keepAlive: KeepAlive) => keepAlive.enter({ onAlive: () => {} });

    it("ends when the last of the requests that may have caused it is given up", () => {
      const keepAlive = new KeepAlive(new FakeClock());
      const [first, second] = [enter(keepAlive), enter(keepAlive)];
      const question = asked(keepAlive);
      const later = enter(keepAlive);
      keepAlive.leave(first, true);
      assert.equal(question.aborted, false, "the other one may have caused it");
      keepAlive.leave(later, true);
      assert.equal(question.aborted, false, "what came after it did not");
      keepAlive.leave(second);
      assert.equal(question.aborted, true, "the one that was answered did not wait for it");
    });

    it("goes on where all of them were answered, and where there was none", () => {
      const keepAlive = new KeepAlive(new FakeClock());
      const ofNobody = asked(keepAlive);
      const request = enter(keepAlive);
      const ofOne = asked(keepAlive);
      keepAlive.leave(request);
      keepAlive.leave(enter(keepAlive), true);
      assert.deepEqual([ofNobody.aborted, ofOne.aborted], [false, false]);
    });

    it("ends with the request whose stream it came on, whatever else waits, and when the server takes it back", () => {
      const keepAlive = new KeepAlive(new FakeClock());
      enter(keepAlive);
      const cause = new AbortController();
      const own = new AbortController();
      const caused = asked(keepAlive, { cause: cause.signal });
      const taken = asked(keepAlive, { signal: own.signal, cause: new AbortController().signal });
      const uncertain = asked(keepAlive, { signal: own.signal });
      cause.abort();
      assert.deepEqual([caused.aborted, taken.aborted, uncertain.aborted], [true, false, false]);
      own.abort();
      assert.deepEqual([taken.aborted, uncertain.aborted], [true, true]);
    });
  });

  it("takes a question for the latest request that its client waits for", () => {
    const keepAlive = new KeepAlive(new FakeClock());
    const awaited = new Set(["first", "second", "third"]);
    const enter = (client: string) =>
      keepAlive.enter({ answers: aClient("a", { client, isAwaited: () => awaited.has(client) }) });
    enter("first");
    const second = enter("second");
    enter("third");
    const only = () => keepAlive.onlyAnswers?.client;
    assert.equal(only(), "third");
    awaited.delete("third");
    assert.equal(only(), "second");
    keepAlive.leave(second);
    assert.equal(only(), "first");
    awaited.delete("first");
    assert.equal(only(), "third", "none is waited for");
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
