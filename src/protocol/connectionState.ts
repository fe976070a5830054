import type { ErrorView } from "./hubErrorCode";

/** Why a server is not running although nothing is wrong with it. `lazy` and `idle` servers start when they are used. */
export type StopReason = "not-started" | "disabled" | "person" | "lazy" | "manual" | "idle";

/** What is wrong with a server that is ready: its last check was slow, or its last checks failed. */
export type ConnectionHealth =
  | { readonly kind: "slow"; readonly ms: number }
  | { readonly kind: "failing"; readonly failures: number };

/** What a server said of itself when the connection came up. */
export interface ServerInfo {
  readonly name: string;
  readonly version: string;
  /** The negotiated protocol revision, e.g. `2025-11-25`. */
  readonly protocolVersion: string;
  readonly transport: "stdio" | "http" | "sse" | "websocket" | "socket";
  /** Only on stdio: the process that was started. */
  readonly pid?: number;
  /** How the server wishes to be used; untrusted text. */
  readonly instructions?: string;
}

/** The state of one server, as one union and as plain data. Times are milliseconds since the epoch. */
export type ConnectionState =
  | { readonly kind: "stopped"; readonly reason: StopReason }
  /** `losses` counts the lines lost soon after they came up; `attempt` counts from 1. */
  | { readonly kind: "starting"; readonly attempt: number; readonly losses: number }
  /** Between two attempts; `error` says why the last one failed. Attempt 0: a line was lost, and the next one waits a moment. */
  | { readonly kind: "waiting"; readonly attempt: number; readonly losses: number; readonly error: ErrorView }
  | { readonly kind: "needs-auth"; readonly error: ErrorView }
  | {
      readonly kind: "ready";
      readonly since: number;
      readonly info: ServerInfo;
      readonly losses: number;
      /** Missing while nothing is wrong. */
      readonly health?: ConnectionHealth;
    }
  /** `until`: the server is away, and the next attempt comes by itself then, or with the next call. Missing: nothing comes by itself. */
  | { readonly kind: "failed"; readonly error: ErrorView; readonly until?: number };

export type ConnectionKind = ConnectionState["kind"];

/** Whether a server that is not running starts by itself at its first use. */
export const startsWhenUsed = (state: ConnectionState): boolean =>
  state.kind === "stopped" && (state.reason === "lazy" || state.reason === "idle");
