import pRetry from "p-retry";
import type { Clock } from "../kernel/clock";
import { HubError } from "../kernel/hubError";
import { Pause } from "../kernel/pause";

/** Attempts in all, and the wait after the first that failed, in milliseconds; it doubles with each. */
const attempts = 5;
const firstWaitMs = 250;

/**
 * Sends a request to an authorization server until it is answered: what it fails at itself (5xx, no answer, too many requests) passes.
 * Everything else is thrown as it comes. When `signal` aborts, no further attempt is made.
 */
export function retryPassing<T>(
  work: () => Promise<T>,
  { clock, random = Math.random }: { readonly clock: Clock; readonly random?: (() => number) | undefined },
  signal: AbortSignal = new AbortController().signal,
): Promise<T> {
  const pause = new Pause(clock);
  return pRetry(work, {
    retries: attempts - 1,
    minTimeout: 0,
    factor: 1,
    shouldRetry: ({ error }) => isPassing(error) && !signal.aborted,
    onFailedAttempt: async ({ error, attemptNumber, retriesLeft }) => {
      if (retriesLeft === 0 || !isPassing(error)) return;
      const wait = firstWaitMs * 2 ** (attemptNumber - 1) * (0.75 + random() / 2);
      await pause.for(Math.max(error.retryAfterMs ?? 0, wait), signal);
    },
  });
}

const isPassing = (error: unknown): error is HubError =>
  error instanceof HubError &&
  (error.code === "transport" || error.code === "timeout" || error.code === "rate-limited");
