/**
 * What the layers of a call cost, beside a server that answers at once, in CPU time: the machine may be busy with other
 * things. `npx esbuild test/bench/callPath.ts --bundle --platform=node --outfile=out/callPath.js && node out/callPath.js`
 */
import { budget } from "../../src/core/calls/budget";
import { deadline } from "../../src/core/calls/deadline";
import { Breakers, guard } from "../../src/core/calls/limits/guard";
import { Limits } from "../../src/core/calls/limits/limit";
import { observe } from "../../src/core/calls/observe";
import { requestPath } from "../../src/core/calls/requestPath";
import { retry } from "../../src/core/calls/retry";
import { Shared } from "../../src/core/calls/share";
import { newCall, pipeline } from "../../src/core/calls/toolCall";
import { defaultOptions, type Options } from "../../src/core/config/schema/settings";
import { EventStream } from "../../src/core/hub/eventStream";
import { Metrics } from "../../src/core/hub/metrics";
import { systemClock } from "../../src/core/kernel/clock";
import type { ToolResult } from "../../src/core/messages/toolResult";
import type { Stamped } from "../../src/protocol/hubEvent";
import { aDesk } from "../support/aDesk";
import { fakeGrants, fakeServers } from "../support/callFixture";
import { aTool, definition } from "../support/fakeLink";
import { atServer, requestFacts } from "../support/requestFacts";

const calls = 20_000;
const rounds = 5;

const answer: ToolResult = { content: [{ type: "text", text: "done" }], isError: false };
const { signal } = new AbortController();
const refuse = async (): Promise<never> => {
  throw new Error("The benchmark does not need this.");
};

/** The way from a door to a server that answers at once. */
function pathTo(hint: boolean, more: Partial<Options> = {}) {
  const options = { ...defaultOptions, approval: "never" as const, ...more };
  const defined = definition("files");
  const tool = aTool("echo", { hints: { readOnly: hint } });
  const servers = fakeServers({
    tool: async () => tool,
    toolNow: () => tool,
    definition: () => defined,
    callTool: async () => answer,
  });
  const grants = fakeGrants({ grant: refuse, trusts: () => hint, trust: refuse, forget: refuse });
  const stream = new EventStream(systemClock.now, (error) => console.error(error));
  const { publish, onEvent } = stream;
  publish({ type: "server.added", server: "files", label: "files", scope: "user" });
  return requestPath({
    servers,
    options: () => options,
    grants,
    ask: refuse,
    desk: aDesk(),
    clock: systemClock,
    publish,
    onEvent,
  }).callTool;
}

const call = () =>
  newCall({ server: "files", tool: "echo", args: { text: "hello", n: 3 }, caller: { door: "command" }, signal });

/** Microseconds of CPU time for one run of `work`: the best of several rounds. */
async function cost(work: () => Promise<unknown>): Promise<number> {
  const found: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    for (let i = 0; i < calls; i++) await work();
    const { user, system } = process.cpuUsage(before);
    found.push((user + system) / calls);
  }
  return Math.min(...found);
}

async function print(): Promise<void> {
  const all = pathTo(false);
  const reads = pathTo(true);
  const cached = pathTo(true, { cacheSeconds: 600 });
  const optionsOf = () => defaultOptions;
  const publish = () => {};
  const trusts = () => false;
  const send = async () => answer;
  const inner = pipeline(
    budget(optionsOf, systemClock),
    new Shared({ optionsOf, trusts, clock: systemClock, follows: true }).layer,
    retry({ optionsOf, trusts, clock: systemClock, publish, random: Math.random }),
    new Limits({ optionsOf, clock: systemClock, publish }).layer,
    guard(new Breakers({ clock: systemClock, publish }), optionsOf),
  )(send);
  const { publish: tell } = new EventStream(systemClock.now, (error) => console.error(error));
  const observed = observe(tell, systemClock)(send);
  const inTime = deadline(optionsOf, systemClock)(send);
  const metrics = new Metrics();
  metrics.add({ type: "server.added", server: "files", label: "files", scope: "user", seq: 1, at: 1 });
  const ended: Stamped = {
    type: "call.ended",
    ...requestFacts({ tool: "echo" }),
    outcome: "ok",
    ms: 12,
    split: atServer(12),
    seq: 1,
    at: 1,
  };
  const rows: [what: string, work: () => Promise<unknown>][] = [
    ["nothing (the loop itself)", async () => call()],
    ["budget, share, retry, limit and guard", () => inner(call())],
    ["deadline", () => inTime(call())],
    ["observe and the stream", () => observed(call())],
    ["all layers, a tool that may write", () => all(call())],
    ["all layers, a read that may be shared", () => reads(call())],
    ["all layers, a read that is kept", () => cached(call())],
    ["one event folded into the metrics", async () => metrics.add(ended)],
  ];
  for (const [what, work] of rows) console.log(`${what.padEnd(40)} ${(await cost(work)).toFixed(2)} µs CPU`);
}

void print();
