import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** One running process. `startedAt` tells it from a later process with the same number. */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly startedAt: string;
}

/** All running processes; the ended ones that nobody has collected yet (zombies) are not among them. POSIX only. */
export function processTable(platform: NodeJS.Platform = process.platform): readonly ProcessRow[] {
  return platform === "linux" ? fromProc() : fromPs();
}

function fromProc(): ProcessRow[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    const row = parseStat(readStat(name));
    return row ? [row] : [];
  });
}

/** A process may end between the listing and the reading: then it is simply not there. */
function readStat(pid: string): string {
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

function fromPs(): ProcessRow[] {
  const listing = execFileSync("/bin/ps", ["-A", "-o", "pid=,ppid=,pgid=,stat=,lstart="], {
    encoding: "latin1",
    timeout: 2000,
    maxBuffer: 16 * 1024 * 1024,
    env: { LC_ALL: "C" },
  });
  return parsePs(listing);
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
