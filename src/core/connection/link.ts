import type { ServerInfo } from "../../protocol/connectionState";
import type { LogLevel } from "../../protocol/hubEvent";
import type { ServerLogLevel } from "../../protocol/serverLogLevel";
import type { Catalog, CatalogPart } from "../catalog/catalog";
import type { Skill } from "../catalog/skill";
import type { LaunchPlan } from "../config/plan/launchPlan";
import type { Disposable } from "../kernel/disposable";
import type { HubError } from "../kernel/hubError";
import type { Ending } from "../kernel/timeLimit";
import type { CompletionAsk } from "../messages/completion";
import type { ResourceContents } from "../messages/content";
import type { PromptMessage } from "../messages/promptMessage";
import type { BegunTask, StartedTask, TaskOptions, TaskStatus } from "../messages/task";
import type { Progress, ToolResult } from "../messages/toolResult";

export interface RequestOptions {
  readonly signal: AbortSignal;
  /** Of the same end as `signal`, for one listener at a time: what is one request need not listen to the signal. */
  readonly ending?: Ending;
  readonly onProgress?: (progress: Progress) => void;
  /** The request does not hang: the server waits for an answer from here. */
  readonly onAlive?: () => void;
  /** How a call runs as a task, where its tool can. */
  readonly task?: TaskOptions;
  /** The server runs the call as a task, which may outlive the line. */
  readonly onTask?: (task: BegunTask) => void;
}

/** What an open line says on its own. Nothing is said after `dispose`. */
export interface LinkEvents {
  /** The line is gone, and not because we let it go: the error says why (exit code, last lines of stderr). */
  lost(error: HubError): void;
  changed(part: CatalogPart): void;
  log(level: LogLevel, from: "stderr" | "server", text: string): void;
  notification(method: string, params: unknown): void;
}

/**
 * One open line to one server, past its handshake. Every method rejects with a `HubError`; when `signal` aborts, the
 * server is told (`notifications/cancelled`) and the promise rejects with `abortError(signal, …)`. No method has a time limit of its
 * own: limits are the caller's signal.
 */
export interface Link extends Disposable {
  readonly info: ServerInfo;
  /**
   * Settles when the server shows that it is there: `ping`, or in revisions without it what they have instead. Rejects with
   * `server-error` where the server does not know the request.
   */
  ping(signal: AbortSignal): Promise<void>;
  /** All pages of all lists that the server declares. */
  catalog(signal: AbortSignal): Promise<Catalog>;
  /** One part anew, merged by the caller: `resources` brings resources and templates. */
  refresh(part: CatalogPart, signal: AbortSignal): Promise<Partial<Catalog>>;
  callTool(name: string, args: Readonly<Record<string, unknown>>, options: RequestOptions): Promise<ToolResult>;
  /** Waits for the result of a task. Rejects with `server-error` where the server does not know it. */
  followTask(task: StartedTask, options: RequestOptions): Promise<ToolResult>;
  /** Rejects with `server-error` where the server does not know the task. */
  lookAtTask(id: string, signal: AbortSignal): Promise<TaskStatus>;
  cancelTask(id: string, signal: AbortSignal): Promise<void>;
  /** What the server offers as skills (extension `io.modelcontextprotocol/skills`); rejects with `server-error` where it knows none. */
  skills(signal: AbortSignal): Promise<readonly Skill[]>;
  readResource(uri: string, options: RequestOptions): Promise<readonly ResourceContents[]>;
  getPrompt(
    name: string,
    args: Readonly<Record<string, string>>,
    options: RequestOptions,
  ): Promise<readonly PromptMessage[]>;
  /** The values that the server proposes for an argument; none where it completes nothing. */
  complete(ask: CompletionAsk, signal: AbortSignal): Promise<readonly string[]>;
  /** Asks to be told of the changes of a resource (`notifications/resources/updated`); rejects where the server tells none. */
  subscribe(uri: string, signal: AbortSignal): Promise<void>;
  /** Does nothing for an address that is not subscribed on this line. */
  unsubscribe(uri: string): Promise<void>;
  /** Rejects where the server has no such level. */
  setLogLevel(level: ServerLogLevel, signal: AbortSignal): Promise<void>;
  /** Lets go: the session is closed, the whole process tree ends. `closed` settles when nothing is left. */
  dispose(): void;
  readonly closed: Promise<void>;
}

/**
 * Opens a line: transport, handshake, no lists yet. Rejects with a `HubError`; leaves nothing behind when it
 * rejects. `signal` aborts the opening only.
 */
export type OpenLink = (plan: LaunchPlan, events: LinkEvents, signal: AbortSignal) => Promise<Link>;
