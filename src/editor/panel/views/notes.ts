import type { ConnectionKind } from "../../../protocol/connectionState";
import type { ServerId, Stamped } from "../../../protocol/hubEvent";
import {
  type MutedKind,
  type NoteKind,
  type NoteSource,
  type NotesReply,
  newestOfEach,
} from "../../../protocol/panel/note";
import { Shelf } from "../history/shelf";
import type { MutedKinds } from "./mutedKinds";
import { noteOf } from "./noteOf";

/** How much is kept of one server's notifications, and as much of what the hub noticed about it, in bytes. */
const shelfBytes = 256 * 1024;
/** How many kinds of one server are counted apart; a server can invent as many as it likes. */
export const kindLimit = 100;
/** The name under which the others are counted. */
const otherKinds = "";

interface Counted extends NoteKind {
  total: number;
  unread: number;
}

/** The notices of servers and of the hub, which of them were seen, and which are muted. Everything is bounded for each server. */
export class Notes {
  private shelves = new Map<string, Shelf>();
  private counts = new Map<string, Map<string, Counted>>();
  /** The trouble of each server that was given notice of: while it lasts, each attempt fails again. */
  private readonly troubles = new Map<ServerId, ConnectionKind>();

  private seenSeq = 0;

  constructor(private readonly muted: MutedKinds) {}

  readonly follow = (event: Stamped): void => {
    if (event.type === "server.removed") this.forget(event.server);
    if (event.type === "server.state" && this.isKnown(event.server, event.state.kind)) return;
    const note = noteOf(event);
    if (!note) return;
    const key = shelfKey(note.server, note.from);
    let shelf = this.shelves.get(key);
    if (!shelf) {
      shelf = new Shelf(shelfBytes);
      this.shelves.set(key, shelf);
    }
    shelf.add(event);
    const counted = this.countOf(note);
    counted.total++;
    counted.unread++;
  };

  /** How many were not seen and are not muted. */
  get unread(): number {
    let sum = 0;
    for (const counted of this.counted()) if (!this.muted.has(counted)) sum += counted.unread;
    return sum;
  }

  /** Those after the event of this number, as the page shows them. */
  read(after: number): NotesReply {
    const notes = [...this.shelves.values()]
      .flatMap(({ events }) => events)
      .flatMap((event) => (event.seq > after ? (noteOf(event) ?? []) : []))
      .filter((note) => !this.muted.has(note))
      .sort((a, b) => a.seq - b.seq);
    const dropped = [...this.shelves.values()].reduce((sum, shelf) => sum + shelf.dropped, 0);
    const shown = newestOfEach(notes);
    return {
      notes: shown,
      unread: this.unread,
      seen: this.seenSeq,
      muted: this.mutedKinds(),
      dropped: dropped + notes.length - shown.length,
    };
  }

  /** The person has seen everything up to the event of this number. */
  seen(seq: number): void {
    this.seenSeq = Math.max(this.seenSeq, seq);
    for (const counted of this.counted()) counted.unread = 0;
    for (const { events } of this.shelves.values())
      for (let at = events.length - 1; at >= 0; at--) {
        const event = events[at];
        if (!event || event.seq <= seq) break;
        const note = noteOf(event);
        if (note) this.countOf(note).unread++;
      }
  }

  /** Forgets all of them; what is muted stays muted. */
  clear(): void {
    this.shelves = new Map();
    this.counts = new Map();
  }

  private mutedKinds(): readonly MutedKind[] {
    return this.muted.all.map((kind) => ({
      ...kind,
      count: this.counts.get(shelfKey(kind.server, kind.from))?.get(kind.name)?.total ?? 0,
    }));
  }

  private *counted(): Iterable<Counted> {
    for (const kinds of this.counts.values()) yield* kinds.values();
  }

  private countOf({ server, from, name }: NoteKind): Counted {
    const key = shelfKey(server, from);
    let kinds = this.counts.get(key);
    if (!kinds) {
      kinds = new Map<string, Counted>();
      this.counts.set(key, kinds);
    }
    const known = kinds.get(name);
    if (known) return known;
    const of = { ...(server !== undefined && { server }), from };
    const isApart = kinds.size < kindLimit - 1 || this.muted.has({ ...of, name });
    const kind = isApart ? name : otherKinds;
    const counted = kinds.get(kind) ?? { ...of, name: kind, total: 0, unread: 0 };
    kinds.set(kind, counted);
    return counted;
  }

  /** Whether the person was told of this trouble since the server was last well. */
  private isKnown(server: ServerId, kind: ConnectionKind): boolean {
    if (kind === "ready" || kind === "stopped") this.troubles.delete(server);
    else if (kind === "failed" || kind === "needs-auth" || kind === "needs-consent") {
      if (this.troubles.get(server) === kind) return true;
      this.troubles.set(server, kind);
    }
    return false;
  }

  private forget(server: ServerId): void {
    this.troubles.delete(server);
    for (const from of ["server", "hub"] as const) {
      this.shelves.delete(shelfKey(server, from));
      this.counts.delete(shelfKey(server, from));
    }
  }
}

const shelfKey = (server: ServerId | undefined, from: NoteSource): string => `${from} ${server ?? ""}`;
