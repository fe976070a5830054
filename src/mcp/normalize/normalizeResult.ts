import { isObject } from "../../protocol/isObject";
import { defined, optionalText, text } from "./fields";
import { normalizeContent, normalizeContents } from "./normalizeContent";
import { normalizeIcons } from "./normalizeIcons";
import { normalizeMeta } from "./normalizeMeta";
import { normalizeTool } from "./normalizeTool";
import { startedTask } from "./startedTask";

type Result = Readonly<Record<string, unknown>>;

/**
 * A server's answer with what it got wrong put right, so that one bad entry costs only itself: the SDK would refuse the whole
 * answer. What is right, or not known here, stays as it is. `modern`: revision 2026-07-28 or later.
 */
export function normalizeResult(method: string, result: Result, modern: boolean): Record<string, unknown> {
  const mended = mendParts(method, result, modern);
  // A result that does not say what it is, is complete.
  return modern && mended.resultType === undefined ? { ...mended, resultType: "complete" } : mended;
}

function mendParts(method: string, result: Result, modern: boolean): Record<string, unknown> {
  switch (method) {
    case "initialize":
      return { ...result, ...mendIntroduction(result) };
    case "tools/list":
      return { ...result, tools: list(result.tools, (tool) => normalizeTool(tool, modern)), ...cursor(result) };
    case "resources/list":
      return { ...result, resources: list(result.resources, mendResource), ...cursor(result) };
    case "resources/templates/list":
      return { ...result, resourceTemplates: list(result.resourceTemplates, mendTemplate), ...cursor(result) };
    case "prompts/list":
      return { ...result, prompts: list(result.prompts, mendPrompt), ...cursor(result) };
    case "tools/call":
      if (modern && result.resultType === "task") return { ...startedTask(result) };
      return "inputRequests" in result ? { ...result } : defined({ ...result, ...normalizeCall(result) });
    case "prompts/get":
      return "inputRequests" in result ? { ...result } : { ...result, messages: list(result.messages, mendMessage) };
    case "resources/read":
      return "inputRequests" in result
        ? { ...result }
        : { ...result, contents: list(result.contents, normalizeContents) };
    default:
      return { ...result };
  }
}

/** Every entry, mended; those that nothing can be made of are left out. */
function list(entries: unknown, mend: (entry: unknown) => unknown): unknown[] {
  if (!Array.isArray(entries)) return [];
  return entries.map(mend).filter((entry) => entry !== undefined);
}

/** Some servers send `null` or an empty text for "no more pages". */
const cursor = ({ nextCursor }: Result) => ({
  nextCursor: typeof nextCursor === "string" && nextCursor !== "" ? nextCursor : undefined,
});

function mendIntroduction({ serverInfo, capabilities, instructions }: Result) {
  const info = isObject(serverInfo) ? serverInfo : {};
  const offered = Object.entries(isObject(capabilities) ? capabilities : {});
  return {
    serverInfo: { ...info, name: text(info.name, "unknown"), version: text(info.version, "unknown") },
    // `true` for "I have this" is understood, `false` and `null` as "I do not".
    capabilities: Object.fromEntries(
      offered.flatMap(([name, value]) => (isObject(value) ? [[name, value]] : value === true ? [[name, {}]] : [])),
    ),
    instructions: optionalText(instructions),
  };
}

function mendResource(entry: unknown) {
  if (!isObject(entry) || typeof entry.uri !== "string") return undefined;
  const size = typeof entry.size === "number" ? entry.size : undefined;
  return { uri: entry.uri, name: text(entry.name, entry.uri), ...described(entry), size };
}

function mendTemplate(entry: unknown) {
  if (!isObject(entry) || typeof entry.uriTemplate !== "string") return undefined;
  return { uriTemplate: entry.uriTemplate, name: text(entry.name, entry.uriTemplate), ...described(entry) };
}

function mendPrompt(entry: unknown) {
  if (!isObject(entry) || typeof entry.name !== "string") return undefined;
  const { mimeType: _, ...words } = described(entry);
  return { name: entry.name, ...words, arguments: list(entry.arguments, mendArgument) };
}

function mendArgument(entry: unknown) {
  if (!isObject(entry) || typeof entry.name !== "string") return undefined;
  return { name: entry.name, description: optionalText(entry.description), required: entry.required === true };
}

const described = ({ title, description, mimeType, icons }: Result) => ({
  icons: normalizeIcons(icons),
  title: optionalText(title),
  description: optionalText(description),
  mimeType: optionalText(mimeType),
});

/** The answer of a tool, with what the server got wrong put right. */
export function normalizeCall({ content, isError, structuredContent, _meta }: Result) {
  return {
    content: Array.isArray(content) ? content.map(normalizeContent) : [],
    isError: isError === true,
    structuredContent,
    _meta: normalizeMeta(_meta),
  };
}

function mendMessage(entry: unknown) {
  if (!isObject(entry)) return undefined;
  return { role: entry.role === "assistant" ? "assistant" : "user", content: normalizeContent(entry.content) };
}
