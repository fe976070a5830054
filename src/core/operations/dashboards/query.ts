import type { MetricName } from "../metrics/metricTable";

/** Which samples of a metric: label matchers as PromQL writes them, such as `outcome="ok"`. */
type Where = string;

/** The time of one point of a panel, or of a rule. */
export interface Window {
  /** What stands in the brackets of a range. */
  readonly over: string;
}

/** In a panel, Grafana chooses it. */
export const panelWindow: Window = { over: "$__rate_interval" };

/** Queries over one window. Metrics are named by their type, so that a wrong name does not compile. */
export const queries = ({ over }: Window) => ({
  /** Events per second, together or by labels. */
  rate: (name: MetricName, by = "", where: Where = ""): string => `${sum(by)}(rate(${name}${braces(where)}[${over}]))`,
  /** How many in the window. */
  increase: (name: MetricName, by = "", where: Where = ""): string =>
    `${sum(by)}(increase(${name}${braces(where)}[${over}]))`,
  /** A quantile of a histogram, in seconds. */
  quantile: (share: number, name: MetricName, by = "", where: Where = ""): string =>
    `histogram_quantile(${share}, ${sum(by === "" ? "le" : `le, ${by}`)}(rate(${name}_bucket${braces(where)}[${over}])))`,
  /** The mean of a histogram, in seconds. */
  mean: (name: MetricName, by = ""): string =>
    `${sum(by)}(rate(${name}_sum[${over}])) / ${sum(by)}(rate(${name}_count[${over}]))`,
});

/** A gauge now, together or by labels. */
export const now = (name: MetricName, by = "", where: Where = ""): string => `${sum(by)}(${name}${braces(where)})`;

const sum = (by: string): string => (by === "" ? "sum" : `sum by (${by}) `);
const braces = (where: Where): string => (where === "" ? "" : `{${where}}`);

/** The codes of failures at the hub or at a server (5xx), as a matcher. */
export const codesOf = (codes: readonly string[]): Where => `code=~"${codes.join("|")}"`;
