import type { Clock } from "./clock";
import type { Disposable } from "./disposable";
import { Slots } from "./slots";

/**
 * A clock whose alarms share one timer: nearly every limit of a call is given up before it comes, and to set and clear a timer for each
 * took a tenth of a call. The timer stays when the last alarm has gone, and holds no process open: whoever waits for an answer has an
 * open line.
 */
export class SharedTimer implements Clock {
  private readonly alarms = new Slots<Alarm>(0);
  private timer: Disposable | undefined;
  /** When the timer rings. */
  private at = Number.POSITIVE_INFINITY;
  private latest = Number.NEGATIVE_INFINITY;

  constructor(private readonly clock: Clock) {}

  now(): number {
    return this.clock.now();
  }

  after(ms: number, run: () => void): Disposable {
    const alarm = new Alarm(this.alarms, this.present() + ms, run);
    if (alarm.at < this.at) this.arm(alarm.at, ms);
    return alarm;
  }

  private arm(at: number, ms: number): void {
    this.timer?.dispose();
    this.at = at;
    this.timer = this.clock.after(ms, () => this.ring(), true);
  }

  private ring(): void {
    // What the timer waited for is over, whatever the clock says: it may be a little early.
    const now = Math.max(this.present(), this.at);
    this.at = Number.POSITIVE_INFINITY;
    let next = Number.POSITIVE_INFINITY;
    for (const id of this.alarms.numbers()) {
      const alarm = this.alarms.get(id);
      if (!alarm) continue; // an alarm before it ended this one
      if (alarm.at <= now) alarm.ring();
      else next = Math.min(next, alarm.at);
    }
    if (next < this.at) this.arm(next, next - now);
  }

  /** The time. Where the clock was set back, all alarms go back with it. */
  private present(): number {
    const now = this.clock.now();
    const back = this.latest - now;
    this.latest = now;
    if (back > 0) {
      this.at -= back;
      for (const id of this.alarms.numbers()) this.alarms.get(id)?.goBack(back);
    }
    return now;
  }
}

class Alarm implements Disposable {
  private readonly id: number;

  constructor(
    private readonly among: Slots<Alarm>,
    private due: number,
    private readonly run: () => void,
  ) {
    this.id = among.add(this);
  }

  get at(): number {
    return this.due;
  }

  goBack(ms: number): void {
    this.due -= ms;
  }

  ring(): void {
    this.dispose();
    this.run();
  }

  dispose(): void {
    this.among.take(this.id);
  }
}
