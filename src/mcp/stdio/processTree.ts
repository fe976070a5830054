import { execFile, spawnSync } from "node:child_process";
import { type ProcessRow, processTable } from "./processTable";

/** What ending processes asks of the operating system. Tests answer with a table. */
export interface ProcessSystem {
  readonly platform: NodeJS.Platform;
  table(): readonly ProcessRow[];
  /** Negative numbers mean a whole group. A process that is already gone is no error. */
  kill(pid: number, signal: "SIGTERM" | "SIGKILL"): void;
  /** Windows: ends a process and all below it. */
  taskkill(pid: number): Promise<void>;
  taskkillNow(pid: number): void;
}

/**
 * A process and everything it started. On POSIX the process leads a group of its own; what left the group is found by its
 * parents, and remembered, because parents end first. On Windows the system keeps the tree.
 */
export class ProcessTree {
  private readonly strays = new Map<number, ProcessRow>();
  private rootStartedAt: string | undefined;

  constructor(
    readonly pid: number,
    private readonly system: ProcessSystem,
  ) {}

  /** Looks who belongs to the tree now. Call it while parents still live: orphans cannot be traced back. */
  note(): void {
    if (this.system.platform === "win32") return;
    this.members();
  }

  /** Whether anything of the tree still runs. On Windows only the root can be asked for; ask the root itself. */
  alive(): boolean {
    return this.system.platform !== "win32" && this.members().length > 0;
  }

  /** Asks (SIGTERM) or forces (SIGKILL) everything to end. Windows knows no asking: there it always forces. */
  async end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    if (this.system.platform === "win32") return this.system.taskkill(this.pid);
    this.signal(signal);
  }

  /** Forces everything to end before this returns: for the moment when the hub's own process exits. */
  endNow(): void {
    if (this.system.platform === "win32") this.system.taskkillNow(this.pid);
    else this.signal("SIGKILL");
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

/** What `taskkill` exits with when the process is already gone. */
const notFound = 128;
