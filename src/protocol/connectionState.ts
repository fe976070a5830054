import type { ErrorView } from "./hubErrorCode";

/** Why a server is not running even though nothing is wrong. `lazy` and `idle` servers start when they are used. */
export type StopReason = "not-started" | "disabled" | "person" | "lazy" | "manual" | "idle";

/** A problem with a server that is ready: its last health check was slow, or its last checks failed. */
export type ConnectionHealth =
  | { readonly kind: "slow"; readonly ms: number }
  | { readonly kind: "failing"; readonly failures: number };

/**
 * What an attempt to connect waits for. `turn`: that fewer other programs start. `probe`: the answer to which era the server speaks.
 */
export type StartStep = "turn" | "program" | "probe" | "handshake" | "lists";

/** How an attempt to connect goes on; known once it takes a while. */
export interface StartProgress {
  readonly step: StartStep;
  /** Milliseconds until the attempt is given up; missing where no limit runs. */
  readonly leftMs?: number;
  /** How many attempts are made; missing where they go on until the server is back. */
  readonly attempts?: number;
  /** The last line of the program's standard error; untrusted. */
  readonly said?: string;
}

/** What a server said about itself when the connection was established. */
export interface ServerInfo {
  readonly name: string;
  readonly version: string;
  /** The negotiated protocol revision, e.g. `2025-11-25`. */
  readonly protocolVersion: string;
  readonly transport: "stdio" | "http" | "sse" | "websocket" | "socket";
  /** What the server declared that it can do, such as `tools` and `tools.listChanged`; untrusted. Missing where it declared nothing. */
  readonly capabilities?: readonly string[];
  /** The process that was started; stdio only. */
  readonly pid?: number;
  /** The server's advice on how to use it; untrusted text. */
  readonly instructions?: string;
  /** The SHA-256 of the instructions as the server sent them, in hexadecimal. */
  readonly instructionsDigest?: string;
}

/** The state of one server: one union, plain data. Times are milliseconds since the epoch. */
export type ConnectionState =
  | { readonly kind: "stopped"; readonly reason: StopReason }
  /** `losses` counts the connections that were lost soon after they were established; `attempt` counts from 1. */
  | {
      readonly kind: "starting";
      readonly attempt: number;
      readonly losses: number;
      readonly progress?: StartProgress;
    }
  /** Between two attempts; `error` says why the last one failed. Attempt 0: a connection was lost, and the first new attempt is delayed. */
  | { readonly kind: "waiting"; readonly attempt: number; readonly losses: number; readonly error: ErrorView }
  | { readonly kind: "needs-auth"; readonly error: ErrorView }
  /** Nothing of it has run or was contacted: a person has not allowed this entry yet. */
  | { readonly kind: "needs-consent"; readonly error: ErrorView }
  | {
      readonly kind: "ready";
      readonly since: number;
      readonly info: ServerInfo;
      readonly losses: number;
      /** Missing if nothing is wrong. */
      readonly health?: ConnectionHealth;
    }
  /** `until`: the server is away; the next attempt is made automatically then, or with the next call. Missing: no automatic attempt. */
  | { readonly kind: "failed"; readonly error: ErrorView; readonly until?: number };

export type ConnectionKind = ConnectionState["kind"];

/** Whether a server that is not running starts automatically when it is first used. */
export const startsWhenUsed = (state: ConnectionState): boolean =>
  state.kind === "stopped" && (state.reason === "lazy" || state.reason === "idle");
