import { assistantText, type ModelMessage, userText } from "./modelMessage";

/** An earlier turn of the conversation, whoever's it was. */
export interface Turn {
  readonly role: "user" | "assistant";
  readonly text: string;
}

/** An answer as a model is told of it later: a picture by its name, not by its bytes. */
export const withoutPictures = (answer: string): string =>
  answer.replace(/!\[([^\]]*)\]\(data:[^)]*\)/g, "[Picture $1]");

const turnsKept = 20;
const turnLimit = 8000;

/** The latest turns that fit into `limit` characters, oldest first; a long turn keeps its beginning. */
export function historyMessages(turns: readonly Turn[], limit: number): readonly ModelMessage[] {
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
