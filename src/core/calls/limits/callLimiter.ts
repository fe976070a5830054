import type { Clock } from "../../kernel/clock";
import type { Disposable } from "../../kernel/disposable";
import type { CallOptions } from "../callOptions";
import { CallRate, type RateOptions } from "./callRate";
import { FairQueue } from "./fairQueue";

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
 * call that goes well it gets a little more again (additive increase, multiplicative decrease). The same holds for how fast they go (`callRate`).
 */
export class CallLimiter implements Disposable {
  private readonly queue = new FairQueue<Waiting>();
  /** Calls that gave their place up for a while, and go on before any other begins. */
  private readonly returning = new Set<() => void>();
  private running = 0;
  private most = 1;
  private allowed = Number.POSITIVE_INFINITY;
  private cutAt = Number.NEGATIVE_INFINITY;
  private pausedUntil = Number.NEGATIVE_INFINITY;
  private readonly rate: CallRate;
  private alarm: Disposable | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly onQueue: (waiting: number) => void,
    onRate: (perMinute: number | undefined) => void,
  ) {
    this.rate = new CallRate(clock, (perMinute) => {
      onRate(perMinute);
      if (this.queue.size > 0) this.drain(); // those who wait may go sooner
    });
  }

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

  follow(options: Pick<CallOptions, "maxConcurrentCalls"> & RateOptions): void {
    this.most = options.maxConcurrentCalls;
    this.rate.follow(options, this.clock);
  }

  /** Starts a call at once, if nothing waits and nothing forbids it. */
  enter(): boolean {
    return this.queue.size === 0 && this.returning.size === 0 && this.begin();
  }

  /** Milliseconds that a call which queues now must wait for the pause and the rate, whatever else it waits for. */
  waitMs(): number {
    const now = this.clock.now();
    return Math.max(0, this.pausedUntil - now, this.rate.waitMs(now, this.queue.size));
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

  /** A call that ran has ended, in whatever way, or gives its place up until it comes back. */
  leave(): void {
    this.running--;
    if (this.queue.size + this.returning.size > 0) this.drain();
  }

  /** Calls `goOn` once there is a place again for a call that gave its own up. It was counted against the rate when it began. */
  comeBack(goOn: () => void): void {
    this.returning.add(goOn);
    this.drain();
  }

  /** It does not come back. */
  stayAway(goOn: () => void): void {
    this.returning.delete(goOn);
  }

  /** A call goes to the server now. */
  began(now: number): void {
    this.rate.began(now);
  }

  /** The server is no longer part of the hub. */
  dispose(): void {
    this.rate.dispose();
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
    this.rate.tooMany(now);
  }

  private begin(): boolean {
    if (this.running >= this.limit) return false;
    // The time is asked for only where it decides something.
    if (this.pausedUntil > 0 || this.rate.isLimited) {
      const now = this.clock.now();
      if (now < this.pausedUntil || !this.rate.take(now)) return false;
    }
    this.running++;
    return true;
  }

  private drain(): void {
    this.sleep();
    for (const goOn of this.returning) {
      if (this.running >= this.limit) break;
      this.returning.delete(goOn);
      this.running++;
      goOn();
    }
    const before = this.queue.size;
    while (this.queue.size > 0 && this.begin()) this.queue.take()?.start();
    if (this.queue.size !== before) this.onQueue(this.queue.size);
    if (this.queue.size === 0 || this.running >= this.limit) return; // the next call that ends wakes us
    const now = this.clock.now();
    const ms = Math.max(this.pausedUntil - now, this.rate.waitMs(now), 1);
    this.alarm = this.clock.after(ms, () => this.drain());
  }

  private sleep(): void {
    this.alarm?.dispose();
    this.alarm = undefined;
  }
}
