import type { Clock } from "../../kernel/clock";
import type { Disposable } from "../../kernel/disposable";
import { TokenBucket } from "./tokenBucket";

/** Over so many milliseconds it is measured how fast calls go. */
const measuredMs = 10_000;

/** A server that gets fewer calls a minute than this is not held back: a pause and fewer calls at once are enough. */
const leastMeasured = 60;

/** The rate never falls below so many calls a minute. */
const lowestPerMinute = 6;

/** How often the rate rises, in milliseconds, and by what part of the rate that was too much. */
const stepMs = 10_000;
const step = 0.1;

/** So far above the rate that was too much nothing is held back anymore. */
const liftedAt = 1.5;

/**
 * How fast a server may be called after it said "too many": half as fast as it was, and a little faster every ten seconds, until it has
 * stood well more than it refused (additive increase, multiplicative decrease). Each further refusal halves it again.
 */
export class AdaptiveRate implements Disposable {
  /** Calls that began lately, by seconds. */
  private begun: { readonly second: number; count: number }[] = [];
  /** The rate that was too much, in calls a minute. */
  private refused = 0;
  private bucket: TokenBucket | undefined;
  private timer: Disposable | undefined;

  constructor(
    private readonly clock: Clock,
    /** Hears the calls a minute that the server gets from now on; `undefined`: as many as come. */
    private readonly onChange: (perMinute: number | undefined) => void,
  ) {}

  /** Whether calls are held back. */
  get holds(): boolean {
    return this.bucket !== undefined;
  }

  /** A call goes to the server. */
  began(now: number): void {
    const second = Math.floor(now / 1000);
    const last = this.begun.at(-1);
    if (last && last.second >= second) last.count++;
    else this.begun.push({ second, count: 1 });
    if (this.begun.length > measuredMs / 1000) this.begun.shift();
  }

  has(now: number): boolean {
    return this.bucket?.has(now) ?? true;
  }

  take(now: number): void {
    this.bucket?.take(now);
  }

  waitMs(now: number, ahead: number): number {
    return this.bucket?.waitMs(now, ahead) ?? 0;
  }

  tooMany(now: number): void {
    const measured = this.measured(now);
    const rate = this.bucket?.perMinute ?? (measured >= leastMeasured ? measured : undefined);
    if (rate === undefined) return;
    this.refused = rate;
    this.set(Math.max(lowestPerMinute, rate / 2), now);
    this.riseLater();
  }

  /** Lets go of what it holds back. */
  dispose(): void {
    this.timer?.dispose();
    this.timer = undefined;
    if (this.bucket) this.set(undefined, this.clock.now());
  }

  private measured(now: number): number {
    const since = Math.floor((now - measuredMs) / 1000);
    let count = 0;
    for (const part of this.begun) if (part.second > since) count += part.count;
    return (count * 60_000) / measuredMs;
  }

  private riseLater(): void {
    this.timer?.dispose();
    this.timer = this.clock.after(stepMs, () => this.rise(), true);
  }

  private rise(): void {
    if (!this.bucket) return;
    const now = this.clock.now();
    const rate = this.bucket.perMinute + this.refused * step;
    if (rate >= this.refused * liftedAt) {
      this.dispose();
      return;
    }
    this.set(rate, now);
    this.riseLater();
  }

  private set(perMinute: number | undefined, now: number): void {
    this.bucket =
      perMinute === undefined ? undefined : (this.bucket?.at(perMinute, now) ?? new TokenBucket(perMinute, now));
    this.onChange(perMinute === undefined ? undefined : Math.round(perMinute));
  }
}
