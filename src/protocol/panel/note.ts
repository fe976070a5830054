import type { LogLevel, ServerId } from "../hubEvent";

/** Who says it: a server, by a notification of the protocol, or the hub itself. */
export type NoteSource = "server" | "hub";

export const noteSources = ["server", "hub"] as const satisfies readonly NoteSource[];

/** A kind of notice, of one server: what can be muted. */
export interface NoteKind {
  /** Missing: the hub as a whole. */
  readonly server?: ServerId;
  readonly from: NoteSource;
  /** Of a server: the method of its notification, untrusted. Of the hub: what it is about. */
  readonly name: string;
}

/** What the hub gives notice of. */
export type HubNoteName =
  | "failed"
  | "needs-auth"
  | "needs-consent"
  | "changed"
  | "sign-in"
  | "breaker"
  | "rate"
  | "tasks"
  | "settings"
  | "log";

/** One notice: a notification of a server, or something that the hub noticed. `seq` is that of its event. */
export interface Note extends NoteKind {
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly level: LogLevel;
  /** Untrusted; of a notification its parameters, as JSON. */
  readonly text: string;
}

/** A kind that is muted, and how many of it came since the window opened. */
export interface MutedKind extends NoteKind {
  readonly count: number;
}

/** What the page is told of notices. */
export interface NotesReply {
  /** Those after the one that was asked for, oldest first; muted ones are left out. */
  readonly notes: readonly Note[];
  /** How many have not been seen and are not muted. */
  readonly unread: number;
  /** The number of the last event that was seen. */
  readonly seen: number;
  readonly muted: readonly MutedKind[];
  /** How many earlier ones are no longer kept. */
  readonly dropped: number;
}

/** The most notices in one reply, and on the page. */
export const notesShown = 500;

/** A kind as a key; names of servers and of kinds are one line. */
export const noteKey = ({ server = "", from, name }: NoteKind): string => `${from}\n${server}\n${name}`;

/**
 * At most `limit` of these notices, in their order: the newest of each source. Each gets the same share, and what one does not need goes to the
 * others, so that the many of one source leave those of another in sight.
 */
export function newestOfEach(notes: readonly Note[], limit = notesShown): readonly Note[] {
  if (notes.length <= limit) return notes;
  const sources = new Map<string, Note[]>();
  for (const note of notes) {
    const key = noteKey({ ...note, name: "" });
    const ofSource = sources.get(key);
    if (ofSource) ofSource.push(note);
    else sources.set(key, [note]);
  }
  const kept = new Set<Note>();
  const fewestFirst = [...sources.values()].sort((a, b) => a.length - b.length);
  for (const [at, ofSource] of fewestFirst.entries()) {
    const share = Math.floor((limit - kept.size) / (fewestFirst.length - at));
    const newest = ofSource.sort((a, b) => a.seq - b.seq).slice(Math.max(0, ofSource.length - share));
    for (const note of newest) kept.add(note);
  }
  return notes.filter((note) => kept.has(note));
}
