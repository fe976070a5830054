import type { ServerId } from "../../../protocol/hubEvent";
import type { Tool } from "../../catalog/catalog";
import type { ToolCall } from "../toolCall";

/** How long an answer of the person holds. */
export type GrantSpan = "once" | "session" | "workspace" | "always";

/** The person's answer. `what`: this tool, or every tool of its server. */
export type ApprovalAnswer =
  | { readonly allow: false }
  | { readonly allow: true; readonly span: GrantSpan; readonly what: "tool" | "server" };

/** Asks the person whether this call may run. The `signal` of the call closes the question. */
export type AskPerson = (call: ToolCall, tool: Tool) => Promise<ApprovalAnswer>;

/** What the person allowed before. Bound to the server's exact definition: an entry that changes is asked about anew. */
export interface Grants {
  allows(server: ServerId, tool: string): boolean;
  grant(server: ServerId, tool: string, answer: Extract<ApprovalAnswer, { allow: true }>): Promise<void>;
  /** Whether the person said that this server's own annotations may be believed. */
  trusts(server: ServerId): boolean;
  trust(server: ServerId, trusted: boolean): Promise<void>;
  /** Forgets everything that was allowed, for one server or for all. */
  forget(server?: ServerId): Promise<void>;
}
