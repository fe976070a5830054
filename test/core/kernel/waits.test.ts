import assert from "node:assert/strict";
import { neverAborted, onAbort, orAborted } from "../../../src/core/kernel/abortSignals";
import { ChangeSignal } from "../../../src/core/kernel/changeSignal";
import { Pause, pause } from "../../../src/core/kernel/pause";
import { SingleFlight } from "../../../src/core/kernel/singleFlight";
import { lookedAtLater, turns } from "../../support/callFixture";
import { FakeClock } from "../../support/fakeClock";

/** Whether a promise has settled by now. */
async function isOver(promise: Promise<unknown>): Promise<boolean> {
  let over = false;
  const note = () => {
    over = true;
  };
  promise.then(note, note);
  await turns();
  return over;
}

/** A signal that counts its listeners. */
function counted() {
  const abort = new AbortController();
  let listeners = 0;
  const { signal } = abort;
  const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
  Object.assign(signal, {
    addEventListener: (...args: Parameters<typeof add>) => {
      listeners++;
      add(...args);
    },
    removeEventListener: (...args: Parameters<typeof remove>) => {
      listeners--;
      remove(...args);
    },
  });
  return { abort, signal, listeners: () => listeners };
}

describe("a pause", () => {
  it("takes its time, and leaves no listener", async () => {
    const [clock, { signal, listeners }] = [new FakeClock(), counted()];
    const waiting = pause(clock, 100, signal, "It");
    clock.pass(99);
    assert.equal(await isOver(waiting), false);
    clock.pass(1);
    await waiting;
    assert.deepEqual([clock.waiting, listeners()], [0, 0]);
  });

  it("is cancelled with its caller", async () => {
    const [clock, { signal, abort }] = [new FakeClock(), counted()];
    const waiting = lookedAtLater(pause(clock, 100, signal, "It"));
    abort.abort();
    await assert.rejects(waiting, { code: "cancelled", message: "It was cancelled." });
    assert.equal(clock.waiting, 0);
    await assert.rejects(pause(clock, 100, signal, "It"), { code: "cancelled" });
    assert.equal(clock.waiting, 0);
  });
});

describe("a pause that can be cut short", () => {
  it("ends after its time, with the signal, or when somebody needs what comes after it", async () => {
    const clock = new FakeClock();
    const pauses = new Pause(clock);
    const { signal, abort, listeners } = counted();
    const [first, second] = [pauses.for(100, signal), pauses.for(500, signal)];
    clock.pass(100);
    assert.deepEqual([await isOver(first), await isOver(second), clock.waiting, listeners()], [true, false, 1, 1]);
    pauses.end();
    assert.deepEqual([await isOver(second), clock.waiting, listeners()], [true, 0, 0]);
    const third = pauses.for(100, signal);
    abort.abort();
    assert.deepEqual([await isOver(third), clock.waiting], [true, 0]);
  });

  it("is none where there is nothing to wait for", async () => {
    const clock = new FakeClock();
    const pauses = new Pause(clock);
    assert.ok(await isOver(pauses.for(0, neverAborted)));
    assert.ok(await isOver(pauses.for(-1, neverAborted)));
    assert.ok(await isOver(pauses.for(100, AbortSignal.abort())));
    assert.equal(clock.waiting, 0);
    void pauses.for(1, neverAborted);
    assert.equal(clock.waiting, 1);
  });
});

describe("a wait that an abort ends", () => {
  it("goes as the operation goes, and leaves no listener", async () => {
    const { signal, listeners } = counted();
    assert.equal(await orAborted(Promise.resolve(7), signal, "It"), 7);
    await assert.rejects(orAborted(Promise.reject(new Error("no")), signal, "It"), /^Error: no$/);
    assert.equal(await orAborted(Promise.resolve(7), undefined, "It"), 7);
    await turns();
    assert.equal(listeners(), 0);
  });

  it("is over with the abort, while the operation goes on", async () => {
    const { signal, abort } = counted();
    const waiting = lookedAtLater(orAborted(new Promise(() => {}), signal, "It"));
    assert.equal(await isOver(waiting), false);
    abort.abort();
    await assert.rejects(waiting, { code: "cancelled", message: "It was cancelled." });
    await assert.rejects(orAborted(new Promise(() => {}), signal, "It"), { code: "cancelled" });
  });

  it("is told once, and not at all where nobody listens any more", () => {
    const abort = new AbortController();
    let told = 0;
    const stop = onAbort(abort.signal, () => void told++);
    onAbort(abort.signal, () => void told++);
    stop();
    abort.abort();
    assert.equal(told, 1);
    onAbort(neverAborted, () => assert.fail())();
  });
});

describe("the wait for a change", () => {
  it("ends with the next change for all who wait, and with the signal for one", async () => {
    const changes = new ChangeSignal();
    const { signal, abort, listeners } = counted();
    const [one, other, third] = [changes.next(), changes.next(signal), changes.next(AbortSignal.any([]))];
    assert.equal(await isOver(one), false);
    abort.abort();
    assert.deepEqual([await isOver(other), await isOver(one)], [true, false]);
    changes.notify();
    assert.deepEqual([await isOver(one), await isOver(third), listeners()], [true, true, 0]);
    const later = changes.next();
    assert.equal(await isOver(later), false, "a change of before does not count");
  });
});

describe("one run for all who ask at the same time", () => {
  it("runs again once it is over, however it ended", async () => {
    const flights = new SingleFlight<number>();
    let runs = 0;
    let end: (error?: Error) => void = () => {};
    const run = (name = "a") =>
      lookedAtLater(
        flights.run(name, () => {
          runs++;
          return new Promise<number>((resolve, reject) => {
            end = (error) => (error ? reject(error) : resolve(runs));
          });
        }),
      );
    const calls = [run(), run()];
    assert.deepEqual([runs, flights.isRunning("a"), flights.isRunning("b")], [1, true, false]);
    end();
    assert.deepEqual(await Promise.all(calls), [1, 1]);
    assert.equal(flights.isRunning("a"), false);
    const failing = run();
    end(new Error("no"));
    await assert.rejects(failing, /no/);
    assert.equal(flights.isRunning("a"), false);
    void run("a");
    void run("b");
    assert.equal(runs, 4);
  });
});
