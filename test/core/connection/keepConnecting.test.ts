import assert from "node:assert/strict";
import { emptyCatalog } from "../../../src/core/catalog/catalog";
import { defaultOptions } from "../../../src/core/config/schema/settings";
import { type Attempts, keepConnecting } from "../../../src/core/connection/keepConnecting";
import type { Link } from "../../../src/core/connection/link";
import type { Session } from "../../../src/core/connection/session";
import { HubError } from "../../../src/core/kernel/hubError";
import { Pause } from "../../../src/core/kernel/pause";
import { FakeClock } from "../../support/fakeClock";

/** Lets everything happen that is due now. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const down = () => new HubError("exited", "It ended.");
const options = { ...defaultOptions, connectAttempts: 3, connectRetryDelayMs: 100, connectRetryMaxDelayMs: 100 };

/** The attempts of a session: what they did, in order, and what a test makes of them. */
function setUp(more: Partial<Attempts> = {}) {
  const clock = new FakeClock(0);
  const abort = new AbortController();
  const done: string[] = [];
  const server = { isCurrent: true, failures: [] as HubError[], onPlace: () => {}, onConnect: () => {} };
  const session = {
    signal: abort.signal,
    connect: async (isFirstStart: boolean) => {
      done.push(`connect${isFirstStart ? " for the first time" : ""}`);
      server.onConnect();
      const failure = server.failures.shift();
      if (failure) throw failure;
      return { link: {} as Link, catalog: emptyCatalog };
    },
  };
  const attempts: Attempts = {
    ...{ clock, options: () => options, random: () => 1, pause: new Pause(clock), delayMs: 0 },
    ...{ isProcess: true, wasUp: false, isCurrent: () => server.isCurrent },
    before: async () => void done.push("before"),
    place: async () => {
      done.push("place");
      server.onPlace();
      return () => done.push("leave");
    },
    dispatch: (event) =>
      done.push(
        [event.type, "attempt" in event && event.attempt, "until" in event && event.until].filter(Boolean).join(" "),
      ),
    ready: () => done.push("ready"),
    gaveUp: ({ code }) => done.push(`gave up: ${code}`),
    ...more,
  };
  const begin = () => keepConnecting(session as unknown as Session, attempts);
  return { clock, abort, done, server, begin };
}

const whole = ["before", "attempt 1", "place", "connect for the first time", "ready", "leave"];

describe("the attempts of a session", () => {
  it("wait first, then for what must be over, then for their place", async () => {
    let isOver = () => {};
    const before = new Promise<void>((resolve) => {
      isOver = resolve;
    });
    const { clock, done, begin } = setUp({
      delayMs: 50,
      before: () => {
        done.push("before");
        return before;
      },
    });
    const begun = begin();
    clock.pass(49);
    await turn();
    assert.deepEqual(done, []);
    clock.pass(1);
    await turn();
    assert.deepEqual(done, ["before"]);
    isOver();
    await begun;
    assert.deepEqual(done, whole);
  });

  it("are none for a session that is over by then", async () => {
    const { done, server, begin } = setUp();
    server.isCurrent = false;
    await begin();
    assert.deepEqual(done, ["before"]);
  });

  it("give their place back without an attempt when the session is over by their turn", async () => {
    const { done, server, begin } = setUp();
    server.onPlace = () => {
      server.isCurrent = false;
    };
    await begin();
    assert.deepEqual(done, ["before", "attempt 1", "place", "leave"]);
  });

  it("report no success and no failure of a session that is over", async () => {
    for (const failures of [[], [down()]]) {
      const { done, server, begin } = setUp();
      server.failures = failures;
      server.onConnect = () => {
        server.isCurrent = false;
      };
      await begin();
      assert.deepEqual(done, ["before", "attempt 1", "place", "connect for the first time", "leave"]);
    }
  });

  it("are only then the first start when the server was never up", async () => {
    const { done, begin } = setUp({ wasUp: true });
    await begin();
    assert.equal(done[3], "connect");
  });

  it("follow each other after a wait, and end with the reason when none is left", async () => {
    const { clock, done, server, begin } = setUp();
    server.failures = [down(), down(), down()];
    const begun = begin();
    await turn();
    assert.deepEqual(done.splice(0), [...whole.slice(0, 4), "leave", "attempt-failed 1"]);
    clock.pass(99);
    await turn();
    assert.deepEqual(done, []);
    clock.pass(1);
    await turn();
    assert.deepEqual(done.splice(0), ["attempt 2", "place", "connect", "leave", "attempt-failed 2"]);
    clock.pass(100);
    await begun;
    assert.deepEqual(done, ["attempt 3", "place", "connect", "leave", "gave up: exited"]);
  });

  it("end at once after a failure that another attempt does not mend", async () => {
    const { clock, done, server, begin } = setUp();
    server.failures = [down(), new HubError("spawn-failed", "No such program.")];
    const begun = begin();
    await turn();
    clock.pass(100);
    await begun;
    assert.deepEqual(done.slice(-2), ["leave", "gave up: spawn-failed"]);
    assert.equal(clock.waiting, 0);
  });

  it("go on while a remote server is away, and say until when they wait", async () => {
    const { clock, done, server, begin } = setUp({ isProcess: false, wasUp: false });
    const gone = () => new HubError("transport", "Nothing listens.");
    server.failures = [gone(), gone(), gone()];
    clock.pass(1000);
    const begun = begin();
    for (let attempt = 1; attempt <= 3; attempt++) {
      await turn();
      if (attempt < 3) clock.pass(100);
    }
    assert.equal(done.at(-1), "away 1450", "at 1.2 s, for a quarter of a second");
    clock.pass(250);
    await begun;
    assert.deepEqual(done.slice(-2), ["ready", "leave"]);
  });

  it("end without a word when the session ends while they wait", async () => {
    const { abort, clock, done, server, begin } = setUp();
    server.failures = [down()];
    const begun = begin();
    await turn();
    server.isCurrent = false;
    abort.abort();
    await begun;
    assert.deepEqual([done.at(-1), clock.waiting], ["attempt-failed 1", 0]);
  });
});
