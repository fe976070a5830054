import { execFile, spawnSync } from "node:child_process";
import type { EndableTree } from "./endProcess";
import { withMark, withMarkNow } from "./processFacts";
import { type ProcessRow, processTable, processTableNow } from "./processTable";
import { type WindowsSystem, WindowsTree, windowsTable } from "./windowsTree";

/** The operating system as the ending of processes uses it. Tests use a table. */
export interface ProcessSystem extends WindowsSystem {
  readonly platform: NodeJS.Platform;
  /** All running processes, read after the call; empty where they cannot be read. POSIX only, like the two below. */
  table(): Promise<readonly ProcessRow[]>;
  /** These processes, or all, read synchronously. */
  tableNow(pids?: readonly number[]): readonly ProcessRow[];
  /** Those of the processes that hold the mark in their environment (`processFacts.ts`). */
  withMark?(pids: readonly number[], mark: string): Promise<readonly number[]>;
  withMarkNow?(pids: readonly number[], mark: string): readonly number[];
  /** Whether a process group has a member, even if only a zombie. Cheap. */
  hasGroup(group: number): boolean;
  /** Negative numbers mean a whole group. A process that has already ended is not an error. */
  kill(pid: number, signal: "SIGTERM" | "SIGKILL"): void;
}

/** The tree below a process that was spawned at `spawnedAt`, in milliseconds since the epoch. */
export const treeBelow = (
  pid: number,
  system: ProcessSystem,
  spawnedAt: number,
  hasExited: () => boolean,
  mark?: string,
  carriers?: number,
): EndableTree =>
  system.platform === "win32"
    ? new WindowsTree(pid, system, spawnedAt)
    : new ProcessTree(pid, system, { hasExited, mark, ...(carriers && { carriers }) });

/** What is known about the root process in advance. */
export interface KnownRoot {
  readonly startedAt?: string;
  /** Whether it has ended and was reaped: another process may then have its pid. */
  readonly hasExited?: () => boolean;
  /** Part of the environment of the root and of everything that it started. */
  readonly mark?: string | undefined;
  /**
   * How many processes, from the root down, only carry the program, as a sandbox does: their end would kill the program, so SIGTERM goes
   * to what is below them.
   */
  readonly carriers?: number;
}

/**
 * A process and everything that it started, on POSIX: the process leads a group of its own; processes that left the group are found by
 * their parents, and remembered, because parents end first. One that left both behind, such as a daemon, is found by the mark in its
 * environment, if the root was given one.
 */
export class ProcessTree implements EndableTree {
  private readonly strays = new Map<number, ProcessRow>();
  private rootStartedAt: string | undefined;

  constructor(
    readonly pid: number,
    private readonly system: ProcessSystem,
    private readonly root: KnownRoot = {},
  ) {
    this.rootStartedAt = root.startedAt;
  }

  async note(): Promise<void> {
    await this.members();
  }

  async alive(): Promise<boolean> {
    return (await this.members()).length > 0;
  }

