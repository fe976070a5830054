import { safeLine, safeText } from "../../core/kernel/redact";
import { base64Bytes } from "../../core/messages/checkedMedia";
import { formatBytes } from "../../core/messages/resultText";
import type { FormAsk, SamplingAsk, SamplingPart, UrlAsk } from "../../core/questions/clientFeatures";
import { ignoredPreferences } from "../../core/questions/samplingRules";

/** A question of a server as a dialog says it. Texts of servers, cleaned and cut. */
export interface AskWords {
  readonly message: string;
  readonly detail: string;
}

/** Characters of a server's own words. */
const shown = 1500;

const named = (server: string, label: string): string =>
  label === server ? `"${server}"` : `"${safeLine(label, 80)}" (${server})`;

export const formWords = ({ server, message }: FormAsk, label: string): AskWords => ({
  message: `The MCP server ${named(server, label)} asks you for something.`,
  detail: `${safeText(message, shown)}\n\nWhat you answer goes to the server. Give no password or key: servers must not ask for them in this way.`,
});

/** The whole address, and whose it is: a long one must not hide its host. */
export function urlWords({ server, message, url }: UrlAsk, label: string): AskWords {
  const { host, protocol } = new URL(url);
  const unsafe = protocol === "https:" ? "" : "\n\nThe connection to this address is not encrypted.";
  return {
    message: `The MCP server ${named(server, label)} asks you to visit ${host}.`,
    detail: `${safeText(message, shown)}\n\nAddress:\n${new URL(url).href}${unsafe}`,
  };
}

export const doneWords = ({ server, url }: UrlAsk, label: string): AskWords => ({
  message: `Have you finished at ${new URL(url).host}?`,
  detail: `The MCP server ${named(server, label)} goes on with its work then.`,
});

/** For a person who answers a question after its end, which a dialog cannot show. */
export const tooLateWords = (server: string, label: string): string =>
  `Too late: the question of the MCP server ${named(server, label)} had ended, and it was told nothing. Start anew what made it ask. mcpHub.askLimitSeconds says how long a question waits.`;

export function samplingWords(ask: SamplingAsk, label: string): AskWords {
  const last = ask.messages.at(-1)?.parts.map(partWords).join("\n") ?? "";
  const wishes = [
    ...(ask.hints.length > 0 ? [`Would like: ${ask.hints.map((hint) => safeLine(hint, 60)).join(", ")}.`] : []),
    ...ignoredPreferences(ask),
  ];
  const parts = [
    ask.system ? `Instructions: ${safeText(ask.system, 300)}` : "",
    `${ask.messages.length > 1 ? `The last of ${ask.messages.length} messages` : "Message"}: ${safeText(last, shown)}`,
    ask.tools.length > 0 ? `The model may ask for: ${ask.tools.map(({ name }) => safeLine(name, 60)).join(", ")}` : "",
    wishes.join(" "),
    `At most ${ask.maxTokens} tokens of answer. The request counts against your own use of the model.`,
  ];
  return {
    message: `Let the MCP server ${named(ask.server, label)} ask a language model?`,
    detail: parts.filter((part) => part !== "").join("\n\n"),
  };
}

function partWords(part: SamplingPart): string {
  switch (part.type) {
    case "text":
      return part.text;
    case "image":
    case "audio":
      return `(${part.type === "image" ? "a picture" : "a sound"}, ${safeLine(part.mimeType, 60)}, ${formatBytes(base64Bytes(part.data))})`;
    case "tool_use":
      return `(use of ${safeLine(part.name, 60)})`;
    case "tool_result":
      return "(result of a tool)";
  }
}
