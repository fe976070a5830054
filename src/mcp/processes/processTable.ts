import { execFile, execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { promisify } from "node:util";
import { ReadBudget } from "../wire/readBudget";

/** One running process. `startedAt` distinguishes it from a later process with the same pid. */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly startedAt: string;
}

/**
 * All running processes, without zombies. It is read in time slices, without holding up the rest of this process. POSIX only.
 */
export function processTable(platform: NodeJS.Platform = process.platform): Promise<readonly ProcessRow[]> {
  return platform === "linux" ? fromProc() : fromPs();
}

/** Some processes, or all, read synchronously: for a signal that must reach no other process, and for the exit of this process. */
export function processTableNow(pids?: readonly number[], platform = process.platform): readonly ProcessRow[] {
  if (platform === "linux") return (pids ?? numbersIn(readdirSync("/proc"))).flatMap(rowOf);
  const all = parsePs(execFileSync(ps, psArgs, psOptions));
  return pids ? all.filter(({ pid }) => pids.includes(pid)) : all;
}

/** Reads in time slices. Asynchronous reads of these small files cost four times as much. */
async function fromProc(): Promise<ProcessRow[]> {
  const pids = numbersIn(await readdir("/proc"));
  const rows: ProcessRow[] = [];
  const budget = new ReadBudget();
  budget.start();
  for (const pid of pids) {
    if (!budget.hasTimeLeft()) {
      await new Promise(setImmediate);
      budget.start();
    }
    rows.push(...rowOf(pid));
  }
  return rows;
}

const numbersIn = (names: readonly string[]): number[] => names.filter((name) => /^\d+$/.test(name)).map(Number);

const rowOf = (pid: number): readonly ProcessRow[] => {
  const row = parseStat(readStat(pid));
  return row ? [row] : [];
};

/** A process may end between the listing and the reading: then it is left out. */
function readStat(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, "latin1");
  } catch {
    return "";
  }
}

/** One line of `/proc/PID/stat` (proc(5)). The name, in parentheses, may itself hold spaces and parentheses. */
export function parseStat(line: string): ProcessRow | undefined {
  const pid = Number.parseInt(line, 10);
  const [state, parent, group, ...rest] = line.slice(line.lastIndexOf(")") + 2).split(" ");
  const startedAt = rest[16]; // field 22; `rest` begins with field 6
  if (!pid || !startedAt || state === "Z" || state === "X") return undefined;
  return { pid, parent: Number(parent), group: Number(group), startedAt };
}

const ps = "/bin/ps";
const psArgs = ["-A", "-o", "pid=,ppid=,pgid=,stat=,lstart="];
const psOptions = {
  encoding: "latin1",
  timeout: 2000,
  maxBuffer: 16 * 1024 * 1024,
  env: { LC_ALL: "C" },
} as const;

async function fromPs(): Promise<ProcessRow[]> {
  const { stdout } = await promisify(execFile)(ps, psArgs, psOptions);
  return parsePs(stdout);
}

/** The output of `ps -A -o pid=,ppid=,pgid=,stat=,lstart=`. */
export function parsePs(listing: string): ProcessRow[] {
  return listing.split("\n").flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.+?)\s*$/.exec(line);
    if (!match) return [];
    const [, pid, parent, group, state, startedAt] = match;
    if (!startedAt || state?.startsWith("Z")) return [];
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), startedAt }];
  });
}
