import type { ErrorView } from "./hubErrorCode";

/** Why a server is not running although nothing is wrong with it. */
export type StopReason = "not-started" | "disabled" | "person" | "restricted";

/** What a server said of itself when the connection came up. */
export interface ServerInfo {
  readonly name: string;
  readonly version: string;
  /** The negotiated protocol revision, e.g. `2025-11-25`. */
  readonly protocolVersion: string;
  readonly transport: "stdio" | "http" | "sse";
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
  /** Between two attempts; `error` says why the last one failed. */
  | { readonly kind: "waiting"; readonly attempt: number; readonly losses: number; readonly error: ErrorView }
  | { readonly kind: "needs-auth"; readonly error: ErrorView }
  | { readonly kind: "ready"; readonly since: number; readonly info: ServerInfo; readonly losses: number }
  | { readonly kind: "failed"; readonly error: ErrorView };

export type ConnectionKind = ConnectionState["kind"];
