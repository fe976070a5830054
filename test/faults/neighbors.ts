import assert from "node:assert/strict";
import type { HeadlessHub } from "../../src/headless/headlessHub";
import { type Fault, onBoth, type Show } from "./fault";
import { isReady, pause, type Stage, type Transport, until } from "./stage";

/** How much slower a healthy server's calls may be while another one has faults, at the 99th percentile. */
const bound = 1.5;
const blocks = 10;
const callsInBlock = 300;
const faultEveryMs = 100;
const runs = 4;

/**
 * The 99th percentile of a healthy server's calls, in milliseconds, alone and while another server fails in every way: the median of the
 * blocks, so that a moment in which the machine was busy counts once.
 */
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
    alone.push(p99(await block(hub)));
    const faults = faultsOf(hub, `round-${round}`);
    beside.push(p99(await block(hub)));
    await faults.stop();
    await until(() => isReady(hub, "faulty"));
  }
  await hub.close();
  return { aloneMs: at(alone, 0.5), besideMs: at(beside, 0.5) };
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

/** Between those that end the process are some that it answers: one that answers nothing is given up as broken. */
const kinds = ["hang", "garbage", "mid", "garbage", "hang", "before", "garbage", "after", "garbage"];

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

const at = (times: readonly number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? Number.NaN;

const p99 = (times: readonly number[]): number => at(times, 0.99);

/** The best of a few runs: what else runs on the machine may spoil a run, and never makes it better. */
const neighbor: Show = async (stage, transport) => {
  const ratios: number[] = [];
  for (let run = 0; run < runs && !ratios.some((ratio) => ratio <= bound); run++) {
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
