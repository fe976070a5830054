import type { Clock } from "../../core/kernel/clock";
import { message } from "../../protocol/message";
import type { Refusal } from "./gatewayClient";
import { MinuteWindow } from "./minuteWindow";

export interface FailedAttemptsOptions {
  readonly clock: Pick<Clock, "now">;
  /** How many in a minute one address is told what was wrong. */
  readonly perMinute?: number;
  /** Hears of each one, for the figures and the alerts. `count` is the number of this address within the last minute. */
  readonly onFailure?: (attempt: { readonly from: string; readonly count: number }) => void;
}

/** How many addresses are remembered. */
const addressLimit = 1000;

/**
 * Counts wrong tokens by the address that they came from. Only wrong ones are refused for it: on loopback all programs share one address,
 * and nobody may lock out another one by guessing. 256 random bits cannot be guessed at any rate; the limit keeps the load and the log small.
 */
export class FailedAttempts {
  private readonly windows = new Map<string, MinuteWindow>();

  constructor(private readonly options: FailedAttemptsOptions) {}

  /** Counts one. What the client is told: `usual`, or after too many of them 429. */
  refusal(from: string, usual: Refusal): Refusal {
    const { clock, perMinute = 10, onFailure } = this.options;
    const now = clock.now();
    const window = this.windowOf(from);
    window.add(now);
    const count = window.count(now);
    onFailure?.({ from, count });
    if (count <= perMinute) return usual;
    const seconds = window.secondsUntilBelow(perMinute, now);
    return {
      status: 429,
      message: message(
        "gateway.tooManyFailures",
        "There were {count} requests with a wrong token in a minute from this address. Correct the token, and try again in {seconds} seconds.",
        { count, seconds },
      ),
      retryAfterSeconds: seconds,
    };
  }

  /** The addresses stay in the order of their last failure, so that the oldest goes. */
  private windowOf(from: string): MinuteWindow {
    const window = this.windows.get(from) ?? new MinuteWindow();
    this.windows.delete(from);
    this.windows.set(from, window);
    const [oldest] = this.windows.keys();
    if (this.windows.size > addressLimit && oldest !== undefined) this.windows.delete(oldest);
    return window;
  }
}
