import { isObject } from "../../../protocol/isObject";
import { message } from "../../../protocol/message";
import type { Tool } from "../../catalog/catalog";
import { checkValue } from "../../catalog/checkArguments";
import { HubError } from "../../kernel/hubError";
import { parseJson, toJson } from "../../kernel/json/exactJson";
import { safeLine } from "../../kernel/redact";
import type { ToolResult } from "../../messages/toolResult";
import { nameOf } from "../budget";
import type { ToolCall } from "../toolCall";

/** The most calls in one request. */
const mostCalls = 10;

/** How many calls one request takes: ten, or what the schema of the batch form allows where that is less. */
export function longestBatch({ inputSchema: { properties } }: Tool): number {
  const list = isObject(properties) ? properties.batch_requests : undefined;
  const most = isObject(list) ? list.maxItems : undefined;
  return typeof most === "number" && most >= 1 ? Math.min(mostCalls, Math.floor(most)) : mostCalls;
}

/** One call of a batch: its place among those that were sent. */
interface Place {
  readonly call: ToolCall;
  readonly form: Tool;
  readonly index: number;
  readonly count: number;
}

/**
 * The result of one call, out of the answer to all. The results stand in the order of the calls; one that is `null`, or at the end is not
 * there, fails its call alone. An answer with more results than calls is not taken apart: nobody knows whose they are. A batch that
 * failed as a whole is the result of each.
 */
export function partOf(answer: ToolResult, { call, form, index, count }: Place): ToolResult {
  const results = resultsIn(answer);
  const values = { call: nameOf(call), form: safeLine(form.name, 80) };
  if (!results && answer.isError) return answer;
  if (!results)
    throw unfit(message("calls.batchUnreadable", '"{form}" answered without a list of results for {call}.', values));
  if (results.length > count) {
    const counts = { ...values, count, got: results.length };
    throw unfit(
      message("calls.batchTooMany", '"{form}" answered {count} calls with {got} results, so {call} has none.', counts),
    );
  }
  const own = results[index];
  if (own === undefined || own === null)
    throw unfit(message("calls.batchMissing", '"{form}" answered without a result for {call}.', values));
  return asResult(own, call, answer.isError);
}

/** The batch did its work, so the call may have taken effect. */
const unfit = (text: string) => new HubError("protocol", text);

/** The list of results: in the structured content, or in a text that holds JSON. */
function resultsIn({ structured, content }: ToolResult): readonly unknown[] | undefined {
  const found =
    structured ?? content.flatMap((block) => (block.type === "text" ? [parsed(block.text)] : [])).find(isObject);
  return isObject(found) && Array.isArray(found.results) ? found.results : undefined;
}

function parsed(text: string): unknown {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    return parseJson(text);
  } catch {
    return undefined; // it only looked like JSON
  }
}

/** An entry with an `error` is a result that reports one, as a tool does alone. */
function asResult(entry: unknown, { offered }: ToolCall, allFailed: boolean): ToolResult {
  const error = isObject(entry) ? entry.error : undefined;
  const text = typeof error === "string" ? error : typeof entry === "string" ? entry : (toJson(entry) ?? "");
  const isError = allFailed || (error !== undefined && error !== null && error !== false);
  const warning = isError ? undefined : mismatch(offered, entry);
  return {
    content: [{ type: "text", text }],
    ...(isObject(entry) && { structured: entry }),
    isError,
    ...(warning !== undefined && { warning }),
  };
}

function mismatch(offered: Tool | undefined, entry: unknown): string | undefined {
  if (!offered?.outputSchema) return undefined;
  const check = checkValue(offered.outputSchema, entry, message("calls.batchEntry", "it"));
  if (check.ok) return undefined;
  return message(
    "calls.batchMismatch",
    'This result of a batch does not fit the output schema of "{tool}" ({problem}). It is shown as it was sent.',
    { tool: safeLine(offered.name, 80), problem: safeLine(check.why, 300) },
  );
}
