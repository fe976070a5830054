import assert from "node:assert/strict";
import { emptyCatalog } from "../../../src/core/catalog/catalog";
import { defaultOptions } from "../../../src/core/config/schema/settings";
import { Connection } from "../../../src/core/connection/connection";
import type { ConnectionListener } from "../../../src/core/connection/connectionPorts";
import type { OpenLink } from "../../../src/core/connection/link";
import { maxLosses, settlingMs } from "../../../src/core/connection/state";
import { HubError } from "../../../src/core/kernel/hubError";
import type { ConnectionKind } from "../../../src/protocol/connectionState";
import { FakeClock } from "../../support/fakeClock";
import { aTool, definition, FakeOpener, planOf } from "../../support/fakeLink";
import { passing, turn } from "../../support/passing";

const never = new AbortController().signal;
const quick = { ...defaultOptions, connectRetryDelayMs: 10, connectRetryMaxDelayMs: 20, healthCheckSeconds: 0 };

function setUp(more: Parameters<typeof definition>[1] = {}) {
  const opener = new FakeOpener();
  const clock = new FakeClock();
  const kinds: ConnectionKind[] = [];
  const logs: string[] = [];
  const catalogs: number[] = [];
  const listener: ConnectionListener = {
    state: ({ kind }) => kinds.push(kind),
    catalog: ({ tools }) => catalogs.push(tools.length),
    log: (_, __, text) => logs.push(text),
    notification: () => {},
    checked: () => {},
  };
  const open: OpenLink = (...args) => opener.open(...args);
  const ports = { open, plan: planOf, options: () => quick, clock };
  const connection = new Connection(definition("files", more), ports, listener);
  return { opener, clock, kinds, logs, catalogs, connection };
}

