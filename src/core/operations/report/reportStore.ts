import type { StateStore } from "../../kernel/ports";
import { PeriodLog } from "./periodLog";
import { StoredLog } from "./storedPeriod";

/** How many processes of one user keep figures at the same time. Each has a place of its own, because a state store keeps one writer's value. */
const placeCount = 8;

/** A place that was not written for so long belongs to nobody: its process was killed. In milliseconds. */
const leaseMs = 15 * 60_000;

const keyOf = (place: number): string => `operations.report.${place}`;

/**
 * Where the figures of reports are kept: one place for each process that runs, and a process that begins continues the log of one that has
 * ended. So nothing grows with the number of processes, and a report puts all places together. Two processes that begin in the same minute
 * may take the same place; then the figures of one of them are lost.
 */
export class ReportStore {
  private place: number | undefined;

  constructor(
    private readonly store: StateStore,
    /** Tells this process from every other one. */
    private readonly owner: string,
    private readonly now: () => number,
  ) {}

  /** The log to continue, in a place that is this process's own from now on; `undefined` where all places are taken. */
  take(): PeriodLog | undefined {
    const logs = this.read();
    const isFree = (place: number) => {
      const log = logs[place];
      return !log || log.owner === "" || Math.abs(this.now() - log.at) > leaseMs;
    };
    const free = logs.map((_, place) => place).filter(isFree);
    // The log that was written last, so that a process that is started again and again does not begin a new one each time.
    const place = free.sort((a, b) => (logs[b]?.at ?? 0) - (logs[a]?.at ?? 0))[0];
    if (place === undefined) return undefined;
    this.place = place;
    const log = logs[place];
    return log ? PeriodLog.of(log) : new PeriodLog();
  }

  /** Rejects where the store cannot be written. */
  async save(log: PeriodLog): Promise<void> {
    if (this.place !== undefined) await this.store.set(keyOf(this.place), log.stored(this.owner, this.now()));
  }

  /** Saves for the last time; another process may continue the log. */
  async leave(log: PeriodLog): Promise<void> {
    if (this.place !== undefined) await this.store.set(keyOf(this.place), log.stored("", this.now()));
    this.place = undefined;
  }

  /** The logs of all processes, but for the one of this process. */
  others(): readonly PeriodLog[] {
    return this.read().flatMap((log, place) => (log && place !== this.place ? [PeriodLog.of(log)] : []));
  }

  /** What cannot be read was written by another version, and counts as missing. */
  private read(): readonly (StoredLog | undefined)[] {
    return Array.from({ length: placeCount }, (_, place) => StoredLog.safeParse(this.store.get(keyOf(place))).data);
  }
}
