import type { ErrorView } from "./hubErrorCode";
import type { ServerId, Stamped } from "./hubEvent";
import type { HubView } from "./hubView";

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
  | { readonly type: "reply"; readonly id: number; readonly ok: true }
  | { readonly type: "reply"; readonly id: number; readonly ok: false; readonly error: ErrorView };

/** Panel → host. Requests by name: what goes in. What comes of them is seen in the events, or is a failure. */
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
}

export type PanelRequest = keyof PanelRequests;
export type PanelParams<K extends PanelRequest> = Parameters<PanelRequests[K]>;

/** A request on its way; `id` is the page's, and comes back in the reply. */
export type FromPanel = {
  readonly [K in PanelRequest]: { readonly id: number; readonly method: K; readonly params: PanelParams<K> };
}[PanelRequest];

/** One handler per request, and the compiler counts them. A rejection becomes the reply's error. */
export type PanelHandlers = {
  readonly [K in PanelRequest]: (...params: PanelParams<K>) => Promise<void> | void;
};

/** Longer than any server's name in the settings. */
const idLimit = 256;
/** The longest text that may be copied, in characters. */
export const copyLimit = 256_000;

const nothing = (params: readonly unknown[]): [] | undefined => (params.length === 0 ? [] : undefined);
const oneServer = (params: readonly unknown[]): [ServerId] | undefined => {
  const [server] = params;
  return params.length === 1 && isText(server, idLimit) ? [server] : undefined;
};

const readers: { readonly [K in PanelRequest]: (params: readonly unknown[]) => PanelParams<K> | undefined } = {
  ready: nothing,
  connect: oneServer,
  disconnect: oneServer,
  restart: oneServer,
  showLog: (params) => nothing(params) ?? oneServer(params),
  openSettings: oneServer,
  copy: ([text, ...more]) => (more.length === 0 && isText(text, copyLimit) ? [text] : undefined),
};

/**
 * A message from the page, checked: the wall between page and host is a boundary like any other.
 * `undefined` for anything that is not exactly a request.
 */
export function readFromPanel(message: unknown): FromPanel | undefined {
  if (!isRecord(message)) return undefined;
  const { id, method, params } = message;
  if (!Number.isSafeInteger(id) || !isRequest(method) || !Array.isArray(params)) return undefined;
  return read(Number(id), method, params);
}

function read<K extends PanelRequest>(id: number, method: K, params: readonly unknown[]): FromPanel | undefined {
  const read = readers[method](params);
  // One member of the union, put together from its own parts: the compiler does not follow K through it.
  return read && ({ id, method, params: read } as FromPanel);
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const isRequest = (value: unknown): value is PanelRequest => typeof value === "string" && Object.hasOwn(readers, value);
const isText = (value: unknown, limit: number): value is string => typeof value === "string" && value.length <= limit;