describe("a connection", () => {
  it("becomes ready with its catalog, once", async () => {
    const { connection, opener, kinds } = setUp();
    connection.start();
    connection.start();
    await connection.whenReady(never);
    assert.deepEqual(kinds, ["starting", "ready"]);
    assert.equal(opener.links.length, 1);
    assert.equal(connection.catalog.tools[0]?.name, "echo");
  });

  it("retries after a temporary failure", async () => {
    const { connection, opener, kinds, clock } = setUp();
    opener.failures = [new HubError("exited", "One."), new HubError("timeout", "Two.")];
    connection.start();
    await passing(clock, connection.whenReady(never));
    assert.deepEqual(kinds, ["starting", "waiting", "starting", "waiting", "starting", "ready"]);
  });

  it("gives up immediately when retrying cannot help", async () => {
    const { connection, opener, kinds } = setUp();
    opener.failures = [new HubError("spawn-failed", "No such program.")];
    connection.start();
    await assert.rejects(connection.whenReady(never), { code: "spawn-failed", message: "No such program." });
    assert.deepEqual(kinds, ["starting", "failed"]);
  });

  it("gives up after the last attempt, with the last error", async () => {
    const { connection, opener, clock } = setUp();
    opener.failures = Array.from({ length: 9 }, (_, n) => new HubError("exited", `Failure ${n + 1}.`));
    connection.start();
    await assert.rejects(passing(clock, connection.whenReady(never)), { code: "exited", message: "Failure 5." });
    assert.equal(opener.failures.length, 9 - defaultOptions.connectAttempts);
  });

  it("reports that a sign-in is needed", async () => {
    const { connection, opener } = setUp();
    opener.failures = [new HubError("needs-auth", "Sign in.")];
    connection.start();
    await assert.rejects(connection.whenReady(never), { code: "needs-auth" });
    assert.equal(connection.state.kind, "needs-auth");
  });

  it("limits an attempt that hangs, and disposes its link when it opens late", async () => {
    const { connection, opener, clock, kinds } = setUp();
    let openAtLast = () => {};
    const late = new Promise<void>((resolve) => {
      openAtLast = resolve;
    });
    const { open } = opener;
    let calls = 0;
    const slow = new Connection(
      definition("slow"),
      {
        open: async (...args) => {
          if (++calls === 1) await late;
          return open(...args);
        },
        plan: planOf,
        options: () => quick,
        clock,
      },
      {
        state: ({ kind }) => kinds.push(kind),
        catalog: () => {},
        log: () => {},
        notification: () => {},
        checked: () => {},
      },
    );
    slow.start();
    await turn();
    clock.pass(quick.connectTimeoutSeconds * 1000);
    await passing(clock, slow.whenReady(never));
    const changes = kinds.filter((kind, at) => kind !== kinds[at - 1]); // meanwhile it is told how it goes on
    assert.deepEqual(changes, ["starting", "waiting", "starting", "ready"]);
    openAtLast();
    await turn();
    assert.deepEqual(
      opener.links.map(({ disposed }) => disposed),
      [0, 1],
    );
    connection.dispose();
  });

  for (const [seconds, listMs] of [
    [30, 5000],
    [6, 2000],
  ] as const)
    it(`gives a list beside the tools ${listMs} ms of an attempt of ${seconds} s`, async () => {
      const config = { command: "files", connectTimeoutSeconds: seconds };
      const { connection, opener } = setUp({ entry: { kind: "valid", config } });
      const limits: (number | undefined)[] = [];
      const { open } = opener;
      opener.open = async (...args) => {
        const link = await open(...args);
        link.catalog = async (_signal, optionalMs) => {
          limits.push(optionalMs);
          return emptyCatalog;
        };
        return link;
      };
      connection.start();
      await connection.whenReady(never);
      assert.deepEqual(limits, [listMs]);
    });

  it("starts again when the link is lost, and ignores what the old link reports", async () => {
    const { connection, opener, clock, logs, kinds } = setUp();
    connection.start();
    await connection.whenReady(never);
    const first = opener.last;
    clock.pass(settlingMs);
    first.lost();
    await connection.whenReady(never);
    assert.equal(opener.links.length, 2);
    const before = logs.length;
    first.says("late");
    first.lost();
    assert.equal(logs.length, before);
    assert.deepEqual(kinds, ["starting", "ready", "starting", "ready"]);
  });

  it("stops a crash loop", async () => {
    const { connection, opener, clock } = setUp();
    connection.start();
    for (let crash = 1; crash <= maxLosses; crash++) {
      await passing(clock, connection.whenReady(never));
      opener.last.lost();
    }
    await assert.rejects(connection.whenReady(never), { code: "exited", message: /5 times/ });
    assert.equal(connection.state.kind, "failed");
    assert.equal(opener.links.length, maxLosses);
    assert.deepEqual([connection.catalog, connection.isStale], [emptyCatalog, false], "it offers nothing anymore");
  });

  it("says how many attempts there are, but for a remote server that is tried until it is back", async () => {
    const remote = { kind: "valid", config: { url: "https://a.example/mcp" } } as const;
    const { connection, opener, clock } = setUp({ entry: remote });
    const { open } = opener;
    const hang = () => {
      opener.open = (_, __, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    };
    const progress = async () => {
      await turn();
      clock.pass(5000);
      return connection.state.kind === "starting" ? connection.state.progress : connection.state.kind;
    };
    hang();
    connection.start();
    const first = { step: "program", leftMs: 25_000 };
    assert.deepEqual(await progress(), { ...first, attempts: quick.connectAttempts });
    await connection.stop("person");
    opener.open = open;
    connection.start();
    await connection.whenReady(never);
    clock.pass(settlingMs);
    hang();
    opener.last.lost(new HubError("transport", "Lost."));
    assert.deepEqual(await progress(), first);
    await connection.stop("person");
    assert.equal(clock.waiting, 0);
  });

  it("offers nothing while it is stopped by the person", async () => {
    const { connection } = setUp();
    connection.start();
    await connection.whenReady(never);
    await connection.stop("person");
    assert.deepEqual([connection.catalog, connection.isStale], [emptyCatalog, false]);
  });

  it("offers what is known of it until it is started, unless the person stopped it", () => {
    const known = { ...emptyCatalog, tools: [aTool("known")] };
    for (const [reason, catalog] of [
      ["lazy", known],
      ["idle", known],
      ["person", emptyCatalog],
    ] as const) {
      const ports = { open: new FakeOpener().open, plan: planOf, options: () => quick, clock: new FakeClock() };
      const silent = { state() {}, catalog() {}, log() {}, notification() {}, checked() {} };
      const connection = new Connection(definition("files"), ports, silent, reason, known);
      assert.deepEqual([connection.catalog, connection.isStale], [catalog, catalog === known], reason);
    }
  });

  it("tries at once after sleep", async () => {
    const { connection, opener } = setUp();
    opener.failures = [new HubError("exited", "One.")];
    connection.start();
    await turn();
    assert.equal(connection.state.kind, "waiting");
    connection.wake();
    await turn();
    assert.equal(connection.state.kind, "ready");
  });

  it("disposes a link that opens after it was stopped", async () => {
    const { connection, opener, kinds } = setUp();
    connection.start();
    const stopping = connection.stop("person");
    await stopping;
    await turn();
    assert.equal(connection.state.kind, "stopped");
    assert.ok(opener.links.every(({ disposed }) => disposed === 1));
    assert.ok(!kinds.includes("ready"));
  });

  it("does not fail the new attempt when it is stopped and started without a pause", async () => {
    const { connection, opener, kinds } = setUp();
    const { open } = opener;
    opener.open = (_, __, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    connection.start();
    await turn();
    opener.open = open;
    await Promise.all([connection.stop("person"), connection.start()]);
    await connection.whenReady(never);
    await turn();
    assert.deepEqual(kinds, ["starting", "stopped", "starting", "ready"]);
    assert.equal(opener.last.disposed, 0);
  });

  it("rejects waiting callers when it is stopped or disposed", async () => {
    for (const end of [(c: Connection) => c.stop("person"), (c: Connection) => c.dispose()]) {
      const { connection, opener } = setUp();
      opener.failures = [new HubError("exited", "No.")];
      connection.start();
      const waiting = connection.whenReady(never);
      await Promise.all([assert.rejects(waiting, { code: "not-connected" }), end(connection)]);
    }
  });

  it("ends only the wait when a caller cancels", async () => {
    const { connection } = setUp();
    connection.start();
    const abort = new AbortController();
    const waiting = connection.whenReady(abort.signal);
    abort.abort();
    await assert.rejects(waiting, { code: "cancelled" });
    await connection.whenReady(never);
  });

  it("refreshes when the server reports changes, at most once more however many it reports", async () => {
    const { connection, opener, catalogs, clock } = setUp();
    connection.start();
    await connection.whenReady(never);
    opener.last.offered = { ...opener.last.offered, tools: [aTool("a"), aTool("b")] };
    const { last } = opener;
    for (let n = 0; n < 50; n++) last.changed();
    await turn();
    assert.equal(last.refreshes, 1, "a burst is one refresh");

    last.onRefresh = () => {
      last.onRefresh = () => {};
      for (let n = 0; n < 50; n++) last.changed();
    };
    clock.pass(10_000);
    last.changed();
    await turn();
    assert.equal(last.refreshes, 2);
    clock.pass(10_000);
    await turn();
    assert.equal(last.refreshes, 3, "a burst during a refresh is one more");
    assert.deepEqual(catalogs, [1, 2], "the same list again is no news");
  });

  it("refreshes less and less often for a server that reports a change at each refresh", async () => {
    const { connection, opener, clock } = setUp();
    connection.start();
    await connection.whenReady(never);
    const { last } = opener;
    last.onRefresh = () => last.changed();
    last.changed();
    for (let tenth = 0; tenth < 600; tenth++) {
      await new Promise((resolve) => setImmediate(resolve));
      clock.pass(100);
    }
    assert.ok(last.refreshes >= 6 && last.refreshes <= 12, `${last.refreshes} lists in a minute`);

    last.onRefresh = () => {};
    for (let second = 0; second < 40; second++) {
      await new Promise((resolve) => setImmediate(resolve));
      clock.pass(1000);
    }
    const before = last.refreshes;
    last.changed();
    await turn();
    assert.equal(last.refreshes, before + 1, "one that was quiet is listed at once");
    await connection.stop("person");
  });

  it("is gone only when a link that was still opening is gone", async () => {
    const { connection, opener } = setUp();
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    opener.open = async (_, __, signal) => {
      await ended; // its process takes long to end
      throw signal.reason;
    };
    connection.start();
    await turn();
    const told: string[] = [];
    const stopping = connection.stop("person").then(() => told.push("stopped"));
    connection.dispose();
    const gone = connection.gone().then(() => told.push("gone"));
    await turn();
    assert.deepEqual(told, []);
    end();
    await Promise.all([stopping, gone]);
  });

  it("never starts what is disabled or wrongly configured", async () => {
    const error = { code: "bad-config", message: "No command." } as const;
    for (const more of [{ enabled: false }, { entry: { kind: "invalid", error } as const }]) {
      const { connection, opener } = setUp(more);
      connection.start();
      await assert.rejects(connection.whenReady(never), HubError);
      assert.equal(opener.links.length, 0);
    }
  });
});
