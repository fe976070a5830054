import type { ServerId } from "../../protocol/hubEvent";
import type { Catalog, Tool } from "../catalog/catalog";
import type { Skill } from "../catalog/skill";
import type { ServerDefinition } from "../config/schema/serverDefinition";
import type { RequestOptions } from "../connection/link";
import type { CompletionAsk } from "../messages/completion";
import type { ResourceContents } from "../messages/content";
import type { PromptMessage } from "../messages/promptMessage";
import type { ToolResult } from "../messages/toolResult";
import type { ClientAnswers } from "../questions/clientAnswers";
import type { CallPin, Handler, ToolCall } from "./toolCall";

/** What accompanies a request for something that a person agreed to. */
export interface PinnedOptions extends RequestOptions {
  /** What the request is made for: where the server has something else by now, nothing is sent. */
  readonly pin?: CallPin;
}

/**
 * What the path of a request stands on: the servers, and the last step to each of them. `answers`: the client that asks, where it answers
 * servers itself: a server may offer more to a client that it can ask. Only the path gets this: a door that had it
 * would pass no policy, no question and no record.
 */
export interface ServerAccess {
  /** The definition that a server runs by; throws `unknown-server`. */
  definition(server: ServerId): ServerDefinition;
  /** What the server offers, or what it offered last while it connects or starts when used; else empty; throws `unknown-server`. */
  catalog(server: ServerId, answers?: ClientAnswers): Catalog;
  /** The tool, once its server is ready: waits for a server that is connecting, starts one that starts when used. Throws `unknown-tool`, `not-connected`, … */
  tool(server: ServerId, name: string, signal: AbortSignal, answers?: ClientAnswers): Promise<Tool>;
  /** The tool, if its server is ready now and offers it: what `tool` would answer without a wait. */
  toolNow?(server: ServerId, name: string, answers?: ClientAnswers): Tool | undefined;
  /** Whether the server responds within a few seconds, whatever it is; `true` while it is not connected. */
  isThere?(server: ServerId): Promise<boolean>;
  readonly callTool: Handler;
  readResource(server: ServerId, uri: string, options: RequestOptions): Promise<readonly ResourceContents[]>;
  getPrompt(
    server: ServerId,
    name: string,
    args: Readonly<Record<string, string>>,
    options: PinnedOptions,
  ): Promise<readonly PromptMessage[]>;
  complete(server: ServerId, ask: CompletionAsk, options: RequestOptions): Promise<readonly string[]>;
  skills(server: ServerId, signal: AbortSignal): Promise<readonly Skill[]>;
  followTask(call: ToolCall, key: string): Promise<ToolResult>;
}
