import type { ErrorView } from "./hubErrorCode";
import type { ServerId, Stamped } from "./hubEvent";
import type { HubView } from "./hubView";
import { isObject } from "./isObject";

/** Host → panel. */
export type ToPanel =
  /** The whole state: the view after event number `seq`, and the most recent events up to it. Sent in response to `ready`. */
  | {
      readonly type: "snapshot";
      readonly view: HubView;
      readonly events: readonly Stamped[];
      readonly seq: number;
    }
  /** What happened since, in order. `gap` is set if more happened than fits in a batch. */
  | { readonly type: "events"; readonly events: readonly Stamped[]; readonly gap?: Gap }
  | PanelReply;

/** Events that were left out of a batch. Without them the view cannot be folded, so it is included. */
export interface Gap {
  readonly dropped: number;
  /** The view after the last event of the batch. */
  readonly view: HubView;
}

/** The reply to a request; a failure is a sentence for the user. */
export type PanelReply =
  | { readonly type: "reply"; readonly id: number; readonly ok: true; readonly value?: PanelValue }
  | { readonly type: "reply"; readonly id: number; readonly ok: false; readonly error: ErrorView };

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
  /** Copies text to the clipboard, which a page may not be allowed to access. */
  copy(text: string): void;
  /** The result of a call; `undefined` if it is no longer available. */
  content(call: string): CallContent | undefined;
  /** Opens a part of a call's result in an editor. */
  openPart(call: string, index: number): void;
}

export type PanelRequest = keyof PanelRequests;
export type PanelParams<K extends PanelRequest> = Parameters<PanelRequests[K]>;
export type PanelResult<K extends PanelRequest> = ReturnType<PanelRequests[K]>;
/** What a reply can carry. */
export type PanelValue = Exclude<PanelResult<PanelRequest>, void>;

/** A request as a message. The page chooses `id`, and the reply repeats it. */
export type FromPanel = {
  readonly [K in PanelRequest]: { readonly id: number; readonly method: K; readonly params: PanelParams<K> };
}[PanelRequest];

/** One handler per request; the compiler checks that none is missing. A rejection becomes the reply's error. */
export type PanelHandlers = {
  readonly [K in PanelRequest]: (...params: PanelParams<K>) => Promise<PanelResult<K>> | PanelResult<K>;
};

/** Longer than any server name in the settings and any call id. */
const idLimit = 256;
/** The maximum length of text to copy, in characters. */
export const copyLimit = 256_000;

const nothing = (params: readonly unknown[]): [] | undefined => (params.length === 0 ? [] : undefined);
const oneName = (params: readonly unknown[]): [ServerId] | undefined => {
  const [name] = params;
  return params.length === 1 && isText(name, idLimit) ? [name] : undefined;
};

const readers: { readonly [K in PanelRequest]: (params: readonly unknown[]) => PanelParams<K> | undefined } = {
  ready: nothing,
  connect: oneName,
  disconnect: oneName,
  restart: oneName,
  showLog: (params) => nothing(params) ?? oneName(params),
  openSettings: oneName,
  copy: ([text, ...more]) => (more.length === 0 && isText(text, copyLimit) ? [text] : undefined),
  content: (params) => oneName(params),
  openPart: ([call, index, ...more]) =>
    more.length === 0 && isText(call, idLimit) && typeof index === "number" && Number.isSafeInteger(index) && index >= 0
      ? [call, index]
      : undefined,
};

/**
 * Validates a message from the page, which the host does not trust. `undefined` for anything that is not exactly a request.
 */
export function readFromPanel(message: unknown): FromPanel | undefined {
  if (!isObject(message)) return undefined;
  const { id, method, params } = message;
  if (!Number.isSafeInteger(id) || !isRequest(method) || !Array.isArray(params)) return undefined;
  return read(Number(id), method, params);
}

function read<K extends PanelRequest>(id: number, method: K, params: readonly unknown[]): FromPanel | undefined {
  const read = readers[method](params);
  // This is one member of the union, but the compiler cannot follow K through it.
  return read && ({ id, method, params: read } as FromPanel);
}

const isRequest = (value: unknown): value is PanelRequest => typeof value === "string" && Object.hasOwn(readers, value);
const isText = (value: unknown, limit: number): value is string => typeof value === "string" && value.length <= limit;
