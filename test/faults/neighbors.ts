import assert from "node:assert/strict";
import type { HeadlessHub } from "../../src/headless/headlessHub";
import { type Fault, onBoth, type Show } from "./fault";
import { isReady, type Stage, type Transport, until } from "./stage";

/** How much slower a healthy server's calls may be while another one has faults, at the 99th percentile. */
const bound = 1.5;
const blocks = 10;
const callsInBlock = 2000;
/** One call to the other server for so many to the healthy one: about twenty a second. */
const callsBetween = 100;
const runs = 4;

/**
 * The 99th percentile of a healthy server's calls, in milliseconds, while another server answers and while it fails: the median of the
 * blocks, so that a moment in which the machine was busy counts once. Both have the same calls to the other server: what a call costs
 * that merely runs beside them is no fault.
 */
export interface NeighborFigures {
  readonly withoutMs: number;
  readonly besideMs: number;
}

/** What the other server does in a block: its calls fail in each way in turn, or its process dies once and is started again. */
export type Neighbor = "fails" | "crashes";

/** Measures both in one run, a block of calls of the one after a block of the other. */
export async function neighborFigures(
  stage: Stage,
  transport: Transport,
  neighbor: Neighbor,
): Promise<NeighborFigures> {
  const servers = { healthy: await stage.server(transport), faulty: await stage.server(transport) };
  servers.faulty.keepUp();
  const hub = stage.hub(servers, { callTimeoutSeconds: 1, breakerFailures: 0, retries: 3 });
  await until(() => isReady(hub, "healthy") && isReady(hub, "faulty"));
  const faults: readonly unknown[] = neighbor === "crashes" ? ["mid"] : kinds[transport];
  const every = neighbor === "crashes" ? callsInBlock : callsBetween;
  let asked = 0;
  const other = (fails: boolean) => () => {
    const fault = fails ? faults[asked % faults.length] : undefined;
    return hub.callTool("faulty", "count", { key: `call-${asked++}`, fault });
  };
  await block(hub, every, other(false)); // warms up
  const [without, beside]: [number[], number[]] = [[], []];
  for (let round = 0; round < blocks; round++) {
    without.push(p99(await block(hub, every, other(false))));
    beside.push(p99(await block(hub, every, other(true))));
    await hub.callTool("faulty", "look"); // a process that never answers between its crashes would be given up as broken
  }
  await hub.close();
  return { withoutMs: at(without, 0.5), besideMs: at(beside, 0.5) };
}

/** How long each of some calls took, one after the other, while every so many of them another call begins. */
async function block(hub: HeadlessHub, every: number, other: () => Promise<unknown>): Promise<readonly number[]> {
  const times: number[] = [];
  const others: Promise<unknown>[] = [];
  for (let call = 0; call < callsInBlock; call++) {
    if (call % every === 0) others.push(Promise.allSettled([other()]));
    const began = performance.now();
    await hub.callTool("healthy", "args", { call });
    times.push(performance.now() - began);
  }
  await Promise.all(others);
  return times;
}

const kinds = { stdio: ["hang", "garbage"], http: ["hang", "before", "garbage", "after", "mid", 503] } as const;

const at = (times: readonly number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? Number.NaN;

const p99 = (times: readonly number[]): number => at(times, 0.99);

/** The best of a few runs: what else runs on the machine may spoil a run, and never makes it better. */
const shows =
  (neighbor: Neighbor): Show =>
  async (stage, transport) => {
    const ratios: number[] = [];
    for (let run = 0; run < runs && !ratios.some((ratio) => ratio <= bound); run++) {
      const { withoutMs, besideMs } = await neighborFigures(stage, transport, neighbor);
      ratios.push(besideMs / withoutMs);
    }
    const best = Math.min(...ratios);
    assert.ok(
      best <= bound,
      `p99 beside it is ${ratios.map((one) => one.toFixed(2))} × of what it is without the faults`,
    );
  };

/** What the faults of one server cost another. */
export const neighbors: readonly Fault[] = [
  {
    fault: "Another server hangs, answers garbage, or drops a request, twenty times a second",
    happens:
      "A healthy server's calls continue; their 99th percentile stays within 1.5 × of what it is while the other server answers (median of 10 blocks of 2,000 calls)",
    recovers: "not affected",
    shown: onBoth(shows("fails")),
  },
  {
    fault: "Another server's process crashes during a call and restarts, once in each block",
    happens: "A healthy server's calls continue, as above",
    recovers: "not affected",
    shown: { stdio: shows("crashes") },
  },
];
