import assert from "node:assert/strict";
import type { HeadlessHub } from "../../src/headless/headlessHub";
import { type Fault, onBoth, type Show } from "./fault";
import { isReady, pause, type Stage, type Transport, until } from "./stage";

/** How much slower a healthy server's calls may be while another one has faults, at the 99th percentile. */
const bound = 1.5;
const blocks = 10;
const callsInBlock = 2000;
const faultEveryMs = 20;
const runs = 4;

/**
 * The 99th percentile of a healthy server's calls, in milliseconds, alone and while another server fails in every way: the median of the
 * blocks, so that a moment in which the machine was busy counts once.
 */
export interface NeighborFigures {
  readonly aloneMs: number;
  readonly besideMs: number;
}

/** What the other server does in a block: it fails again and again, or its process dies and is started again. */
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
  await block(hub); // warms up
  const [alone, beside]: [number[], number[]] = [[], []];
  for (let round = 0; round < blocks; round++) {
    alone.push(p99(await block(hub)));
    const faults = neighbor === "fails" ? faultsOf(hub, transport, `round-${round}`) : crashOf(hub, `round-${round}`);
    beside.push(p99(await block(hub)));
    await faults.stop();
  }
  await hub.close();
  return { aloneMs: at(alone, 0.5), besideMs: at(beside, 0.5) };
}

/** How long each of some calls took, one after the other. */
async function block(hub: HeadlessHub): Promise<readonly number[]> {
  const times: number[] = [];
  for (let call = 0; call < callsInBlock; call++) {
    const began = performance.now();
    await hub.callTool("healthy", "args", { call });
    times.push(performance.now() - began);
  }
  return times;
}

const kinds = { stdio: ["hang", "garbage"], http: ["hang", "before", "garbage", "after", "mid", 503] } as const;

/** One fault after another, until it is stopped; then until each of these calls has ended. */
function faultsOf(hub: HeadlessHub, transport: Transport, name: string) {
  const stopped = new AbortController();
  const { signal } = stopped;
  const calls: Promise<unknown>[] = [];
  const work = (async () => {
    for (let number = 0; !signal.aborted; number++) {
      const fault = kinds[transport][number % kinds[transport].length];
      const call = hub.callTool("faulty", "count", { key: `${name}-${number}`, fault }, { signal });
      calls.push(Promise.allSettled([call]));
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

/** The server's process dies in the middle of a call, and is started again. */
function crashOf(hub: HeadlessHub, key: string) {
  const call = Promise.allSettled([hub.callTool("faulty", "count", { key, fault: "mid" })]);
  return {
    async stop() {
      await call;
      await hub.callTool("faulty", "look"); // a process that never answers between its crashes would be given up as broken
    },
  };
}

const at = (times: readonly number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? Number.NaN;

const p99 = (times: readonly number[]): number => at(times, 0.99);

/** The best of a few runs: what else runs on the machine may spoil a run, and never makes it better. */
const shows =
  (neighbor: Neighbor): Show =>
  async (stage, transport) => {
    const ratios: number[] = [];
    for (let run = 0; run < runs && !ratios.some((ratio) => ratio <= bound); run++) {
      const { aloneMs, besideMs } = await neighborFigures(stage, transport, neighbor);
      ratios.push(besideMs / aloneMs);
    }
    const best = Math.min(...ratios);
    assert.ok(best <= bound, `p99 beside it is ${ratios.map((one) => one.toFixed(2))} × of what it is otherwise`);
  };

/** What the faults of one server cost another. */
export const neighbors: readonly Fault[] = [
  {
    fault: "Another server hangs, answers garbage or drops a request, 50 times a second",
    happens:
      "A healthy server's calls go on; their 99th percentile stays within 1.5 × of what it is otherwise (median of 10 blocks of 2,000 calls)",
    recovers: "not affected",
    shown: onBoth(shows("fails")),
  },
  {
    fault: "Another server's process crashes in a call and starts again, once in each block",
    happens: "A healthy server's calls go on as above",
    recovers: "not affected",
    shown: { stdio: shows("crashes") },
  },
];
