import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { timed } from "../../figures";
import { Board } from "../board";
import { columnOf, inTime } from "../contenders";
import type { Peer } from "../peers/peer";
import { ProcessTree } from "../processTree";
import { echoServers, toolsOfEach } from "../upstreams";

/** Many servers behind one gateway: until all tools are listed, what the list then takes, and what memory. */
export async function measureServers(peers: readonly Peer[], rounds: number): Promise<void> {
  const board = new Board("Servers", {
    after1: { what: "1 server, from nothing to all tools listed", unit: "ms", better: "less" },
    after10: { what: "10 servers, from nothing to all tools listed", unit: "ms", better: "less" },
    after30: { what: "30 servers, from nothing to all tools listed", unit: "ms", better: "less" },
    list: { what: "3,000 tools of 30 servers listed", unit: "ms", better: "less", aim: 0.65 },
    asked: { what: "lists asked of a server meanwhile", unit: "", better: "less", limit: 0 },
    memory: { what: "memory above bare Node, 30 servers, the most", unit: "MB", better: "less", aim: 0.6 },
  });
  const bare = await bareNodeMb();
  for (let round = 0; round < rounds; round++)
    for (const count of [1, 10, 30] as const)
      for (const peer of round % 2 === 0 ? peers : peers.toReversed()) {
        if (count > 1 && !peer.aggregates) continue;
        await measure(peer, count).catch((error: unknown) => board.cannot(columnOf(peer), error));
      }
  console.log(`\n${board}`);

  async function measure(peer: Peer, count: 1 | 10 | 30): Promise<void> {
    const column = columnOf(peer);
    const began = performance.now();
    const running = await inTime(peer.start(echoServers(count, toolsOfEach)));
    try {
      const caller = await inTime(running.doors[""]?.() ?? Promise.reject(new Error("It has no such door.")));
      try {
        await inTime(untilListed(() => caller.list(), count * toolsOfEach));
        board.add(`after${count}`, column, performance.now() - began);
        if (count < 30) return;
        // The usual client asks once; more often only so that chance counts less.
        const name = "echo0";
        const before = await caller.call(name, "asked", {});
        for (let i = 0; i < 9; i++) board.add("list", column, await timed(() => inTime(caller.list())));
        const after = await caller.call(name, "asked", {});
        board.add("asked", column, listsIn(after) - listsIn(before));
        if (running.pid !== undefined)
          board.add("memory", column, (await ProcessTree.of(running.pid)).memoryMb("peak") - bare);
      } finally {
        await caller.close();
      }
    } finally {
      await running.stop();
    }
  }
}

/** Asks again and again: some answer with what they have so far. */
async function untilListed(list: () => Promise<number>, wanted: number): Promise<void> {
  for (let count = await list(); count < wanted; count = await list()) await delay(5);
}

/** How often the server was asked for its tools, as its own tool says in a text. */
const listsIn = (result: unknown): number => Number(/lists: (\d+)/.exec(JSON.stringify(result))?.[1] ?? Number.NaN);

/** The memory of a Node that does nothing, in MB. */
async function bareNodeMb(): Promise<number> {
  const child = spawn(process.execPath, ["-e", "process.stdout.write('up'); setInterval(() => {}, 1000)"]);
  try {
    await once(child.stdout, "data");
    return (await ProcessTree.of(child.pid ?? 0)).memoryMb("peak");
  } finally {
    child.kill("SIGKILL");
  }
}
