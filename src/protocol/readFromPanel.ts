import type { ServerId } from "./hubEvent";
import { isObject } from "./isObject";
import { type NoteKind, noteSources } from "./panel/note";
import type { CopyForm, FromPanel, PanelParams, PanelRequest } from "./panelMessages";

/** Longer than any server name in the settings and any call id. */
const idLimit = 256;
/** The maximum length of a text to copy or to open, in characters. */
export const copyLimit = 4_000_000;
/** The maximum length of rows to save, in characters. */
export const exportLimit = 64_000_000;

const copyForms: readonly CopyForm[] = ["result", "curl", "command", "script"];

const nothing = (params: readonly unknown[]): [] | undefined => (params.length === 0 ? [] : undefined);
const oneName = (params: readonly unknown[]): [ServerId] | undefined => {
  const [name] = params;
  return params.length === 1 && isText(name, idLimit) ? [name] : undefined;
};

const oneCount = (params: readonly unknown[]): [number] | undefined => {
  const [count] = params;
  return params.length === 1 && isCount(count) ? [count] : undefined;
};
/** The number of an event; those of earlier sessions are below zero. */
const oneEvent = (params: readonly unknown[]): [number] | undefined => {
  const [seq] = params;
  return params.length === 1 && typeof seq === "number" && Number.isSafeInteger(seq) ? [seq] : undefined;
};
const oneKind = ([given, ...more]: readonly unknown[]): [NoteKind] | undefined => {
  if (more.length > 0 || !isObject(given)) return undefined;
  const { server, name } = given;
  const from = noteSources.find((one) => one === given.from);
  if (!from || !isText(name, idLimit) || (server !== undefined && !isText(server, idLimit))) return undefined;
  return [{ ...(server !== undefined && { server }), from, name }];
};

const readers: { readonly [K in PanelRequest]: (params: readonly unknown[]) => PanelParams<K> | undefined } = {
  ready: nothing,
  connect: oneName,
  disconnect: oneName,
  restart: oneName,
  showLog: (params) => nothing(params) ?? oneName(params),
  openSettings: oneName,
  copy: ([text, ...more]) => (more.length === 0 && isText(text, copyLimit) ? [text] : undefined),
  content: oneName,
  clear: oneCount,
  message: oneEvent,
  openResult: oneName,
  openText: ([name, text, ...more]) =>
    more.length === 0 && isText(name, idLimit) && isText(text, copyLimit) ? [name, text] : undefined,
  cancel: oneName,
  callAgain: oneName,
  editCall: oneName,
  copyAs: ([call, form, ...more]) => {
    const known = copyForms.find((one) => one === form);
    return more.length === 0 && isText(call, idLimit) && known ? [call, known] : undefined;
  },
  exportRows: ([har, ...more]) => (more.length === 0 && isText(har, exportLimit) ? [har] : undefined),
  importRows: nothing,
  signIn: oneName,
  setLogLevel: oneName,
  diagnose: oneName,
  serverCards: nothing,
  toolCosts: oneName,
  figures: (params) => {
    const [server, tool] = params;
    if (params.length < 2) return nothing(params) ?? oneName(params);
    return params.length === 2 && isText(server, idLimit) && isText(tool, idLimit) ? [server, tool] : undefined;
  },
  notes: oneCount,
  unread: nothing,
  seen: oneCount,
  mute: oneKind,
  unmute: oneKind,
  clearNotes: nothing,
  openPart: ([call, index, ...more]) =>
    more.length === 0 && isText(call, idLimit) && isCount(index) ? [call, index] : undefined,
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
const isCount = (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
