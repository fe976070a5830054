import type { ServerId } from "../../protocol/hubEvent";
import type { Prompt } from "../catalog/catalog";
import type { Hub } from "../hub/hub";
import { HubError } from "../kernel/hubError";
import { safeLine } from "../kernel/redact";
import type { PromptMessage } from "../messages/promptMessage";
import { resultText } from "../messages/resultText";
import { parseArguments, splitCommandInput } from "./commandInput";
import { assistantText, type ModelMessage, userText } from "./modelMessage";

/** A prompt as the person named it, with the arguments that were given with it. */
export interface NamedPrompt {
  readonly server: ServerId;
  readonly prompt: Prompt;
  readonly given: Readonly<Record<string, string>>;
}

/** Names that one message lists. */
const named = 10;

/**
 * Reads `server/name argument=value …`; the name alone is enough where one server has it. `undefined` for an empty line. Throws
 * `bad-arguments` for what is no prompt.
 */
export function readPromptInput(
  line: string,
  servers: readonly ServerId[],
  hub: Pick<Hub, "catalog">,
): NamedPrompt | undefined {
  if (line.trim() === "") return undefined;
  const { tool: wanted, rest } = splitCommandInput(line);
  const all = servers.flatMap((server) => hub.catalog(server).prompts.map((prompt) => ({ server, prompt })));
  const found = all.filter(({ server, prompt }) => prompt.name === wanted || `${server}/${prompt.name}` === wanted);
  const [only, another] = found;
  if (!only || another) {
    const names = (another ? found : all).map(({ server, prompt }) => `${server}/${safeLine(prompt.name, 80)}`);
    const why = another ? "more than one server has it" : "no server that is ready has it";
    const hint =
      names.length > 0 ? ` There are: ${names.slice(0, named).join(", ")}${names.length > named ? ", …" : ""}.` : "";
    throw new HubError("bad-arguments", `The prompt "${safeLine(wanted, 80)}" cannot be used: ${why}.${hint}`);
  }
  const args = parseArguments(rest, {});
  return { ...only, given: Object.fromEntries(Object.entries(args).map(([name, value]) => [name, String(value)])) };
}

/** Bytes of one message of a prompt that a model is given. */
const limit = 100_000;

/** A prompt's messages as the beginning of a conversation with a model. */
export const promptOpening = (name: string, messages: readonly PromptMessage[]): readonly ModelMessage[] =>
  messages.map(({ role, content }) => {
    const { text } = resultText({ content: [content], isError: false }, { name, limit });
    return role === "user" ? userText(text) : assistantText(text);
  });
