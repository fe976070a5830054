import assert from "node:assert/strict";
import { defaultOptions } from "../../../src/core/config/schema/settings";
import { Connection } from "../../../src/core/connection/connection";
import { HubError } from "../../../src/core/kernel/hubError";
import type { ConnectionKind } from "../../../src/protocol/connectionState";
import { FakeClock } from "../../support/fakeClock";
import { definition, FakeOpener, planOf } from "../../support/fakeLink";
import { passing, turn } from "../../support/passing";

const never = new AbortController().signal;
const remote = { kind: "valid", config: { url: "http://127.0.0.1:1/mcp" } } as const;
const options = () => ({ ...defaultOptions, healthCheckSeconds: 0 });
const away = () => new HubError("transport", "Nothing listens.");
const echo = (connection: Connection) => connection.run(never, (link) => link.callTool("echo", {}, { signal: never }));
const fails = (connection: Connection) =>
  assert.rejects(
    connection.run(never, () => Promise.reject(away())),
    { code: "transport" },
  );

function setUp(
  more: Parameters<typeof definition>[1] = {},
  resting: "lazy" | "manual" | "not-started" = "not-started",
) {
  const opener = new FakeOpener();
  const clock = new FakeClock(0);
  const kinds: ConnectionKind[] = [];
  const catalogs: [tools: number, stale: boolean][] = [];
  const connection = new Connection(
    definition("files", more),
    { open: opener.open, plan: planOf, options, clock, random: () => 0.5 },
    {
      state: ({ kind }) => kinds.push(kind),
      catalog: ({ tools }, stale) => catalogs.push([tools.length, stale]),
      log: () => {},
      notification: () => {},
      checked: () => {},
    },
    resting,
  );
  return { opener, clock, kinds, catalogs, connection };
}