  /** A process that got the pid of a member since the table was read is not signaled. */
  async end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const members = new Map((await this.members()).map((row) => [row.pid, row]));
    const now = members.size > 0 ? this.system.tableNow([...members.keys()]) : [];
    const same = now.filter(({ pid, startedAt }) => members.get(pid)?.startedAt === startedAt);
    const carried = signal === "SIGTERM" ? this.carriedBy(same) : [];
    if (carried.length > 0) for (const { pid } of carried) this.system.kill(pid, signal);
    else this.signal(signal, same);
  }

  /** The processes below those that only carry the program; none where nothing carries it. */
  private carriedBy(members: readonly ProcessRow[]): readonly ProcessRow[] {
    const { carriers = 0 } = this.root;
    let level: readonly number[] = [this.pid];
    let below = members;
    for (let left = carriers; left > 0; left--) {
      const above = level;
      below = below.filter(({ pid }) => !above.includes(pid));
      level = below.filter(({ parent }) => above.includes(parent)).map(({ pid }) => pid);
    }
    return carriers > 0 ? below : [];
  }

  endNow(): void {
    if (this.isEmpty()) return;
    const table = this.system.tableNow();
    const { mark } = this.root;
    const found = mark === undefined ? [] : (this.system.withMarkNow?.(this.unattached(table), mark) ?? []);
    this.signal("SIGKILL", this.membersIn(table, this.hasExited(), found));
  }

  private signal(signal: "SIGTERM" | "SIGKILL", members: readonly ProcessRow[]): void {
    if (members.some(({ group }) => group === this.pid)) this.system.kill(-this.pid, signal);
    for (const { pid, group } of members) if (group !== this.pid) this.system.kill(pid, signal);
  }

  private async members(): Promise<readonly ProcessRow[]> {
    if (this.isEmpty()) return [];
    const hasExited = this.hasExited(); // it may exit while the table is read
    const table = await this.system.table();
    const { mark } = this.root;
    const found = mark === undefined ? [] : ((await this.system.withMark?.(this.unattached(table), mark)) ?? []);
    return this.membersIn(table, hasExited, found);
  }

  /** The processes that may be daemons of the root: the process that started them is gone. */
  private unattached(table: readonly ProcessRow[]): readonly number[] {
    const running = new Map(table.map((row) => [row.pid, row]));
    const reaperOf = ({ parent }: ProcessRow) => {
      const row = running.get(parent);
      return parent <= 1 || !row || row.parent <= 1;
    };
    return table.filter((row) => row.group !== this.pid && reaperOf(row)).map(({ pid }) => pid);
  }

  /**
   * Whether nothing is left, without reading the table: so for a simple server that has ended by itself. To look for its daemons then would
   * cost every other server's calls; they are found when the hub ends, or at the next start, which has not watched the root and only knows
   * its mark.
   */
  private isEmpty(): boolean {
    const onlyMarkIsKnown = this.root.mark !== undefined && this.root.hasExited === undefined;
    return !onlyMarkIsKnown && this.strays.size === 0 && !this.system.hasGroup(this.pid);
  }

  private hasExited(): boolean {
    return this.root.hasExited?.() ?? false;
  }

  private membersIn(
    table: readonly ProcessRow[],
    hasExited: boolean,
    marked: readonly number[] = [],
  ): readonly ProcessRow[] {
    const root = table.find(({ pid }) => pid === this.pid);
    if (!hasExited) this.rootStartedAt ??= root?.startedAt;
    // Another process has the root's pid: the group of that number is not the server's.
    const foreign = root !== undefined && (hasExited || root.startedAt !== this.rootStartedAt);

    const ours = new Map<number, ProcessRow>();
    for (const row of table) {
      const isStray = this.strays.get(row.pid)?.startedAt === row.startedAt;
      if (isStray || (marked.includes(row.pid) && row.pid !== this.pid) || (!foreign && row.group === this.pid))
        ours.set(row.pid, row);
    }
    for (let grown = true; grown; ) {
      const below = table.filter(({ pid, parent }) => !ours.has(pid) && ours.has(parent));
      for (const row of below) ours.set(row.pid, row);
      grown = below.length > 0;
    }
    for (const row of ours.values()) if (row.group !== this.pid) this.strays.set(row.pid, row);
    return [...ours.values()];
  }
}

/** The real operating system. `report` takes failures that should not happen: a refused signal, a missing `taskkill`. */
export function processSystem(report: (error: unknown) => void): ProcessSystem {
  const taskkill = ["/T", "/F", "/PID"];
  return {
    platform: process.platform,
    table: sharedTable(processTable, report),
    tableNow(pids) {
      try {
        return processTableNow(pids);
      } catch (error) {
        report(error);
        return [];
      }
    },
    withMark,
    withMarkNow,
    hasGroup(group) {
      try {
        return process.kill(-group, 0);
      } catch (error) {
        // A group that must not be signaled exists.
        return !(error instanceof Error && "code" in error && error.code === "ESRCH");
      }
    },
    kill(pid, signal) {
      try {
        process.kill(pid, signal);
      } catch (error) {
        if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) report(error);
      }
    },
    windowsTable: sharedTable(windowsTable, report),
    taskkill: (pid) =>
      new Promise((resolve) => {
        execFile("taskkill", [...taskkill, String(pid)], { windowsHide: true, timeout: 5000 }, (error) => {
          if (error && error.code !== notFound) report(error);
          resolve();
        });
      }),
    taskkillNow: (pid) => {
      const { error } = spawnSync("taskkill", [...taskkill, String(pid)], { windowsHide: true, timeout: 2000 });
      if (error) report(error);
    },
  };
}

const sharedTable = <Row>(read: () => Promise<readonly Row[]>, report: (error: unknown) => void) =>
  sharedRead(async () => {
    try {
      return await read();
    } catch (error) {
      report(error);
      return [];
    }
  });

/** The exit code of `taskkill` where the process has already ended. */
const notFound = 128;

/**
 * One reading at a time. Calls during a reading share the next one: a result is never older than its call.
 */
export function sharedRead<T>(read: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> | undefined;
  let next: Promise<T> | undefined;
  const begin = async () => {
    await running;
    next = undefined;
    const begun = read();
    running = Promise.allSettled([begun]);
    return begun;
  };
  return () => {
    next ??= begin();
    return next;
  };
}
