import type { HubEvent } from "../../../protocol/hubEvent";
import { type CallsOfTime, periodCount, periodMs } from "../../../protocol/panel/recentFigures";
import { Histogram } from "../../kernel/histogram";

/** The calls that ended within one minute. */
class Minute {
  calls = 0;
  errors = 0;
  readonly ms = new Histogram();

  add({ outcome, ms }: Extract<HubEvent, { type: "call.ended" }>): void {
    this.calls++;
    if (outcome !== "ok") this.errors++;
    if (outcome !== "failed") this.ms.add(ms);
  }

  read(): CallsOfTime {
    const { calls, errors, ms } = this;
    if (ms.count === 0) return { calls, errors };
    const [p50 = 0, p95 = 0, p99 = 0] = ms.quantiles([0.5, 0.95, 0.99]);
    return { calls, errors, p50, p95, p99 };
  }
}

const none: CallsOfTime = { calls: 0, errors: 0 };

/**
 * The last hour by the minute. A minute without calls takes no room. Times are milliseconds since the epoch. What a person refused, or gave up, is
 * no call of the server's: it counts nowhere.
 */
export class MinuteLog {
  private readonly minutes = new Map<number, Minute>();

  add(event: Extract<HubEvent, { type: "call.ended" }>, at: number): void {
    if (event.outcome === "denied" || event.outcome === "cancelled") return;
    const number = minuteOf(at);
    let minute = this.minutes.get(number);
    if (!minute) {
      // Later ones, too: then the clock was set back, and they would never go.
      for (const other of this.minutes.keys()) if (!isWithin(other, number)) this.minutes.delete(other);
      minute = new Minute();
      this.minutes.set(number, minute);
    }
    minute.add(event);
  }

  /** One for each minute of the hour until now, oldest first. */
  periods(now: number): readonly CallsOfTime[] {
    const last = minuteOf(now);
    return Array.from(
      { length: periodCount },
      (_, index) => this.minutes.get(last - periodCount + 1 + index)?.read() ?? none,
    );
  }

  /** The hour until now as a whole. */
  hour(now: number): CallsOfTime {
    const all = new Minute();
    for (const [number, { calls, errors, ms }] of this.minutes) {
      if (!isWithin(number, minuteOf(now))) continue;
      all.calls += calls;
      all.errors += errors;
      all.ms.addCounts(ms.counts());
    }
    return all.read();
  }

  /** Whether nothing of the hour until now is left. */
  isIdle(now: number): boolean {
    for (const number of this.minutes.keys()) if (isWithin(number, minuteOf(now))) return false;
    return true;
  }
}

const minuteOf = (at: number): number => Math.floor(at / periodMs);

const isWithin = (minute: number, last: number): boolean => minute <= last && minute > last - periodCount;
