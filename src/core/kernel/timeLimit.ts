import { message } from "../../protocol/message";
import { decimal } from "../../protocol/numbers/decimal";
import { onAbort } from "./abortSignals";
import type { Clock } from "./clock";
import type { Disposable } from "./disposable";
import type { HubError } from "./hubError";
import { abortError } from "./hubError";

export interface TimeLimit {
  readonly clock: Clock;
  /** The caller's cancel. */
  readonly signal: AbortSignal;
  /** Milliseconds without a sign of life. */
  readonly idleMs: number;
  /** The total limit in milliseconds, which a sign of life does not extend. There is no total limit if it is missing. */
  readonly totalMs?: number;
  /** What is waited for, for the message of a cancel, e.g. `"echo" on files`. A function delays building it until it is needed. */
  readonly what: string | (() => string);
  readonly onTimeout: (ms: number, kind: "idle" | "total") => HubError;
}

/**
 * Runs an operation within a time limit. The caller never waits longer, even if the operation ignores its signal. Rejects with the error
 * of `onTimeout`, or with the caller's cancel.
 */
export function withinTime<T>(
  limit: TimeLimit,
  operation: (signal: AbortSignal, time: TimeControl) => Promise<T>,
): Promise<T> {
  if (limit.signal.aborted) return Promise.reject(cancelled(limit));
  return new Promise<T>((resolve, reject) => {
    const run = new LimitedRun(limit, reject);
    const settled = (value: T) => {
      run.settle();
      resolve(value);
    };
    const failed = (error: unknown) => {
      run.settle();
      reject(error);
    };
    try {
      operation(run.signal, run).then(settled, failed);
    } catch (error) {
      failed(error);
    }
  });
}

/**
 * Calls one listener when the limit or the caller has ended the operation, after its signal has aborted. It costs nothing, unlike a
 * listener of the signal, and a call does not need more than one.
 */
export interface Ending {
  onEnd: (() => void) | undefined;
}

/** How an operation changes its own time limit. The functions may be passed on separately. */
export interface TimeControl extends Ending {
  /** Reports a sign of life, which restarts the idle limit. */
  readonly extend: () => void;
  /** Sets the total time the operation may take from now on, in milliseconds. */
  readonly prolong: (totalMs: number) => void;
}

/** An operation within its limit. Every call has one, so it is a single object. */
class LimitedRun implements TimeControl {
  onEnd: (() => void) | undefined;
  private readonly abort = new AbortController();
  private readonly stopListening: () => void;
  private totalMs: number | undefined;
  private endsAt: number;
  private timer: Disposable | undefined;
  private over = false;

  constructor(
    private readonly limit: TimeLimit,
    private readonly reject: (error: HubError) => void,
  ) {
    const { clock, totalMs, signal } = limit;
    this.totalMs = totalMs;
    this.endsAt = totalMs === undefined ? Number.POSITIVE_INFINITY : clock.now() + totalMs;
    this.stopListening = onAbort(signal, () => this.fail(cancelled(limit)));
    this.wait(totalMs ?? Number.POSITIVE_INFINITY);
  }

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  readonly extend = (): void => {
    if (this.over) return;
    const { clock } = this.limit;
    this.timer?.dispose();
    this.wait(Math.min(this.totalMs ?? Number.POSITIVE_INFINITY, Math.max(0, this.endsAt - clock.now())));
  };

  readonly prolong = (totalMs: number): void => {
    this.totalMs = totalMs;
    this.endsAt = this.limit.clock.now() + totalMs;
    this.extend();
  };

  settle(): void {
    this.over = true;
    this.stopListening();
    this.timer?.dispose();
  }

  /** Sets one timer for both limits: for the one that ends first. */
  private wait(leftMs: number): void {
    const { clock, idleMs, onTimeout } = this.limit;
    const { totalMs } = this;
    this.timer =
      totalMs !== undefined && leftMs <= idleMs
        ? clock.after(leftMs, () => this.fail(onTimeout(totalMs, "total")))
        : clock.after(idleMs, () => this.fail(onTimeout(idleMs, "idle")));
  }

  private fail(error: HubError): void {
    this.settle();
    this.reject(error);
    this.abort.abort(error);
    this.onEnd?.();
  }
}

const cancelled = ({ signal, what }: TimeLimit): HubError =>
  abortError(signal, typeof what === "string" ? what : what());

/** A duration as text, e.g. `90 seconds`, `1 second`, `250 ms`. */
export function inWords(ms: number): string {
  if (ms < 1000) return message("duration.ms", "{ms} ms", { ms });
  const seconds = Math.round(ms / 100) / 10;
  return seconds === 1
    ? message("duration.second", "1 second")
    : message("duration.seconds", "{seconds} seconds", { seconds });
}

/** `0.8 ms`, `12 ms`, `1.4 s`, `4 min 51 s`, `2 h 5 min`, `3 days 4 h`. */
export function lasting(ms: number): string {
  if (ms < 9.95) return `${Math.round(ms * 10) / 10} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${decimal(ms / 1000, 1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  const hours = Math.floor(minutes / 60);
  return message("metrics.days", "{days} days {hours} h", { days: Math.floor(hours / 24), hours: hours % 24 });
}
