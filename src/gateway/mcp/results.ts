import { withAllDigits } from "../../core/kernel/json/exactInteger";
import type { ResourceContents } from "../../core/messages/content";
import type { PromptMessage } from "../../core/messages/promptMessage";
import { sentResult } from "../../core/messages/sentResult";
import type { ToolResult } from "../../core/messages/toolResult";
import type { Era } from "../../protocol/era";
import { isObject } from "../../protocol/isObject";
import { type Json, jsonOf } from "./rpc";
import {
  type Is,
  isAnnotations,
  isFlag,
  isIcons,
  isLike,
  isListOf,
  isMadeOf,
  isNumber,
  isOneOf,
  isText,
} from "./shapes";

/**
 * Results for a client as their server sent them, with every field that the hub knows nothing of. What a layer changed, or what no client
 * could read, is given as the hub has it.
 */
export function callResult(result: ToolResult, era: Era): Json {
  const sent = sentResult(result);
  if (sent && isCallResult(sent)) return inEra(withText(withAllDigits(sent)), era);
  const { content, structured, isError, meta } = result;
  const own = {
    content,
    ...(structured !== undefined && { structuredContent: structured }),
    ...(isError && { isError }),
    ...(meta && { _meta: meta }),
  };
  return inEra(withText(own), era);
}

export function readResult(contents: readonly ResourceContents[]): Json {
  const sent = sentResult(contents);
  return sent && isReadResult(sent) ? withAllDigits(sent) : { contents };
}

export function promptResult(messages: readonly PromptMessage[]): Json {
  const sent = sentResult(messages);
  return sent && isPromptResult(sent) ? withAllDigits(sent) : { messages };
}

export function completionResult(values: readonly string[]): Json {
  const sent = sentResult(values);
  return sent && isCompletion(sent) ? withAllDigits(sent) : { completion: { values } };
}

/** Some clients show only the text of a result: where there is none, the structured content stands in its place. */
function withText(result: Json): Json {
  if (Array.isArray(result.content) && result.content.length > 0) return result;
  if (result.structuredContent === undefined) return result;
  return { ...result, content: [{ type: "text", text: jsonOf(result.structuredContent) }] };
}

/** In the revisions with a handshake, structured content is an object. Anything else stands in the text alone. */
function inEra(result: Json, era: Era): Json {
  const { structuredContent, ...rest } = result;
  return era === "modern" || structuredContent === undefined || isObject(structuredContent) ? result : rest;
}

/** In base64, which is looked at without being decoded. */
const isBase64: Is = (value) =>
  typeof value === "string" && value.length % 4 !== 1 && /^[A-Za-z0-9+/]*={0,2}$/.test(value);

const common = { annotations: isAnnotations, _meta: isObject };

const isContents: Is = (value) =>
  isMadeOf({ uri: isText }, { mimeType: isText, _meta: isObject })(value) &&
  isObject(value) &&
  (isText(value.text) || isBase64(value.blob));

/** The blocks of content by type (specification, tools, tool result). */
const blocks: Readonly<Record<string, Is>> = {
  text: isMadeOf({ text: isText }, common),
  image: isMadeOf({ data: isBase64, mimeType: isText }, common),
  audio: isMadeOf({ data: isBase64, mimeType: isText }, common),
  resource: isMadeOf({ resource: isContents }, common),
  resource_link: isMadeOf(
    { uri: isText, name: isText },
    { ...common, title: isText, description: isText, mimeType: isText, size: isNumber, icons: isIcons },
  ),
};

const isBlock: Is = (value) =>
  isObject(value) &&
  typeof value.type === "string" &&
  Object.hasOwn(blocks, value.type) &&
  blocks[value.type]?.(value) === true;

const isCallResult: Is = (sent) =>
  isLike({ isError: isFlag, _meta: isObject, content: isListOf(isBlock) })(sent) &&
  isObject(sent) &&
  (sent.content !== undefined || sent.structuredContent !== undefined) &&
  sent.structuredContent !== null;

const isReadResult = isMadeOf({ contents: isListOf(isContents) }, { _meta: isObject });

const isPromptResult = isMadeOf(
  { messages: isListOf(isMadeOf({ role: isOneOf("user", "assistant"), content: isBlock })) },
  { description: isText, _meta: isObject },
);

const isCompletion = isMadeOf(
  {
    completion: isMadeOf(
      { values: (values) => isListOf(isText)(values) && (values as readonly unknown[]).length <= 100 },
      { total: Number.isSafeInteger, hasMore: isFlag },
    ),
  },
  { _meta: isObject },
);
