import type { Progress, ToolResult } from "../core/calls/toolCall";
import type { Tool } from "../core/catalog/catalog";
import type { Disposable } from "../core/disposable";
import type { ServerFigures } from "../core/metrics";
import type { Notification, NotificationFilter } from "../core/notifications";
import type { ServerId } from "../protocol/hubEvent";
import type { HubView } from "../protocol/hubView";

/** A tool of one of the servers. `name` is the one that language models see (`server__tool`). */
export interface ListedTool extends Omit<Tool, "name"> {
  readonly name: string;
  readonly server: ServerId;
  readonly tool: string;
}

export interface HeadlessCallOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** The hub without an editor. Whatever fails rejects with a `HubError`: switch on its `code`. */
export interface HeadlessHub {
  /** Settles when every server is ready or has failed. */
  ready(): Promise<void>;
  /** The tools of the servers that are ready. */
  listTools(): readonly ListedTool[];
  /** Runs one tool by its own name on its server; waits for a server that is still connecting. */
  callTool(
    server: ServerId,
    tool: string,
    args?: Readonly<Record<string, unknown>>,
    options?: HeadlessCallOptions,
  ): Promise<ToolResult>;
  /** Hears what servers send on their own: of one server, of one method, of both, or all. */
  onNotification(listener: (notification: Notification) => void, filter?: NotificationFilter): Disposable;
  /** The latest of them, oldest first: at most 1,000 of each server, and 4 million characters. */
  notifications(filter?: NotificationFilter): readonly Notification[];
  /** Every server with its state, and what is wrong with the configuration. */
  status(): HubView;
  /** How many calls each server and tool had, how they ended and how long they took. */
  figures(): readonly ServerFigures[];
  /** Stops every server; settles when no process and no session is left. */
  close(): Promise<void>;
}
