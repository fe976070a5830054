import { safeLine, safeText } from "../../core/kernel/redact";
import { base64Bytes } from "../../core/messages/checkedMedia";
import { formatBytes } from "../../core/messages/resultText";
import type { FormAsk, SamplingAsk, SamplingPart, UrlAsk } from "../../core/questions/clientFeatures";
import { ignoredPreferences } from "../../core/questions/samplingRules";
import { message } from "../../protocol/message";
import {
  allowOnceLabel,
  denyLabel,
  denyPlaceholder,
  type Item,
  type QuestionView,
  type Section,
  serverName,
  textItems,
} from "./questionView";

/** Characters and lines of a server's own text. */
const shown = { characters: 1500, lines: 20 };

const placeholder = () =>
  message("questions.placeholder", "Choose with the arrow keys and Enter; Escape leaves it unanswered");

const note = () => message("questions.note", "Note");

const decline = (): Item<"decline"> => ({ label: message("questions.decline", "Decline"), answer: "decline" });

const textSection = (title: string, text: string, lines = shown.lines): Section<never> => ({
  title,
  items: textItems(text, lines),
});

const serverSays = (text: string): Section<never> =>
  textSection(message("questions.serverSays", "The server says"), safeText(text, shown.characters));

/** A server asks to have a form filled in; without fields there is only something to accept. */
export function formView(ask: FormAsk, label: string, hasFields: boolean): QuestionView<"accept" | "decline"> {
  const accept: Item<"accept"> = {
    label: hasFields ? message("questions.answer", "Answer…") : message("questions.accept", "Accept"),
    answer: "accept",
  };
  return {
    title: message("questions.formTitle", "The MCP server {server} asks you for something.", {
      server: serverName(ask.server, label),
    }),
    placeholder: placeholder(),
    sections: [
      { items: [decline(), accept] },
      serverSays(ask.message),
      textSection(
        note(),
        message(
          "questions.formNote",
          "The server receives your answer. Do not enter a password or a key: servers must not ask for them in this way.",
        ),
      ),
    ],
  };
}

/** A server asks to visit an address. The host is in the title, and the whole address below: a long one must not hide its host. */
export function urlView(ask: UrlAsk, label: string): QuestionView<"open" | "decline"> {
  const { host, protocol, href } = new URL(ask.url);
  const open: Item<"open"> = { label: message("questions.openAddress", "Open Address"), answer: "open" };
  const unsafe = message("questions.notEncrypted", "The connection to this address is not encrypted.");
  return {
    title: message("questions.urlTitle", "The MCP server {server} asks you to visit {host}.", {
      server: serverName(ask.server, label),
      host,
    }),
    placeholder: placeholder(),
    sections: [
      { items: [decline(), open] },
      textSection(message("questions.address", "Address"), href, Number.POSITIVE_INFINITY),
      ...(protocol === "https:" ? [] : [textSection(note(), unsafe)]),
      serverSays(ask.message),
    ],
  };
}

/** The server goes on only after the person has finished at the address. */
export const doneView = ({ server, url }: UrlAsk, label: string): QuestionView<"continue" | "cancel"> => ({
  title: message("questions.doneTitle", "Have you finished at {host}?", { host: new URL(url).host }),
  placeholder: placeholder(),
  sections: [
    {
      items: [
        { label: message("questions.notFinished", "Cancel"), answer: "cancel" },
        {
          label: message("questions.continue", "Continue"),
          description: message("questions.continueNote", "The MCP server {server} then continues.", {
            server: serverName(server, label),
          }),
          answer: "continue",
        },
      ],
    },
  ],
});

/** A server asks to use a language model. */
export function samplingView(ask: SamplingAsk, label: string): QuestionView<"deny" | "once" | "session"> {
  const last = ask.messages.at(-1)?.parts.map(partText).join("\n") ?? "";
  const preferences = [
    ...(ask.hints.length > 0
      ? [
          message("questions.hints", "Would like: {models}.", {
            models: ask.hints.map((hint) => safeLine(hint, 60)).join(", "),
          }),
        ]
      : []),
    ...ignoredPreferences(ask),
  ].join(" ");
  const tools = ask.tools.map(({ name }) => safeLine(name, 60)).join(", ");
  const count = ask.messages.length;
  const messageTitle =
    count > 1
      ? message("questions.lastMessage", "The last of {count} messages", { count })
      : message("questions.message", "Message");
  const notes = [
    ...(tools === "" ? [] : [message("questions.modelTools", "The model may ask for: {tools}", { tools })]),
    ...(preferences === "" ? [] : [preferences]),
    message(
      "questions.modelCost",
      "At most {tokens} tokens of answer. The request counts against your own use of the model.",
      { tokens: ask.maxTokens },
    ),
  ];
  return {
    title: message("questions.samplingTitle", "Let the MCP server {server} ask a language model?", {
      server: serverName(ask.server, label),
    }),
    placeholder: denyPlaceholder(),
    sections: [
      {
        items: [
          { label: denyLabel(), answer: "deny" },
          { label: allowOnceLabel(), answer: "once" },
          { label: message("questions.allowSession", "Allow in This Session"), answer: "session" },
          { label: message("questions.look", "Look at It…"), look: true },
        ],
      },
      ...(ask.system
        ? [textSection(message("questions.instructions", "Instructions"), safeText(ask.system, 300), 4)]
        : []),
      textSection(messageTitle, safeText(last, shown.characters)),
      textSection(note(), notes.join("\n")),
    ],
  };
}

function partText(part: SamplingPart): string {
  switch (part.type) {
    case "text":
      return part.text;
    case "image":
    case "audio": {
      const values = { type: safeLine(part.mimeType, 60), size: formatBytes(base64Bytes(part.data)) };
      return part.type === "image"
        ? message("questions.picture", "(a picture, {type}, {size})", values)
        : message("questions.sound", "(a sound, {type}, {size})", values);
    }
    case "tool_use":
      return message("questions.toolUse", "(use of {tool})", { tool: safeLine(part.name, 60) });
    case "tool_result":
      return message("questions.toolResult", "(result of a tool)");
  }
}
