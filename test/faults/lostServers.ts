import assert from "node:assert/strict";
import type { HeadlessHub } from "../../src/headless/headlessHub";
import { assertSoon, busy, count, look, tookQuiet } from "./asserts";
import { type Fault, onBoth, type Show } from "./fault";
import { isReady, pause, pidOf, stateOf, took, until } from "./stage";

const rounds = [1, 2, 3, 4, 5];

/** From the end of the process until the server is ready again. */
const crashInCall: Show = async (stage) => {
  const server = await stage.server("stdio");
  const hub = await stage.ready(server);
  const times: number[] = [];
  for (const round of rounds) {
    const inFlight = look(hub, `read-${round}`, { fault: "hang" });
    await until(() => server.tries().has(`read-${round}`));
    await assert.rejects(count(hub, `write-${round}`, { fault: "killed" }), { code: "exited" });
    times.push(await tookQuiet(() => until(() => isReady(hub))));
    await inFlight;
    assert.equal(server.tries().get(`write-${round}`), 1, "what may have been done is not sent again");
  }
  assertSoon(times, 350);
};

/** From the return of the server until it is ready again. */
const crashInCallOverHttp: Show = async (stage) => {
  const server = await stage.server("http");
  const hub = await stage.ready(server);
  const times: number[] = [];
  for (const round of rounds) {
    const inFlight = look(hub, `read-${round}`, { fault: "hang" });
    await until(() => server.tries().has(`read-${round}`));
    await assert.rejects(count(hub, `write-${round}`, { fault: "killed" }), { code: "transport" });
    await server.comeBack();
    times.push(await tookQuiet(() => inFlight));
    assert.equal(server.tries().get(`write-${round}`), 1, "what may have been done is not sent again");
  }
  assertSoon(times, 500);
};

const idleCrash: Show = async (stage, transport) => {
  const server = await stage.server(transport);
  const hub = await stage.ready(server);
  const times: number[] = [];
  for (const round of rounds) {
    await count(hub, `before-${round}`);
    const pid = pidOf(hub);
    await server.crash(hub);
    await server.comeBack();
    times.push(await tookQuiet(() => count(hub, `after-${round}`)));
    if (transport === "stdio") assert.notEqual(pidOf(hub), pid);
  }
  assert.deepEqual([...server.done().values()], [...rounds, ...rounds].fill(1));
  assertSoon(times, transport === "stdio" ? 350 : 500);
};

const away: Show = async (stage) => {
  const server = await stage.server("http");
  const times: number[] = [];
  const comesBack = async (hub: HeadlessHub) => {
    await server.comeBack();
    times.push(await tookQuiet(() => until(() => isReady(hub))));
  };
  const patient = await stage.ready(server, { recoveryWaitSeconds: 30 });
  for (const awayMs of [300, 600]) {
    await server.crash(patient);
    const waiting = look(patient);
    await pause(awayMs);
    await comesBack(patient);
    await waiting;
  }
  await patient.close();

  const hub = await stage.ready(server, { recoveryWaitSeconds: 1 });
  await server.crash(hub);
  const waiting = assert.rejects(look(hub), { code: "transport" });
  await pause(1500);
  await waiting;
  await assert.rejects(look(hub), { code: "transport", message: /nothing listens/ });
  await comesBack(hub);
  assertSoon(times, 500);
};

const forgotten: Show = async (stage) => {
  for (const status of [404, 400]) {
    const server = await stage.server("http", `--forgotten-status=${status}`);
    const hub = await stage.ready(server);
    await count(hub, "first", { fault: "forget" });
    await look(hub, "forget", { fault: "forget" });
    await Promise.all(["a", "b", "c"].map((key) => count(hub, key)));
    assert.deepEqual([...server.done().values()], [1, 1, 1, 1]);
    const opened = (await server.requests()).filter(({ body }) => body?.includes('"initialize"'));
    assert.equal(opened.length, 3, "one new session each time");
    await hub.close();
  }
};

const cannotStart: Show = async (stage) => {
  const server = await stage.server("stdio", "--exit=3", "--message=no licence");
  const hub = stage.hub({ server }, { connectRetryDelayMs: 10 });
  await assert.rejects(look(hub), { code: "exited", message: /no licence.*exit code 3/s });
};

const flapping: Show = async (stage) => {
  const server = await stage.server("stdio", "--dies-idle=200");
  const hub = stage.hub({ server }, { connectRetryDelayMs: 10 });
  await until(() => stateOf(hub, "server")?.kind === "failed");
  await assert.rejects(look(hub), { code: "exited", message: /^It stopped 5 times soon after it had started/ });
};

const flappingOverHttp: Show = async (stage) => {
  const server = await stage.server("http");
  const hub = await stage.ready(server);
  for (const round of [1, 2, 3, 4, 5, 6]) {
    await server.crash(hub);
    await server.comeBack();
    await look(hub, `round-${round}`);
  }
};

