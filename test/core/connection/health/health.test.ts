import assert from "node:assert/strict";
import { defaultOptions, type Options } from "../../../../src/core/config/schema/settings";
import { Connection } from "../../../../src/core/connection/connection";
import {
  checksKept,
  forNewSession,
  type HealthCheck,
  healthOf,
  isDead,
  noChecks,
  unresponsive,
  withCheck,
} from "../../../../src/core/connection/health/health";
import { HubError } from "../../../../src/core/kernel/hubError";
import type { ConnectionState } from "../../../../src/protocol/connectionState";
import { FakeClock } from "../../../support/fakeClock";
import { definition, FakeOpener, planOf } from "../../../support/fakeLink";
import { turn } from "../../../support/passing";

const never = new AbortController().signal;
const remote = { kind: "valid", config: { url: "http://127.0.0.1:1/mcp" } } as const;

async function ready(more: Parameters<typeof definition>[1] = {}, changed: Partial<Options> = {}) {
  const opener = new FakeOpener();
  const clock = new FakeClock();
  const states: ConnectionState[] = [];
  const logs: string[] = [];
  const reported: HealthCheck[] = [];
  const connection = new Connection(
    definition("files", more),
    { open: opener.open, plan: planOf, options: () => ({ ...defaultOptions, ...changed }), clock, random: () => 0.5 },
    {
      state: (state) => states.push(state),
      catalog: () => {},
      log: (_, __, text) => logs.push(text),
      notification: () => {},
      checked: (one) => reported.push(one),
    },
  );
  connection.start();
  await connection.whenReady(never);
  const health = () => (connection.state.kind === "ready" ? connection.state.health : undefined);
  const pass = async (seconds: number) => {
    for (let ms = 0; ms < seconds * 1000; ms += 500) {
      clock.pass(500);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { connection, opener, clock, states, logs, reported, health, pass };
}

const hangs = (signal: AbortSignal) =>
  new Promise<void>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
const check = (more: Partial<HealthCheck> = {}): HealthCheck => ({ at: 0, ms: 1, means: "ping", ...more });

describe("the record of health checks", () => {
  it("keeps the last 100", () => {
    let record = noChecks;
    for (let at = 0; at < 250; at++) record = withCheck(record, check({ at }), false);
    assert.equal(record.checks.length, checksKept);
    assert.deepEqual([record.checks[0]?.at, record.checks.at(-1)?.at], [150, 249]);
  });

  it("tells apart slow, failing and healthy servers", () => {
    const error = { code: "timeout", message: "No answer." } as const;
    assert.equal(healthOf(noChecks, 10), undefined);
    assert.equal(healthOf(withCheck(noChecks, check({ ms: 10 }), false), 10), undefined);
    assert.deepEqual(healthOf(withCheck(noChecks, check({ ms: 11 }), false), 10), { kind: "slow", ms: 11 });
    const failed = withCheck(noChecks, check({ error }), false);
    assert.deepEqual(healthOf(failed, 10), { kind: "failing", failures: 1 });
    assert.equal(healthOf(withCheck(failed, check(), false), 10), undefined);
    const slowThenQuick = withCheck(withCheck(noChecks, check({ ms: 11 }), false), check(), false);
    assert.equal(healthOf(slowThenQuick, 10), undefined, "the last one counts");
  });

  it("says why a link is given up: after how many failures, and the reason of the last", () => {
    const error = (message: string) => ({ code: "timeout", message }) as const;
    const once = withCheck(noChecks, check({ error: error("One.") }), false);
    const twice = withCheck(once, check({ error: error("Two.") }), false);
    assert.equal(unresponsive("a", once).message, '"a" failed a health check, so it is reconnected. One.');
    assert.equal(unresponsive("a", twice).message, '"a" failed 2 health checks in a row, so it is reconnected. Two.');
    assert.equal(unresponsive("a", { ...noChecks, failures: 1 }).message.endsWith("See its log."), true);
    assert.deepEqual(
      [1, 2, 3, 4].map((failures) => isDead({ ...noChecks, failures })),
      [false, false, true, true],
    );
    assert.deepEqual(forNewSession(twice), { ...twice, failures: 0 });
  });
});

describe("the health of a ready server", () => {
  it("is checked every 30 seconds", async () => {
    const { opener, pass, connection, reported } = await ready();
    for (let n = 0; n < 5; n++) await pass(30);
    assert.equal(opener.last.pings, 5);
    assert.equal(connection.health.checks.length, 5);
    assert.deepEqual(reported, connection.health.checks);
    assert.ok(connection.health.checks.every(({ error }) => !error));
  });

  it("is not checked if the entry turns checks off, nor after the server was stopped", async () => {
    const off = await ready({ entry: { kind: "valid", config: { command: "files", healthCheckSeconds: 0 } } });
    await off.pass(120);
    assert.equal(off.opener.last.pings, 0);
    const stopped = await ready();
    await stopped.connection.stop("person");
    await stopped.pass(120);
    assert.deepEqual([stopped.opener.last.pings, stopped.clock.waiting], [0, 0]);
  });

  it("reconnects the server after three failures in a row, and logs the reason", async () => {
    const { opener, pass, logs, health, states } = await ready();
    const first = opener.last;
    first.onPing = () => Promise.reject(new HubError("transport", "No way."));
    await pass(30);
    assert.deepEqual(health(), { kind: "failing", failures: 1 });
    await pass(5);
    assert.equal(opener.links.length, 1);
    await pass(5);
    assert.equal(opener.links.length, 2);
    assert.equal(first.disposed, 1);
    assert.match(logs.at(-1) ?? "", /"files" failed 3 health checks in a row.*No way\./);
    assert.equal(states.at(-1)?.kind, "ready");
    assert.equal(health(), undefined);
  });

  it("counts a server that answers lists but no pings as healthy, and reads lists from then on", async () => {
    for (const onPing of [hangs, () => Promise.reject(new HubError("server-error", "Method not found."))]) {
      const { opener, pass, health, connection } = await ready();
      opener.last.onPing = onPing;
      await pass(30);
      await pass(10); // the ping runs out, if it does
      assert.deepEqual([health(), opener.last.refreshes], [undefined, 1]);
      await pass(30);
      await pass(30);
      assert.deepEqual([opener.last.pings, connection.health.means, connection.health.failures], [1, "list", 0]);
      assert.ok(opener.last.refreshes >= 2);
      assert.equal(opener.links.length, 1);
    }
  });

  it("takes any answer to a ping as a sign of life, and asks a list where a gateway answered", async () => {
    const refuses = (error: HubError) => () => Promise.reject(error);
    const away = new HubError("server-error", "HTTP 503.", { outage: true });
    const broken = new HubError("transport", "HTTP 404.");
    const rows: [what: string, ping: HubError, list: HubError | undefined, links: number][] = [
      ["an error, and lists", new HubError("server-error", "HTTP 500."), undefined, 1],
      [
        "an error, and a list that hangs",
        new HubError("server-error", "HTTP 400."),
        new HubError("timeout", "Late."),
        1,
      ],
      [
        "an error, and an error to the list",
        new HubError("server-error", "HTTP 400."),
        new HubError("server-error", "No."),
        1,
      ],
      ["nonsense", new HubError("protocol", "Odd."), undefined, 1],
      ["503 to pings alone", away, undefined, 1],
      ["503 to everything", away, new HubError("transport", "HTTP 503.", { outage: true }), 2],
      ["404 to everything", new HubError("server-error", "HTTP 404."), broken, 2],
    ];
    for (const [what, ping, list, links] of rows) {
      const { opener, pass } = await ready();
      const { last } = opener;
      last.onPing = refuses(ping);
      if (list) last.refresh = refuses(list);
      for (let n = 0; n < 5; n++) await pass(30);
      assert.equal(opener.links.length, links, what);
    }
  });

  it("tells whether the server is there, without an entry in the record", async () => {
    const { opener, connection, reported, clock } = await ready();
    assert.equal(await connection.isThere(), true);
    opener.last.onPing = () => Promise.reject(new HubError("server-error", "No."));
    assert.equal(await connection.isThere(), true);
    opener.last.onPing = () => Promise.reject(new HubError("transport", "Gone.", { sent: "no" }));
    assert.equal(await connection.isThere(), false);
    opener.last.onPing = hangs;
    opener.last.refresh = () => new Promise(() => {});
    const asked = connection.isThere();
    for (let step = 0; step < 4; step++) {
      clock.pass(1000);
      await turn();
    }
    assert.equal(await asked, false);
    await connection.stop("person");
    assert.equal(await connection.isThere(), true);
    assert.deepEqual(reported, []);
  });

  it("counts a server that refuses the check as healthy", async () => {
    const { opener, pass, health } = await ready();
    opener.last.onPing = () => Promise.reject(new HubError("needs-auth", "Sign in."));
    for (let n = 0; n < 9; n++) await pass(30);
    assert.deepEqual([opener.links.length, health()], [1, undefined]);
  });

  it("does not check or end a server that is working on a call", async () => {
    const { opener, pass, connection } = await ready();
    const { last } = opener;
    last.onPing = hangs;
    last.refresh = () => new Promise(() => {});
    let answer = () => {};
    const call = connection.run(never, () => new Promise<void>((resolve) => (answer = resolve)));
    for (let n = 0; n < 20; n++) await pass(30);
    assert.deepEqual([last.pings, opener.links.length], [0, 1]);
    answer();
    await call;
    await pass(30);
    assert.equal(last.pings, 1);
  });

  it("shows a slow answer", async () => {
    const { opener, pass, health, clock } = await ready();
    opener.last.onPing = () => new Promise((resolve) => void clock.after(2500, resolve));
    await pass(30);
    await pass(2.5);
    assert.deepEqual(health(), { kind: "slow", ms: 2500 });
  });

  it("checks a remote server immediately after sleep and reconnects a dead one; leaves a process alone", async () => {
    const far = await ready({ entry: remote });
    far.connection.wake();
    await turn();
    assert.deepEqual([far.opener.last.pings, far.opener.links.length], [1, 1]);
    far.opener.last.onPing = () => Promise.reject(new HubError("transport", "No way."));
    far.connection.wake();
    await turn();
    assert.equal(far.opener.links.length, 2);
    const near = await ready();
    near.connection.wake();
    await turn();
    assert.equal(near.opener.last.pings, 0);
  });
});
