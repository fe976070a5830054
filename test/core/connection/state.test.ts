import assert from "node:assert/strict";
import { type ConnectionEvent, maxLosses, next, settlingMs } from "../../../src/core/connection/state";
import type { ConnectionState } from "../../../src/protocol/connectionState";
import { info } from "../../support/fakeLink";

const error = { code: "exited", message: "It ended." } as const;
const signIn = { code: "needs-auth", message: "Sign in." } as const;
const stopped: ConnectionState = { kind: "stopped", reason: "not-started" };
const starting: ConnectionState = { kind: "starting", attempt: 1, losses: 0 };
const waiting: ConnectionState = { kind: "waiting", attempt: 1, losses: 0, error };
const ready: ConnectionState = { kind: "ready", since: 1000, info, losses: 0 };
const failed: ConnectionState = { kind: "failed", error };
const needsAuth: ConnectionState = { kind: "needs-auth", error: signIn };

const start: ConnectionEvent = { type: "start" };
const attemptFailed: ConnectionEvent = { type: "attempt-failed", attempt: 2, error };
const gaveUp: ConnectionEvent = { type: "gave-up", error };
const up: ConnectionEvent = { type: "ready", at: 1000, info };
const lost = (at: number, more: { worked?: boolean; mayLoop?: boolean } = {}): ConnectionEvent => ({
  type: "lost",
  at,
  error,
  worked: false,
  mayLoop: true,
  ...more,
});
const away: ConnectionState = { kind: "failed", error, until: 500 };
const gone: ConnectionEvent = { type: "away", error, until: 500 };
const stop: ConnectionEvent = { type: "stop", reason: "person" };

describe("the lifecycle of a connection", () => {
  const rows: [from: ConnectionState, event: ConnectionEvent, to: ConnectionState["kind"]][] = [
    [stopped, start, "starting"],
    [failed, start, "starting"],
    [needsAuth, start, "starting"],
    [starting, attemptFailed, "waiting"],
    [waiting, { type: "attempt", attempt: 2 }, "starting"],
    [starting, up, "ready"],
    [starting, gaveUp, "failed"],
    [waiting, gaveUp, "failed"],
    [starting, { type: "gave-up", error: signIn }, "needs-auth"],
    [ready, lost(1000 + settlingMs), "starting"],
    [ready, lost(1001), "starting"],
    [{ ...ready, losses: maxLosses - 1 }, lost(1001), "failed"],
    [{ ...ready, losses: maxLosses - 1 }, lost(1000 + settlingMs - 1), "failed"],
    [{ ...ready, losses: maxLosses - 1 }, lost(1000 + settlingMs), "starting"],
    [{ ...ready, losses: maxLosses - 1 }, lost(1001, { worked: true }), "starting"],
    [{ ...ready, losses: maxLosses + 9 }, lost(1001, { mayLoop: false }), "starting"],
    [starting, gone, "failed"],
    [waiting, gone, "failed"],
    [away, up, "ready"],
    [away, start, "starting"],
    [away, { type: "gave-up", error: signIn }, "needs-auth"],
    [ready, stop, "stopped"],
    [starting, stop, "stopped"],
    [failed, stop, "stopped"],
  ];
  for (const [from, event, to] of rows)
    it(`${from.kind} + ${event.type} → ${to}`, () => assert.equal(next(from, event).kind, to));

  const meaningless: [ConnectionState, ConnectionEvent][] = [
    [stopped, up],
    [stopped, lost(5)],
    [stopped, gaveUp],
    [starting, start],
    [starting, lost(5)],
    [waiting, start],
    [ready, start],
    [ready, gaveUp],
    [ready, attemptFailed],
    [failed, up],
    [failed, gone],
    [stopped, gone],
    [ready, gone],
    [away, { type: "attempt", attempt: 9 }],
    [stopped, { type: "health", health: { kind: "slow", ms: 9 } }],
    [ready, { type: "health", health: undefined }],
    [
      { ...ready, health: { kind: "slow", ms: 9 } },
      { type: "health", health: { kind: "slow", ms: 8 } },
    ],
    [needsAuth, lost(5)],
  ];
  for (const [state, event] of meaningless)
    it(`${event.type} does not apply when ${state.kind}`, () => assert.equal(next(state, event), state));

  it("settles within five seconds, and may be lost four times before that", () =>
    assert.deepEqual([settlingMs, maxLosses], [5000, 5]));

  it("keeps the attempt and the error while it waits", () =>
    assert.deepEqual(next(starting, attemptFailed), { kind: "waiting", attempt: 2, losses: 0, error }));

  it("counts early losses, and forgets them once it has settled", () => {
    const once = next(ready, lost(1001));
    assert.deepEqual(once, { kind: "starting", attempt: 1, losses: 1 });
    assert.deepEqual(next(once, up), { ...ready, losses: 1 });
    assert.deepEqual(next({ ...ready, losses: 2 }, lost(1000 + settlingMs)), starting);
  });

  it("restarts the count after a session that worked", () =>
    assert.deepEqual(next({ ...ready, losses: 3 }, lost(1001, { worked: true })), starting));

  it("shows when a server that cannot be reached is next tried, and does not show the attempts", () => {
    assert.deepEqual(next(waiting, gone), away);
    assert.deepEqual(next(away, { ...gone, until: 900 }), { ...away, until: 900 });
  });

  it("shows what is wrong with a ready server, and that it is over", () => {
    const failing = next(ready, { type: "health", health: { kind: "failing", failures: 1 } });
    assert.deepEqual(failing, { ...ready, health: { kind: "failing", failures: 1 } });
    assert.notEqual(next(failing, { type: "health", health: { kind: "failing", failures: 2 } }), failing);
    assert.deepEqual(next(failing, { type: "health", health: undefined }), ready);
  });

  it("reports how often a crash loop crashed, and why", () => {
    const state = next({ ...ready, losses: maxLosses - 1 }, lost(1001));
    assert.ok(state.kind === "failed" && /5 times.*It ended\./.test(state.error.message));
  });
});
