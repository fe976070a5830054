import type { Reading } from "./alertRules";

/** An alert that has begun, or that is over. */
export interface Alert extends Omit<Reading, "value"> {
  readonly state: "firing" | "over";
  /** The measured value; missing where it is over because there is nothing to measure anymore. */
  readonly value: number | undefined;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** When it began, in the same unit. */
  readonly since: number;
}

/** An alert is over when the value has fallen below this share of its limit: not each time that it crosses the limit. */
const overBelow = 0.8;

/** When each alert that fires began, by rule and server. */
export type Firing = ReadonlyMap<string, Alert>;

/** What fires after these readings, and what has changed. An alert is said once when it begins and once when it is over. */
export function nextAlerts(
  firing: Firing,
  readings: readonly Reading[],
  at: number,
): { readonly firing: Firing; readonly changes: readonly Alert[] } {
  const next = new Map<string, Alert>();
  const changes: Alert[] = [];
  const seen = new Set<string>();
  for (const reading of readings) {
    const key = `${reading.rule} ${reading.server ?? ""}`;
    seen.add(key);
    const { value, limit } = reading;
    const begun = firing.get(key);
    if (begun) {
      if (value !== undefined && value > limit * overBelow) next.set(key, begun);
      else changes.push({ ...reading, state: "over", at, since: begun.since });
    } else if (value !== undefined && value > limit) {
      const alert: Alert = { ...reading, state: "firing", at, since: at };
      next.set(key, alert);
      changes.push(alert);
    }
  }
  // Its rule was switched off, or its server removed.
  for (const [key, begun] of firing)
    if (!seen.has(key)) changes.push({ ...begun, value: undefined, state: "over", at, since: begun.since });
  return { firing: next, changes };
}
