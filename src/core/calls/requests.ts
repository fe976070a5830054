import type { DetachedTask, ServerId } from "../../protocol/hubEvent";
import type { Skill } from "../catalog/skill";
import type { CompletionAsk } from "../messages/completion";
import type { ResourceContents } from "../messages/content";
import type { PromptMessage } from "../messages/promptMessage";
import type { ToolResult } from "../messages/toolResult";
import type { Handler, ToolCall } from "./toolCall";

/** Who asks a server for something, and until when the answer is of use. */
export interface ServerAsk
  extends Pick<
    ToolCall,
    "caller" | "answers" | "byHand" | "conversation" | "request" | "signal" | "onProgress" | "onAsking" | "onAsked"
  > {
  readonly server: ServerId;
}

/** Every way to reach a server, each through the same outer layers: all that a door gets. Each rejects with a `HubError`. */
export interface Requests {
  readonly callTool: Handler;
  readResource(ask: ServerAsk & { readonly uri: string }): Promise<readonly ResourceContents[]>;
  getPrompt(
    ask: ServerAsk & { readonly name: string; readonly args: Readonly<Record<string, string>> },
  ): Promise<readonly PromptMessage[]>;
  /** The values that a server proposes for an argument of a prompt or a template; none where it completes nothing. */
  complete(ask: ServerAsk & { readonly of: CompletionAsk }): Promise<readonly string[]>;
  /** What a server offers as skills: instructions for a model, with files beside them. */
  skills(ask: ServerAsk): Promise<readonly Skill[]>;
  /** Waits for the result of a detached task. Its call was allowed when it began. */
  followTask(ask: ServerAsk & { readonly task: DetachedTask }): Promise<ToolResult>;
}
