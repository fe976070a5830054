import assert from "node:assert/strict";
import { HubError } from "../../../src/core/kernel/hubError";
import { exitReason } from "../../../src/mcp/link/exitReason";
import { FakeClock } from "../../support/fakeClock";

const pipe = Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
const exited = new HubError("exited", "It exited with code 1.");
const wrapped = (times: number): unknown => (times === 0 ? pipe : new Error("wrapped", { cause: wrapped(times - 1) }));

/** Asks, and moves on in steps of `stepMs` until it is known; `knownAt`: when the exit is. */
async function ask(failure: unknown, knownAt: number, kind = "stdio", abort = new AbortController()) {
  const clock = new FakeClock(0);
  const polls: number[] = [];
  const closeReason = () => {
    polls.push(clock.now());
    return clock.now() >= knownAt ? exited : undefined;
  };
  let isOver = false;
  const asked = exitReason({ kind, closeReason }, failure, clock, abort.signal).finally(() => {
    isOver = true;
  });
  for (let i = 0; i < 2000 && !isOver; i++) {
    await new Promise(setImmediate);
    if (!isOver) clock.pass(1);
  }
  return { reason: await asked, at: clock.now(), polls };
}

describe("how a program exited whose pipe broke", () => {
  it("is known at once, or a moment later", async () => {
    assert.deepEqual(await ask(pipe, 0), { reason: exited, at: 0, polls: [0, 0] });
    assert.deepEqual(await ask(pipe, 15), { reason: exited, at: 20, polls: [0, 10, 20, 20] });
  });

  it("counts however often the failure was wrapped, up to seven times", async () => {
    assert.equal((await ask(wrapped(7), 0)).reason, exited);
    assert.deepEqual(await ask(wrapped(8), 0), { reason: undefined, at: 0, polls: [] });
  });

  it("says nothing about another failure, or another transport", async () => {
    for (const failure of [new Error("x"), Object.assign(new Error("x"), { code: "ECONNRESET" }), { code: "EPIPE" }])
      assert.deepEqual(await ask(failure, 0), { reason: undefined, at: 0, polls: [] });
    assert.deepEqual(await ask(pipe, 0, "http"), { reason: undefined, at: 0, polls: [] });
  });

  it("is not waited for once nobody wants to know", async () => {
    const abort = new AbortController();
    abort.abort();
    assert.deepEqual(await ask(pipe, 100, "stdio", abort), { reason: undefined, at: 0, polls: [0, 0] });
  });

  it("is unknown after five seconds", async () => {
    const clock = new FakeClock(0);
    let isOver = false;
    const asked = exitReason(
      { kind: "stdio", closeReason: () => undefined },
      pipe,
      clock,
      new AbortController().signal,
    );
    void asked.then(() => (isOver = true));
    for (let ms = 0; ms < 5000; ms += 10) {
      assert.equal(isOver, false, `${ms} ms`);
      clock.pass(10);
      await new Promise(setImmediate);
    }
    assert.equal(await asked, undefined);
    assert.equal(isOver, true);
  });
});
