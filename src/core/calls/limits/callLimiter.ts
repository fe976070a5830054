import type { Clock } from "../../kernel/clock";
import type { Disposable } from "../../kernel/disposable";
import type { CallOptions } from "../callOptions";
import { FairQueue } from "./fairQueue";
import { TokenBucket } from "./tokenBucket";

/** A call that waits for its turn. */
export interface Waiting {
  /** Its caller, then its tool: turns are taken among both. */
  readonly path: readonly string[];
  /** It is its turn: it counts as running from now on. */
  readonly start: () => void;
}

/** A server that asks for a longer pause is asked again after this long: other tools of it may well work. */
const longestPauseMs = 5 * 60 * 1000;

/**
 * The way to one server: how many calls run, who waits, and how fast they may go. After a rate limit half as many may run; with each
 * call that goes well it gets a little more again (additive increase, multiplicative decrease).
 */
export class CallLimiter {
  private readonly queue = new FairQueue<Waiting>();
  private running = 0;
  private most = 1;
  private allowed = Number.POSITIVE_INFINITY;
  private cutAt = Number.NEGATIVE_INFINITY;
  private pausedUntil = Number.NEGATIVE_INFINITY;
  private bucket: TokenBucket | undefined;
  private alarm: Disposable | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly onQueue: (waiting: number) => void,
  ) {}

  get waiting(): number {
    return this.queue.size;
  }

  get inFlight(): number {
    return this.running;
  }

  /** How many calls may run now: what is set, or less after a rate limit. */
  get limit(): number {
    return Math.max(1, Math.floor(Math.min(this.allowed, this.most)));
  }

  follow({ maxConcurrentCalls, callsPerMinute }: Pick<CallOptions, "maxConcurrentCalls" | "callsPerMinute">): void {
    this.most = maxConcurrentCalls;
    if (callsPerMinute === (this.bucket?.perMinute ?? 0)) return;
    this.bucket = callsPerMinute > 0 ? new TokenBucket(callsPerMinute, this.clock.now()) : undefined;
  }

  /** Starts a call at once, if nothing waits and nothing forbids it. */
  enter(): boolean {
    return this.queue.size === 0 && this.begin();
  }

  /** Milliseconds that a call which queues now must wait for the pause and the rate, whatever else it waits for. */
  waitMs(): number {
    const now = this.clock.now();
    return Math.max(0, this.pausedUntil - now, this.bucket?.waitMs(now, this.queue.size) ?? 0);
  }

  add(waiting: Waiting): void {
    this.queue.add(waiting.path, waiting);
    this.onQueue(this.queue.size);
    this.drain();
  }

  /** It gave up before its turn. */
  remove(waiting: Waiting): void {
    this.queue.remove(waiting.path, waiting);
    this.onQueue(this.queue.size);
    if (this.queue.size === 0) this.sleep();
  }

  /** A call that ran has ended, in whatever way. */
  leave(): void {
    this.running--;
    if (this.queue.size > 0) this.drain();
  }

  wentWell(): void {
    if (this.allowed < this.most) this.allowed += 1 / this.allowed;
    else this.allowed = Number.POSITIVE_INFINITY;
  }

  /** The server said "too many". `began`: when that call did; one that ran already when the last cut was made says nothing new. */
  tooMany(began: number, retryAfterMs: number | undefined): void {
    const now = this.clock.now();
    if (retryAfterMs !== undefined)
      this.pausedUntil = Math.max(this.pausedUntil, now + Math.min(retryAfterMs, longestPauseMs));
    if (began <= this.cutAt) return;
    this.cutAt = now;
    this.allowed = Math.max(1, Math.min(this.running, this.limit) / 2);
  }

  private begin(): boolean {
    if (this.running >= this.limit) return false;
    const { bucket } = this;
    // The time is asked for only where it decides something.
    if (bucket || this.pausedUntil > 0) {
      const now = this.clock.now();
      if (now < this.pausedUntil) return false;
      if (bucket && !bucket.take(now)) return false;
    }
    this.running++;
    return true;
  }

  private drain(): void {
    this.sleep();
    const before = this.queue.size;
    while (this.queue.size > 0 && this.begin()) this.queue.take()?.start();
    if (this.queue.size !== before) this.onQueue(this.queue.size);
    if (this.queue.size === 0 || this.running >= this.limit) return; // the next call that ends wakes us
    const now = this.clock.now();
    const ms = Math.max(this.pausedUntil - now, this.bucket?.waitMs(now) ?? 0, 1);
    this.alarm = this.clock.after(ms, () => this.drain());
  }

  private sleep(): void {
    this.alarm?.dispose();
    this.alarm = undefined;
  }
}
