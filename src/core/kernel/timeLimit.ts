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
  /** Milliseconds in all, which no sign of life extends; none where it is missing. */
  readonly totalMs?: number;
  /** What is being waited for, for the message of a cancel, e.g. `"echo" on files`; a function where most never need it. */
  readonly what: string | (() => string);
  readonly onTimeout: (ms: number, kind: "idle" | "total") => HubError;
}

/**
 * Runs work that ends in time: the caller never waits past the limit, even if the work ignores its signal. Rejects with `onTimeout`'s
 * error, or with the caller's cancel.
 */
export function withinTime<T>(limit: TimeLimit, work: (signal: AbortSignal, time: WorkTime) => Promise<T>): Promise<T> {
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
      work(run.signal, run).then(settled, failed);
    } catch (error) {
      failed(error);
    }
  });
}

/** Tells one listener that the limit or the caller has ended the work, once its signal has aborted: a call needs no more, and this costs nothing. */
export interface Ending {
  onEnd: (() => void) | undefined;
}

/** What limited work may say of its time; its functions may be handed on by themselves. */
export interface WorkTime extends Ending {
  /** A sign of life, which starts the idle limit anew. */
  readonly extend: () => void;
  /** Sets how long the work may take in all from now on, in milliseconds. */
  readonly prolong: (totalMs: number) => void;
}

/** Work that runs within its limit: every call has one, so it is one object. */
class LimitedRun implements WorkTime {
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

  /** One timer for both limits: the one that ends first. */
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

/** Milliseconds in words, e.g. `90 seconds`, `1 second`, `250 ms`. */
export function inWords(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  const seconds = Math.round(ms / 100) / 10;
  return seconds === 1 ? "1 second" : `${seconds} seconds`;
}
