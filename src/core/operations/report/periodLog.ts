import { PeriodFigures } from "./periodFigures";
import type { StoredLog } from "./storedPeriod";

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** For how long figures are kept, in milliseconds. */
const keptMs = 31 * dayMs;

/** How much one process may store, in characters of JSON; of more, the oldest goes. A busy month of ten servers takes about 120,000. */
export const logLimit = 256_000;

/** The figures of a month: by the hour for at least a day, and older ones by the day (UTC). */
export class PeriodLog {
  private hours = new Map<number, PeriodFigures>();
  private days = new Map<number, PeriodFigures>();

  /** The figures of the hour of a time. */
  at(time: number): PeriodFigures {
    return found(this.hours, time, hourMs);
  }

  /** Every period that reaches into the time after `from`, oldest first. */
  since(from: number): readonly { readonly figures: PeriodFigures; readonly endsAt: number }[] {
    return [
      ...[...this.days.values()].map((figures) => ({ figures, endsAt: figures.from + dayMs })),
      ...[...this.hours.values()].map((figures) => ({ figures, endsAt: figures.from + hourMs })),
    ]
      .filter(({ endsAt }) => endsAt > from)
      .sort((a, b) => a.figures.from - b.figures.from);
  }

  /** Puts the hours of days together that ended more than a day ago, and forgets what is too old. */
  tidy(now: number): void {
    for (const [from, hour] of this.hours) {
      const dayEndsAt = Math.floor(from / dayMs) * dayMs + dayMs;
      if (now - dayEndsAt <= dayMs) continue;
      found(this.days, from, dayMs).merge(hour);
      this.hours.delete(from);
    }
    for (const from of this.days.keys()) if (now - from > keptMs) this.days.delete(from);
  }

  /** As data within `logLimit`. */
  stored(owner: string, at: number): StoredLog {
    const inOrder = (periods: ReadonlyMap<number, PeriodFigures>) =>
      [...periods.values()].sort((a, b) => a.from - b.from).map((period) => period.stored());
    const log: StoredLog = { owner, at, days: inOrder(this.days), hours: inOrder(this.hours) };
    let size = JSON.stringify(log).length;
    while (size > logLimit) {
      const oldest = log.days.shift() ?? log.hours.shift();
      if (!oldest) break;
      size -= JSON.stringify(oldest).length + 1;
    }
    return log;
  }

  static of({ hours, days }: StoredLog): PeriodLog {
    const log = new PeriodLog();
    for (const period of hours) log.hours.set(period.from, PeriodFigures.of(period));
    for (const period of days) log.days.set(period.from, PeriodFigures.of(period));
    return log;
  }
}

function found(periods: Map<number, PeriodFigures>, time: number, lengthMs: number): PeriodFigures {
  const from = Math.floor(time / lengthMs) * lengthMs;
  let figures = periods.get(from);
  if (!figures) {
    figures = new PeriodFigures(from);
    periods.set(from, figures);
  }
  return figures;
}
