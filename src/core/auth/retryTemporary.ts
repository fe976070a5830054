import pRetry from "p-retry";
import type { Clock } from "../kernel/clock";
import { HubError } from "../kernel/hubError";
import { Pause } from "../kernel/pause";

/** The total number of attempts, and the wait after the first failed one, in milliseconds. The wait doubles with each attempt. */
const attempts = 5;
const firstWaitMs = 250;

/**
 * Repeats a request to an authorization server that fails temporarily (5xx, no answer, too many requests). Any other failure is thrown
 * immediately. When `signal` aborts, no further attempt is made.
 */
export function retryTemporary<T>(
  send: () => Promise<T>,
  { clock, random = Math.random }: { readonly clock: Clock; readonly random?: (() => number) | undefined },
  signal: AbortSignal = new AbortController().signal,
): Promise<T> {
  const pause = new Pause(clock);
  return pRetry(send, {
    retries: attempts - 1,
    minTimeout: 0,
    factor: 1,
    shouldRetry: ({ error }) => isTemporary(error) && !signal.aborted,
    onFailedAttempt: async ({ error, attemptNumber, retriesLeft }) => {
      if (retriesLeft === 0 || !isTemporary(error)) return;
      const wait = firstWaitMs * 2 ** (attemptNumber - 1) * (0.75 + random() / 2);
      await pause.for(Math.max(error.retryAfterMs ?? 0, wait), signal);
    },
  });
}

const isTemporary = (error: unknown): error is HubError =>
  error instanceof HubError &&
  (error.code === "transport" || error.code === "timeout" || error.code === "rate-limited");
