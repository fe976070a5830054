import type { ServerId } from "../../../protocol/hubEvent";
import type { Alerts } from "../../config/schema/options/alertSettings";
import { type AlertWindow, sliceMs } from "./alertWindow";

export type AlertRule =
  | "errorRate"
  | "slowCalls"
  | "connectionFailures"
  | "serverDown"
  | "cpu"
  | "memory"
  | "failedSignIns";

/** What a rule measures now, beside its limit. `value` is missing where there is too little to judge by. */
export interface Reading {
  readonly rule: AlertRule;
  /** For rules that look at each server on its own. */
  readonly server?: ServerId;
  readonly value: number | undefined;
  readonly limit: number;
  readonly unit: "percent" | "ms" | "count";
  readonly minutes: number;
}

/** How full a window must be before the load of the process counts. */
const fullEnough = 0.9;

/** Every rule that is on, with what it measures. `at`: milliseconds since the epoch. */
export function readings(settings: Alerts, window: AlertWindow, at: number): readonly Reading[] {
  const { errorRate, slowCalls, connectionFailures, serverDown, cpu, memory, failedSignIns } = settings;
  const found: Reading[] = [];
  if (errorRate) {
    const { calls, failures } = window.last(errorRate.minutes);
    const value = calls >= errorRate.minCalls ? (100 * failures) / calls : undefined;
    found.push({ rule: "errorRate", value, ...inPercent(errorRate) });
  }
  if (slowCalls) {
    const { ms } = window.last(slowCalls.minutes);
    const value = ms.count >= slowCalls.minCalls ? ms.quantiles([0.95])[0] : undefined;
    found.push({ rule: "slowCalls", value, limit: slowCalls.p95Ms, unit: "ms", minutes: slowCalls.minutes });
  }
  if (connectionFailures) {
    const { connected, refused } = window.last(connectionFailures.minutes);
    const attempts = connected + refused;
    const value = attempts >= connectionFailures.minAttempts ? (100 * refused) / attempts : undefined;
    found.push({ rule: "connectionFailures", value, ...inPercent(connectionFailures) });
  }
  if (cpu) found.push({ rule: "cpu", value: load(window.last(cpu.minutes).cpu, cpu.minutes), ...inPercent(cpu) });
  if (memory)
    found.push({
      rule: "memory",
      value: load(window.last(memory.minutes).memory, memory.minutes),
      ...inPercent(memory),
    });
  if (failedSignIns) {
    const { count: limit, minutes } = failedSignIns;
    const value = window.last(minutes).failedSignIns;
    found.push({ rule: "failedSignIns", value, limit, unit: "count", minutes });
  }
  if (serverDown)
    for (const [server, value] of window.away(at)) {
      const { minutes } = serverDown;
      found.push({ rule: "serverDown", server, value, limit: minutes * 60_000, unit: "ms", minutes });
    }
  return found;
}

const inPercent = ({ percent, minutes }: { readonly percent: number; readonly minutes: number }) =>
  ({ limit: percent, unit: "percent", minutes }) as const;

/** The mean load, in percent; nothing until the whole window was measured. */
function load(shares: readonly number[], minutes: number): number | undefined {
  if (shares.length * sliceMs < minutes * 60_000 * fullEnough) return undefined;
  return (100 * shares.reduce((sum, share) => sum + share, 0)) / shares.length;
}
