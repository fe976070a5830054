import assert from "node:assert/strict";
import { retryTemporary } from "../../../src/core/auth/retryTemporary";
import { HubError } from "../../../src/core/kernel/hubError";
import { lookedAtLater, turns } from "../../support/callFixture";
import { FakeClock } from "../../support/fakeClock";

const temporary = (retryAfterMs?: number) => new HubError("transport", "HTTP 503.", { retryAfterMs });

function sending(outcomes: readonly (Error | string)[], random = 0.5, signal?: AbortSignal) {
  const clock = new FakeClock(0);
  const sentAt: number[] = [];
  const running = lookedAtLater(
    retryTemporary(
      async () => {
        const outcome = outcomes[Math.min(sentAt.length, outcomes.length - 1)] ?? "";
        sentAt.push(clock.now());
        if (outcome instanceof Error) throw outcome;
        return outcome;
      },
      { clock, random: () => random },
      signal,
    ),
  );
  /** Lets time pass, one millisecond at a time where it matters. */
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 125) {
      await turns();
      clock.pass(Math.min(125, left));
    }
    for (let n = 0; n < 5; n++) await turns();
  };
  return { clock, sentAt, running, pass };
}

describe("a request to an authorization server", () => {
  it("is sent once where it goes well", async () => {
    const { running, sentAt, clock } = sending(["done"]);
    assert.deepEqual([await running, sentAt, clock.waiting], ["done", [0], 0]);
  });

  it("is sent five times, after a quarter of a second and then twice as long each time", async () => {
    const { running, sentAt, pass, clock } = sending([temporary()]);
    await pass(10_000);
    await assert.rejects(running, { code: "transport" });
    assert.deepEqual([sentAt, clock.waiting], [[0, 250, 750, 1750, 3750], 0]);
  });

  it("is sent again a quarter sooner or later, as chance has it", async () => {
    for (const [random, second] of [
      [0, 187.5],
      [1, 312.5],
    ] as const) {
      const { running, sentAt, clock } = sending([temporary(), "done"], random);
      await turns();
      clock.pass(second - 1);
      await turns();
      assert.equal(sentAt.length, 1);
      clock.pass(1);
      assert.equal(await running, "done");
    }
  });

  it("waits as long as it is asked to, where that is longer", async () => {
    for (const [asked, second] of [
      [2000, 2000],
      [100, 250],
    ] as const) {
      const { running, sentAt, pass } = sending([temporary(asked), "done"]);
      await pass(3000);
      assert.deepEqual([await running, sentAt], ["done", [0, second]]);
    }
  });

  for (const code of ["timeout", "rate-limited"] as const)
    it(`is sent again after ${code}`, async () => {
      const { running, sentAt, pass } = sending([new HubError(code, "No."), "done"]);
      await pass(1000);
      assert.deepEqual([await running, sentAt.length], ["done", 2]);
    });

  for (const error of [new HubError("needs-auth", "No."), new HubError("protocol", "No."), new Error("no")])
    it(`is not sent again after ${error instanceof HubError ? error.code : "a defect"}`, async () => {
      const { running, sentAt, pass, clock } = sending([error, "done"]);
      await pass(1000);
      await assert.rejects(running, error);
      assert.deepEqual([sentAt.length, clock.waiting], [1, 0]);
    });

  it("is not sent again once nobody wants it any more", async () => {
    const abort = new AbortController();
    const { running, sentAt, pass, clock } = sending([temporary(), "done"], 0.5, abort.signal);
    await turns();
    abort.abort();
    await pass(1000);
    await assert.rejects(running, { code: "transport" });
    assert.deepEqual([sentAt.length, clock.waiting], [1, 0]);
  });
});
