import type { Caller } from "../src/protocol/caller";
import type { ErrorView } from "../src/protocol/hubErrorCode";
import type { CallOutcome, DurationSplit, LogLevel, ServerId } from "../src/protocol/hubEvent";

/** What a row is about. Each kind can be hidden, except `gap`, which stands for missing events. */
export type RowKind = "stderr" | "server" | "state" | "call" | "progress" | "notification" | "hub" | "gap";

/** A call so far. `args` is missing if the call started before the first known event. */
export interface CallOfRow {
  readonly id: string;
  readonly tool: string;
  readonly caller?: Pick<Caller, "door" | "client">;
  /** JSON, possibly truncated. */
  readonly args?: string;
  /** The server runs it as a task. */
  readonly isTask?: true;
  /** A person is asked whether it may run. */
  readonly isAsking?: boolean;
  readonly progress?: { readonly progress: number; readonly total?: number; readonly message?: string };
  readonly outcome?: CallOutcome;
  readonly ms?: number;
  /** Where the time went; `approval` is the person's, which `ms` leaves out. */
  readonly split?: DurationSplit;
  readonly error?: ErrorView;
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
  /** A notification's parameters: JSON, possibly truncated. */
  readonly params?: string;
}

/** The kinds that the user can hide, in the order of their buttons, and the buttons' labels. */
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

/** The label for a kind in the row itself. */
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
