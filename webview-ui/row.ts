import type { ErrorView } from "../src/protocol/hubErrorCode";
import type { Caller } from "../src/protocol/caller";
import type { CallOutcome, LogLevel, ServerId } from "../src/protocol/hubEvent";

/** What a row is about; each can be shown or hidden. `gap` stands for events that are not there, and always shows. */
export type RowKind = "stderr" | "server" | "state" | "call" | "progress" | "notification" | "hub" | "gap";

/** What became of a call so far. `args` is missing where the call began before the first event that is known. */
export interface CallOfRow {
  readonly id: string;
  readonly tool: string;
  readonly caller?: Pick<Caller, "door" | "client">;
  /** JSON, possibly cut. */
  readonly args?: string;
  /** The server runs it as a task. */
  readonly isTask?: true;
  readonly progress?: { readonly progress: number; readonly total?: number; readonly message?: string };
  readonly outcome?: CallOutcome;
  readonly ms?: number;
  readonly error?: ErrorView;
}

/** One line of the list. A row is replaced, never changed, so that what was worked out for it can be kept by identity. */
export interface Row {
  /** Grows from row to row, and stays when the row is replaced. */
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly kind: RowKind;
  readonly level: LogLevel;
  readonly server?: ServerId;
  /** Untrusted, possibly of several lines. */
  readonly text: string;
  readonly call?: CallOfRow;
  /** What a notification brought, as JSON, possibly cut. */
  readonly params?: string;
}

/** The kinds that a person can switch, in the order of the buttons, and what each is called. */
export const kindLabels = {
  call: "Calls",
  notification: "Notifications",
  progress: "Progress",
  server: "Server logs",
  stderr: "stderr",
  state: "States",
  hub: "Hub",
} as const satisfies Partial<Record<RowKind, string>>;

export type SwitchableKind = keyof typeof kindLabels;

/** What a row's kind is called in the row itself. */
export const kindNames: { readonly [K in RowKind]: string } = {
  call: "call",
  notification: "notification",
  progress: "progress",
  server: "log",
  stderr: "stderr",
  state: "state",
  hub: "hub",
  gap: "",
};
