import assert from "node:assert/strict";
import { defaultOptions } from "../../../src/core/config/schema/settings";
import { Connection } from "../../../src/core/connection/connection";
import type { OpenLink } from "../../../src/core/connection/link";
import { StartSlots } from "../../../src/core/connection/startSlots";
import { neverAborted } from "../../../src/core/kernel/abortSignals";
import type { ConnectionState } from "../../../src/protocol/connectionState";
import { describeState } from "../../../src/protocol/summary";
import { FakeClock } from "../../support/fakeClock";
import { definition, FakeOpener, planOf } from "../../support/fakeLink";
import { turn } from "../../support/passing";

const options = { ...defaultOptions, healthCheckSeconds: 0 };

/** A connection to a server that a test lets answer, or not. */
function starting(command: string, open: OpenLink, starts?: StartSlots, clock = new FakeClock()) {
  const states: ConnectionState[] = [];
  const ports = { open, plan: planOf, options: () => options, clock, ...(starts && { starts }) };
  const listener = {
    state: (state: ConnectionState) => states.push(state),
    catalog: () => {},
    log: () => {},
    notification: () => {},
    checked: () => {},
  };
  const connection = new Connection(definition(command), ports, listener);
  const words = () => {
    const counts = { tools: 0, resources: 0, resourceTemplates: 0, prompts: 0 };
    return describeState({ id: "x", label: "x", scope: "user", state: connection.state, counts, inFlight: 0 });
  };
  return { connection, clock, states, words };
}

/** Opens nothing until it is no longer wanted. */
const never: OpenLink = (_plan, _events, signal) =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

describe("a server that starts", () => {
  it("and answers nothing shows within ten seconds what it waits for, attempt, time left and last words", async () => {
    const { connection, clock, words } = starting("redis-mcp", (plan, events, signal) => {
      events.step?.("handshake");
      events.log("info", "stderr", "Error: connect ECONNREFUSED, retrying");
      return never(plan, events, signal);
    });
    connection.start();
    await turn();
    assert.equal(words(), "Connecting");
    clock.pass(10_000);
    assert.equal(
      words(),
      'Connecting, attempt 1/5: waiting for its answer to "initialize", 20 s left. Last output: Error: connect ECONNREFUSED, retrying',
    );
    clock.pass(20_000);
    await turn();
    assert.equal(connection.state.kind, "waiting");
    assert.match(
      words(),
      /took longer than 30 seconds\. It did not answer "initialize"\. Its last output: Error: connect ECONNREFUSED, retrying\./,
    );
    await connection.stop("person");
    assert.equal(clock.waiting, 0);
  });

  it("and says what it is busy with is waited for, up to five minutes", async () => {
    let say: (text: string) => void = () => {};
    const { connection, clock, words } = starting("slow-mcp", (plan, events, signal) => {
      say = (text) => events.log("info", "stderr", text);
      return never(plan, events, signal);
    });
    connection.start();
    await turn();
    for (let seconds = 0; seconds < 280; seconds += 20) {
      say(`Downloading ${seconds}`);
      clock.pass(20_000);
      await turn();
      assert.equal(connection.state.kind, "starting", `after ${seconds + 20} s`);
    }
    assert.match(words(), /^Connecting, attempt 1\/5: .*, 10 s left\. Last output: Downloading 260$/);
    say("Downloading still");
    clock.pass(20_000);
    await turn();
    assert.equal(connection.state.kind, "waiting");
    await connection.stop("person");
  });

  for (const [command, limitSeconds] of [
    ["node", 30],
    ["npx", 120],
    ["uvx", 120],
    ["docker", 120],
  ] as const)
    it(`with ${command} has ${limitSeconds} seconds for its first attempt`, async () => {
      const { connection, clock } = starting(command, never);
      connection.start();
      await turn();
      clock.pass(limitSeconds * 1000 - 1);
      await turn();
      assert.equal(connection.state.kind, "starting");
      clock.pass(1);
      await turn();
      assert.equal(connection.state.kind, "waiting");
      await connection.stop("person");
    });

  it("among many waits for its turn, says so, and has all of its time then", async () => {
    const clock = new FakeClock();
    const starts = new StartSlots(clock, () => 2);
    const opener = new FakeOpener();
    const opened: (() => void)[] = [];
    const open: OpenLink = async (plan, events, signal) => {
      await new Promise<void>((resolve) => opened.push(resolve));
      return opener.open(plan, events, signal);
    };
    const all = ["a", "b", "c", "d"].map((name) => starting(name, open, starts, clock));
    for (const { connection } of all) connection.start();
    await turn();
    assert.equal(opened.length, 2);
    assert.equal(all[2]?.words(), "Connecting, attempt 1/5: waiting for its turn to start");
    opened[0]?.();
    await turn();
    assert.deepEqual([opened.length, all[0]?.connection.state.kind], [3, "ready"]);
    clock.pass(10_000); // those that only wait for something give their places away
    await turn();
    assert.equal(opened.length, 4);
    for (const one of opened) one();
    await Promise.all(all.map(({ connection }) => connection.whenReady(neverAborted)));
    for (const { connection } of all) await connection.stop("person");
  });

  it("gives its place back once, whether it leaves or is too slow", async () => {
    const clock = new FakeClock();
    const starts = new StartSlots(clock, () => 2);
    const [first] = [await starts.enter(neverAborted), await starts.enter(neverAborted)];
    first();
    first();
    void starts.enter(neverAborted);
    assert.equal(starts.isFull, true, "one place was free, and not two");
    clock.pass(9_999);
    assert.equal(starts.isFull, true);
    clock.pass(1);
    assert.deepEqual([starts.isFull, clock.background, clock.waiting], [false, 0, 0]);
  });

  it("and is stopped while it waits for its turn takes no place", async () => {
    const starts = new StartSlots(new FakeClock(), () => 1);
    const leave = await starts.enter(neverAborted);
    const abort = new AbortController();
    const waiting = starts.enter(abort.signal);
    abort.abort();
    await waiting;
    leave();
    assert.equal(starts.isFull, false);
  });
});
