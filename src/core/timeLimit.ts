import type { Clock } from "./clock";
import type { Disposable } from "./disposable";
import type { HubError } from "./hubError";
import { abortError } from "./hubError";
import { onAbort } from "./onAbort";

export interface TimeLimit {
  readonly clock: Clock;
  /** The caller's cancel. */
  readonly signal: AbortSignal;
  /** Milliseconds without a sign of life. */
  readonly idleMs: number;
  /** Milliseconds in all, which no sign of life extends; none where it is missing. */
  readonly totalMs?: number;
  /** What is being waited for, for the message of a cancel, e.g. `"echo" on files`. */
  readonly what: string;
  readonly onTimeout: (ms: number, kind: "idle" | "total") => HubError;
}

/**
 * Runs work that ends in time: the caller never waits past the limit, even if the work ignores its signal. `extend` is a sign
 * of life and starts the idle limit anew; `prolong` sets how long the work may take in all from now on, in milliseconds. Rejects with
 * `onTimeout`'s error, or with the caller's cancel.
 */
export function withinTime<T>(
  limit: TimeLimit,
  work: (signal: AbortSignal, extend: () => void, prolong: (totalMs: number) => void) => Promise<T>,
): Promise<T> {
  const { clock, signal, idleMs, onTimeout } = limit;
  let { totalMs } = limit;
  return new Promise<T>((resolve, reject) => {
    const abort = new AbortController();
    let endsAt = totalMs === undefined ? Number.POSITIVE_INFINITY : clock.now() + totalMs;
    let over = false;
    let timer: Disposable | undefined;
    const settle = () => {
      over = true;
      stopListening();
      timer?.dispose();
    };
    const fail = (error: HubError) => {
      settle();
      reject(error);
      abort.abort(error);
    };
    const cancel = () => fail(abortError(signal, limit.what));
    // One timer for both limits: the one that ends first.
    const wait = (leftMs: number) => {
      const inAllMs = totalMs;
      timer =
        inAllMs !== undefined && leftMs <= idleMs
          ? clock.after(leftMs, () => fail(onTimeout(inAllMs, "total")))
          : clock.after(idleMs, () => fail(onTimeout(idleMs, "idle")));
    };
    const extend = () => {
      if (over) return;
      timer?.dispose();
      wait(totalMs === undefined ? Number.POSITIVE_INFINITY : Math.min(totalMs, Math.max(0, endsAt - clock.now())));
    };

    const prolong = (ms: number) => {
      totalMs = ms;
      endsAt = clock.now() + ms;
      extend();
    };

    if (signal.aborted) return reject(abortError(signal, limit.what));
    const stopListening = onAbort(signal, cancel);
    wait(totalMs ?? Number.POSITIVE_INFINITY);
    work(abort.signal, extend, prolong).then(
      (value) => {
        settle();
        resolve(value);
      },
      (error: unknown) => {
        settle();
        reject(error);
      },
    );
  });
}

/** Milliseconds in words, e.g. `90 seconds`, `1 second`, `250 ms`. */
export function inWords(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  const seconds = Math.round(ms / 100) / 10;
  return seconds === 1 ? "1 second" : `${seconds} seconds`;
}
