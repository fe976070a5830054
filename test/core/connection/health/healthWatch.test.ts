import assert from "node:assert/strict";
import type { HealthCheck } from "../../../../src/core/connection/health/health";
import { HealthWatch, type HealthWatchPorts } from "../../../../src/core/connection/health/healthWatch";
import type { Link } from "../../../../src/core/connection/link";
import { HubError } from "../../../../src/core/kernel/hubError";
import { FakeClock } from "../../../support/fakeClock";

/** Lets everything happen that is due now. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const dead = () => new HubError("transport", "No way.");

function setUp(more: Partial<HealthWatchPorts> = {}) {
  const clock = new FakeClock(0);
  const pings: number[] = [];
  const checks: (HealthCheck & { readonly conclusive: boolean })[] = [];
  const server = { isBusy: false, answer: async (): Promise<void> => {} };
  const link = {
    ping: () => {
      pings.push(clock.now());
      return server.answer();
    },
  };
  const watch = new HealthWatch({
    ...{ server: "files", clock, link: link as unknown as Link, intervalMs: () => 30_000, timeoutMs: () => 10_000 },
    ...{ means: () => "ping", listedPart: () => undefined, isBusy: () => server.isBusy },
    onCheck: (check, _, conclusive) => checks.push({ ...check, conclusive }),
    ...more,
  });
  const pass = async (ms: number) => {
    clock.pass(ms);
    await turn();
  };
  return { clock, pings, checks, server, watch, pass };
}

describe("the watch over the health of a server", () => {
  it("checks at its interval, and five seconds after a failure", async () => {
    const { pings, checks, server, pass } = setUp();
    await pass(29_999);
    assert.deepEqual(pings, []);
    await pass(1);
    server.answer = () => Promise.reject(dead());
    await pass(30_000);
    await pass(4999);
    assert.equal(pings.length, 2);
    await pass(1);
    assert.deepEqual(pings, [30_000, 60_000, 65_000]);
    assert.deepEqual(
      checks.map(({ at, error, conclusive }) => [at, error?.code, conclusive]),
      [
        [30_000, undefined, false],
        [60_000, "transport", false],
        [65_000, "transport", false],
      ],
    );
  });

  it("checks at its interval after a failure where that is shorter", async () => {
    const { pings, server, pass } = setUp({ intervalMs: () => 2000 });
    server.answer = () => Promise.reject(dead());
    for (let n = 0; n < 3; n++) await pass(2000);
    assert.deepEqual(pings, [2000, 4000, 6000]);
  });

  it("makes one check at a time", async () => {
    const { clock, pings, checks, server, watch, pass } = setUp({ timeoutMs: () => 100_000 });
    let answer = () => {};
    server.answer = () => new Promise((resolve) => (answer = resolve));
    watch.checkNow();
    watch.checkNow();
    await pass(60_000);
    assert.deepEqual(pings, [0]);
    answer();
    await turn();
    assert.deepEqual(
      checks.map(({ ms, conclusive }) => [ms, conclusive]),
      [[60_000, true]],
    );
    await pass(30_000);
    assert.deepEqual(pings, [0, 90_000]);
    watch.dispose();
    assert.equal(clock.waiting, 0);
  });

  it("checks a doubtful server at once, and then at most every half second", async () => {
    const { pings, watch, pass } = setUp();
    watch.checkSoon();
    await turn();
    for (let n = 0; n < 5; n++) watch.checkSoon();
    await pass(499);
    assert.deepEqual(pings, [0]);
    await pass(1);
    assert.deepEqual(pings, [0, 500]);
    await pass(100);
    watch.checkSoon();
    await pass(399);
    assert.equal(pings.length, 2);
    await pass(1);
    assert.deepEqual(pings, [0, 500, 1000]);
    await pass(500);
    watch.checkSoon();
    await turn();
    assert.deepEqual(pings, [0, 500, 1000, 1500], "without a wait");
  });

  it("waits no longer than half a second where the clock was set back", async () => {
    const { clock, pings, watch, pass } = setUp();
    await pass(10_000);
    watch.checkSoon();
    await turn();
    clock.setBack(9000);
    watch.checkSoon();
    await pass(500);
    assert.equal(pings.length, 2);
  });

  it("does nothing anymore after its end, whatever was on its way", async () => {
    const { clock, pings, checks, server, watch, pass } = setUp();
    watch.checkSoon();
    await turn();
    watch.checkSoon();
    server.answer = () => new Promise(() => {});
    watch.checkNow();
    await turn();
    watch.dispose();
    assert.equal(clock.waiting, 0);
    watch.checkSoon();
    watch.checkNow();
    await pass(60_000);
    assert.deepEqual([pings.length, checks.length, clock.waiting], [2, 1, 0]);
  });

  it("leaves a busy server alone, and does not blame it for a check that a request overtook", async () => {
    const { pings, checks, server, watch, pass } = setUp();
    server.isBusy = true;
    await pass(30_000);
    assert.deepEqual(pings, []);
    server.isBusy = false;
    server.answer = async () => {
      server.isBusy = true;
      throw dead();
    };
    await pass(30_000);
    assert.deepEqual([pings.length, checks.length], [1, 0]);
    server.answer = async () => {};
    await pass(30_000);
    watch.checkNow();
    await turn();
    assert.deepEqual(
      checks.map(({ error }) => error),
      [undefined],
      "a check by hand counts even so",
    );
  });

  it("says within two seconds whether the server is there, or within its own limit", async () => {
    for (const [timeoutMs, limitMs] of [
      [10_000, 2000],
      [700, 700],
    ] as const) {
      const { checks, server, watch, pass } = setUp({ timeoutMs: () => timeoutMs });
      server.answer = () => new Promise(() => {});
      const said: boolean[] = [];
      void watch.isThere().then((isThere) => said.push(isThere));
      await pass(limitMs - 1);
      assert.deepEqual(said, []);
      await pass(1);
      assert.deepEqual([said, checks], [[false], []]);
    }
  });

  it("takes a server for there that lost the session, and when the session is over", async () => {
    const { server, watch } = setUp();
    server.answer = () => Promise.reject(new HubError("session-lost", "Who are you?"));
    assert.equal(await watch.isThere(), true);
    server.answer = () => Promise.reject(dead());
    assert.equal(await watch.isThere(), false);
    watch.dispose();
    assert.equal(await watch.isThere(), true);
  });
});
