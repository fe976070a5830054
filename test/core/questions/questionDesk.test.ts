import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { HubError } from "../../../src/core/kernel/hubError";
import type { AskedTimes } from "../../../src/core/questions/personTime";
import { type Question, QuestionDesk } from "../../../src/core/questions/questionDesk";
import { lookedAtLater } from "../../support/callFixture";
import { FakeClock } from "../../support/fakeClock";

/** A screen that a test answers for the person. */
class Screen {
  readonly shown: { readonly name: string; readonly signal: AbortSignal; answer(value: string | Error): void }[] = [];

  readonly show = (name: string) => (signal: AbortSignal) =>
    new Promise<string>((resolve, reject) =>
      this.shown.push({
        name,
        signal,
        answer: (value) => (value instanceof Error ? reject(value) : resolve(value)),
      }),
    );

  get names(): readonly string[] {
    return this.shown.map(({ name }) => name);
  }
}

describe("the question desk", () => {
  let clock: FakeClock;
  let screen: Screen;
  let open: number[];
  let desk: QuestionDesk;

  beforeEach(() => {
    clock = new FakeClock();
    screen = new Screen();
    open = [];
    desk = new QuestionDesk({ clock, onChange: (count) => open.push(count) });
  });

  const ask = (name: string, more: Partial<Question> = {}) =>
    lookedAtLater(
      desk.ask(
        {
          kind: "form",
          server: "files",
          signal: new AbortController().signal,
          what: `The question "${name}"`,
          ...more,
        },
        screen.show(name),
      ),
    );

  it("shows one question at a time, of whatever kind, first come, first served", async () => {
    const kinds = ["approval", "form", "url", "sampling", "input"] as const;
    const answers = kinds.map((kind) => ask(kind, { kind, server: kind === "url" ? "other" : "files" }));
    for (const [at, kind] of kinds.entries()) {
      assert.deepEqual(screen.names, kinds.slice(0, at + 1));
      screen.shown[at]?.answer(`answer to ${kind}`);
      assert.equal(await answers[at], `answer to ${kind}`);
    }
  });

  it("shows the next question after one that failed, whose asker gets the failure", async () => {
    const first = ask("first");
    const second = ask("second");
    screen.shown[0]?.answer(new Error("no window"));
    await assert.rejects(first, { message: "no window" });
    assert.deepEqual(screen.names, ["first", "second"]);
    screen.shown[1]?.answer("Yes");
    assert.equal(await second, "Yes");
  });

  it("rejects with what is thrown before there is a promise, and goes on", async () => {
    const question: Question = { kind: "url", server: "files", signal: new AbortController().signal, what: "It" };
    const thrown = desk.ask(question, () => {
      throw new Error("no address");
    });
    await assert.rejects(thrown, { message: "no address" });
    ask("next");
    assert.deepEqual(screen.names, ["next"]);
  });

  it("takes a question off the screen when its asker is gone, and shows the next at once", async () => {
    const gone = new AbortController();
    const first = ask("first", { signal: gone.signal });
    const second = ask("second");
    let onScreen: readonly string[] = [];
    screen.shown[0]?.signal.addEventListener("abort", () => {
      onScreen = screen.names;
    });
    gone.abort();
    assert.deepEqual(onScreen, ["first"], "The screen is cleared before the next question appears.");
    assert.equal(screen.shown[0]?.signal.aborted, true);
    assert.deepEqual(screen.names, ["first", "second"]);
    await assert.rejects(first, { code: "cancelled", message: 'The question "first" was cancelled.' });
    assert.equal(screen.shown[1]?.signal.aborted, false);
    screen.shown[1]?.answer("Yes");
    assert.equal(await second, "Yes");
  });

  it("never shows a question whose asker went away while it waited", async () => {
    const gone = new AbortController();
    const reason = new HubError("timeout", "The call took too long.");
    const first = ask("first");
    const second = ask("second", { signal: gone.signal });
    const third = ask("third");
    gone.abort(reason);
    await assert.rejects(second, reason);
    assert.deepEqual(open.slice(-2), [3, 2]);
    screen.shown[0]?.answer("Yes");
    await first;
    assert.deepEqual(screen.names, ["first", "third"]);
    screen.shown[1]?.answer("No");
    assert.equal(await third, "No");
  });

  it("does not take a question whose asker is already gone", async () => {
    await assert.rejects(ask("late", { signal: AbortSignal.abort() }), { code: "cancelled" });
    assert.deepEqual([screen.names, open], [[], []]);
  });

  it("ignores an answer that comes after the end, whether it is a value or a failure", async () => {
    for (const late of ["Yes", new Error("too late")]) {
      const gone = new AbortController();
      const first = ask("first", { signal: gone.signal });
      gone.abort();
      const before = [...open];
      screen.shown.at(-1)?.answer(late);
      await setImmediate();
      await assert.rejects(first, { code: "cancelled" });
      assert.deepEqual(open, before);
    }
  });

  it("refuses at once while twenty questions are open, and takes the next when one has left", async () => {
    for (let at = 0; at < 20; at++) ask(`${at}`);
    await assert.rejects(ask("one more"), {
      code: "queue-full",
      sent: "no",
      message: 'The question "one more" was declined: too many questions are waiting already.',
    });
    screen.shown[0]?.answer("Yes");
    await setImmediate();
    ask("again");
    await assert.rejects(ask("and one more"), { code: "queue-full" });
    assert.equal(Math.max(...open), 20);
  });

  it("ends a question at its limit, the wait for its turn included", async () => {
    const first = ask("first", { limitMs: 60_000 });
    const second = ask("second", { limitMs: 90_000 });
    clock.pass(59_999);
    assert.equal(screen.shown[0]?.signal.aborted, false);
    clock.pass(1);
    const message =
      'The question "first" was not answered within 60 seconds, so it was declined. Raise mcpHub.askLimitSeconds to allow more time.';
    await assert.rejects(first, { code: "timeout", message });
    assert.equal(screen.shown[0]?.signal.aborted, true);
    assert.deepEqual(screen.names, ["first", "second"]);
    clock.pass(30_000);
    await assert.rejects(second, { code: "timeout" });
  });

  it("keeps no timer and no listener for a question that has ended", async () => {
    const asker = new AbortController();
    const listeners: string[] = [];
    const { signal } = asker;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners.push("added");
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners.push("removed");
      remove(...args);
    };
    const answer = ask("first", { signal, limitMs: 60_000 });
    assert.equal(clock.waiting, 1);
    screen.shown[0]?.answer("Yes");
    await answer;
    assert.deepEqual([clock.waiting, listeners], [0, ["added", "removed"]]);
    asker.abort();
    assert.equal(screen.shown[0]?.signal.aborted, false, "An answered question is not taken back.");
  });

  it("counts the person's time for the requests to a server that asks, and not for an approval or a launch", async () => {
    for (const [kind, ms] of [
      ["approval", undefined],
      ["launch", undefined],
      ["form", 70],
      ["url", 70],
      ["sampling", 70],
      ["input", 70],
    ] as const) {
      const times: AskedTimes = { asked: undefined };
      desk.personTime.enter("files", times);
      const from = clock.now();
      const answer = ask(kind, { kind });
      clock.pass(70);
      screen.shown.at(-1)?.answer("yes");
      await answer;
      assert.deepEqual(times.asked, ms === undefined ? undefined : [{ from, to: from + ms }], kind);
      desk.personTime.leave("files", times, true);
    }
  });

  it("reports how many questions are open", async () => {
    const answers = [ask("first"), ask("second")];
    screen.shown[0]?.answer("Yes");
    await answers[0];
    screen.shown[1]?.answer("Yes");
    await answers[1];
    assert.deepEqual(open, [1, 2, 1, 0]);
  });
});
