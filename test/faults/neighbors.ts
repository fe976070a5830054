import assert from "node:assert/strict";
import type { HeadlessHub } from "../../src/headless/headlessHub";
import { type Fault, onBoth, type Show } from "./fault";
import { isReady, pause, type Stage, type Transport, until } from "./stage";

/** How much slower a healthy server's calls may be while another one has faults, at the 99th percentile. */
const bound = 1.5;
const blocks = 10;
const callsInBlock = 300;
const faultEveryMs = 50;

/** The 99th percentile of a healthy server's calls, in milliseconds, alone and while another server fails in every way. */
export interface NeighborFigures {
  readonly aloneMs: number;
  readonly besideMs: number;
}

/** Measures both in one run, a block of calls of the one after a block of the other. */
export async function neighborFigures(stage: Stage, transport: Transport): Promise<NeighborFigures> {
  const servers = { healthy: await stage.server(transport), faulty: await stage.server(transport) };
  servers.faulty.keepUp();
  const hub = stage.hub(servers, { callTimeoutSeconds: 1, breakerFailures: 0, retries: 1 });
  await until(() => isReady(hub, "healthy") && isReady(hub, "faulty"));
  await block(hub); // warms up
  const [alone, beside]: [number[], number[]] = [[], []];
  for (let round = 0; round < blocks; round++) {
    alone.push(...(await block(hub)));
    const faults = faultsOf(hub, `round-${round}`);
    beside.push(...(await block(hub)));
    await faults.stop();
    await until(() => isReady(hub, "faulty"));
  }
  return { aloneMs: p99(alone), besideMs: p99(beside) };
}

async function block(hub: HeadlessHub): Promise<readonly number[]> {
  const times: number[] = [];
  for (let call = 0; call < callsInBlock; call++) {
    const began = performance.now();
    await hub.callTool("healthy", "args", { call });
    times.push(performance.now() - began);
  }
  return times;
}

const kinds = ["hang", "garbage", "mid", "hang", "before", "garbage", "after"];

/** One fault after another, until it is stopped; then until each of these calls has ended. */
function faultsOf(hub: HeadlessHub, name: string) {
  const stopped = new AbortController();
  const calls: Promise<unknown>[] = [];
  const work = (async () => {
    for (let number = 0; !stopped.signal.aborted; number++) {
      const args = { key: `${name}-${number}`, fault: kinds[number % kinds.length] };
      calls.push(Promise.allSettled([hub.callTool("faulty", "count", args, { signal: stopped.signal })]));
      await pause(faultEveryMs);
    }
  })();
  return {
    async stop() {
      stopped.abort();
      await work;
      await Promise.all(calls);
    },
  };
}

const p99 = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? Number.NaN;

/** The best of three: what else runs on the machine may spoil a run, and never makes it better. */
const neighbor: Show = async (stage, transport) => {
  const ratios: number[] = [];
  for (let run = 0; run < 3 && !ratios.some((ratio) => ratio <= bound); run++) {
    const { aloneMs, besideMs } = await neighborFigures(stage, transport);
    ratios.push(besideMs / aloneMs);
  }
  assert.ok(
    Math.min(...ratios) <= bound,
    `p99 beside a server with faults is ${ratios.map((one) => one.toFixed(2))} ×`,
  );
};

/** What the faults of one server cost another. */
export const neighbors: readonly Fault[] = [
  {
    fault: "Another server has one fault after another",
    happens: "A healthy server's calls go on; their 99th percentile stays within 1.5 × of what it is otherwise",
    recovers: "not affected",
    shown: onBoth(neighbor),
  },
];
