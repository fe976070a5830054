import assert from "node:assert/strict";
import { asked } from "../../../src/core/questions/asked";
import type { HubEvent } from "../../../src/protocol/hubEvent";
import { FakeClock } from "../../support/fakeClock";

describe("a question to the person, as events", () => {
  /** Asks, and gives what was published. */
  function setUp() {
    const clock = new FakeClock();
    const events: HubEvent[] = [];
    const abort = new AbortController();
    let answer: (value: boolean) => void = () => {};
    let fail: (error: Error) => void = () => {};
    const shown = new Promise<boolean>((resolve, reject) => {
      answer = resolve;
      fail = reject;
    });
    const publish = (event: HubEvent) => void events.push(event);
    const question = { kind: "launch", server: "files" } as const;
    const done = asked({ publish, clock }, question, abort.signal, () => shown, Boolean);
    const answers = () =>
      events.flatMap((event) => (event.type === "question.answered" ? [[event.answer, event.ms]] : []));
    return { clock, events, abort, answer, fail, done, answers };
  }

  for (const [allowed, words] of [
    [true, "allowed"],
    [false, "refused"],
  ] as const)
    it(`is ${words}, after the time that it took`, async () => {
      const { clock, events, answer, done, answers } = setUp();
      clock.pass(70);
      answer(allowed);
      assert.equal(await done, allowed);
      assert.deepEqual(answers(), [[words, 70]]);
      const [first, second] = events.map((event) => ("question" in event ? event.question : undefined));
      assert.ok(first !== undefined && first === second);
    });

  it("is gone with who asked, and stays so whatever is answered then", async () => {
    const { clock, abort, answer, done, answers } = setUp();
    clock.pass(5);
    abort.abort();
    assert.deepEqual(answers(), [["gone", 5]]);
    answer(true);
    await done;
    assert.equal(answers().length, 1);
  });

  it("is gone where it fails, and no longer follows who asked", async () => {
    const { abort, fail, done, answers } = setUp();
    fail(new Error("no window"));
    await assert.rejects(done, { message: "no window" });
    abort.abort();
    assert.deepEqual(answers(), [["gone", 0]]);
  });
});
