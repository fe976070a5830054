import { percentile } from "../../figures";
import { Board } from "../board";
import { type Connected, inTurns, withPeers } from "../contenders";
import type { Peer } from "../peers/peer";
import { echoServers } from "../upstreams";

/** How much of everything; the engine compiles step by step what runs often, so each is warmed up first. */
export interface CallSizes {
  readonly rounds: number;
  readonly warmUpMs: number;
  /** Calls in sequence in a round. */
  readonly sequence: number;
  /** Milliseconds of a round at each number of calls in flight. */
  readonly windowMs: number;
}

const levels = [1, 8, 32, 128] as const;
type Level = (typeof levels)[number];

/** Latency, throughput, CPU and memory of calls of an echo tool, through the doors that are named. */
export async function measureCalls(
  title: string,
  peers: readonly Peer[],
  references: readonly Peer[],
  doors: readonly string[],
  aims: { readonly p50?: number; readonly perSecond?: number; readonly cpu?: number },
  { rounds, warmUpMs, sequence, windowMs }: CallSizes,
): Promise<void> {
  const perSecond = (level: Level) =>
    ({
      what: `${level} in flight`,
      unit: "calls/s",
      better: "more",
      ...(level === 32 && aimed(aims.perSecond)),
    }) as const;
  const board = new Board(title, {
    p50: { what: "in sequence, p50", unit: "ms", better: "less", ...aimed(aims.p50) },
    p95: { what: "in sequence, p95", unit: "ms", better: "less" },
    p99: { what: "in sequence, p99", unit: "ms", better: "less" },
    at1: perSecond(1),
    at8: perSecond(8),
    at32: perSecond(32),
    at128: perSecond(128),
    cpu: { what: "32 in flight, CPU for 1,000 calls", unit: "ms", better: "less", ...aimed(aims.cpu) },
    memory: { what: "memory, the most of the run", unit: "MB", better: "less" },
  });
  const round = async ({ column, caller, tree }: Connected) => {
    const times: number[] = [];
    for (let i = 0; i < sequence; i++) {
      const began = performance.now();
      await caller.call("echo", "echo", { text: "Hello, hello." });
      times.push(performance.now() - began);
    }
    for (const [key, share] of [
      ["p50", 0.5],
      ["p95", 0.95],
      ["p99", 0.99],
    ] as const)
      board.add(key, column, percentile(times, share));
    for (const level of levels) {
      const before = tree?.cpuMs() ?? 0;
      const { calls, seconds } = await inFlight(caller, level, windowMs);
      board.add(`at${level}`, column, calls / seconds);
      if (level === 32 && tree) board.add("cpu", column, ((tree.cpuMs() - before) / calls) * 1000);
    }
  };
  await withPeers({ peers, references, servers: echoServers(1), doors, board }, async (connected) => {
    await inTurns(connected, 1, board, async ({ caller }) => {
      await inFlight(caller, 1, warmUpMs / 2);
      await inFlight(caller, 32, warmUpMs / 2);
    });
    await inTurns(connected, rounds, board, round);
    await inTurns(connected, 1, board, async ({ column, tree }) => {
      if (tree) board.add("memory", column, tree.memoryMb("peak")); // fails where a gateway has ended meanwhile
    });
  });
  console.log(`\n${board}`);
}

const aimed = (aim: number | undefined) => (aim === undefined ? {} : { aim });

/** Calls without pause for a while, so many at once. */
async function inFlight({ call }: Connected["caller"], level: number, ms: number) {
  let calls = 0;
  const began = performance.now();
  const worker = async () => {
    while (performance.now() - began < ms) {
      await call("echo", "echo", { text: "Hello, hello." });
      calls++;
    }
  };
  await Promise.all(Array.from({ length: level }, worker));
  return { calls, seconds: (performance.now() - began) / 1000 };
}
