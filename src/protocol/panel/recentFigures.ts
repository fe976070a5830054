import type { ServerId } from "../hubEvent";

/** How long a period of the figures is, and how many there are: the last hour. */
export const periodMs = 60_000;
export const periodCount = 60;

/** The calls of some time. `p50`, `p95`, `p99`: milliseconds, without the time of a person; missing where no server answered. */
export interface CallsOfTime {
  /** Calls that ended, without those that were denied or canceled. */
  readonly calls: number;
  /** How many of them failed, or ended in an error of the tool. */
  readonly errors: number;
  readonly p50?: number;
  readonly p95?: number;
  readonly p99?: number;
}

/** The last hour of a server, or of one of its tools. */
export interface FiguresRow extends CallsOfTime {
  /** The tool; for other requests their method. Missing: a whole server, or all tools that have no row of their own. */
  readonly tool?: string;
  /** Of a server. */
  readonly server?: ServerId;
  /** How many tools this row stands for together, where it is more than one. */
  readonly together?: number;
}

/** The last hour of what was asked for: all servers, a server, or one of its tools. */
export interface RecentFigures {
  /** The end of the last period, in milliseconds since the epoch: it is not over yet. */
  readonly to: number;
  /** One for each minute, oldest first. */
  readonly periods: readonly CallsOfTime[];
  readonly hour: CallsOfTime;
  /** What there is below: the servers, or the tools of the server. */
  readonly rows: readonly FiguresRow[];
}
