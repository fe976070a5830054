import type { Clock } from "./clock";
import type { Disposable } from "./disposable";
import { Slots } from "./slots";

/**
 * A clock whose alarms share one timer. Nearly every time limit of a call is disposed before it is due, and setting and clearing a timer
 * for each took a tenth of a call. The timer stays when the last alarm is gone. It does not keep the process alive: a caller that waits
 * for a response has an open connection.
 */
export class SharedTimer implements Clock {
  private readonly alarms = new Slots<Alarm>(0);
  private timer: Disposable | undefined;
  /** When the timer is due. */
  private at = Number.POSITIVE_INFINITY;
  private latest = Number.NEGATIVE_INFINITY;

  constructor(private readonly clock: Clock) {}

  now(): number {
    return this.clock.now();
  }

  after(ms: number, run: () => void): Disposable {
    const alarm = new Alarm(this.alarms, this.adjustedNow() + ms, run);
    if (alarm.at < this.at) this.arm(alarm.at, ms);
    return alarm;
  }

  private arm(at: number, ms: number): void {
    this.timer?.dispose();
    this.at = at;
    this.timer = this.clock.after(ms, () => this.ring(), true);
  }

  private ring(): void {
    // The timer has waited long enough, even if the clock says otherwise: timers may fire a little early.
    const now = Math.max(this.adjustedNow(), this.at);
    this.at = Number.POSITIVE_INFINITY;
    let next = Number.POSITIVE_INFINITY;
    for (const id of this.alarms.numbers()) {
      const alarm = this.alarms.get(id);
      if (!alarm) continue; // an earlier alarm disposed this one
      if (alarm.at <= now) alarm.ring();
      else next = Math.min(next, alarm.at);
    }
    if (next < this.at) this.arm(next, next - now);
  }

  /** The current time. If the clock was set back, all alarms are moved back with it. */
  private adjustedNow(): number {
    const now = this.clock.now();
    const back = this.latest - now;
    this.latest = now;
    if (back > 0) {
      this.at -= back;
      for (const id of this.alarms.numbers()) this.alarms.get(id)?.moveBack(back);
    }
    return now;
  }
}

class Alarm implements Disposable {
  private readonly id: number;

  constructor(
    private readonly alarms: Slots<Alarm>,
    private due: number,
    private readonly run: () => void,
  ) {
    this.id = alarms.add(this);
  }

  get at(): number {
    return this.due;
  }

  moveBack(ms: number): void {
    this.due -= ms;
  }

  ring(): void {
    this.dispose();
    this.run();
  }

  dispose(): void {
    this.alarms.take(this.id);
  }
}