describe("a connection that is lost", () => {
  it("answers the next call after a crash while idle, without showing an error", async () => {
    const { connection, opener, kinds, clock } = setUp();
    connection.start();
    await echo(connection);
    opener.last.lost();
    await echo(connection);
    assert.deepEqual(kinds, ["starting", "ready", "starting", "ready"]);
    assert.equal(clock.now(), 0, "without a wait");
  });

  it("opens one new session immediately, while the other calls in flight keep the old one", async () => {
    const { connection, opener } = setUp({ entry: remote });
    connection.start();
    await connection.whenReady(never);
    const { last } = opener;
    let answer = (_: string) => {};
    const slow = connection.run(never, () => new Promise<string>((resolve) => (answer = resolve)));
    last.lost(new HubError("session-lost", "Who are you?", { sent: "no" }));
    await echo(connection);
    assert.deepEqual([opener.links.length, last.disposed], [2, 0]);
    answer("at last");
    assert.equal(await slow, "at last");
    assert.equal(last.disposed, 1);
    await connection.stop("person");
  });

  it("checks a remote server immediately after a call that suggests that it is lost", async () => {
    for (const isThere of [true, false]) {
      const { connection, opener } = setUp({ entry: remote });
      connection.start();
      await connection.whenReady(never);
      opener.last.onPing = () => (isThere ? Promise.resolve() : Promise.reject(away()));
      await fails(connection);
      await turn();
      assert.deepEqual([opener.links[0]?.pings, opener.links.length], [1, isThere ? 1 : 2]);
    }
  });

  it("checks once for calls that fail one after another, and again half a second later", async () => {
    const { connection, opener, clock } = setUp({ entry: remote });
    connection.start();
    await connection.whenReady(never);
    for (let call = 0; call < 20; call++) await fails(connection);
    await turn();
    assert.equal(opener.last.pings, 1);
    clock.pass(499);
    await turn();
    assert.equal(opener.last.pings, 1);
    clock.pass(1);
    await turn();
    assert.equal(opener.last.pings, 2);
    clock.pass(10_000);
    await turn();
    assert.equal(opener.last.pings, 2, "nobody doubts anymore");
  });

  it("ends sessions that are still draining when it is stopped", async () => {
    const { connection, opener } = setUp({ entry: remote });
    connection.start();
    await connection.whenReady(never);
    void connection.run(never, () => new Promise<string>(() => {}));
    opener.last.lost(away());
    await connection.whenReady(never);
    await connection.stop("person");
    assert.deepEqual(
      opener.links.map(({ disposed }) => disposed),
      [1, 1],
    );
  });

  it("keeps the catalog, marked stale, until the server is back", async () => {
    const { connection, opener, catalogs } = setUp();
    connection.start();
    await connection.whenReady(never);
    opener.last.lost();
    assert.deepEqual([connection.catalog.tools.length, connection.isStale], [1, true]);
    await connection.whenReady(never);
    assert.deepEqual(catalogs, [
      [1, false],
      [1, true],
      [1, false],
    ]);
  });

  it("uses a remote server again within 0.3 s of its return, even after some seconds", async () => {
    for (const awayMs of [300, 1000, 5000]) {
      const { connection, opener, clock } = setUp({ entry: remote });
      connection.start();
      await connection.whenReady(never);
      clock.pass(10_000);
      opener.failures = Array.from({ length: 999 }, away);
      opener.last.lost(away());
      for (let ms = 0; ms < awayMs; ms += 10) {
        await new Promise((resolve) => setImmediate(resolve));
        clock.pass(10);
      }
      assert.notEqual(connection.state.kind, "ready");
      opener.failures = [];
      const back = clock.now();
      const settled = (async () => {
        while (connection.state.kind !== "ready") await new Promise((resolve) => setImmediate(resolve));
      })();
      await passing(clock, settled);
      assert.ok(clock.now() - back <= 300, `after ${awayMs} ms: ${clock.now() - back} ms`);
    }
  });

  it("counts a remote server as failed while it cannot be reached, never gives it up, and tries it immediately for a call", async () => {
    const { connection, opener, clock, kinds } = setUp({ entry: remote });
    opener.failures = Array.from({ length: 9999 }, away);
    connection.start();
    await passing(clock, connection.settled(), 50);
    assert.equal(connection.state.kind, "failed");
    const told = kinds.length;
    for (let n = 0; n < 300; n++) {
      await new Promise((resolve) => setImmediate(resolve));
      clock.pass(10_000);
    }
    const before = opener.failures.length;
    assert.ok(before > 9999 - 300 && kinds.length > told, "attempts go on, far apart");
    const asked = connection.whenReady(never);
    await assert.rejects(asked, { code: "transport", message: "Nothing listens.", sent: "no" });
    assert.equal(opener.failures.length, before - 1, "one attempt for the call");
    opener.failures = [];
    await echo(connection);
    assert.equal(connection.state.kind, "ready");
  });
});

describe("start modes", () => {
  it("start a lazy server at its first use", async () => {
    const { connection, opener } = setUp({}, "lazy");
    await turn();
    assert.equal(opener.links.length, 0);
    assert.deepEqual(connection.state, { kind: "stopped", reason: "lazy" });
    await echo(connection);
    assert.equal(opener.links.length, 1);
  });

  it("leave a manual server to the person", async () => {
    const { connection } = setUp({}, "manual");
    await assert.rejects(echo(connection), { code: "not-connected", message: /Connect it first/, sent: "no" });
    connection.start();
    await echo(connection);
  });

  it("stop an idle server, keep its catalog, and start it again when it is used", async () => {
    const entry = { kind: "valid", config: { command: "files", idleShutdownSeconds: 60 } } as const;
    const { connection, opener, clock } = setUp({ entry });
    connection.start();
    await connection.whenReady(never);
    clock.pass(59_000);
    await echo(connection);
    clock.pass(59_000);
    assert.equal(connection.state.kind, "ready", "a call is a use");
    let answer = () => {};
    const long = connection.run(never, () => new Promise<void>((resolve) => (answer = resolve)));
    clock.pass(600_000);
    assert.equal(connection.state.kind, "ready", "so is one in flight");
    answer();
    await long;
    clock.pass(60_000);
    assert.deepEqual(connection.state, { kind: "stopped", reason: "idle" });
    assert.deepEqual([connection.isStale, connection.catalog.tools.length, opener.last.disposed], [true, 1, 1]);
    await echo(connection);
    assert.equal(opener.links.length, 2);
  });
});
