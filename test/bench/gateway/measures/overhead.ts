import { percentile } from "../../figures";
import { Board, type Column } from "../board";
import { inTurns, withPeers } from "../contenders";
import { ours, references } from "../peers/ours";
import { echoServers } from "../upstreams";

/** What the gateway adds to the same call of the hub as a module, in turns of a few calls each. */
export async function measureOverhead(rounds: number): Promise<void> {
  const board = new Board("What HTTP adds", {
    p50: { what: "the same call as a module, p50 of the difference", unit: "ms", better: "less" },
    p95: { what: "the same call as a module, p95 of the difference", unit: "ms", better: "less", limit: 1 },
  });
  const difference: Column = { name: "this gateway − hub as a module", role: "ours" };
  const servers = echoServers(1);
  const module_ = references.filter(({ name }) => name === "hub as a module");
  await withPeers({ peers: [ours], references: module_, servers, doors: [""], board }, async (connected) => {
    if (connected.length < 2) return;
    const times = new Map(connected.map(({ column }) => [column.name, [] as number[]]));
    await inTurns(connected, 2 * rounds, board, async ({ column, caller }) => {
      const mine: number[] = [];
      for (let i = 0; i < 300; i++) {
        const began = performance.now();
        await caller.call("echo", "echo", { text: "Hello, hello." });
        mine.push(performance.now() - began);
      }
      times.get(column.name)?.push(...mine);
    });
    const [gateway = [], alone = []] = [...times.values()].map((all) => all.slice(all.length / 2));
    for (const [key, share] of [
      ["p50", 0.5],
      ["p95", 0.95],
    ] as const)
      board.add(key, difference, percentile(gateway, share) - percentile(alone, share));
  });
  console.log(`\n${board}`);
}
