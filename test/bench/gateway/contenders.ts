import type { Board, Column } from "./board";
import type { Caller } from "./callers/caller";
import { ourName } from "./peers/ours";
import type { Peer, Programs, RunningPeer } from "./peers/peer";
import { ProcessTree } from "./processTree";

/** A client that is connected to a gateway through one of its doors. */
export interface Connected {
  readonly column: Column;
  readonly caller: Caller;
  /** What the gateway uses; missing for what has no process of its own. */
  readonly tree?: ProcessTree | undefined;
}

/** Milliseconds that one piece of work may take, so that what hangs does not hang the others. */
const workLimitMs = 60_000;

/** The column of a door of a peer, e.g. "this gateway, REST". */
export function columnOf(peer: Peer, door = "", references: readonly Peer[] = []): Column {
  const name = door === "" ? peer.name : `${peer.name}, ${door}`;
  if (references.includes(peer)) return { name, role: "reference" };
  // Where the peers have no such door, theirs is compared with the usual one.
  if (peer.name === ourName) return { name, role: door === "2026-07-28" ? "reference" : "ours" };
  return { name, role: "peer" };
}

/** Starts peers before the same servers, connects to each of the doors that it has, does the work, and ends them all. */
export async function withPeers<Key extends string>(
  given: {
    readonly peers: readonly Peer[];
    readonly references?: readonly Peer[];
    readonly servers: Programs;
    readonly doors: readonly string[];
    readonly board: Board<Key>;
  },
  work: (connected: readonly Connected[]) => Promise<void>,
): Promise<void> {
  const { peers, references = [], servers, doors, board } = given;
  const running: RunningPeer[] = [];
  const connected: Connected[] = [];
  try {
    for (const peer of [...peers, ...references]) {
      const column = columnOf(peer, doors[0], references);
      try {
        const started = await inTime(peer.start(servers));
        running.push(started);
        for (const door of doors) {
          const open = started.doors[door];
          if (open) connected.push({ column: columnOf(peer, door, references), caller: await inTime(open()) });
        }
        const tree = started.pid === undefined ? undefined : await ProcessTree.of(started.pid);
        for (const [index, one] of connected.entries())
          if (one.column.name.startsWith(peer.name)) connected[index] = { ...one, tree };
      } catch (error) {
        board.cannot(column, error);
      }
    }
    await work(connected);
  } finally {
    await Promise.allSettled(connected.map(({ caller }) => caller.close()));
    await Promise.all(running.map((one) => one.stop()));
  }
}

/** Rounds of all, one after the other, nobody always first. Who fails is left out of what follows, and the board says why. */
export async function inTurns<Key extends string>(
  connected: readonly Connected[],
  rounds: number,
  board: Board<Key>,
  round: (one: Connected) => Promise<void>,
): Promise<void> {
  let left = [...connected];
  for (let i = 0; i < rounds; i++) {
    for (const one of [...left]) {
      try {
        await inTime(round(one));
      } catch (error) {
        board.cannot(one.column, error);
        left = left.filter((other) => other !== one);
      }
    }
    const [first, ...others] = left;
    if (first) left = [...others, first];
  }
}

/** @throws {Error} where it takes too long */
export function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It took more than ${workLimitMs / 1000} s.`)), workLimitMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
