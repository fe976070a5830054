import { message } from "../../protocol/message";
import { toJson } from "../kernel/json/exactJson";
import { safeLine } from "../kernel/redact";
import type { Content } from "../messages/content";
import type { SamplingAsk, SamplingPart } from "../questions/clientFeatures";
import { codeBlock } from "./markdown";
import { partMarkdown } from "./partMarkdown";
import { type DocumentText, filesOf } from "./resultDocument";
import { shownParts } from "./shownPart";

/** Everything that a server asks to send to a model, as a document with its pictures next to it. */
export function samplingDocument(ask: SamplingAsk): DocumentText {
  const { server, messages, system, tools } = ask;
  const blocks = messages.flatMap(({ role, parts }) =>
    parts.flatMap((part) => contentOf(part).map((content) => ({ role, content }))),
  );
  const shown = shownParts({ content: blocks.map(({ content }) => content) });
  const sections = shown.map((part, at) => {
    const title =
      blocks[at]?.role === "assistant" ? message("sampling.model", "Model") : message("sampling.server", "Server");
    return `## ${title}\n\n${partMarkdown(part, server)}`;
  });
  const files = filesOf(shown);
  const offered = tools.map(({ name, description }) => `- ${safeLine(name, 80)}: ${safeLine(description, 500)}`);
  const text = [
    ...(system === undefined ? [] : [`## ${message("sampling.instructions", "Instructions")}\n\n${system}`]),
    ...sections,
    ...(offered.length === 0
      ? []
      : [`## ${message("sampling.tools", "Tools that the model may ask for")}\n\n${offered.join("\n")}`]),
  ].join("\n\n");
  return { name: `${safeLine(server, 60).replace(/[^\w.-]+/g, "_")}-asks-a-model.md`, text: `${text}\n`, files };
}

function contentOf(part: SamplingPart): readonly Content[] {
  switch (part.type) {
    case "text":
    case "image":
    case "audio":
      return [part];
    case "tool_use":
      return [
        {
          type: "text",
          text: `${message("sampling.toolUse", "Asks for {tool}:", { tool: safeLine(part.name, 80) })}\n\n${codeBlock(toJson(part.input, 2) ?? "", "json")}`,
        },
      ];
    case "tool_result":
      return part.content;
  }
}
