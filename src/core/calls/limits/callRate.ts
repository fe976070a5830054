import type { Clock } from "../../kernel/clock";
import type { Disposable } from "../../kernel/disposable";
import type { CallOptions } from "../callOptions";
import { AdaptiveRate } from "./adaptiveRate";
import { TokenBucket } from "./tokenBucket";

/** The options that say how fast a server may be called. */
export type RateOptions = Pick<CallOptions, "callsPerMinute" | "callsPerSecond" | "burst" | "adaptiveRate">;

/** How fast one server may be called: as the settings say, and slower for a while after it said "too many". A call must pass every limit. */
export class CallRate implements Disposable {
  private perMinute: TokenBucket | undefined;
  private perSecond: TokenBucket | undefined;
  private readonly adaptive: AdaptiveRate;
  private adapts = true;

  constructor(clock: Clock, onChange: (perMinute: number | undefined) => void) {
    this.adaptive = new AdaptiveRate(clock, onChange);
  }

  /** Whether there is any limit now, so that the time has to be asked for. */
  get isLimited(): boolean {
    return this.perMinute !== undefined || this.perSecond !== undefined || this.adaptive.holds;
  }

  follow({ callsPerMinute, callsPerSecond, burst, adaptiveRate }: RateOptions, clock: Clock): void {
    this.perMinute = followed(this.perMinute, callsPerMinute, burst, clock);
    this.perSecond = followed(this.perSecond, callsPerSecond * 60, burst, clock);
    if (this.adapts && !adaptiveRate) this.adaptive.dispose();
    this.adapts = adaptiveRate;
  }

  /** Whether a call may go now; then it counts as gone. */
  take(now: number): boolean {
    const { perMinute, perSecond, adaptive } = this;
    if (!(perMinute?.has(now) ?? true) || !(perSecond?.has(now) ?? true) || !adaptive.has(now)) return false;
    perMinute?.take(now);
    perSecond?.take(now);
    adaptive.take(now);
    return true;
  }

  /** Milliseconds until the next call may go, after `ahead` others. */
  waitMs(now: number, ahead = 0): number {
    const limits = [this.perMinute, this.perSecond, this.adaptive];
    return Math.max(0, ...limits.map((limit) => limit?.waitMs(now, ahead) ?? 0));
  }

  /** A call goes to the server. */
  began(now: number): void {
    if (this.adapts) this.adaptive.began(now);
  }

  tooMany(now: number): void {
    if (this.adapts) this.adaptive.tooMany(now);
  }

  dispose(): void {
    this.adapts = false;
    this.adaptive.dispose();
  }
}

function followed(bucket: TokenBucket | undefined, perMinute: number, burst: number, clock: Clock) {
  if (perMinute === 0) return undefined;
  if (bucket && bucket.perMinute === perMinute && bucket.burst === burst) return bucket;
  return new TokenBucket(perMinute, clock.now(), burst);
}
