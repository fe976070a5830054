import type { Stamped } from "../../protocol/hubEvent";
import { isStreamed } from "./history/isStreamed";

/** The content of a batch: events in order, and how many were dropped. */
export interface TakenBatch {
  readonly events: readonly Stamped[];
  readonly dropped: number;
}

/**
 * A bounded batch of events for the panel. Events that a server can send without limit (logs, notifications, progress), messages on the
 * wire, and events about the state of servers and calls have separate limits, so a flood of one cannot displace another. The
 * newest events are kept and the others counted. The cost of adding an event is constant.
 */
export class EventBatch {
  private streamed: Newest;
  /** Notifications on the wire, apart from requests and answers: a flood of them leaves the messages of the call that caused it. */
  private heard: Newest;
  private wire: Newest;
  private state: Newest;

  /** @param limit The most events of each of the four kinds. */
  constructor(private readonly limit: number) {
    this.streamed = new Newest(limit);
    this.heard = new Newest(limit);
    this.wire = new Newest(limit);
    this.state = new Newest(limit);
  }

  add(event: Stamped): void {
    if (event.type === "wire.message") (event.kind === "notification" ? this.heard : this.wire).add(event);
    else (isStreamed(event) ? this.streamed : this.state).add(event);
  }

  get isEmpty(): boolean {
    return this.streamed.isEmpty && this.heard.isEmpty && this.wire.isEmpty && this.state.isEmpty;
  }

  /** Returns the events so far and clears the batch. */
  take(): TakenBatch {
    const taken = [this.streamed, this.heard, this.wire, this.state].map((kind) => kind.take());
    this.clear();
    const events = taken.flatMap((kind) => kind.events).sort((a, b) => a.seq - b.seq);
    return { events, dropped: taken.reduce((sum, { dropped }) => sum + dropped, 0) };
  }

  clear(): void {
    this.streamed = new Newest(this.limit);
    this.heard = new Newest(this.limit);
    this.wire = new Newest(this.limit);
    this.state = new Newest(this.limit);
  }
}

class Newest {
  private readonly events: Stamped[] = [];
  private dropped = 0;

  constructor(private readonly limit: number) {}

  get isEmpty(): boolean {
    return this.events.length === 0;
  }

  add(event: Stamped): void {
    this.events.push(event);
    // Cut in large steps: shifting the array for every event would be expensive.
    if (this.events.length >= 2 * this.limit) this.cut();
  }

  take(): TakenBatch {
    this.cut();
    return { events: this.events, dropped: this.dropped };
  }

  private cut(): void {
    const excess = this.events.length - this.limit;
    if (excess > 0) this.dropped += this.events.splice(0, excess).length;
  }
}
