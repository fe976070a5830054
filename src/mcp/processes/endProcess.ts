import type { Clock } from "../../core/kernel/clock";

/** The process at the root of a tree, as ending it sees it. */
export interface RootProcess {
  /** Whether it has exited. */
  exited(): boolean;
  /** Settles when it has exited. */
  readonly whenExited: Promise<void>;
  /** Closes its standard input: the protocol's way to say goodbye (specification, lifecycle, shutdown over stdio). Missing without one. */
  closeInput?(): void;
}

/** A process and everything it started, as ending them sees it. */
export interface EndableTree {
  /** Looks who belongs to the tree now. Call it while parents still live: orphans are hard to trace back. */
  note(): Promise<void>;
  /** Whether anything of the tree still runs. */
  alive(): Promise<boolean>;
  /** Asks (SIGTERM) or forces (SIGKILL) everything to end. */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
  /** Forces everything to end before this returns: for the moment when the hub's own process exits. */
  endNow(): void;
}

const graceMs = 1000;
const pollMs = 50;

/**
 * Ends a program's processes as the protocol asks: close the input, then SIGTERM, then SIGKILL, a second between each. Settles with
 * whether nothing is left, at most about three seconds later; on Windows, where looking takes a second, at most about eight.
 */
export async function endProcess(root: RootProcess, tree: EndableTree, clock: Clock): Promise<boolean> {
  await tree.note();
  root.closeInput?.();
  if (root.closeInput && (await gone(root, tree, clock))) return true;
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    await tree.end(signal);
    if (await gone(root, tree, clock)) return true;
  }
  return false;
}

async function gone(root: RootProcess, tree: EndableTree, clock: Clock): Promise<boolean> {
  const end = clock.now() + graceMs;
  await Promise.race([root.whenExited, pause(clock, graceMs)]);
  if (!root.exited()) return false;
  while (await tree.alive()) {
    if (clock.now() >= end) return false;
    await pause(clock, pollMs);
  }
  return true;
}

const pause = (clock: Clock, ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve));
