import type { ServerOutcome, Settled } from "../core/calls/callMany";
import type { Fallback } from "../core/calls/withFallback";
import type { Catalog, Tool } from "../core/catalog/catalog";
import type { Skill } from "../core/catalog/skill";
import type { ServerFigures } from "../core/hub/metrics";
import type { Notification, NotificationFilter } from "../core/hub/notifications";
import type { Disposable } from "../core/kernel/disposable";
import type { ResourceContents } from "../core/messages/content";
import type { PromptMessage } from "../core/messages/promptMessage";
import type { Progress, ToolResult } from "../core/messages/toolResult";
import type { ServerId } from "../protocol/hubEvent";
import type { HubView } from "../protocol/hubView";

/** A tool of one of the servers. `name` is the name that language models see (`server__tool`). */
export interface ListedTool extends Omit<Tool, "name"> {
  readonly name: string;
  readonly server: ServerId;
  readonly tool: string;
}

export interface HeadlessCallOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface CallToolOptions extends HeadlessCallOptions {
  /**
   * Answers in place of a server that cannot: it is away, too slow, busy or broken. Other failures, such as wrong arguments, a refusal or a
   * missing sign-in, reject as usual. A result with `isError` is a result.
   */
  readonly fallback?: Fallback;
}

/** One call of many. */
export interface HeadlessCall {
  readonly server: ServerId;
  /** The tool's own name on its server, or its alias. */
  readonly tool: string;
  readonly args?: Readonly<Record<string, unknown>>;
}

export interface HeadlessManyOptions extends HeadlessCallOptions {
  /** How many calls run at the same time; 16 by default. */
  readonly parallel?: number;
}

/** The hub without an editor. Every failure rejects with a `HubError`: switch on its `code`. */
export interface HeadlessHub {
  /** Settles when every server is ready or has failed. */
  ready(): Promise<void>;
  /** The tools of the servers that are ready. */
  listTools(): readonly ListedTool[];
  /** Runs one tool by its own name on its server, or by its alias. Waits for a server that is still connecting. */
  callTool(
    server: ServerId,
    tool: string,
    args?: Readonly<Record<string, unknown>>,
    options?: CallToolOptions,
  ): Promise<ToolResult>;
  /** Runs many calls and returns their outcomes in the same order. One failure does not affect the others. Never rejects. */
  callMany(calls: readonly HeadlessCall[], options?: HeadlessManyOptions): Promise<readonly Settled[]>;
  /** Runs a tool on every ready server that has a tool of that name, and returns the outcome of each server. Never rejects. */
  broadcast(
    tool: string,
    args?: Readonly<Record<string, unknown>>,
    options?: HeadlessManyOptions,
  ): Promise<readonly ServerOutcome[]>;
  /** Everything that a server offers: tools, resources and their templates, prompts; empty while it is not ready. */
  catalog(server: ServerId): Catalog;
  skills(server: ServerId, options?: HeadlessCallOptions): Promise<readonly Skill[]>;
  /** The text of a skill's file, verified against the skill's entry. */
  skillFile(server: ServerId, skill: Skill, uri: string, options?: HeadlessCallOptions): Promise<string>;
  readResource(server: ServerId, uri: string, options?: HeadlessCallOptions): Promise<readonly ResourceContents[]>;
  getPrompt(
    server: ServerId,
    name: string,
    args?: Readonly<Record<string, string>>,
    options?: HeadlessCallOptions,
  ): Promise<readonly PromptMessage[]>;
  /** Listens to the notifications of servers: of one server, of one method, of both, or all. */
  onNotification(listener: (notification: Notification) => void, filter?: NotificationFilter): Disposable;
  /** The latest notifications, oldest first: at most 1,000 of each server, and 4 million characters. */
  notifications(filter?: NotificationFilter): readonly Notification[];
  /** Every server with its state, and the problems of the configuration. */
  status(): HubView;
  /** The number of calls of each server and tool, their outcomes and durations. */
  figures(): readonly ServerFigures[];
  /** Stops every server. Settles when no process and no session is left. */
  close(): Promise<void>;
}
