import { safeLine } from "../kernel/redact";
import type { Content } from "../messages/content";
import type { SamplingAsk, SamplingPart } from "../questions/clientFeatures";
import { codeBlock } from "./markdown";
import { partMarkdown } from "./partMarkdown";
import { type DocumentText, filesOf } from "./resultDocument";
import { shownParts } from "./shownPart";

/** All that a model would be told in the name of a server, with its pictures beside it. */
export function samplingDocument(ask: SamplingAsk): DocumentText {
  const { server, messages, system, tools } = ask;
  const blocks = messages.flatMap(({ role, parts }) =>
    parts.flatMap((part) => contentOf(part).map((content) => ({ role, content }))),
  );
  const shown = shownParts({ content: blocks.map(({ content }) => content) });
  const said = shown.map((part, at) => {
    const title = blocks[at]?.role === "assistant" ? "Model" : "Server";
    return `## ${title}\n\n${partMarkdown(part, server)}`;
  });
  const files = filesOf(shown);
  const offered = tools.map(({ name, description }) => `- ${safeLine(name, 80)}: ${safeLine(description, 500)}`);
  const text = [
    ...(system === undefined ? [] : [`## Instructions\n\n${system}`]),
    ...said,
    ...(offered.length === 0 ? [] : [`## Tools that the model may ask for\n\n${offered.join("\n")}`]),
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
          text: `Asks for ${safeLine(part.name, 80)}:\n\n${codeBlock(JSON.stringify(part.input, undefined, 2), "json")}`,
        },
      ];
    case "tool_result":
      return part.content;
  }
}
