import { readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { type Clock, systemClock } from "../../core/kernel/clock";
import { type LedgerEntry, type ProcessIdentity, parseLedgerEntry } from "./ledgerEntry";
import { bootOf, holdsMark } from "./processFacts";
import type { ProcessRow } from "./processTable";
import { type ProcessSystem, ProcessTree, processSystem } from "./processTree";

export interface ReaperPorts {
  readonly system: ProcessSystem;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
  /** Whether the environment of a process holds the mark (`processFacts.ts`). */
  readonly holdsMark: (pid: number, mark: string) => Promise<boolean>;
  /** Identifies the present boot. */
  readonly boot: string;
}

/** The most entries that one start reads: a folder full of other files must not hold it up. */
const entryLimit = 1000;
const graceMs = 1000;
const pollMs = 50;

/**
 * Ends the servers that a killed hub left behind, with everything that they started, and removes their entries from the ledger. A process
 * is ended only if its pid, its start time and its mark are those of the entry, and the entry's hub is no longer running: never a later
 * process with the same pid. Settles with the pids of the ended servers. Never rejects.
 */
export async function reapOrphans(folder: string, ports: ReaperPorts): Promise<readonly number[]> {
  const ended: number[] = [];
  for (const file of (await entriesIn(folder, ports)).slice(0, entryLimit)) {
    try {
      const entry = parseLedgerEntry(await readFile(file, "utf8"));
      const verdict = entry ? await stateOf(entry, ports) : "gone";
      if (verdict === "in-use") continue;
      if (entry && verdict === "orphan") {
        const { pid, startedAt, mark } = entry;
        // Its root may be gone, and what it started not: the mark finds the rest.
        await end(new ProcessTree(pid, ports.system, { startedAt, mark }), ports.clock);
        ended.push(entry.pid);
      }
      await rm(file, { force: true });
    } catch (error) {
      ports.report(error);
    }
  }
  return ended;
}

/** `in-use`: its hub is running. `orphan`: to be ended. `gone`: nothing of it is left. */
export async function stateOf(entry: LedgerEntry, ports: ReaperPorts): Promise<"in-use" | "orphan" | "gone"> {
  if (entry.boot !== ports.boot) return "gone";
  const table = await ports.system.table();
  if (isIn(table, entry.host)) return "in-use";
  const root = table.find(({ pid }) => pid === entry.pid);
  const isForeign = root && root.startedAt !== entry.startedAt; // another process has the pid now
  const group = isForeign ? [] : table.filter(({ pid, group }) => pid === entry.pid || group === entry.pid);
  for (const { pid } of group) if (await ports.holdsMark(pid, entry.mark)) return "orphan";
  const others = table.map(({ pid }) => pid).filter((pid) => pid !== entry.pid);
  const daemons = (await ports.system.withMark?.(others, entry.mark)) ?? [];
  return daemons.length > 0 ? "orphan" : "gone";
}

const isIn = (table: readonly ProcessRow[], { pid, startedAt }: ProcessIdentity): boolean =>
  table.some((row) => row.pid === pid && row.startedAt === startedAt);

async function end(tree: ProcessTree, clock: Clock): Promise<void> {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    await tree.end(signal);
    for (let waited = 0; waited < graceMs; waited += pollMs) {
      if (!(await tree.alive())) return;
      await new Promise<void>((resolve) => void clock.after(pollMs, resolve));
    }
  }
}

async function entriesIn(folder: string, { report }: ReaperPorts): Promise<readonly string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => name.endsWith(".json")).map((name) => path.join(folder, name));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) report(error);
    return [];
  }
}

/** Ends, on the real machine, the servers that a killed hub left behind according to the ledger in this folder. Never rejects. */
export const endOrphans = (folder: string, report: (error: unknown) => void): Promise<readonly number[]> =>
  reapOrphans(folder, { system: processSystem(report), clock: systemClock, report, holdsMark, boot: bootOf() });
