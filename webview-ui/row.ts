import type { Caller } from "../src/protocol/caller";
import type { ErrorView } from "../src/protocol/hubErrorCode";
import type {
  AnswerSource,
  CallOutcome,
  Decision,
  DurationSplit,
  LogLevel,
  RequestMethod,
  ServerId,
} from "../src/protocol/hubEvent";
import { message } from "../src/protocol/message";
import type { WireMessage } from "../src/protocol/wireMessage";

/**
 * What a row is about. Each kind can be shown alone, except `gap`, which stands for missing events. `request`: any other request to a server;
 * `question`: a request of a server.
 */
export type RowKind =
  | "call"
  | "request"
  | "question"
  | "stderr"
  | "server"
  | "state"
  | "progress"
  | "notification"
  | "hub"
  | "gap";

/** A thread that calls belong to. Its name is the client's own: another client may use the same one for another thread. */
export interface Thread {
  readonly name: string;
  /** The client's id, or its door where it has none. */
  readonly client: string;
}

export const sameThread = (a: Thread | undefined, b: Thread | undefined): boolean =>
  a?.name === b?.name && a?.client === b?.client;

/** Something that was reported while a call ran. */
export interface CallStep {
  readonly at: number;
  readonly text: string;
}

/** A call so far. `args` is missing if the call started before the first known event. */
export interface CallOfRow {
  readonly id: string;
  readonly method: RequestMethod;
  readonly tool: string;
  readonly caller?: Pick<Caller, "door" | "client">;
  readonly thread?: Thread;
  /** JSON, possibly truncated. */
  readonly args?: string;
  /** The server runs it as a task. */
  readonly isTask?: true;
  /** A person is asked whether it may run. */
  readonly isAsking?: boolean;
  readonly progress?: { readonly progress: number; readonly total?: number; readonly message?: string };
  /** What happened meanwhile, oldest first: progress, attempts that failed. The first of many give way. */
  readonly steps?: readonly CallStep[];
  /** How many attempts failed and were followed by another. */
  readonly retries?: number;
  readonly outcome?: CallOutcome;
  readonly ms?: number;
  /** Where the time went; `approval` is the person's, which `ms` leaves out. */
  readonly split?: DurationSplit;
  readonly served?: AnswerSource;
  readonly decision?: Decision;
  readonly error?: ErrorView;
}

/** A message of a row as it went over the wire. Its text may be only the beginning: the host has all of it. */
export interface MessageOfRow
  extends Pick<WireMessage, "direction" | "kind" | "method" | "text" | "bytes" | "truncated" | "http"> {
  readonly seq: number;
  readonly at: number;
}

/** A request outside of calls, and its answer. */
export interface ExchangeOfRow {
  readonly method: string;
  readonly outcome?: "ok" | "failed";
  /** Missing where a person was asked meanwhile. */
  readonly ms?: number;
}

/** One line of the list. A row is replaced, never changed, so results computed for it can be cached by identity. */
export interface Row {
  /** Increases from row to row, and stays the same when the row is replaced. */
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly kind: RowKind;
  readonly level: LogLevel;
  readonly server?: ServerId;
  /** Untrusted, possibly several lines. */
  readonly text: string;
  readonly call?: CallOfRow;
  readonly exchange?: ExchangeOfRow;
  /** A notification's parameters: JSON, possibly truncated. */
  readonly params?: string;
  /** Its messages on the wire, oldest first, as far as they were recorded. */
  readonly messages?: readonly MessageOfRow[];
  /** Of a row about missing events: how many. */
  readonly missing?: number;
}

/** Whether a row is of a session before this one: its first event has a number below zero. */
export const isEarlier = ({ id }: Pick<Row, "id">): boolean => id < 0;

/** The most messages and steps of one row; of more, the first ones give way to later ones, but for the very first. */
export const perRowLimit = 40;

/** Adds to a list of bounded length, whose first item stays. */
export function withItem<T>(list: readonly T[] | undefined, item: T): readonly T[] {
  const all = [...(list ?? []), item];
  return all.length <= perRowLimit ? all : [...all.slice(0, 1), ...all.slice(2)];
}

/** The kinds that can be shown alone, in the order of their buttons, and the buttons' labels. */
export const kindLabels = {
  call: message("page.row.calls", "Calls"),
  request: message("page.row.requests", "Requests"),
  question: message("page.row.questions", "Questions"),
  notification: message("page.row.notifications", "Notifications"),
  progress: message("page.row.progress", "Progress"),
  server: message("page.row.serverLogs", "Server logs"),
  stderr: "stderr",
  state: message("page.row.states", "States"),
  hub: message("page.row.hub", "Hub"),
} as const satisfies Partial<Record<RowKind, string>>;

export type SwitchableKind = keyof typeof kindLabels;

/** The label for a kind in the row itself. */
const kindNames: { readonly [K in RowKind]: string } = {
  call: message("page.kind.call", "call"),
  request: message("page.kind.request", "request"),
  question: message("page.kind.question", "question"),
  notification: message("page.kind.notification", "notification"),
  progress: message("page.kind.progress", "progress"),
  server: message("page.kind.log", "log"),
  stderr: "stderr",
  state: message("page.kind.state", "state"),
  hub: message("page.kind.hub", "hub"),
  gap: "",
};

/** What a request is called in a row, by the first part of its method. */
const methodNames: Readonly<Record<string, string>> = {
  "resources/read": message("page.kind.read", "read"),
  "prompts/get": message("page.kind.prompt", "prompt"),
  "completion/complete": message("page.kind.completion", "completion"),
  ping: "ping",
  initialize: message("page.kind.handshake", "handshake"),
  "server/discover": message("page.kind.handshake", "handshake"),
  "logging/setLevel": message("page.kind.logLevel", "log level"),
  "sampling/createMessage": "sampling",
  "elicitation/create": message("page.kind.form", "form"),
  "roots/list": "roots",
};

/** The kind of a row in a word, as precisely as it is known. */
export function kindName({ kind, call, exchange }: Row): string {
  const method = call && kind !== "call" ? call.method : exchange?.method;
  if (method === undefined) return kindNames[kind];
  const known = Object.hasOwn(methodNames, method) ? methodNames[method] : undefined;
  if (known) return known;
  if (method.startsWith("tasks/")) return message("page.kind.task", "task");
  return method.endsWith("/list") ? message("page.kind.list", "list") : kindNames[kind];
}
