import type { Caller } from "../../../protocol/caller";
import type { ServerId } from "../../../protocol/hubEvent";
import type { Tool } from "../../catalog/catalog";
import type { ToolCall } from "../toolCall";

/** How long an answer of the person holds. */
export type GrantSpan = "once" | "session" | "workspace" | "always";

/** The person's answer. `what`: this tool, or every tool of its server. */
export type ApprovalAnswer =
  | { readonly allow: false }
  | { readonly allow: true; readonly span: GrantSpan; readonly what: "tool" | "server" };

/** Asks the person whether this call may run. The question disappears when `signal` aborts. */
export type AskPerson = (call: ToolCall, tool: Tool, signal: AbortSignal) => Promise<ApprovalAnswer>;

/** Who may call what without a question. */
export interface GrantSubject {
  readonly server: ServerId;
  readonly tool: string;
  readonly caller: Caller;
}

/**
 * What the person allowed before. Bound to the server's exact definition, so that an entry that changes is asked about again, and to the
 * caller: a yes given to one does not hold for another.
 */
export interface Grants {
  allows(subject: GrantSubject): boolean;
  grant(subject: GrantSubject, answer: Extract<ApprovalAnswer, { allow: true }>): Promise<void>;
  /** Whether the person said that this server's own annotations may be believed. */
  trusts(server: ServerId): boolean;
  trust(server: ServerId, trusted: boolean): Promise<void>;
  /** Forgets everything that was allowed, for one server or for all. */
  forget(server?: ServerId): Promise<void>;
}
