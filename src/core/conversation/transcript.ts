import { assistantText, type ModelMessage, messageSize, type TextPart, userText } from "./modelMessage";

const dropped = "(This earlier result was left out to make room. Call the tool again if you need it.)";

/**
 * The conversation within `limit` characters: the oldest tool results go first, and the latest message is never
 * touched. Calls keep their results, since a model refuses a call without one.
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
 * The same conversation as plain text, for a request without tools: some models refuse tool calls and results in a
 * request that offers no tools.
 */
export const withoutToolParts = (messages: readonly ModelMessage[]): readonly ModelMessage[] =>
  messages.map((message) => ({ role: message.role, parts: message.parts.map(asText) }));

function asText(part: ModelMessage["parts"][number]): TextPart {
  if (part.kind === "text") return part;
  if (part.kind === "tool-result") return { kind: "text", text: `Result of call ${part.id}:\n${part.result.text}` };
  return { kind: "text", text: `Call ${part.id}: ${part.name} ${JSON.stringify(part.input ?? {})}` };
}

/** What the model is asked when it may not call tools any more. */
export const finalPrompt = userText(
  "You have used all the tool calls that this answer may have. Answer now from the results so far, and say what is missing.",
);

/** An earlier turn of the conversation, whoever's it was. */
export interface ChatTurn {
  readonly role: "user" | "assistant";
  readonly text: string;
}

/** An answer as a model is told of it later: a picture by its name, not by its bytes. */
export const withoutPictures = (answer: string): string =>
  answer.replace(/!\[([^\]]*)\]\(data:[^)]*\)/g, "[Picture $1]");

const turnsKept = 20;
const turnLimit = 8000;

/** The latest turns that fit into `limit` characters, oldest first; a long turn keeps its beginning. */
export function historyMessages(turns: readonly ChatTurn[], limit: number): readonly ModelMessage[] {
  const kept: ModelMessage[] = [];
  let left = limit;
  for (const { role, text } of turns.slice(-turnsKept).reverse()) {
    const cut = text.length > turnLimit ? `${text.slice(0, turnLimit)}…` : text;
    left -= cut.length;
    if (left < 0) break;
    if (cut.trim() !== "") kept.unshift(role === "user" ? userText(cut) : assistantText(cut));
  }
  return kept;
}