const frozen: Show = async (stage, transport) => {
  const server = await stage.server(transport);
  const hub = await stage.ready(server, { healthCheckSeconds: 1, healthTimeoutSeconds: 1 });
  await server.freeze(hub);
  await until(() => !isReady(hub));
  await server.thaw();
  await look(hub);
};

const silent: Show = async (stage, transport) => {
  const [server, other] = [await stage.server(transport, "--silent"), await stage.server(transport)];
  const hub = stage.hub({ server: { ...server.entry, connectTimeoutSeconds: 8 }, other }, { connectAttempts: 1 });
  const call = assert.rejects(look(hub), { code: "timeout", message: /took longer than 8 seconds/ });
  await look(hub, "k", {}, "other");
  assert.notEqual(stateOf(hub, "server")?.kind, "failed", "the other did not wait for it");
  await call;
};

/** The caller's own limit is shorter than what the server is given to start. */
const silentBeyondLimit: Show = async (stage, transport) => {
  const server = await stage.server(transport, "--silent");
  const hub = stage.hub({ server }, { callLimitSeconds: 1 });
  const ms = await took(() => assert.rejects(look(hub), { code: "timeout" }));
  assert.ok(ms < 5000, `it waited ${Math.round(ms)} ms`);
};

const slowStart: Show = async (stage, transport) => {
  const [server, other] = [await stage.server(transport, "--slow-start=1000"), await stage.server(transport)];
  const hub = stage.hub({ server, other });
  const call = look(hub);
  await look(hub, "k", {}, "other");
  assert.ok(!isReady(hub), "the other did not wait for it");
  await call;
};

const stubborn: Show = async (stage) => {
  const server = await stage.server("stdio", "--ignore-sigterm");
  const hub = await stage.ready(server);
  const pid = pidOf(hub) ?? 0;
  const call = assert.rejects(busy(hub, 60_000), { code: "not-connected" });
  await look(hub); // the other one is on its way before it
  await hub.close();
  await call;
  assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
};

/** Faults that take the server, its process or its session away, or keep it from coming up. */
export const lostServers: readonly Fault[] = [
  {
    fault: "The server crashes during a call",
    happens: "Calls in flight fail at once; only those that are safe to repeat are sent again, and succeed",
    recovers: "0.35 s after the crash (a process), 0.5 s after the server is back (HTTP)",
    shown: { stdio: crashInCall, http: crashInCallOverHttp },
  },
  {
    fault: "The server crashes, or is restarted, between calls",
    happens: "No error: the next call waits for the new process or session",
    recovers: "as above",
    shown: onBoth(idleCrash),
  },
  {
    fault: "The server is away for a while",
    happens:
      "Calls wait for `recoveryWaitSeconds`, then fail at once with the reason while attempts to reconnect continue",
    recovers: "0.5 s after it is back, or 5 % of the time it was away",
    shown: { http: away },
  },
  {
    fault: "The server forgets the session (404, or a 400 that mentions it)",
    happens: "No error: one new session is opened for all, and the calls are sent again",
    recovers: "at once",
    shown: { http: forgotten },
  },
  {
    fault: "The program ends as soon as it starts",
    happens: "After `connectAttempts` attempts it counts as failed, with its exit code and last output",
    recovers: "on Connect",
    waits: true,
    shown: { stdio: cannotStart },
  },
  {
    fault: "The server comes and goes",
    happens:
      "A process that stops 5 times soon after its start without answering a call counts as failed, with the reason; a remote server never does",
    recovers: "on Connect (a process), at once (HTTP)",
    waits: true,
    shown: { stdio: flapping, http: flappingOverHttp },
  },
  {
    fault: "The server freezes between calls",
    happens: "After three failed health checks it gets a new process or session",
    recovers: "3 checks",
    waits: true,
    shown: onBoth(frozen),
  },
  {
    fault: "The server is silent when it starts",
    happens: "Its calls fail after `connectTimeoutSeconds`; calls to other servers do not wait",
    recovers: "on Connect",
    waits: true,
    shown: onBoth(silent),
  },
  {
    fault: "The server takes longer to start than the call's limit",
    happens: "The call fails at `callLimitSeconds`; the server keeps starting",
    recovers: "when it is up",
    waits: true,
    shown: onBoth(silentBeyondLimit),
  },
  {
    fault: "The server starts slowly",
    happens: "Its calls wait and succeed; calls to other servers do not wait",
    recovers: "when it is up",
    waits: true,
    shown: onBoth(slowStart),
  },
  {
    fault: "The server ignores the end of its input and SIGTERM",
    happens: "Stopping it ends its whole process tree with SIGKILL; calls in flight fail at once",
    recovers: "3 s",
    waits: true,
    shown: { stdio: stubborn },
  },
];
