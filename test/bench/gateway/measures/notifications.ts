import { percentile } from "../../figures";
import { Board } from "../board";
import { inTurns, withPeers } from "../contenders";
import type { Peer } from "../peers/peer";
import { echoServers } from "../upstreams";

const flood = { perSecond: 10_000, ms: 2000 };

/** One server says 10,000 things a second while another one is called. Only a gateway with several servers can show that. */
export async function measureNotifications(peers: readonly Peer[], rounds: number): Promise<void> {
  const board = new Board("10,000 notifications/s beside calls to another server", {
    p50: { what: "p50 of the calls", unit: "ms", better: "less" },
    p99: { what: "p99 of the calls", unit: "ms", better: "less" },
    calls: { what: "calls meanwhile", unit: "calls/s", better: "more" },
    cpu: { what: "CPU meanwhile", unit: "ms/s", better: "less" },
    growth: { what: "memory growth", unit: "MB", better: "less" },
  });
  const { echo0: loud, echo1: echo } = echoServers(2);
  if (!loud || !echo) throw new Error("Two servers are needed.");
  const servers = { loud, echo };
  const aggregators = peers.filter(({ aggregates }) => aggregates);
  await withPeers({ peers: aggregators, servers, doors: [""], board }, async (connected) => {
    await inTurns(connected, 1, board, async ({ caller }) => {
      for (let i = 0; i < 500; i++) await caller.call("echo", "echo", { text: "warm" });
      await caller.call("loud", "flood", { ...flood, ms: 1 });
    });
    await inTurns(connected, rounds, board, async ({ column, caller, tree }) => {
      const [cpu, memory] = [tree?.cpuMs() ?? 0, tree?.memoryMb("now") ?? 0];
      let flooding = true;
      const flooded = caller.call("loud", "flood", flood).finally(() => {
        flooding = false;
      });
      flooded.catch(() => {}); // awaited below, unless a call fails first
      const times: number[] = [];
      while (flooding) {
        const began = performance.now();
        await caller.call("echo", "echo", { text: "calm" });
        times.push(performance.now() - began);
      }
      await flooded;
      board.add("p50", column, percentile(times, 0.5));
      board.add("p99", column, percentile(times, 0.99));
      board.add("calls", column, (times.length * 1000) / flood.ms);
      if (!tree) return;
      board.add("cpu", column, ((tree.cpuMs() - cpu) * 1000) / flood.ms);
      board.add("growth", column, tree.memoryMb("now") - memory);
    });
  });
  console.log(`\n${board}`);
}
