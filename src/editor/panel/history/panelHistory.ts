import type { Disposable } from "../../../core/kernel/disposable";
import type { Event } from "../../../core/kernel/emitter";
import type { ServerId, Stamped } from "../../../protocol/hubEvent";
import { isStreamed } from "./isStreamed";
import { Shelf } from "./shelf";

/** How much is kept, in bytes. */
export interface HistoryLimits {
  /** Of one server: calls, states, questions. */
  readonly state: number;
  /** Of one server: its messages as they went over the wire. */
  readonly wire: number;
  /** Of one server: what it can send without limit, such as logs. */
  readonly streamed: number;
  /** Of all servers together; beyond, the server with the most gives way. */
  readonly all: number;
}

const mebibyte = 1024 * 1024;
const defaults: HistoryLimits = {
  state: 2 * mebibyte,
  wire: 4 * mebibyte,
  streamed: mebibyte,
  all: 64 * mebibyte,
};

/** How large the whole may become between two looks at it, which go over all servers. */
const slack = mebibyte;

/**
 * What the panel shows of the past, whether it is open or not. Each server has its own room, and within it calls, messages, and what a
 * server can send without limit each have theirs: a flood of one never pushes out another.
 */
export class PanelHistory implements Disposable {
  private shelves = new Map<string, Shelf>();
  private readonly listener: Disposable;
  private sinceLook = 0;
  /** What shelves that are no more had dropped. */
  private goneBefore = 0;

  constructor(
    stream: { readonly onEvent: Event<Stamped> },
    private readonly limits: HistoryLimits = defaults,
  ) {
    this.listener = stream.onEvent((event) => this.add(event));
  }

  /** All that is kept, oldest first. */
  get events(): readonly Stamped[] {
    return [...this.shelves.values()].flatMap(({ events }) => events).sort((a, b) => a.seq - b.seq);
  }

  /** How many events had to go since the history was last cleared. */
  get dropped(): number {
    return [...this.shelves.values()].reduce((sum, shelf) => sum + shelf.dropped, this.goneBefore);
  }

  /** The event of this number, as long as it is kept. */
  find(seq: number): Stamped | undefined {
    for (const shelf of this.shelves.values()) {
      const found = shelf.find(seq);
      if (found) return found;
    }
    return undefined;
  }

  /** Forgets everything: what was cleared never comes back. */
  clear(): void {
    this.shelves = new Map();
    this.sinceLook = this.goneBefore = 0;
  }

  dispose(): void {
    this.listener.dispose();
    this.clear();
  }

  private add(event: Stamped): void {
    const kind = event.type === "wire.message" ? "wire" : isStreamed(event) ? "streamed" : "state";
    // Notifications on the wire have a room of their own: a flood of them leaves the messages of calls.
    const room = event.type === "wire.message" && event.kind === "notification" ? "heard" : kind;
    const key = `${room} ${serverOf(event) ?? ""}`;
    let shelf = this.shelves.get(key);
    if (!shelf) {
      shelf = new Shelf(this.limits[kind]);
      this.shelves.set(key, shelf);
    }
    const before = shelf.bytes;
    shelf.add(event);
    this.sinceLook += Math.max(0, shelf.bytes - before);
    if (this.sinceLook > Math.min(slack, this.limits.all / 8)) this.keepWithin();
  }

  /** Lets the fullest shelf give way until all of them together fit. */
  private keepWithin(): void {
    this.sinceLook = 0;
    const shelves = [...this.shelves.values()];
    let total = shelves.reduce((sum, { bytes }) => sum + bytes, 0);
    while (total > this.limits.all) {
      const fullest = shelves.reduce((most, shelf) => (shelf.bytes > most.bytes ? shelf : most));
      const before = fullest.bytes;
      if (before === 0) return;
      fullest.dropOldest();
      total -= before - fullest.bytes;
    }
  }
}

const serverOf = (event: Stamped): ServerId | undefined => ("server" in event ? event.server : undefined);
