import type { ResourceContents } from "../../core/messages/content";
import type { PromptMessage } from "../../core/messages/promptMessage";
import { sentResult } from "../../core/messages/sentResult";
import type { ToolResult } from "../../core/messages/toolResult";
import { isObject } from "../../protocol/isObject";
import { type Json, jsonOf } from "./rpc";

/**
 * Results for a client as their server sent them, with every field that the hub knows nothing of. What a layer changed, or what no client
 * could read, is given as the hub has it.
 */
export function callResult(result: ToolResult): Json {
  const sent = sentResult(result);
  if (sent && isCallResult(sent)) return withText(sent);
  const { content, structured, isError, meta } = result;
  return withText({
    content,
    ...(structured !== undefined && { structuredContent: structured }),
    ...(isError && { isError }),
    ...(meta && { _meta: meta }),
  });
}

export function readResult(contents: readonly ResourceContents[]): Json {
  const sent = sentResult(contents);
  return sent && isListOf(sent.contents, isContents) ? sent : { contents };
}

export function promptResult(messages: readonly PromptMessage[]): Json {
  const sent = sentResult(messages);
  return sent && isListOf(sent.messages, ({ role, content }) => isText(role) && isObject(content) && isBlock(content))
    ? sent
    : { messages };
}

export function completionResult(values: readonly string[]): Json {
  const sent = sentResult(values);
  return sent && isObject(sent.completion) ? sent : { completion: { values } };
}

/** Some clients show only the text of a result: where there is none, the structured content stands in its place. */
function withText(result: Json): Json {
  if (result.structuredContent === undefined) return result;
  if (Array.isArray(result.content) && result.content.length > 0) return result;
  return { ...result, content: [{ type: "text", text: jsonOf(result.structuredContent) }] };
}

const isText = (value: unknown): boolean => typeof value === "string";

const isListOf = (value: unknown, is: (entry: Json) => boolean): boolean =>
  Array.isArray(value) && value.every((entry) => isObject(entry) && is(entry));

function isCallResult({ content, structuredContent, isError, _meta }: Json): boolean {
  const isStructured = structuredContent === undefined || isObject(structuredContent);
  return (
    (isError === undefined || typeof isError === "boolean") &&
    (_meta === undefined || isObject(_meta)) &&
    isStructured &&
    ((content === undefined && structuredContent !== undefined) || isListOf(content, isBlock))
  );
}

const isContents = ({ uri, text, blob }: Json): boolean => isText(uri) && (isText(text) || isText(blob));

/** Whether a content block has the members that its type asks for (specification, tools, tool result). */
function isBlock(block: Json): boolean {
  switch (block.type) {
    case "text":
      return isText(block.text);
    case "image":
    case "audio":
      return isText(block.data) && isText(block.mimeType);
    case "resource":
      return isObject(block.resource) && isContents(block.resource);
    case "resource_link":
      return isText(block.uri) && isText(block.name);
    default:
      return false;
  }
}
