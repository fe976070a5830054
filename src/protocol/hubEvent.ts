import type { ConnectionState } from "./connectionState";
import type { ErrorView } from "./hubErrorCode";

/** A server's name in the settings, unique in the hub. */
export type ServerId = string;

export type LogLevel = "debug" | "info" | "warning" | "error";

/** Where an entry was written. `file` is a configuration file given to the headless hub. */
export type Scope = "user" | "remote" | "workspace" | "folder" | "file";

/** The life of the hub as a whole. */
export type HubPhase = "uninitialized" | "discovering" | "ready" | "degraded" | "shutting-down" | "shutdown";

/** Who asked for a call. */
export type Door = "chat" | "language-model-tool" | "command" | "panel" | "headless";

/** `tool-error`: the tool ran and said no. `failed`: it could not run. */
export type CallOutcome = "ok" | "tool-error" | "failed" | "cancelled" | "denied";

/** `open`: calls are refused until a time. `half-open`: one trial call is on its way. */
export type BreakerKind = "closed" | "open" | "half-open";

/** A mistake in the settings, with the place it stands at. */
export interface ConfigProblem {
  readonly scope: Scope;
  /** The workspace folder's path, for `folder`; the file's path, for `file`. */
  readonly source?: string;
  /** Keys from the top of the settings, e.g. `["mcpHub.servers", "files", "command"]`. */
  readonly path: readonly (string | number)[];
  readonly severity: "error" | "warning";
  /** One sentence: what is wrong and what to write instead. */
  readonly message: string;
}

/** How much a server offers. */
export interface CatalogCounts {
  readonly tools: number;
  readonly resources: number;
  readonly resourceTemplates: number;
  readonly prompts: number;
}

/** A task that the server still has and that nobody waits for. */
export interface DetachedTask {
  /** Unique in this window. */
  readonly key: string;
  readonly tool: string;
  /** Its result is there. */
  readonly ended: boolean;
}

/**
 * Everything that happens, in one union. Plain data: it crosses to the panel unchanged. Every event stands alone.
 * Text is bounded and redacted before it enters (`EventStream.publish`).
 */
export type HubEvent =
  | { readonly type: "hub.phase"; readonly phase: HubPhase }
  | { readonly type: "hub.log"; readonly level: LogLevel; readonly text: string }
  | { readonly type: "config.read"; readonly problems: readonly ConfigProblem[] }
  /** Also sent when only the label or the scope of a known server changed. */
  | {
      readonly type: "server.added";
      readonly server: ServerId;
      readonly label: string;
      readonly scope: Scope;
      readonly source?: string;
    }
  | { readonly type: "server.removed"; readonly server: ServerId }
  /** The order in which the settings name the servers. */
  | { readonly type: "server.order"; readonly servers: readonly ServerId[] }
  | { readonly type: "server.state"; readonly server: ServerId; readonly state: ConnectionState }
  /** Which account the server is used with in this window; missing where nobody is signed in. */
  | { readonly type: "server.account"; readonly server: ServerId; readonly account?: string }
  /** `stale`: the last known catalog of a server that is not connected. */
  | {
      readonly type: "server.catalog";
      readonly server: ServerId;
      readonly counts: CatalogCounts;
      readonly stale?: boolean;
    }
  | {
      readonly type: "server.log";
      readonly server: ServerId;
      readonly level: LogLevel;
      /** `stderr`: the process wrote it; `server`: sent as a protocol message; `hub`: said about the server. */
      readonly from: "stderr" | "server" | "hub";
      readonly text: string;
    }
  /** Tasks that the server still has and that nobody waits for: those of calls before a reload, or before the server was away for long. */
  | { readonly type: "server.tasks"; readonly server: ServerId; readonly left: readonly DetachedTask[] }
  /** Any notification that the server sent; `params` is JSON, cut to a bound. */
  | {
      readonly type: "server.notification";
      readonly server: ServerId;
      readonly method: string;
      readonly params: string;
    }
  | {
      readonly type: "call.started";
      readonly call: string;
      readonly server: ServerId;
      readonly tool: string;
      readonly door: Door;
      /** JSON of the arguments, cut to a bound. */
      readonly args: string;
    }
  | {
      readonly type: "call.progress";
      readonly call: string;
      readonly server: ServerId;
      readonly tool: string;
      readonly progress: number;
      readonly total?: number;
      readonly message?: string;
    }
  /** The server runs the call as a task: it may take long, and outlives a lost connection. */
  | {
      readonly type: "call.task";
      readonly call: string;
      readonly server: ServerId;
      readonly tool: string;
      readonly door: Door;
    }
  | {
      readonly type: "call.ended";
      readonly call: string;
      readonly server: ServerId;
      readonly tool: string;
      readonly outcome: CallOutcome;
      readonly ms: number;
      readonly error?: ErrorView;
    }
  /** A call failed and is sent again after `waitMs`; `attempt` counts the attempts that failed, from 1. */
  | {
      readonly type: "call.retried";
      readonly call: string;
      readonly server: ServerId;
      readonly tool: string;
      readonly attempt: number;
      readonly waitMs: number;
      readonly error: ErrorView;
    }
  /** A circuit breaker of a server, or of one of its tools. `until`: when a trial call may pass, where it is open. */
  | {
      readonly type: "breaker.changed";
      readonly server: ServerId;
      readonly tool?: string;
      readonly state: BreakerKind;
      readonly until?: number;
    }
  /** How many calls of a server wait for their turn. */
  | { readonly type: "queue.changed"; readonly server: ServerId; readonly waiting: number };

/** An event with its place in the stream. `at` is milliseconds since the epoch; `seq` counts from 1 without a gap. */
export type Stamped = HubEvent & { readonly seq: number; readonly at: number };
