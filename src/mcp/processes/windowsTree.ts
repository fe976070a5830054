import { execFile } from "node:child_process";
import path from "node:path";
import type { EndableTree } from "./endProcess";

/** What ending processes asks of Windows. Tests answer with a table. */
export interface WindowsSystem {
  /** All running processes, read after the call; empty where they cannot be read. */
  windowsTable(): Promise<readonly WindowsRow[]>;
  /** Ends a process and all below it. A process that is already gone is no error. */
  taskkill(pid: number): Promise<void>;
  taskkillNow(pid: number): void;
}

/** How far the start of a process as the system tells it may lie from the moment that we heard of it, in milliseconds. */
const tolerance = 5000;

/**
 * A process and everything it started, on Windows. There is no group: whoever belongs to the tree is found by the parents, and
 * remembered, because a shim between two of them may be gone when its child is looked for.
 */
export class WindowsTree implements EndableTree {
  /** The starts of those who are or were in the tree, by number. */
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

  /** Windows knows no asking: this always forces. */
  async end(): Promise<void> {
    const members = await this.members();
    const pids = new Set(members.map(({ pid }) => pid));
    const tops = members.filter(({ parent }) => !pids.has(parent)).map(({ pid }) => pid);
    // Where nothing can be seen, the root is what is known to be ours.
    await Promise.all((tops.length > 0 ? tops : [this.pid]).map((pid) => this.system.taskkill(pid)));
  }

  /** Reading the table would take too long here: what the root left behind when it ended stays. */
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
    // A stranger may have got the number of a parent that is gone: what came after it is the stranger's.
    const holder = rows.get(row.parent);
    return !holder || holder.startedAt === parentStart || row.startedAt < holder.startedAt;
  }
}

/** One running process on Windows. The system keeps the parent's number also after the parent has ended. */
export interface WindowsRow {
  readonly pid: number;
  readonly parent: number;
  /** Milliseconds since the epoch; tells it from a later process with the same number. */
  readonly startedAt: number;
}

/** Prints a line for each process: number, parent's number, start (100 ns since 1601). The system's own have no start. */
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
