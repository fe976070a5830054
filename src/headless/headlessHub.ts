import type { Progress, ResourceContents, ToolResult } from "../core/calls/toolCall";
import type { Catalog, Tool } from "../core/catalog/catalog";
import type { PromptMessage } from "../core/connection/link";
import type { Disposable } from "../core/disposable";
import type { ServerFigures } from "../core/metrics";
import type { ServerId } from "../protocol/hubEvent";
import type { HubView } from "../protocol/hubView";

/** What a server sent on its own. `params` is JSON, redacted and cut to 4,000 characters. */
export interface Notification {
  readonly server: ServerId;
  readonly method: string;
  readonly params: string;
}

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
  /** All that a server offers: tools, resources and their templates, prompts; empty while it is not ready. */
  catalog(server: ServerId): Catalog;
  readResource(server: ServerId, uri: string, options?: HeadlessCallOptions): Promise<readonly ResourceContents[]>;
  getPrompt(
    server: ServerId,
    name: string,
    args?: Readonly<Record<string, string>>,
    options?: HeadlessCallOptions,
  ): Promise<readonly PromptMessage[]>;
  onNotification(listener: (notification: Notification) => void): Disposable;
  /** Every server with its state, and what is wrong with the configuration. */
  status(): HubView;
  /** How many calls each server and tool had, how they ended and how long they took. */
  figures(): readonly ServerFigures[];
  /** Stops every server; settles when no process and no session is left. */
  close(): Promise<void>;
}
