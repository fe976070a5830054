import type { ErrorView } from "./hubErrorCode";
import type { ServerId, Stamped } from "./hubEvent";
import type { HubView } from "./hubView";
import { isObject } from "./isObject";

/** Host → panel. */
export type ToPanel =
  /** All there is: the view after event number `seq`, and the latest of the events up to it. Answers `ready`. */
  | {
      readonly type: "snapshot";
      readonly view: HubView;
      readonly events: readonly Stamped[];
      readonly seq: number;
    }
  /** What happened since, in order. `gap` is there when more happened than a batch may hold. */
  | { readonly type: "events"; readonly events: readonly Stamped[]; readonly gap?: Gap }
  | PanelReply;

/** Events that were left out of a batch. The view cannot be folded without them, so it comes along. */
export interface Gap {
  readonly dropped: number;
  /** The view after the last event of the batch. */
  readonly view: HubView;
}

/** The answer to a request; the failure is a sentence for the person. */
export type PanelReply =
  | { readonly type: "reply"; readonly id: number; readonly ok: true; readonly value?: PanelValue }
  | { readonly type: "reply"; readonly id: number; readonly ok: false; readonly error: ErrorView };

/** A piece of a call's result, as the page shows it: text that is cleaned and cut, and what can be opened in an editor. */
export type PanelPart =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "image" | "audio";
      readonly name: string;
      /** Its type and its size, in words. */
      readonly about: string;
      /** A `data:` address; missing where it is too large for the page. */
      readonly source?: string;
    }
  | { readonly kind: "file" | "link"; readonly name: string; readonly about: string };

/** What a call gave. */
export interface CallContent {
  /** In the order of the result; the place of each is how it is asked for. */
  readonly parts: readonly PanelPart[];
  /** How many more there were. */
  readonly more: number;
  /** What the server adds to the result, and to the tool (`_meta`): JSON that is cleaned and cut. */
  readonly meta?: string;
  readonly toolMeta?: string;
}

/** Panel → host. Requests by name: what goes in, what comes back. What else comes of them is seen in the events, or is a failure. */
export interface PanelRequests {
  /** The page listens: a snapshot may come, and events after it. */
  ready(): void;
  connect(server: ServerId): void;
  disconnect(server: ServerId): void;
  restart(server: ServerId): void;
  /** Without a server: the hub's own log. */
  showLog(server?: ServerId): void;
  openSettings(server: ServerId): void;
  /** Puts text on the clipboard, where a page may not reach it by itself. */
  copy(text: string): void;
  /** What a call gave; nothing where it is not kept any more. */
  content(call: string): CallContent | undefined;
  /** Opens a piece of what a call gave in an editor. */
  openPart(call: string, index: number): void;
}

export type PanelRequest = keyof PanelRequests;
export type PanelParams<K extends PanelRequest> = Parameters<PanelRequests[K]>;
export type PanelResult<K extends PanelRequest> = ReturnType<PanelRequests[K]>;
/** What a reply may bring. */
export type PanelValue = Exclude<PanelResult<PanelRequest>, void>;

/** A request on its way; `id` is the page's, and comes back in the reply. */
export type FromPanel = {
  readonly [K in PanelRequest]: { readonly id: number; readonly method: K; readonly params: PanelParams<K> };
}[PanelRequest];

/** One handler per request, and the compiler counts them. A rejection becomes the reply's error. */
export type PanelHandlers = {
  readonly [K in PanelRequest]: (...params: PanelParams<K>) => Promise<PanelResult<K>> | PanelResult<K>;
};

/** Longer than any server's name in the settings, and than any call's id. */
const idLimit = 256;
/** The longest text that may be copied, in characters. */
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
 * A message from the page, checked: the wall between page and host is a boundary like any other.
 * `undefined` for anything that is not exactly a request.
 */
export function readFromPanel(message: unknown): FromPanel | undefined {
  if (!isObject(message)) return undefined;
  const { id, method, params } = message;
  if (!Number.isSafeInteger(id) || !isRequest(method) || !Array.isArray(params)) return undefined;
  return read(Number(id), method, params);
}

function read<K extends PanelRequest>(id: number, method: K, params: readonly unknown[]): FromPanel | undefined {
  const read = readers[method](params);
  // One member of the union, put together from its own parts: the compiler does not follow K through it.
  return read && ({ id, method, params: read } as FromPanel);
}

const isRequest = (value: unknown): value is PanelRequest => typeof value === "string" && Object.hasOwn(readers, value);
const isText = (value: unknown, limit: number): value is string => typeof value === "string" && value.length <= limit;
