import type { ServerInfo, StartStep } from "../../protocol/connectionState";
import type { LogLevel } from "../../protocol/hubEvent";
import type { ServerLogLevel } from "../../protocol/serverLogLevel";
import type { Catalog, CatalogPart } from "../catalog/catalog";
import type { Skill } from "../catalog/skill";
import type { LaunchPlan } from "../config/plan/launchPlan";
import type { Disposable } from "../kernel/disposable";
import type { Event } from "../kernel/emitter";
import type { HubError } from "../kernel/hubError";
import type { Ending } from "../kernel/timeLimit";
import type { CompletionAsk } from "../messages/completion";
import type { ResourceContents } from "../messages/content";
import type { PromptMessage } from "../messages/promptMessage";
import type { BegunTask, StartedTask, TaskOptions, TaskStatus } from "../messages/task";
import type { Progress, ToolResult } from "../messages/toolResult";
import type { ClientAnswers } from "../questions/clientAnswers";
import type { SupportedFeatures } from "../questions/clientFeatures";

/** What accompanies one request. */
export interface RequestOptions {
  readonly signal: AbortSignal;
  /** The call that the request belongs to, so that its messages can be shown with it. */
  readonly id?: string;
  /** Reports the abort of `signal` to one listener at a time, which is cheaper than listening to the signal. */
  readonly ending?: Ending;
  readonly onProgress?: (progress: Progress) => void;
  /** The request does not hang: the server is waiting for an answer from the client. */
  readonly onAlive?: () => void;
  /** The client whose request this is, where it answers itself what the server asks meanwhile. */
  readonly answers?: ClientAnswers;
  /** The request of a door that this one is part of (`X-Request-ID`); the server gets it in `_meta`, and over HTTP as a header. */
  readonly request?: string;
  /** What the server gets beside the request (`_meta`). */
  readonly meta?: Readonly<Record<string, unknown>>;
  /** How a call runs as a task if its tool supports that. */
  readonly task?: TaskOptions;
  /** The server runs the call as a task, which may outlive the link. */
  readonly onTask?: (task: BegunTask) => void;
}

/** What an open link reports without being asked. It reports nothing after `dispose`. */
export interface LinkEvents {
  /** The link was lost without having been disposed. The error says why (exit code, last lines of stderr). */
  lost(error: HubError): void;
  changed(part: CatalogPart): void;
  log(level: LogLevel, from: "stderr" | "stdout" | "server", text: string): void;
  notification(method: string, params: unknown): void;
  /** What the opening of the link waits for from now on. */
  step?(step: StartStep): void;
}

/**
 * One open client of one server, after the handshake. Every method rejects with a `HubError`. When `signal` aborts, the server gets
 * `notifications/cancelled` and the promise rejects with `abortError(signal, …)`. No method has a time limit of its own: the caller's
 * signal is the limit.
 */
export interface Link extends Disposable {
  readonly info: ServerInfo;
  /**
   * Settles when the server responds: to `ping`, or to its equivalent in revisions without `ping`. Rejects with `server-error` if the
   * server does not know the request.
   */
  ping(signal: AbortSignal): Promise<void>;
  /**
   * All pages of all lists that the server declares, and of its tools in any case. A list beside the tools that fails, or takes longer
   * than `optionalMs`, is left out and named in `missing`; so are the tools, where the server answers them with an error and lists
   * something else.
   */
  catalog(signal: AbortSignal, optionalMs?: number): Promise<Catalog>;
  /** Reads one part of the catalog again; the caller merges it. `resources` includes the resource templates. */
  refresh(part: CatalogPart, signal: AbortSignal): Promise<Partial<Catalog>>;
  callTool(name: string, args: Readonly<Record<string, unknown>>, options: RequestOptions): Promise<ToolResult>;
  /** Waits for the result of a task. Rejects with `server-error` if the server does not know the task. */
  followTask(task: StartedTask, options: RequestOptions): Promise<ToolResult>;
  /** Rejects with `server-error` if the server does not know the task. */
  lookAtTask(id: string, signal: AbortSignal): Promise<TaskStatus>;
  cancelTask(id: string, signal: AbortSignal): Promise<void>;
  /** The skills that the server offers (extension `io.modelcontextprotocol/skills`). Rejects with `server-error` if it does not know skills. */
  skills(signal: AbortSignal): Promise<readonly Skill[]>;
  readResource(uri: string, options: RequestOptions): Promise<readonly ResourceContents[]>;
  getPrompt(
    name: string,
    args: Readonly<Record<string, string>>,
    options: RequestOptions,
  ): Promise<readonly PromptMessage[]>;
  /** The values that the server proposes for an argument; none if it does not support completion. */
  complete(ask: CompletionAsk, options: Pick<RequestOptions, "signal" | "answers" | "id">): Promise<readonly string[]>;
  /** Subscribes to the changes of a resource (`notifications/resources/updated`). Rejects if the server does not support that. */
  subscribe(uri: string, signal: AbortSignal): Promise<void>;
  /** Does nothing if there is no subscription for the address on this link. */
  unsubscribe(uri: string): Promise<void>;
  /** Rejects if the server does not have this level. */
  setLogLevel(level: ServerLogLevel, signal: AbortSignal): Promise<void>;
  /** Closes the session and ends the whole process tree. `closed` settles when nothing is left. */
  dispose(): void;
  readonly closed: Promise<void>;
}

/** The one client that a link is for. */
export interface LinkOwner {
  /** What the server is told that it may ask: what the client answers, and what the hub itself does. */
  readonly can: SupportedFeatures;
  /** The client, where it can be asked now. */
  readonly answers: () => ClientAnswers | undefined;
  /** The folders of the client changed. */
  readonly onRootsChanged: Event<void>;
}

/**
 * Opens a link: transport and handshake, without reading the catalog. Rejects with a `HubError`, and leaves nothing behind when it
 * rejects. `signal` aborts only the opening. `owner`: the client that it is for, where it is not for all.
 */
export type OpenLink = (plan: LaunchPlan, events: LinkEvents, signal: AbortSignal, owner?: LinkOwner) => Promise<Link>;
