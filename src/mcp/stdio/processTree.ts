import { execFile, spawnSync } from "node:child_process";
import type { EndableTree } from "./endProcess";
import { type ProcessRow, processTable } from "./processTable";
import { sharedRead } from "./sharedRead";
import { windowsTable } from "./windowsTable";
import { type WindowsSystem, WindowsTree } from "./windowsTree";

/** What ending processes asks of the operating system. Tests answer with a table. */
export interface ProcessSystem extends WindowsSystem {
  readonly platform: NodeJS.Platform;
  table(): readonly ProcessRow[];
  /** Negative numbers mean a whole group. A process that is already gone is no error. */
  kill(pid: number, signal: "SIGTERM" | "SIGKILL"): void;
}

/** The tree below a process that was spawned at `spawnedAt`, in milliseconds since the epoch. */
export const treeBelow = (pid: number, system: ProcessSystem, spawnedAt: number): EndableTree =>
  system.platform === "win32" ? new WindowsTree(pid, system, spawnedAt) : new ProcessTree(pid, system);

/**
 * A process and everything it started, on POSIX: the process leads a group of its own; what left the group is found by its
 * parents, and remembered, because parents end first.
 */
export class ProcessTree implements EndableTree {
  private readonly strays = new Map<number, ProcessRow>();
  private rootStartedAt: string | undefined;

  constructor(
    readonly pid: number,
    private readonly system: ProcessSystem,
  ) {}

  note(): void {
    this.members();
  }

  alive(): boolean {
    return this.members().length > 0;
  }

  async end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    this.signal(signal);
  }

  endNow(): void {
    this.signal("SIGKILL");
  }

  private signal(signal: "SIGTERM" | "SIGKILL"): void {
    const members = this.members();
    if (members.some(({ group }) => group === this.pid)) this.system.kill(-this.pid, signal);
    for (const { pid, group } of members) if (group !== this.pid) this.system.kill(pid, signal);
  }

  private members(): readonly ProcessRow[] {
    const table = this.system.table();
    const root = table.find(({ pid }) => pid === this.pid);
    this.rootStartedAt ??= root?.startedAt;
    // Another process under the root's number: the group of that number is a stranger's.
    const foreign = root !== undefined && root.startedAt !== this.rootStartedAt;

    const ours = new Map<number, ProcessRow>();
    for (const row of table) {
      const isStray = this.strays.get(row.pid)?.startedAt === row.startedAt;
      if (isStray || (!foreign && row.group === this.pid)) ours.set(row.pid, row);
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

/** The real operating system. `report` hears of what should not fail: a refused signal, a missing `taskkill`. */
export function processSystem(report: (error: unknown) => void): ProcessSystem {
  const taskkill = ["/T", "/F", "/PID"];
  return {
    platform: process.platform,
    table: () => {
      try {
        return processTable();
      } catch (error) {
        report(error);
        return [];
      }
    },
    kill(pid, signal) {
      try {
        process.kill(pid, signal);
      } catch (error) {
        if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) report(error);
      }
    },
    windowsTable: sharedWindowsTable(report),
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

const sharedWindowsTable = (report: (error: unknown) => void) =>
  sharedRead(async () => {
    try {
      return await windowsTable();
    } catch (error) {
      report(error);
      return [];
    }
  });

/** What `taskkill` exits with when the process is already gone. */
const notFound = 128;
