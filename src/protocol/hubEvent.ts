import type { Caller } from "./caller";
import type { ConnectionState } from "./connectionState";
import type { ConsentEvent } from "./consentEvent";
import type { ErrorView } from "./hubErrorCode";
import type { WireMessage } from "./wireMessage";

/** A server's name in the settings, unique in the hub. */
export type ServerId = string;

export type LogLevel = "debug" | "info" | "warning" | "error";

/** Where a settings entry comes from. `file` is a configuration file passed to the headless hub. */
export type Scope = "user" | "remote" | "workspace" | "folder" | "file" | "followed";

/** The phase of the hub as a whole. */
export type HubPhase = "uninitialized" | "discovering" | "ready" | "degraded" | "shutting-down" | "shutdown";

/** What a request asks of a server, by the method of the protocol. */
export type RequestMethod = "tools/call" | "resources/read" | "prompts/get" | "completion/complete" | "skills/list";

/** What every event about a request says of it, so that each event stands alone. */
export interface RequestFacts {
  /** Unique over all windows and processes. */
  readonly call: string;
  readonly server: ServerId;
  readonly method: RequestMethod;
  /** The tool's name; for other requests their method. */
  readonly tool: string;
  readonly caller: Pick<Caller, "door" | "client">;
  /** The request of its door that it is a part of (`X-Request-ID`); missing where its door has none. */
  readonly request?: string;
  /** The thread that its client says it belongs to; missing where the client names none. */
  readonly thread?: string;
  /** Of the arguments as they were sent; the same arguments have the same digest. */
  readonly argsDigest: string;
  /** The digest of the tool or prompt that the request is made for; missing before it is known. */
  readonly pin?: string;
}

/** Where a rule is written: in the file of an organization, in the person's settings, in those of a workspace. */
export type PolicySource = "organization" | "user" | "workspace";

/** What let a request pass, or refused it. `rule`: the rule that decided, such as `rule 3` of its list, or its `server/tool`. */
export type Decision =
  | { readonly by: "policy"; readonly source: PolicySource; readonly rule: string }
  /** `person`: done by hand in the editor. `grant`: allowed before. */
  | { readonly by: "person" | "grant" }
  /** The answer of a person just now; `rule`: the one that wanted the question, where one did. */
  | { readonly by: "question"; readonly source?: PolicySource; readonly rule?: string }
  /** `setting`: `mcpHub.approval` asks for no answer. `annotations`: a trusted server says that the tool only reads. */
  | { readonly by: "setting" | "annotations" }
  /** `scope`: what the token of the client may be used for. `choice`: the person turned it off. */
  | { readonly by: "scope" | "choice" }
  /** `listed`: the server itself lists what is read. `never-asks`: completions need no answer. */
  | { readonly by: "listed" | "never-asks" };

/** Where the time of a request went, in milliseconds; together they are `ms`, but for the approval, which is the person's time. */
export interface DurationSplit {
  /** How long a person was asked. */
  readonly approval: number;
  /** In the queue for a place at the server. */
  readonly queue: number;
  /** Between attempts, and until the server was ready. */
  readonly waits: number;
  /** The rest: the server's own time. */
  readonly server: number;
}

/**
 * Where an answer came from, if not from a request of the call itself: kept from an earlier one, kept and out of date while the server fails,
 * or from the request of another call at the same time.
 */
export type AnswerSource = "cache" | "stale" | "shared";

