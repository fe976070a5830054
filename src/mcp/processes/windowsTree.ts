import { execFile } from "node:child_process";
import path from "node:path";
import type { EndableTree } from "./endProcess";

/** Windows as the ending of processes uses it. Tests use a table. */
export interface WindowsSystem {
  /** All running processes, read after the call; empty where they cannot be read. */
  windowsTable(): Promise<readonly WindowsRow[]>;
  /** Ends a process and everything below it. A process that has already ended is not an error. */
  taskkill(pid: number): Promise<void>;
  taskkillNow(pid: number): void;
}

/** How far the start time of a process may be from the time of its spawn in the hub, in milliseconds. */
const tolerance = 5000;

/**
 * A process and everything that it started, on Windows. There are no groups: the members of the tree are found by their parents, and
 * remembered, because a shim between two of them may be gone when its child is looked for.
 */
export class WindowsTree implements EndableTree {
  /** The start times of the present and former members of the tree, by pid. */
  private readonly known = new Map<number, number>();

  constructor(
    readonly pid: number,
    private readonly system: WindowsSystem,
    private readonly spawnedAt: number,
  ) {}

  async note(): Promise<void> {
    await this.members();
  }

  async alive(): Promise<boolean> {
    return (await this.members()).length > 0;
  }

  /** Windows has no SIGTERM: this always forces. */
  async end(): Promise<void> {
    const members = await this.members();
    const pids = new Set(members.map(({ pid }) => pid));
    const tops = members.filter(({ parent }) => !pids.has(parent)).map(({ pid }) => pid);
    // Where the table cannot be read, the root is the only known member.
    await Promise.all((tops.length > 0 ? tops : [this.pid]).map((pid) => this.system.taskkill(pid)));
  }

  /** Reading the table would take too long here: processes that an ended root left behind stay. */
  endNow(): void {
    this.system.taskkillNow(this.pid);
  }

  private async members(): Promise<readonly WindowsRow[]> {
    const table = await this.system.windowsTable();
    const rows = new Map(table.map((row) => [row.pid, row]));
    const ours = new Set<WindowsRow>();
    const root = rows.get(this.pid);
    if (root && !this.known.has(this.pid) && Math.abs(root.startedAt - this.spawnedAt) <= tolerance)
      this.known.set(this.pid, root.startedAt);
    const rootStart = this.known.get(this.pid) ?? this.spawnedAt - tolerance;
    this.known.set(this.pid, rootStart);

    for (let grown = true; grown; ) {
      const found = table.filter((row) => !ours.has(row) && this.isOurs(row, rows));
      for (const row of found) {
        ours.add(row);
        this.known.set(row.pid, row.startedAt);
      }
      grown = found.length > 0;
    }
    return [...ours];
  }

  private isOurs(row: WindowsRow, rows: ReadonlyMap<number, WindowsRow>): boolean {
    if (this.known.get(row.pid) === row.startedAt) return true;
    const parentStart = this.known.get(row.parent);
    if (parentStart === undefined || row.startedAt < parentStart) return false;
    // Another process may have got the pid of an ended parent: later children are its own.
    const holder = rows.get(row.parent);
    return !holder || holder.startedAt === parentStart || row.startedAt < holder.startedAt;
  }
}

/** One running process on Windows. The system keeps the parent's pid also after the parent has ended. */
export interface WindowsRow {
  readonly pid: number;
  readonly parent: number;
  /** Milliseconds since the epoch; distinguishes it from a later process with the same pid. */
  readonly startedAt: number;
}

/** Prints a line for each process: pid, parent's pid, start (100 ns since 1601). The system's own processes have no start. */
const script =
  "Get-CimInstance Win32_Process -Property ProcessId,ParentProcessId,CreationDate | Where-Object CreationDate | " +
  "ForEach-Object { '{0} {1} {2}' -f $_.ProcessId, $_.ParentProcessId, $_.CreationDate.ToFileTimeUtc() }";

/** All running processes on Windows. It takes about a second; rejects when PowerShell cannot be run or takes three. */
export function windowsTable(): Promise<readonly WindowsRow[]> {
  const folder = path.win32.join(process.env.SystemRoot ?? "C:\\Windows", "System32", "WindowsPowerShell", "v1.0");
  const args = ["-NoProfile", "-NonInteractive", "-Command", script];
  const options = { windowsHide: true, timeout: 3000, maxBuffer: 4 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    execFile(path.win32.join(folder, "powershell.exe"), args, options, (error, stdout) =>
      error ? reject(error) : resolve(parseWindows(stdout)),
    );
  });
}

/** The lines that the script prints. */
export function parseWindows(listing: string): readonly WindowsRow[] {
  return listing.split("\n").flatMap((line) => {
    const [, pid, parent, fileTime] = /^(\d+) (\d+) (\d+)\s*$/.exec(line) ?? [];
    return fileTime ? [{ pid: Number(pid), parent: Number(parent), startedAt: fromFileTime(Number(fileTime)) }] : [];
  });
}

/** Windows counts from 1601, in units of 100 ns. */
const fromFileTime = (units: number): number => units / 10_000 - 11_644_473_600_000;
