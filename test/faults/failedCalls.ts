import assert from "node:assert/strict";
import { assertFailsBy, busy, count, look, text } from "./asserts";
import { type Fault, onBoth, type Show } from "./fault";
import { isReady, pause, pidOf, took, until } from "./stage";

const hang: Show = async (stage, transport) => {
  const server = await stage.server(transport);
  const hub = await stage.ready(server, { callTimeoutSeconds: 1 });
  const others = [busy(hub, 400), look(hub, "a"), count(hub, "b")];
  await assertFailsBy(1000, () => count(hub, "k", { fault: "hang" }), { code: "timeout", message: /1 second/ });
  await Promise.all(others);
  await look(hub, "k", { fault: "hang" }); // its second attempt
  assert.deepEqual([server.done().get("k"), server.tries().get("k")], [undefined, 2]);
};

const progress: Show = async (stage, transport) => {
  const server = await stage.server(transport);
  const hub = await stage.ready(server, { callTimeoutSeconds: 1, callLimitSeconds: 5 });
  const call = (steps: number) => hub.callTool("server", "progress", { steps, everyMs: 250 });
  const endless = assertFailsBy(5000, () => call(100), { code: "timeout", message: /within 5 seconds/ });
  assert.deepEqual(await call(6), text("done"));
  await endless;
};

/** Before it is done, after it is done, and in the middle of the answer. */
const cut: Show = async (stage) => {
  const server = await stage.server("http");
  const hub = await stage.ready(server);
  for (const fault of ["before", "after", "mid"]) {
    const others = [busy(hub, 300), look(hub, `other-${fault}`), count(hub, `other-${fault}`)];
    await assertFailsBy(500, () => count(hub, fault, { fault }), { code: "transport" });
    await look(hub, `read-${fault}`, { fault, times: 2 });
    await Promise.all(others);
  }
  const done = Object.fromEntries(server.done());
  assert.deepEqual(done, { "other-before": 1, "other-after": 1, "other-mid": 1, after: 1, mid: 1 });
  assert.deepEqual([server.tries().get("before"), server.tries().get("read-mid")], [1, 3]);
};

/** Half a line, and then the end: what the process did before is not done again. */
const halfALine: Show = async (stage) => {
  const server = await stage.server("stdio");
  const hub = await stage.ready(server);
  for (const fault of ["before", "after", "mid"]) {
    await assert.rejects(count(hub, fault, { fault }), { code: "exited" });
    await look(hub, `read-${fault}`, { fault });
  }
  assert.deepEqual(Object.fromEntries(server.done()), { after: 1, mid: 1 });
};

const garbage: Show = async (stage, transport) => {
  const server = await stage.server(transport);
  const hub = await stage.ready(server);
  const pid = pidOf(hub);
  await Promise.all([busy(hub, 100), count(hub, "a", { fault: "garbage" }), count(hub, "b")]);
  assert.deepEqual([isReady(hub), pidOf(hub), [...server.done().values()]], [true, pid, [1, 1]]);
};

const chatter: Show = async (stage) => {
  const server = await stage.server("stdio", "--chatter");
  await count(await stage.ready(server), "a");
};

const tenMegabytes: Show = async (stage, transport) => {
  const server = await stage.server(transport);
  const hub = await stage.ready(server);
  const large = hub.callTool("server", "big", { bytes: 10_000_000 });
  await Promise.all([count(hub, "a"), look(hub)]);
  const [block] = (await large).content;
  assert.ok(block?.type === "text" && block.text.length === 10_000_000);
};

const hugeStderr: Show = async (stage) => {
  const server = await stage.server("stdio", "--stderr=20000000");
  const hub = await stage.ready(server);
  await Promise.all([count(hub, "a"), look(hub)]);
};