/** What a question is about. */
export type QuestionKind = "approval" | "form" | "url" | "sampling" | "input" | "launch";

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
export interface DetachedTask {
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
      /** Lists that could not be read, each with the reason as a sentence. */
      readonly missing?: readonly string[];
    }
  | {
      readonly type: "server.log";
      readonly server: ServerId;
      readonly level: LogLevel;
      /** `stderr`: written by the process; `server`: sent as a protocol message; `hub`: written by the hub, about the server. */
      readonly from: "stderr" | "stdout" | "server" | "hub";
      readonly text: string;
    }
  /** Tasks that the server still has and that nobody waits for: those of calls before a reload, or before the server was away for long. */
  | { readonly type: "server.tasks"; readonly server: ServerId; readonly left: readonly DetachedTask[] }
  /** Any notification from the server; `params` is JSON, truncated. */
  | {
      readonly type: "server.notification";
      readonly server: ServerId;
      readonly method: string;
      readonly params: string;
    }
  /** `args`: the arguments as JSON, redacted and truncated. */
  | (RequestFacts & { readonly type: "call.started"; readonly args: string })
  | (RequestFacts & {
      readonly type: "call.progress";
      readonly progress: number;
      readonly total?: number;
      readonly message?: string;
    })
  /** The server runs the call as a task, which can take long and survives a lost connection. */
  | (RequestFacts & { readonly type: "call.task" })
  /** `ms` does not count the time that a person was asked. `decision`: missing where the request failed before it was decided. */
  | (RequestFacts & {
      readonly type: "call.ended";
      readonly outcome: CallOutcome;
      readonly ms: number;
      readonly split: DurationSplit;
      readonly served?: AnswerSource;
      readonly decision?: Decision;
      readonly error?: ErrorView;
    })
  /** A call failed and will be retried after `waitMs`; `attempt` counts the failed attempts, from 1. */
  | (RequestFacts & {
      readonly type: "call.retried";
      readonly attempt: number;
      readonly waitMs: number;
      readonly error: ErrorView;
    })
  /** The circuit breaker of a server or of one of its tools. `until`: when an open breaker allows a trial call. */
  | {
      readonly type: "breaker.changed";
      readonly server: ServerId;
      readonly tool?: string;
      readonly state: BreakerKind;
      readonly until?: number;
    }
  /** How many calls to a server are queued. */
  | { readonly type: "queue.changed"; readonly server: ServerId; readonly waiting: number }
  /** How many calls a minute a server gets since it said "too many"; missing: as many as the settings say. */
  | { readonly type: "rate.changed"; readonly server: ServerId; readonly perMinute?: number }
  /** A person is asked. `about`: the request that the question is about, where there is one. */
  | {
      readonly type: "question.asked";
      readonly question: string;
      readonly kind: QuestionKind;
      readonly server: ServerId;
      readonly about?: RequestFacts;
    }
  /** `gone`: its asker gave up before it was answered. */
  | {
      readonly type: "question.answered";
      readonly question: string;
      readonly kind: QuestionKind;
      readonly server: ServerId;
      readonly answer: "allowed" | "refused" | "gone";
      readonly ms: number;
      readonly about?: RequestFacts;
    }
  | ConsentEvent
  /** The entries that a change of the settings added, removed or changed. */
  | {
      readonly type: "config.changed";
      readonly added: readonly ServerId[];
      readonly removed: readonly ServerId[];
      readonly changed: readonly ServerId[];
    }
  | { readonly type: "server.signedIn"; readonly server: ServerId; readonly account?: string }
  | { readonly type: "server.signedOut"; readonly server: ServerId }
  | { readonly type: "server.signInFailed"; readonly server: ServerId; readonly error: ErrorView }
  /** The server, at its address, refused a request for its credentials (401) or its rights (403). Better ones may follow. */
  | { readonly type: "server.refused"; readonly server: ServerId; readonly status: 401 | 403 }
  /** A health check. `ms`: how long the server took; missing where it did not answer. */
  | { readonly type: "server.ping"; readonly server: ServerId; readonly ok: boolean; readonly ms?: number }
  /** A message as it went over the wire; only while somebody looks. */
  | (WireMessage & { readonly type: "wire.message" });

/** An event with its position in the stream. `at` is milliseconds since the epoch; `seq` counts from 1 without gaps. */
export type Stamped = HubEvent & { readonly seq: number; readonly at: number };
