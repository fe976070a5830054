import { setTimeout as delay } from "node:timers/promises";
import { percentile } from "../../figures";
import { Board, type Column } from "../board";
import { type Connected, withPeers } from "../contenders";
import { ours } from "../peers/ours";
import { echoServers } from "../upstreams";

const perSecond = 100;
const sampleMs = 2000;

/** 100 calls a second for a time: errors, latency, and what memory does. The first tenth is not judged: the engine still compiles. */
export async function measureSoak(minutes: number): Promise<void> {
  const board = new Board(`${perSecond} calls/s for ${minutes} min`, {
    errors: { what: "errors", unit: "", better: "less", limit: 0 },
    p50: { what: "p50", unit: "ms", better: "less" },
    p99: { what: "p99", unit: "ms", better: "less" },
    early: { what: "memory after a tenth of the time", unit: "MB", better: "less" },
    half: { what: "memory after half of the time", unit: "MB", better: "less" },
    end: { what: "memory at the end", unit: "MB", better: "less" },
    growth: { what: "memory at the end ÷ after a tenth", unit: "×", better: "less", limit: 1.1 },
  });
  await withPeers({ peers: [ours], servers: echoServers(1), doors: [""], board }, async (connected) => {
    for (const one of connected) await soak(one, minutes * 60_000, board);
  });
  console.log(`\n${board}`);
}

async function soak<Key extends string>(
  { column, caller, tree }: Connected,
  ms: number,
  board: Board<Key | "errors" | "p50" | "p99" | "early" | "half" | "end" | "growth">,
): Promise<void> {
  const times: number[] = [];
  const memory: number[] = [];
  let errors = 0;
  const call = async () => {
    const began = performance.now();
    try {
      await caller.call("echo", "echo", { text: "Hello, hello." });
      times.push(performance.now() - began);
    } catch (error) {
      if (errors++ === 0) board.cannot(column as Column, error);
    }
  };
  const began = performance.now();
  const pending = new Set<Promise<void>>();
  let sent = 0;
  for (let passed = 0; passed < ms; passed = performance.now() - began) {
    for (; sent < (passed * perSecond) / 1000; sent++) {
      const one = call().finally(() => pending.delete(one));
      pending.add(one);
    }
    if (memory.length < passed / sampleMs) memory.push(tree?.memoryMb("now") ?? 0);
    await delay(5);
  }
  await Promise.all(pending);
  // The middle of a few samples each: one may have come before the engine collected its garbage.
  const around = (share: number) => {
    const middle = Math.round(share * (memory.length - 1));
    return percentile(memory.slice(Math.max(0, middle - 4), middle + 5), 0.5);
  };
  board.add("errors", column, errors);
  board.add("p50", column, percentile(times, 0.5));
  board.add("p99", column, percentile(times, 0.99));
  board.add("early", column, around(0.1));
  board.add("half", column, around(0.5));
  board.add("end", column, around(1));
  board.add("growth", column, around(1) / around(0.1));
}
