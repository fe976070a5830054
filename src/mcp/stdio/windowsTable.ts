import { execFile } from "node:child_process";
import path from "node:path";

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
