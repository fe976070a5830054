import { fenced } from "../messages/fence";
import { assistantText, type ModelMessage, messageSize, type TextPart, userText } from "./modelMessage";

const dropped = "(This earlier result was left out to make room. Call the tool again if you need it.)";

/**
 * Shortens the conversation to `limit` characters: the oldest tool results are dropped first, and the latest message never
 * changes. Each call keeps a result, because models refuse a call without one.
 */
export function withinLimit(messages: readonly ModelMessage[], limit: number): readonly ModelMessage[] {
  let over = messages.map(messageSize).reduce((sum, size) => sum + size, 0) - limit;
  return messages.map((message, at) => {
    if (over <= 0 || message.role !== "user" || at === messages.length - 1) return message;
    const parts = message.parts.map((part) => {
      if (part.kind !== "tool-result" || over <= 0 || part.result.text.length <= dropped.length) return part;
      over -= part.result.text.length - dropped.length;
      return { ...part, result: { text: dropped, media: [], isError: part.result.isError } };
    });
    return { ...message, parts };
  });
}

/**
 * The conversation with tool calls and results as plain text: some models refuse them in a request that offers no tools.
 */
export const withoutToolParts = (messages: readonly ModelMessage[]): readonly ModelMessage[] =>
  messages.map((message) => ({ role: message.role, parts: message.parts.map(asText) }));

function asText(part: ModelMessage["parts"][number]): TextPart {
  if (part.kind === "text") return part;
  if (part.kind === "tool-result") return { kind: "text", text: `Result of call ${part.id}:\n${part.result.text}` };
  return { kind: "text", text: `Call ${part.id}: ${part.name} ${JSON.stringify(part.input ?? {})}` };
}

/** The last request to a model that has used all its tool calls. */
export const finalPrompt = userText(
  "You have used all the tool calls that this answer may have. Answer now from the results so far, and say what is missing.",
);

/** An earlier turn of the conversation, by the person or the model. */
export interface ChatTurn {
  readonly role: "user" | "assistant";
  readonly text: string;
  /** An answer as the person saw it, such as that of `/call`, with what servers wrote; else the model's own words. */
  readonly isShown?: boolean;
}

/** An earlier answer for a model, with the names of its pictures instead of their bytes. */
export const withoutPictures = (answer: string): string =>
  answer.replace(/!\[([^\]]*)\]\(data:[^)]*\)/g, "[Picture $1]");

const turnsKept = 20;
const turnLimit = 8000;

/** The latest turns that fit into `limit` characters, oldest first. A long turn keeps its beginning. */
export function historyMessages(turns: readonly ChatTurn[], limit: number): readonly ModelMessage[] {
  const kept: ModelMessage[] = [];
  let left = limit;
  for (const { role, text, isShown = false } of turns.slice(-turnsKept).reverse()) {
    const cut = text.length > turnLimit ? `${text.slice(0, turnLimit)}…` : text;
    const isEmpty = cut.trim() === "";
    const told = isShown && !isEmpty ? fenced(cut, { of: "an earlier answer, with results of MCP servers" }) : cut;
    left -= told.length;
    if (left < 0) break;
    if (!isEmpty) kept.unshift(role === "user" ? userText(told) : assistantText(told));
  }
  return kept;
}
