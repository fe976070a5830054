import { execFile, execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { markVariable } from "./ledgerEntry";
import { parseStat } from "./processTable";

const run = promisify(execFile);
const options = { timeout: 2000, maxBuffer: 4 * 1024 * 1024, env: { LC_ALL: "C" } } as const;

/** A mark for one server; no other process has it. */
export const newMark = (): string => randomUUID();

/** The start time of a process as the process table has it; `undefined` where it is not running, and on Windows. */
export async function startTimeOf(
  pid: number,
  platform: NodeJS.Platform = process.platform,
): Promise<string | undefined> {
  if (platform === "win32") return undefined;
  try {
    if (platform === "linux") return parseStat(readFileSync(`/proc/${pid}/stat`, "latin1"))?.startedAt;
    const { stdout } = await run("/bin/ps", ["-o", "lstart=", "-p", String(pid)], options);
    return stdout.trim() || undefined;
  } catch {
    return undefined; // it has ended
  }
}

/** Whether a process was started with the mark in its environment. No for a process of another user, which cannot be read. */
export async function holdsMark(
  pid: number,
  mark: string,
  platform: NodeJS.Platform = process.platform,
): Promise<boolean> {
  return (await withMark([pid], mark, platform)).length > 0;
}

/** Those of the processes that were started with the mark in their environment, wherever they are now; on Windows, nobody can tell. */
export async function withMark(
  pids: readonly number[],
  mark: string,
  platform: NodeJS.Platform = process.platform,
): Promise<readonly number[]> {
  if (platform === "linux" || platform === "win32" || pids.length === 0) return withMarkNow(pids, mark, platform);
  try {
    return markedIn((await run("/bin/ps", psWithMark(pids), options)).stdout, mark);
  } catch {
    return []; // they have ended
  }
}

/** The same at once, for the exit of this process. */
export function withMarkNow(
  pids: readonly number[],
  mark: string,
  platform: NodeJS.Platform = process.platform,
): readonly number[] {
  if (platform === "win32" || pids.length === 0) return [];
  if (platform === "linux") return pids.filter((pid) => environmentOf(pid).includes(`${markVariable}=${mark}`));
  try {
    return markedIn(execFileSync("/bin/ps", psWithMark(pids), { ...options, encoding: "utf8" }), mark);
  } catch {
    return []; // they have ended
  }
}

function environmentOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1").split("\0");
  } catch {
    return []; // it has ended, or belongs to another user
  }
}

const psWithMark = (pids: readonly number[]) => ["-E", "-ww", "-o", "pid=,command=", "-p", pids.join(",")];

/** The processes in a listing of `ps -E` whose environment holds the mark. */
export const markedIn = (listing: string, mark: string): readonly number[] =>
  listing
    .split("\n")
    .filter((line) => line.split(/\s/).includes(`${markVariable}=${mark}`))
    .map((line) => Number.parseInt(line, 10));

/** Identifies the present boot, where start times count from it; else empty. */
export function bootOf(platform: NodeJS.Platform = process.platform): string {
  return platform === "linux" ? readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim() : "";
}
