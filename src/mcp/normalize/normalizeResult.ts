import { isObject } from "../../protocol/isObject";
import { defined, optionalText, text } from "./fields";
import { normalizeCall, noStructure } from "./normalizeCall";
import { normalizeContent, normalizeContents } from "./normalizeContent";
import { normalizeIcons } from "./normalizeIcons";
import { normalizeMeta } from "./normalizeMeta";
import { normalizeTool } from "./normalizeTool";
import type { Carry } from "./sentEntry";
import { startedTask } from "./startedTask";

type Result = Readonly<Record<string, unknown>>;

/**
 * A server's result with its mistakes corrected, so that one bad entry costs only itself: the SDK would refuse the whole result. What is
 * right, or unknown, stays as it is. `modern`: revision 2026-07-28 or later. `carry` gets each entry of a list, and each
 * result that is not a list, as it was sent and corrected.
 */
export function normalizeResult(
  method: string,
  result: Result,
  modern: boolean,
  carry: Carry = (_, corrected) => corrected,
): Record<string, unknown> {
  const normalized = normalizeParts(method, result, modern, carry);
  // A result without a type is complete.
  return modern && normalized.resultType === undefined ? { ...normalized, resultType: "complete" } : normalized;
}

function normalizeParts(method: string, result: Result, modern: boolean, carry: Carry): Record<string, unknown> {
  const carried = (corrected: Record<string, unknown>) => carry(result, corrected) as Record<string, unknown>;
  switch (method) {
    case "initialize":
      return { ...result, ...normalizeServerInfo(result) };
    case "server/discover":
      return { ...result, capabilities: normalizeCapabilities(result.capabilities) };
    case "tools/list":
      return {
        ...result,
        tools: list(result.tools, (tool) => carry(tool, normalizeTool(tool, modern))),
        ...cursor(result),
      };
    case "resources/list":
      return {
        ...result,
        resources: list(result.resources, (one) => carry(one, normalizeResource(one))),
        ...cursor(result),
      };
    case "resources/templates/list":
      return {
        ...result,
        resourceTemplates: list(result.resourceTemplates, (one) => carry(one, normalizeTemplate(one))),
        ...cursor(result),
      };
    case "prompts/list":
      return {
        ...result,
        prompts: list(result.prompts, (prompt) => carry(prompt, normalizePrompt(prompt))),
        ...cursor(result),
      };
    case "tools/call":
      if (modern && result.resultType === "task") return { ...startedTask(result) };
      return "inputRequests" in result ? { ...result } : carried(defined({ ...result, ...callResult(result, modern) }));
    case "prompts/get":
      return "inputRequests" in result
        ? { ...result }
        : carried({ ...result, messages: list(result.messages, normalizeMessage) });
    case "resources/read":
      return "inputRequests" in result
        ? { ...result }
        : carried({ ...result, contents: list(result.contents, normalizeContents) });
    case "completion/complete":
      return carried({ ...result });
    default:
      return { ...result };
  }
}

/** Every entry, corrected; those that are unusable are left out. */
function list(entries: unknown, normalize: (entry: unknown) => unknown): unknown[] {
  if (!Array.isArray(entries)) return [];
  return entries.map(normalize).filter((entry) => entry !== undefined);
}

/** Some servers send `null` or an empty text after the last page. */
const cursor = ({ nextCursor }: Result) => ({
  nextCursor: typeof nextCursor === "string" && nextCursor !== "" ? nextCursor : undefined,
});

function normalizeServerInfo({ serverInfo, capabilities, instructions }: Result) {
  const info = isObject(serverInfo) ? serverInfo : {};
  return {
    serverInfo: { ...info, name: text(info.name, "unknown"), version: text(info.version, "unknown") },
    capabilities: normalizeCapabilities(capabilities),
    instructions: optionalText(instructions),
  };
}

/** `true` counts as a declared capability, and so does a name in a list; `false` and `null` count as none. */
function normalizeCapabilities(capabilities: unknown): Record<string, unknown> {
  if (Array.isArray(capabilities))
    return Object.fromEntries(capabilities.flatMap((name) => (typeof name === "string" ? [[name, {}]] : [])));
  const offered = Object.entries(isObject(capabilities) ? capabilities : {});
  return Object.fromEntries(
    offered.flatMap(([name, value]) => (isObject(value) ? [[name, value]] : value === true ? [[name, {}]] : [])),
  );
}

function normalizeResource(entry: unknown) {
  if (!isObject(entry) || typeof entry.uri !== "string") return undefined;
  const size = typeof entry.size === "number" ? entry.size : undefined;
  return { uri: entry.uri, name: text(entry.name, entry.uri), ...described(entry), size };
}

function normalizeTemplate(entry: unknown) {
  if (!isObject(entry) || typeof entry.uriTemplate !== "string") return undefined;
  return { uriTemplate: entry.uriTemplate, name: text(entry.name, entry.uriTemplate), ...described(entry) };
}

function normalizePrompt(entry: unknown) {
  if (!isObject(entry) || typeof entry.name !== "string") return undefined;
  const { mimeType: _, ...fields } = described(entry);
  return { name: entry.name, ...fields, arguments: list(entry.arguments, normalizeArgument) };
}

function normalizeArgument(entry: unknown) {
  if (!isObject(entry) || typeof entry.name !== "string") return undefined;
  return { name: entry.name, description: optionalText(entry.description), required: entry.required === true };
}

const described = ({ title, description, mimeType, icons, _meta }: Result) => ({
  _meta: normalizeMeta(_meta),
  icons: normalizeIcons(icons),
  title: optionalText(title),
  description: optionalText(description),
  mimeType: optionalText(mimeType),
});

/** The result of a call that the SDK's client reads, from revision 2026-07-28 on. */
function callResult(result: Result, modern: boolean) {
  const call = normalizeCall(result);
  const isMissing = modern && call.structuredContent === undefined && !call.isError;
  return isMissing ? { ...call, structuredContent: noStructure } : call;
}

function normalizeMessage(entry: unknown) {
  if (!isObject(entry)) return undefined;
  return { role: entry.role === "assistant" ? "assistant" : "user", content: normalizeContent(entry.content) };
}
