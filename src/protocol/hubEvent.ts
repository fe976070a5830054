import type { ConnectionState } from "./connectionState";
import type { ErrorView } from "./hubErrorCode";

/** A server's name in the settings, unique in the hub. */
export type ServerId = string;

export type LogLevel = "debug" | "info" | "warning" | "error";

/** Where a settings entry comes from. `file` is a configuration file passed to the headless hub. */
export type Scope = "user" | "remote" | "workspace" | "folder" | "file";

/** The phase of the hub as a whole. */
export type HubPhase = "uninitialized" | "discovering" | "ready" | "degraded" | "shutting-down" | "shutdown";

/** Where a call comes from. */
export type Door = "chat" | "language-model-tool" | "command" | "panel" | "headless";

/** `tool-error`: the tool ran and reported an error. `failed`: it could not run. */
export type CallOutcome = "ok" | "tool-error" | "failed" | "cancelled" | "denied";

/** `open`: calls are refused until a certain time. `half-open`: one trial call is in flight. */
export type BreakerKind = "closed" | "open" | "half-open";

/** A mistake in the settings, and where it is. */
export interface ConfigProblem {
  readonly scope: Scope;
  /** For `folder`: the workspace folder's path. For `file`: the file's path. */
  readonly source?: string;
  /** Keys from the top of the settings, e.g. `["mcpHub.servers", "files", "command"]`. */
  readonly path: readonly (string | number)[];
  readonly severity: "error" | "warning";
  /** One sentence that says what is wrong and what to write instead. */
  readonly message: string;
}

/** How many items of each kind a server offers. */
export interface CatalogCounts {
  readonly tools: number;
  readonly resources: number;
  readonly resourceTemplates: number;
  readonly prompts: number;
}

/** A task that the server still has and that nobody waits for. */
export interface LeftTask {
  /** Unique in this window. */
  readonly key: string;
  readonly tool: string;
  /** Its result is there. */
  readonly ended: boolean;
}

/**
 * Everything that happens, in one union. Plain data: it crosses to the panel unchanged. Every event is self-contained.
 * Text is truncated and redacted before it enters (`EventStream.publish`).
 */
export type HubEvent =
  | { readonly type: "hub.phase"; readonly phase: HubPhase }
  | { readonly type: "hub.log"; readonly level: LogLevel; readonly text: string }
  | { readonly type: "config.read"; readonly problems: readonly ConfigProblem[] }
  /** Also published when only the label or the scope of a known server changed. */
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
  /** The account that this window uses the server with; missing if not signed in. */
  | { readonly type: "server.account"; readonly server: ServerId; readonly account?: string }
  /** `stale`: the server is not connected, and this is its last known catalog. */
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
      /** `stderr`: written by the process; `server`: sent as a protocol message; `hub`: written by the hub, about the server. */
      readonly from: "stderr" | "server" | "hub";
      readonly text: string;
    }
  /** Tasks that the server still has and that nobody waits for: those of calls before a reload, or before the server was away for long. */
  | { readonly type: "server.tasks"; readonly server: ServerId; readonly left: readonly LeftTask[] }
  /** Any notification from the server; `params` is JSON, truncated. */
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
      /** The arguments as JSON, truncated. */
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
  /** The server runs the call as a task, which can take long and survives a lost connection. */
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
  /** A call failed and will be retried after `waitMs`; `attempt` counts the failed attempts, from 1. */
  | {
      readonly type: "call.retried";
      readonly call: string;
      readonly server: ServerId;
      readonly tool: string;
      readonly attempt: number;
      readonly waitMs: number;
      readonly error: ErrorView;
    }
  /** The circuit breaker of a server or of one of its tools. `until`: when an open breaker allows a trial call. */
  | {
      readonly type: "breaker.changed";
      readonly server: ServerId;
      readonly tool?: string;
      readonly state: BreakerKind;
      readonly until?: number;
    }
  /** How many calls to a server are queued. */
  | { readonly type: "queue.changed"; readonly server: ServerId; readonly waiting: number };

/** An event with its position in the stream. `at` is milliseconds since the epoch; `seq` counts from 1 without gaps. */
export type Stamped = HubEvent & { readonly seq: number; readonly at: number };
