import { resultText } from "../../core/calls/resultText";
import type { PromptMessage } from "../../core/connection/link";
import { assistantText, type ModelMessage, userText } from "./modelMessage";

/** Bytes of one message of a prompt that a model is given. */
const limit = 100_000;

/** A prompt's messages as the beginning of a conversation with a model. */
export const promptOpening = (name: string, messages: readonly PromptMessage[]): readonly ModelMessage[] =>
  messages.map(({ role, content }) => {
    const { text } = resultText({ content: [content], isError: false }, { name, limit });
    return role === "user" ? userText(text) : assistantText(text);
  });
