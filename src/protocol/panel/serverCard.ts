import type { HubErrorCode } from "../hubErrorCode";
import type { CallOutcome, ServerId } from "../hubEvent";

/** A health check, or the loss of the connection. `at`: milliseconds since the epoch. */
export interface HealthCheck {
  readonly at: number;
  /** How long the server took to answer, in milliseconds; missing where it did not. */
  readonly ms?: number;
}

/** A line of standard error; untrusted. */
export interface SaidLine {
  readonly at: number;
  readonly text: string;
}

/** Figures of calls since the window opened. A duration leaves out the time in which a person was asked. */
export interface CallTotals {
  readonly outcomes: Readonly<Record<CallOutcome, number>>;
  readonly errors: Readonly<Partial<Record<HubErrorCode, number>>>;
  /** Attempts that were sent again. */
  readonly retries: number;
  /** How long the calls took that the server answered, in milliseconds. */
  readonly ms: { readonly p50: number; readonly p95: number; readonly p99: number };
}

/** What the host knows of a server beside its view (`ServerView`), which the page has. */
export interface ServerCard {
  readonly server: ServerId;
  /** Since when it is in its state, in milliseconds since the epoch; missing where nothing has happened to it. */
  readonly since?: number;
  /** What its entry runs or contacts: names and texts, as they are written in the settings, secrets masked. */
  readonly facts: readonly { readonly name: string; readonly text: string }[];
  /** The last lines of its standard error, oldest first. */
  readonly said: readonly SaidLine[];
  /** The last health checks, oldest first. */
  readonly checks: readonly HealthCheck[];
  /** The memory of its program and of everything that this started; missing where it is not known. */
  readonly memoryBytes?: number;
  /** How often it came up again since the window opened. */
  readonly restarts: number;
  readonly calls: CallTotals;
}

/** What a language model pays for the tools of a server: an estimate of the tokens of their definitions. */
export interface ToolCosts {
  readonly total: number;
  /** The most expensive first. Names are untrusted. */
  readonly tools: readonly { readonly name: string; readonly tokens: number }[];
  /** How many more tools there are. */
  readonly more: number;
}
