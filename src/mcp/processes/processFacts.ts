import { execFile } from "node:child_process";
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
  const wanted = `${markVariable}=${mark}`;
  try {
    if (platform === "linux") return readFileSync(`/proc/${pid}/environ`, "latin1").split("\0").includes(wanted);
    if (platform === "win32") return false;
    const { stdout } = await run("/bin/ps", ["-E", "-ww", "-o", "command=", "-p", String(pid)], options);
    return stdout.split(/\s/).includes(wanted);
  } catch {
    return false; // it has ended
  }
}

/** Identifies the present boot, where start times count from it; else empty. */
export function bootOf(platform: NodeJS.Platform = process.platform): string {
  return platform === "linux" ? readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim() : "";
}