/** Both forms of Retry-After; the wait fits the first caller's limit, and not the second's. */
const tooMany: Show = async (stage) => {
  const server = await stage.server("http");
  const hub = await stage.ready(server);
  for (const [key, retryAfter, least] of [
    ["seconds", 1, 950],
    ["date", "date", 900],
  ] as const) {
    const ms = await took(() => count(hub, key, { fault: 429, retryAfter }));
    assert.ok(ms >= least, `it waited ${Math.round(ms)} ms`);
  }
  const hurried = await stage.ready(server, { callLimitSeconds: 5 });
  const expected = { code: "rate-limited", retryAfterMs: 60_000, message: /60 seconds/ };
  await assertFailsBy(500, () => count(hurried, "long", { fault: 429, retryAfter: 60 }), expected);
  assert.deepEqual(Object.fromEntries(server.done()), { seconds: 1, date: 1 });
};

const unavailable: Show = async (stage) => {
  const server = await stage.server("http");
  const hub = await stage.ready(server);
  await look(hub, "read", { fault: 503, times: 2 });
  await assert.rejects(count(hub, "write", { fault: 503 }), { code: "transport", message: /HTTP 503/ });
  const ms = await took(() => look(hub, "later", { fault: 503, retryAfter: 1 }));
  assert.ok(ms >= 950, `it waited ${Math.round(ms)} ms`);
  assert.deepEqual([server.tries().get("read"), server.tries().get("write"), server.done().size], [3, 1, 0]);
};

const limitInResult: Show = async (stage, transport) => {
  const server = await stage.server(transport);
  const rule = { tool: "server/tooMany", text: "too many requests", waitSeconds: 0.5 };
  const hub = await stage.ready(server, { rateLimitRules: [rule] }, { safeToRepeat: ["tooMany"] });
  assert.deepEqual(await hub.callTool("server", "tooMany", { calls: 1 }), text("at last"));
};

const breaker: Show = async (stage, transport) => {
  const server = await stage.server(transport);
  const hub = await stage.ready(server, { breakerFailures: 3, breakerCoolDownSeconds: 5 });
  const fault = transport === "stdio" ? "killed" : "before";
  for (const key of ["1", "2", "3"]) await assert.rejects(count(hub, key, { fault }));
  await until(() => isReady(hub)); // a call waits for its server before it asks the breaker
  await assertFailsBy(0, () => count(hub, "4"), { code: "circuit-open" });
  await pause(5000);
  await count(hub, "5");
  await count(hub, "6");
  assert.deepEqual([...server.done().keys()], ["5", "6"]);
};

const outage: Show = async (stage) => {
  const server = await stage.server("http");
  const hub = await stage.ready(server, { breakerFailures: 3, breakerCoolDownSeconds: 3600 });
  for (const key of ["1", "2", "3"]) await assert.rejects(count(hub, key, { fault: 503 }));
  await assertFailsBy(0, () => count(hub, "4"), { code: "circuit-open" });
  await pause(1000);
  await count(hub, "5");
  assert.deepEqual([...server.done().keys()], ["5"]);
};

const fullQueue: Show = async (stage, transport) => {
  const server = await stage.server(transport);
  const hub = await stage.ready(server, { maxConcurrentCalls: 1, maxQueuedCalls: 1 });
  const first = busy(hub, 300);
  const second = count(hub, "second");
  await assertFailsBy(0, () => count(hub, "third"), { code: "queue-full", message: /1 waiting, 1 running/ });
  await Promise.all([first, second]);
};

const ignoresPings: Show = async (stage, transport) => {
  const server = await stage.server(transport, "--no-ping");
  const hub = await stage.ready(server, { healthCheckSeconds: 1, healthTimeoutSeconds: 1 });
  const pid = pidOf(hub);
  await pause(3000); // a check, its timeout, its list; and the next check
  assert.deepEqual([isReady(hub), pidOf(hub)], [true, pid]);
  await count(hub, "a");
};

const closedStreams: Show = async (stage) => {
  const server = await stage.server("http", "--close-streams");
  const hub = await stage.ready(server);
  await pause(1500);
  await count(hub, "a");
  const streams = (await server.requests()).filter(({ method }) => method === "GET");
  assert.ok(streams.length >= 1 && streams.length <= 4, `${streams.length} streams`);
  assert.ok(isReady(hub));
};

