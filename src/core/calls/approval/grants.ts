import type { Caller } from "../../../protocol/caller";
import type { RequestMethod, ServerId } from "../../../protocol/hubEvent";
import type { Tool } from "../../catalog/catalog";
import type { ServerDefinition } from "../../config/schema/serverDefinition";
import type { ToolCall } from "../toolCall";

/** How long an answer of the person holds. */
export type GrantSpan = "once" | "session" | "workspace" | "always";

/** The person's answer. `what`: this tool, or every tool of its server. `unasked`: there is nobody who could be asked. */
export type ApprovalAnswer =
  | { readonly allow: false; readonly unasked?: true }
  | {
      readonly allow: true;
      readonly span: GrantSpan;
      readonly what: "tool" | "server";
      /** Milliseconds after which it ends; missing: never. */
      readonly forMs?: number;
    };

/** Asks the person whether this call may run. The question disappears when `signal` aborts. */
export type AskPerson = (call: ToolCall, tool: Tool, signal: AbortSignal) => Promise<ApprovalAnswer>;

/** Who may call what without a question. */
export interface GrantSubject {
  readonly server: ServerId;
  /** A tool may be named like a method: what is granted for one does not hold for the other. `tools/call` where it is missing. */
  readonly method?: RequestMethod;
  readonly tool: string;
  readonly caller: Caller;
}

/** A grant as a person looks through them. Times are milliseconds since the epoch. */
export interface ListedGrant {
  /** Tells it from every other grant. */
  readonly id: string;
  readonly server: ServerId;
  readonly caller: Pick<Caller, "door" | "client">;
  /** Missing: every tool of the server. */
  readonly tool?: string;
  /** What may be asked of the server; missing where it is a call. */
  readonly method?: RequestMethod;
  readonly span: Exclude<GrantSpan, "once">;
  readonly since: number;
  readonly until?: number;
  /** When it last let a call pass, to the minute. */
  readonly used?: number;
  /** Whether the server's entry is still the one it was given for; otherwise it allows nothing. */
  readonly holds: boolean;
}

/**
 * What the person allowed before. Bound to the server's exact definition, so that an entry that changes is asked about again, and to the
 * caller: a yes given to one does not hold for another.
 */
export interface Grants {
  allows(subject: GrantSubject): boolean;
  /** Whether some caller may use every tool of a server. */
  coversServer(server: ServerId): boolean;
  /** All that have not ended, the newest first. */
  list(): readonly ListedGrant[];
  revoke(grant: ListedGrant): Promise<void>;
  /** Lets a grant end at a time, or never. */
  limit(grant: ListedGrant, until: number | undefined): Promise<void>;
  grant(subject: GrantSubject, answer: Extract<ApprovalAnswer, { allow: true }>): Promise<void>;
  /** Whether the person said that this server's own annotations may be believed. */
  trusts(server: ServerId): boolean;
  trust(server: ServerId, trusted: boolean): Promise<void>;
  /**
   * An entry becomes another one, because the person had the hub change it in this way: what was allowed for it holds for what it has
   * become, and no longer for what it was. Settles with the way back.
   */
  carry(before: ServerDefinition, after: ServerDefinition): Promise<() => Promise<void>>;
  /** Forgets everything that was allowed, for one server or for all. */
  forget(server?: ServerId): Promise<void>;
}
