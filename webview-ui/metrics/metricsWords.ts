import { message, textLanguage } from "../../src/protocol/message";
import { decimal } from "../../src/protocol/numbers/decimal";
import type { CallsOfTime } from "../../src/protocol/panel/recentFigures";
import { duration } from "../time";

/** Calls per second, with as many digits as say something. */
export function perSecond(value: number): string {
  if (value === 0) return "0/s";
  return `${value >= 10 ? Math.round(value) : Number(value.toPrecision(2))}/s`;
}

/** A share (0 to 1) as percent, e.g. `2.5 %`. A little is never shown as nothing. */
export function percent(share: number): string {
  if (share > 0 && share < 0.001) return "< 0.1 %";
  const value = share * 100;
  return `${Number.isInteger(value) || value >= 10 ? Math.round(value) : decimal(value, 1)} %`;
}

export const errorShare = ({ calls, errors }: CallsOfTime): number | undefined =>
  calls === 0 ? undefined : errors / calls;

/** A value that may be missing. */
export const orNone = (value: number | undefined, words: (value: number) => string): string =>
  value === undefined ? "–" : words(value);

/** The cells of some calls, in the order of the table's columns. */
export const figureCells = (of: CallsOfTime): readonly string[] => [
  of.calls.toLocaleString(textLanguage()),
  of.errors.toLocaleString(textLanguage()),
  orNone(errorShare(of), percent),
  orNone(of.p50, duration),
  orNone(of.p95, duration),
  orNone(of.p99, duration),
];

export const figureHeads = [
  message("page.metricsWords.calls", "Calls"),
  message("page.metricsWords.errors", "Errors"),
  message("page.metricsWords.errorRate", "Error rate"),
  "p50",
  "p95",
  "p99",
] as const;
