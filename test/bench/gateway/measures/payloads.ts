import { median, timed } from "../../figures";
import { Board } from "../board";
import { inTurns, withPeers } from "../contenders";
import type { Peer } from "../peers/peer";
import { echoServers } from "../upstreams";

const sizes = [
  ["1 KB", 1_000, 200],
  ["100 KB", 100_000, 40],
  ["5 MB", 5_000_000, 2],
] as const;

/** Large results, and large arguments: a size may be more than a gateway takes. */
export async function measurePayloads(
  peers: readonly Peer[],
  references: readonly Peer[],
  rounds: number,
): Promise<void> {
  for (const [kind, tool, argsOf] of [
    ["a result", "sized", (bytes: number) => ({ bytes })],
    ["an argument", "count", (bytes: number) => ({ text: "x".repeat(bytes) })],
  ] as const)
    for (const [name, bytes, calls] of sizes) {
      const board = new Board(`${kind} of ${name}`, {
        ms: {
          what: "p50",
          unit: "ms",
          better: "less",
          ...(bytes === 5_000_000 && kind === "a result" && { aim: 0.25 }),
        },
      });
      const args = argsOf(bytes);
      await withPeers({ peers, references, servers: echoServers(1), doors: [""], board }, (connected) =>
        inTurns(connected, rounds, board, async ({ column, caller }) => {
          const times: number[] = [];
          for (let i = 0; i < calls; i++) times.push(await timed(() => caller.call("echo", tool, args)));
          board.add("ms", column, median(times));
        }),
      );
      console.log(`\n${board}`);
    }
}
