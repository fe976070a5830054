import type { Disposable } from "../../../core/kernel/disposable";
import type { Event } from "../../../core/kernel/emitter";
import {
  type EarlierActivity,
  type EarlierCall,
  nothingEarlier,
} from "../../../core/operations/history/earlierActivity";
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

/** What is kept on disk of sessions before this one. */
export interface EarlierSessions {
  readonly loaded: EarlierActivity;
  /** Settles when `loaded` has all there is. */
  load(): Promise<void>;
  /** Forgets all but these events of this session. Rejects where that is not possible. */
  clear(rest: readonly Stamped[]): Promise<void>;
}

const noSessions: EarlierSessions = { loaded: nothingEarlier, load: async () => {}, clear: async () => {} };

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
    private readonly earlier: EarlierSessions = noSessions,
  ) {
    this.listener = stream.onEvent((event) => this.add(event));
  }

  /** All that is kept, oldest first: of earlier sessions as far as they are loaded, then of this one. */
  get events(): readonly Stamped[] {
    return [...this.earlier.loaded.events, ...this.ofThisSession()];
  }

  /** How many events had to go since the history was last cleared. */
  get dropped(): number {
    const before = this.goneBefore + this.earlier.loaded.dropped;
    return [...this.shelves.values()].reduce((sum, shelf) => sum + shelf.dropped, before);
  }

  /** The event of this number, as long as it is kept. */
  find(seq: number): Stamped | undefined {
    if (seq < 0) return this.earlier.loaded.events.at(seq);
    for (const shelf of this.shelves.values()) {
      const found = shelf.find(seq);
      if (found) return found;
    }
    return undefined;
  }

  /** The call of an earlier session, as far as its arguments were kept. */
  earlierCall(call: string): EarlierCall | undefined {
    return this.earlier.loaded.call(call);
  }

  /** Settles when the events of earlier sessions are there. */
  load(): Promise<void> {
    return this.earlier.load();
  }

  /**
   * Forgets everything up to the event of this number: what was cleared never comes back, and what came after it stays. Rejects where
   * something remains on disk.
   */
  async clear(upTo: number): Promise<void> {
    for (const shelf of this.shelves.values()) shelf.dropUpTo(upTo);
    this.sinceLook = this.goneBefore = 0;
    await this.earlier.clear(this.ofThisSession());
  }

  dispose(): void {
    this.listener.dispose();
    this.shelves = new Map();
  }

  private ofThisSession(): Stamped[] {
    return [...this.shelves.values()].flatMap(({ events }) => events).sort((a, b) => a.seq - b.seq);
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
