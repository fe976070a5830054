import assert from "node:assert/strict";
import { neverAborted } from "../../../src/core/kernel/abortSignals";
import { HubError } from "../../../src/core/kernel/hubError";
import { inWords, withinTime } from "../../../src/core/kernel/timeLimit";
import { FakeClock } from "../../support/fakeClock";

const onTimeout = (ms: number, kind: string) => new HubError("timeout", `${kind} ${ms}`);

describe("a time limit", () => {
  it("moves with each sign of life, and the whole limit does not", async () => {
    const clock = new FakeClock();
    let extend = () => {};
    let inner = neverAborted;
    const limit = { clock, signal: neverAborted, idleMs: 60, totalMs: 100, what: "It", onTimeout };
    const failed = assert.rejects(
      withinTime(limit, (signal, time) => {
        [inner, extend] = [signal, time.extend];
        return new Promise(() => {});
      }),
      { message: "total 100" },
    );
    clock.pass(50);
    extend();
    clock.pass(49);
    assert.equal(inner.aborted, false);
    clock.pass(1);
    await failed;
    assert.deepEqual([inner.aborted, clock.waiting], [true, 0]);
  });

  it("may be prolonged as a whole, from that moment on", async () => {
    const clock = new FakeClock();
    let prolong = (_: number) => {};
    const limit = { clock, signal: neverAborted, idleMs: 1000, totalMs: 100, what: "It", onTimeout };
    const failed = assert.rejects(
      withinTime(limit, (_, time) => {
        prolong = time.prolong;
        return new Promise(() => {});
      }),
      { message: "total 300" },
    );
    clock.pass(50);
    prolong(300);
    clock.pass(299);
    assert.equal(clock.waiting, 1);
    clock.pass(1);
    await failed;
    assert.equal(clock.waiting, 0);
  });

  it("tells one listener of the end, once the signal has aborted", async () => {
    const clock = new FakeClock();
    const seen: boolean[] = [];
    const limit = { clock, signal: neverAborted, idleMs: 60, what: "It", onTimeout };
    const failed = assert.rejects(
      withinTime(limit, (signal, time) => {
        time.onEnd = () => seen.push(signal.aborted);
        return new Promise(() => {});
      }),
      { message: "idle 60" },
    );
    clock.pass(60);
    await failed;
    assert.deepEqual(seen, [true]);
  });

  it("keeps no timer when the work is done, not even for a late sign of life", async () => {
    const clock = new FakeClock();
    let extend = () => {};
    const limit = { clock, signal: neverAborted, idleMs: 60, what: "It", onTimeout };
    assert.equal(
      await withinTime(limit, async (_, time) => {
        extend = time.extend;
        return 1;
      }),
      1,
    );
    extend();
    assert.equal(clock.waiting, 0);
  });
});

describe("a duration in words", () => {
  for (const [ms, words] of [
    [0, "0 ms"],
    [250, "250 ms"],
    [999, "999 ms"],
    [1000, "1 second"],
    [1049, "1 second"],
    [1050, "1.1 seconds"],
    [90_000, "90 seconds"],
  ] as const)
    it(`is ${words} of ${ms}`, () => assert.equal(inWords(ms), words));
});
