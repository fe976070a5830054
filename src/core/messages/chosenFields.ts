import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";
import { isExactInteger } from "../kernel/json/exactInteger";
import { parseJson, toJson } from "../kernel/json/exactJson";
import type { Content } from "./content";
import type { ToolResult } from "./toolResult";

/** The steps of a path to a field: names of members and places in lists; `*` is any of them. */
type Steps = readonly string[];

/** Which fields of a result are kept. First `pick`, then `omit`. */
export interface FieldChoice {
  /** Only these are kept; missing: all. */
  readonly pick?: readonly Steps[] | undefined;
  /** These are left out. */
  readonly omit?: readonly Steps[] | undefined;
}

/** The longest text that is read as JSON, in characters. */
const textLimit = 8 * 1024 * 1024;

/**
 * A result without the fields that are not chosen: in its structured content, and in every text of it that is JSON, whole or by lines, a
 * resource's too. Text that is not JSON stays. JSON that is too large or too deeply nested to be read is left out, since nobody knows what it holds.
 */
export function withChosenFields(result: ToolResult, choice: FieldChoice): ToolResult {
  const { structured, warning } = result;
  return {
    ...result,
    content: result.content.map((block) => chosenBlock(block, choice)),
    ...(structured !== undefined && { structured: chosen(structured, choice) }),
    // A warning may quote any field.
    ...(warning !== undefined && {
      warning: message("fields.mismatch", "This result does not fit the output schema of its tool."),
    }),
  };
}

function chosenBlock(block: Content, choice: FieldChoice): Content {
  if (block.type === "text") return { ...block, text: chosenText(block.text, choice) };
  if (block.type !== "resource" || block.resource.text === undefined) return block;
  return { ...block, resource: { ...block.resource, text: chosenText(block.resource.text, choice) } };
}

function chosenText(text: string, choice: FieldChoice): string {
  if (!/^\s*[[{]/m.test(text)) return text;
  if (text.length > textLimit) return unreadable();
  return (
    chosenJson(text, choice) ??
    text
      .split("\n")
      .map((line) => chosenJson(line, choice) ?? line)
      .join("\n")
  );
}

/** `undefined` if the text is not JSON. */
function chosenJson(text: string, choice: FieldChoice): string | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const isIndented = /^\s*[[{]\s*\n/.test(text);
    return toJson(chosen(parseJson(text), choice), isIndented ? 2 : undefined);
  } catch (error) {
    return error instanceof SyntaxError ? undefined : unreadable();
  }
}

const unreadable = (): string =>
  message("fields.unreadable", "[This JSON is left out: it is too large to be searched for fields to leave out.]");

function chosen(value: unknown, { pick, omit }: FieldChoice): unknown {
  const picked = pick ? walked(value, pick, true) : value;
  return omit ? walked(picked, omit, false) : picked;
}

/** The value with only the members that the paths lead to (`keeps`), or without them. */
function walked(value: unknown, paths: readonly Steps[], keeps: boolean): unknown {
  const next = nextSteps(paths);
  const member = (name: string, inner: unknown): readonly [unknown] | undefined => {
    const rest = next(name);
    if (rest.length === 0) return keeps ? undefined : [inner];
    if (rest.some((steps) => steps.length === 0)) return keeps ? [inner] : undefined;
    if (!isStructure(inner)) return keeps ? undefined : [inner];
    return [walked(inner, rest, keeps)];
  };
  if (Array.isArray(value)) return value.flatMap((inner, at) => member(String(at), inner) ?? []);
  if (!isStructure(value)) return value;
  const kept = Object.entries(value).flatMap(([name, inner]): (readonly [string, unknown])[] => {
    const found = member(name, inner);
    return found ? [[name, found[0]]] : [];
  });
  return Object.fromEntries(kept);
}

const isStructure = (value: unknown): value is object =>
  Array.isArray(value) || (isObject(value) && !isExactInteger(value));

/** The paths that go on below a member of this name, without their first step. */
function nextSteps(paths: readonly Steps[]): (name: string) => readonly Steps[] {
  const byName = new Map<string, Steps[]>();
  for (const [first = "", ...rest] of paths) byName.set(first, [...(byName.get(first) ?? []), rest]);
  const any = byName.get("*") ?? [];
  return (name) => {
    const own = name === "*" ? undefined : byName.get(name);
    return own ? [...own, ...any] : any;
  };
}
