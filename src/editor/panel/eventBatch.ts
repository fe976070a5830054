import type { Stamped } from "../../protocol/hubEvent";

/** What a batch brings: events in order, and how many it had to leave out. */
export interface TakenBatch {
  readonly events: readonly Stamped[];
  readonly dropped: number;
}

/**
 * Events on their way to the panel, never more than a limit. What a server may say as often as it likes (logs,
 * notifications, progress) has one limit, and what tells how servers and calls are has another, so that a flood of the
 * first does not wash away the second. The newest are kept, the others are counted. Adding one costs the same however many come.
 */
export class EventBatch {
  private said: Newest;
  private told: Newest;

  /** `limit`: for each of the two. */
  constructor(private readonly limit: number) {
    this.said = new Newest(limit);
    this.told = new Newest(limit);
  }

  add(event: Stamped): void {
    (isSaid(event) ? this.said : this.told).add(event);
  }

  get isEmpty(): boolean {
    return this.said.isEmpty && this.told.isEmpty;
  }

  /** Hands out what has come together, and starts anew. */
  take(): TakenBatch {
    const [said, told] = [this.said.take(), this.told.take()];
    this.clear();
    const events = [...said.events, ...told.events].sort((a, b) => a.seq - b.seq);
    return { events, dropped: said.dropped + told.dropped };
  }

  clear(): void {
    this.said = new Newest(this.limit);
    this.told = new Newest(this.limit);
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
    // Cut in large steps: shifting the array for every event would cost more than the event.
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

function isSaid({ type }: Stamped): boolean {
  switch (type) {
    case "server.log":
    case "hub.log":
    case "server.notification":
    case "call.progress":
      return true;
    default:
      return false;
  }
}
