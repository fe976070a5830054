import type { ServerId, Stamped } from "./hubEvent";
import type { HubView } from "./hubView";
import type { PageReply } from "./pageReply";
import type { NoteKind, NotesReply } from "./panel/note";
import type { RecentFigures } from "./panel/recentFigures";
import type { ServerCard, ToolCosts } from "./panel/serverCard";

/** Host → panel. */
export type ToPanel =
  /** The whole state: the view after event number `seq`, and the oldest kept events. Sent in response to `ready`. */
  | {
      readonly type: "snapshot";
      readonly view: HubView;
      readonly events: readonly Stamped[];
      readonly seq: number;
      /** How many events are no longer kept; none where it is missing. */
      readonly dropped?: number;
    }
  /** More of the kept events, up to the snapshot's `seq`: the view knows them. Those of earlier sessions have negative numbers. */
  | { readonly type: "history"; readonly events: readonly Stamped[] }
  /** What happened since, in order. `gap` is set if more happened than fits in a batch. */
  | { readonly type: "events"; readonly events: readonly Stamped[]; readonly gap?: Gap }
  | PanelReply;

/** Events that were left out of a batch. Without them the view cannot be folded, so it is included. */
export interface Gap {
  readonly dropped: number;
  /** The view after the last event of the batch. */
  readonly view: HubView;
}

/** The reply to a request. */
export type PanelReply = PageReply<PanelValue>;

/** A part of a call's result as the page shows it: sanitized, truncated text, or something that can be opened in an editor. */
export type PanelPart =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "image" | "audio";
      readonly name: string;
      /** Its type and size, in words. */
      readonly about: string;
      /** A `data:` URI; missing if the content is too large for the page. */
      readonly source?: string;
    }
  | { readonly kind: "file" | "link"; readonly name: string; readonly about: string };

/** The result of a call. */
export interface CallContent {
  /** In the order of the result; `openPart` identifies a part by its index. */
  readonly parts: readonly PanelPart[];
  /** How many more parts the result has. */
  readonly more: number;
  /** What is wrong with the result, in a sentence. */
  readonly warning?: string;
  /** What the server added to the result, and to the tool (`_meta`): sanitized, truncated JSON. */
  readonly meta?: string;
  readonly toolMeta?: string;
}

/** Panel → host. Requests by name: what goes in, what comes back. Further effects show in the events; failures reject. */
export interface PanelRequests {
  /** The page is listening: the host may send a snapshot, then events. */
  ready(): void;
  connect(server: ServerId): void;
  disconnect(server: ServerId): void;
  restart(server: ServerId): void;
  /** Without a server, shows the hub's own log. */
  showLog(server?: ServerId): void;
  openSettings(server: ServerId): void;
  /** Asks the person from which level on the server logs. */
  setLogLevel(server: ServerId): void;
  /** Finds out why the server does not work, and shows it in an editor. */
  diagnose(server: ServerId): void;
  /** Copies text to the clipboard, which a page may not be allowed to access. */
  copy(text: string): void;
  /** The result of a call; `undefined` if it is no longer available. */
  content(call: string): CallContent | undefined;
  /** Opens a part of a call's result in an editor. */
  openPart(call: string, index: number): void;
  /** Forgets everything up to the event of this number: what the page knew when it was cleared. What is on its way to it stays. */
  clear(upTo: number): void;
  /** The whole text of the message with this number in the stream; `undefined` if it is no longer kept. */
  message(seq: number): string | undefined;
  /** Opens what a call gave in an editor. */
  openResult(call: string): void;
  /** Opens a text in an editor, as a file of this name. */
  openText(name: string, text: string): void;
  /** Ends a call that runs. */
  cancel(call: string): void;
  /** Makes a call once more, with the arguments that the host keeps. */
  callAgain(call: string): void;
  /** Lets the person change the arguments of a call, and make it. */
  editCall(call: string): void;
  /** Copies a call, or its result, in a form for another program. */
  copyAs(call: string, form: CopyForm): void;
  /** Saves rows as a file. `har`: a document whose messages the host puts in (`trafficFile`). */
  exportRows(har: string): void;
  /** Lets the person choose a file of rows; `undefined` if they choose none. */
  importRows(): ImportedFile | undefined;
  signIn(server: ServerId): void;
  /** What the view of each server leaves out. */
  serverCards(): readonly ServerCard[];
  toolCosts(server: ServerId): ToolCosts;
  /** The last hour of all servers, of one, or of one of its tools. */
  figures(server?: ServerId, tool?: string): RecentFigures;
  /** The notices after the event of this number. */
  notes(after: number): NotesReply;
  /** How many notices were not seen and are not muted. */
  unread(): number;
  /** The person has seen the notices up to the event of this number. */
  seen(seq: number): void;
  /** Notices of this kind are no longer told of, in this workspace. */
  mute(kind: NoteKind): void;
  unmute(kind: NoteKind): void;
  clearNotes(): void;
}

/** What a call can be copied as. */
export type CopyForm = "result" | "curl" | "command" | "script";

/** A file that the person chose: its name, and its text, which nobody has checked. */
export interface ImportedFile {
  readonly name: string;
  readonly text: string;
}

export type PanelRequest = keyof PanelRequests;
export type PanelParams<K extends PanelRequest> = Parameters<PanelRequests[K]>;
export type PanelResult<K extends PanelRequest> = ReturnType<PanelRequests[K]>;
/** What a reply can carry. */
export type PanelValue = Exclude<PanelResult<PanelRequest>, void>;

/** The most characters of a message on the wire that events for the page hold; `message` has all of it. */
export const wirePreview = 2000;

/** A request as a message. The page chooses `id`, and the reply repeats it. */
export type FromPanel = {
  readonly [K in PanelRequest]: { readonly id: number; readonly method: K; readonly params: PanelParams<K> };
}[PanelRequest];

/** One handler per request; the compiler checks that none is missing. A rejection becomes the reply's error. */
export type PanelHandlers = {
  readonly [K in PanelRequest]: (...params: PanelParams<K>) => Promise<PanelResult<K>> | PanelResult<K>;
};
