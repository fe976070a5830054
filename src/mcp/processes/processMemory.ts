import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { type ProcessRow, processTable } from "./processTable";

/**
 * The resident memory of processes, each with everything that it started, in bytes by pid. One that has ended is missing; so are all on Windows,
 * where reading it takes seconds. Memory that processes share counts for each of them. Rejects where the processes cannot be listed.
 */
export async function memoryOf(
  pids: readonly number[],
  platform: NodeJS.Platform = process.platform,
): Promise<ReadonlyMap<number, number>> {
  if (pids.length === 0 || platform === "win32") return new Map();
  const trees = treesOf(pids, await processTable(platform));
  const sizes = await sizesOf([...new Set([...trees.values()].flat())], platform);
  const sums = [...trees].map(
    ([pid, tree]) => [pid, tree.reduce((sum, one) => sum + (sizes.get(one) ?? 0), 0)] as const,
  );
  return new Map(sums.filter(([, bytes]) => bytes > 0));
}

/** Each of the processes with all that come from it. */
export function treesOf(
  pids: readonly number[],
  table: readonly Pick<ProcessRow, "pid" | "parent">[],
): ReadonlyMap<number, readonly number[]> {
  const children = new Map<number, number[]>();
  for (const { pid, parent } of table) children.set(parent, [...(children.get(parent) ?? []), pid]);
  return new Map(
    pids.map((root) => {
      const tree = new Set([root]); // it grows while it is gone through
      for (const pid of tree) for (const child of children.get(pid) ?? []) tree.add(child);
      return [root, [...tree]];
    }),
  );
}

async function sizesOf(pids: readonly number[], platform: NodeJS.Platform): Promise<ReadonlyMap<number, number>> {
  if (platform === "linux") {
    const read = await Promise.all(pids.map(async (pid) => [pid, await residentOf(pid)] as const));
    return new Map(read);
  }
  const args = ["-o", "pid=,rss=", "-p", pids.join(",")];
  const { stdout } = await promisify(execFile)("/bin/ps", args, { timeout: 2000, env: { LC_ALL: "C" } });
  return parseSizes(stdout);
}

/** The output of `ps -o pid=,rss=`, which is in KiB. */
export function parseSizes(listing: string): ReadonlyMap<number, number> {
  return new Map(
    listing.split("\n").flatMap((line) => {
      const [, pid, size] = /^\s*(\d+)\s+(\d+)\s*$/.exec(line) ?? [];
      return pid === undefined || size === undefined ? [] : [[Number(pid), Number(size) * 1024] as const];
    }),
  );
}

/** `VmRSS` of `/proc/PID/status` (proc(5)), in bytes; 0 where the process has ended. */
async function residentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "latin1").catch(() => "");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}
