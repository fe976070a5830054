import type { Clock } from "../clock";

const minuteMs = 60_000;

/** Counts what happened in the last minute, by name. A name that rests for a minute is forgotten. */
export class PerMinute {
  private readonly times = new Map<string, readonly number[]>();

  constructor(private readonly clock: Pick<Clock, "now">) {}

  /** Whether one more may happen; if so, it has. */
  take(name: string, limit: number): boolean {
    const now = this.clock.now();
    for (const [other, times] of this.times) if (times.every((at) => now - at >= minuteMs)) this.times.delete(other);
    const recent = (this.times.get(name) ?? []).filter((at) => now - at < minuteMs);
    if (recent.length >= limit) return false;
    this.times.set(name, [...recent, now]);
    return true;
  }
}