const lists: Show = async (stage, transport) => {
  const server = await stage.server(transport, "--pages=3");
  const hub = await stage.ready(server);
  const names = () => hub.listTools().map(({ tool }) => tool);
  const before = names();
  assert.ok(before.includes("echo") && before.includes("garbledResult"), "the first and the last page");
  await hub.callTool("server", "change", { part: "tools" });
  await until(() => names().length === before.length + 1);
};

/** Faults of calls, while the server itself stays. */
export const failedCalls: readonly Fault[] = [
  {
    fault: "A call gets no answer",
    happens: "It fails at `callTimeoutSeconds` and is cancelled at the server; other calls continue",
    recovers: "at once",
    shown: onBoth(hang),
  },
  {
    fault: "A call reports progress and never ends",
    happens: "Each report extends `callTimeoutSeconds`; at `callLimitSeconds` it fails",
    recovers: "at once",
    waits: true,
    shown: onBoth(progress),
  },
  {
    fault: "The connection breaks before, during, or after an answer",
    happens: "The call fails at once and is sent again only if it is safe to repeat; other calls continue",
    recovers: "at once",
    shown: { stdio: halfALine, http: cut },
  },
  {
    fault: "Bytes that are not a message come before an answer",
    happens: "They are skipped; no call fails",
    recovers: "at once",
    shown: onBoth(garbage),
  },
  {
    fault: "The server writes its log to standard output",
    happens: "The lines are skipped",
    recovers: "at once",
    shown: { stdio: chatter },
  },
  {
    fault: "An answer of 10 MB",
    happens: "It arrives complete; other calls are answered meanwhile",
    recovers: "at once",
    shown: onBoth(tenMegabytes),
  },
  {
    fault: "20 MB on standard error",
    happens: "The log keeps a bounded part; calls continue",
    recovers: "at once",
    shown: { stdio: hugeStderr },
  },
  {
    fault: "429, with Retry-After in seconds or as a date",
    happens:
      "The call waits as told and is sent again; a call whose limit ends sooner fails at once, with the time in the error",
    recovers: "when the server allows",
    waits: true,
    shown: { http: tooMany },
  },
  {
    fault: "503",
    happens: "Reads are sent again, after Retry-After if it is given; a call that may have taken effect fails at once",
    recovers: "with the server",
    waits: true,
    shown: { http: unavailable },
  },
  {
    fault: "A result reports a rate limit",
    happens: "`rateLimitRules` recognize it; the call waits and is sent again as after a 429",
    recovers: "when the rule says",
    shown: onBoth(limitInResult),
  },
  {
    fault: "One call after another fails",
    happens: "After `breakerFailures` failures, calls are refused at once; then one trial call is sent",
    recovers: "`breakerCoolDownSeconds`",
    waits: true,
    shown: onBoth(breaker),
  },
  {
    fault: "One call after another is refused with 503",
    happens:
      "Calls are refused as above; a trial call is sent after 0.5, 1, 2, 4 … s, unless a ping finds the server away",
    recovers: "within 1 s, or within as long again as the outage took",
    waits: true,
    shown: { http: outage },
  },
  {
    fault: "More calls than `maxConcurrentCalls`",
    happens: "They wait in a fair, bounded queue; when it is full, calls fail at once",
    recovers: "as calls end",
    shown: onBoth(fullQueue),
  },
  {
    fault: "The server does not answer pings",
    happens: "It is asked for a list instead and stays connected",
    recovers: "at once",
    waits: true,
    shown: onBoth(ignoresPings),
  },
  {
    fault: "The stream for the server's own messages keeps closing",
    happens: "It is reopened after longer and longer waits; calls continue",
    recovers: "at once",
    waits: true,
    shown: { http: closedStreams },
  },
  {
    fault: "The lists come in pages and change",
    happens: "All pages are read; changes show up without a restart",
    recovers: "at once",
    shown: onBoth(lists),
  },
];
