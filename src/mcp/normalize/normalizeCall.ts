import { normalizeContent } from "./normalizeContent";
import { normalizeMeta } from "./normalizeMeta";

type Result = Readonly<Record<string, unknown>>;

/**
 * Stands for structured content that is missing. The SDK's client refuses the whole result of a tool with an output schema where there is
 * none; the hub shows it with a warning.
 */
export const noStructure: unknown = Object.freeze({ "mcp-hub/missing": true });

/** What a result holds beside what the server wants to say. */
const envelope = new Set(["content", "structuredContent", "isError", "_meta", "resultType", "toolResult"]);

/**
 * The result of a tool call, with its mistakes corrected. Content that is one block, a text or anything else where a list belongs is
 * read; so are `toolResult`, as the first revisions had it, and a bare object. What a server sent is never taken for nothing.
 */
export function normalizeCall(result: Result) {
  const { content, isError, structuredContent, toolResult, _meta } = result;
  const blocks = blocksOf(content);
  const shown = blocks.length > 0 || structuredContent !== undefined ? blocks : blocksOf(toolResult);
  const isEmpty = shown.length === 0 && structuredContent === undefined;
  return {
    content: (isEmpty ? bareOf(result) : shown).map(normalizeContent),
    isError: isError === true || isError === "true",
    // Beside content, a null is what some servers write for "none".
    structuredContent: structuredContent === null && shown.length > 0 ? undefined : structuredContent,
    _meta: normalizeMeta(_meta),
  };
}

/** What stands in a result where its content belongs, as one block; none where there is nothing. */
function bareOf(result: Result): readonly Result[] {
  const rest = Object.entries(result).filter(([key, value]) => !envelope.has(key) && value != null);
  return rest.length > 0 ? [Object.fromEntries(rest)] : [];
}

function blocksOf(content: unknown): readonly unknown[] {
  if (content === undefined || content === null) return [];
  return Array.isArray(content) ? content : [content];
}
