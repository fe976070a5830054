import type { Clock } from "../../core/kernel/clock";

/** The root process of a tree, as `endProcess` uses it. */
export interface RootProcess {
  /** Whether it has exited. */
  exited(): boolean;
  /** Settles when it has exited. */
  readonly whenExited: Promise<void>;
  /** Closes its standard input: how the protocol ends a server (specification, lifecycle, shutdown over stdio). Missing without one. */
  closeInput?(): void;
}

/** A process and everything that it started, as `endProcess` uses them. */
export interface EndableTree {
  /** Records the present members of the tree. Call it while parents still live: orphans are hard to trace back. */
  note(): Promise<void>;
  /** Whether any process of the tree is running. */
  alive(): Promise<boolean>;
  /** Asks (SIGTERM) or forces (SIGKILL) everything to end. */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
  /** Forces everything to end before it returns: for the exit of the hub's own process. */
  endNow(): void;
}

const graceMs = 1000;
const pollMs = 50;

/**
 * Ends a program's processes as the protocol asks: close the input, then SIGTERM, then SIGKILL, with a second between. Settles with
 * whether nothing is left, at most about three seconds later; on Windows, where reading the process table takes a second, about eight.
 */
export async function endProcess(root: RootProcess, tree: EndableTree, clock: Clock): Promise<boolean> {
  await tree.note();
  root.closeInput?.();
  if (root.closeInput && (await hasEnded(root, tree, clock))) return true;
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    await tree.end(signal);
    if (await hasEnded(root, tree, clock)) return true;
  }
  return false;
}

async function hasEnded(root: RootProcess, tree: EndableTree, clock: Clock): Promise<boolean> {
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
