import type { Stamped } from "../../protocol/hubEvent";

/** What a batch brings: events in order, and how many it had to leave out. */
export interface TakenBatch {
  readonly events: readonly Stamped[];
  readonly dropped: number;
}

/**
 * Events on their way to the panel, never more than `limit`: the newest are kept, older ones are counted. Adding one costs
 * the same however many come.
 */
export class EventBatch {
  private events: Stamped[] = [];
  private dropped = 0;

  constructor(private readonly limit: number) {}

  add(event: Stamped): void {
    this.events.push(event);
    // Cut in large steps: shifting the array for every event would cost more than the event.
    if (this.events.length >= 2 * this.limit) this.cut();
  }

  get isEmpty(): boolean {
    return this.events.length === 0;
  }

  /** Hands out what has come together, and starts anew. */
  take(): TakenBatch {
    this.cut();
    const { events, dropped } = this;
    this.clear();
    return { events, dropped };
  }

  clear(): void {
    this.events = [];
    this.dropped = 0;
  }

  private cut(): void {
    const excess = this.events.length - this.limit;
    if (excess <= 0) return;
    this.events.splice(0, excess);
    this.dropped += excess;
  }
}
