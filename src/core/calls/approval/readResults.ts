import { callerKey } from "../../../protocol/caller";
import type { ServerId } from "../../../protocol/hubEvent";
import { isObject } from "../../../protocol/isObject";
import { message, nameOfServer } from "../../../protocol/message";
import type { Options } from "../../config/schema/settings";
import type { CallOptionsOf } from "../budget";
import { isKnownRead, type Trusts } from "../callOptions";
import { type OuterLayer, run, type ToolCall } from "../toolCall";

/** The most conversations and the most servers of one that are remembered; those that were read in longest ago go first. */
const conversationsKept = 200;
const serversKept = 50;

/** The most servers that a question names. */
const serversNamed = 3;

/** Which servers' results each conversation has read. */
export class ReadResults {
  private readonly conversations = new Map<string, readonly ServerId[]>();

  note(conversation: string, ...servers: readonly ServerId[]): void {
    if (servers.length === 0) return;
    const all = [...new Set([...servers, ...this.of(conversation)])].slice(0, serversKept);
    this.conversations.delete(conversation);
    this.conversations.set(conversation, all);
    for (const oldest of [...this.conversations.keys()].slice(0, -conversationsKept)) this.conversations.delete(oldest);
  }

  /** The latest first. */
  of(conversation: string): readonly ServerId[] {
    return this.conversations.get(conversation) ?? [];
  }
}

export interface OtherResultsParts {
  readonly options: () => Pick<Options, "askAfterOtherResults">;
  readonly optionsOf: CallOptionsOf;
  readonly trusts: Trusts;
  readonly read: ReadResults;
}

/**
 * The rule that a tool which may write is asked about again where the conversation has read what another server sent: that may have told a
 * model what to write. `reason` says so in a sentence, and is `undefined` where nothing is to be asked; `noted` is the layer that remembers
 * what was read.
 */
export function otherResults({ options, optionsOf, trusts, read }: OtherResultsParts): {
  readonly reason: (call: ToolCall) => string | undefined;
  readonly noted: OuterLayer;
} {
  const isOn = () => options().askAfterOtherResults;
  return {
    reason: (call) => {
      if (!isOn() || call.method !== "tools/call") return undefined;
      const others = read.of(conversationOf(call)).filter((server) => server !== call.server);
      if (others.length === 0 || isKnownRead(call, optionsOf(call), trusts)) return undefined;
      return reasonText(call, others);
    },
    noted: (next) => (call) => {
      if (!isOn() || !isRead(call)) return next(call);
      const note = () => read.note(conversationOf(call), call.server);
      return run(next, call).then(
        (result) => {
          note();
          return result;
        },
        (error: unknown) => {
          note(); // a failure may quote the server
          throw error;
        },
      );
    },
  };
}

/** Without a conversation of its own, everything that came in by a door is one. */
const conversationOf = ({ conversation, caller }: ToolCall): string => conversation ?? callerKey(caller);

/** Whether a model reads what comes back: of a call by hand only where it belongs to a conversation. */
const isRead = ({ method, byHand, conversation }: ToolCall): boolean =>
  (method === "tools/call" || method === "resources/read" || method === "prompts/get") &&
  (!byHand || conversation !== undefined);

function reasonText({ server, conversation }: ToolCall, others: readonly ServerId[]): string {
  const names = others.slice(0, serversNamed).map((other) => `"${nameOfServer(other)}"`);
  const more = others.length - names.length;
  const rest = more > 0 ? [message("approval.moreServers", "{count} more", { count: more })] : [];
  const values = { server, others: [...names, ...rest].join(", ") };
  return conversation === undefined
    ? message(
        "approval.afterOthersHere",
        'Results of {others} were read here before, and this tool may write to "{server}".',
        values,
      )
    : message(
        "approval.afterOthers",
        'This conversation has read results of {others}, and this tool may write to "{server}".',
        values,
      );
}

/**
 * The conversation of a tool that the editor's agent calls, by the token that the editor gives with each call. What the token holds is
 * not a part of the editor's API; `undefined` where it names no session.
 */
export function sessionOf(token: unknown): string | undefined {
  if (!isObject(token)) return undefined;
  const { sessionResource, sessionId } = token;
  const session = sessionResource ?? sessionId;
  const text = isObject(session)
    ? `${String(session.scheme)}:${String(session.authority)}${String(session.path)}`
    : session;
  return typeof text === "string" && text !== "" ? text.slice(0, 1000) : undefined;
}
