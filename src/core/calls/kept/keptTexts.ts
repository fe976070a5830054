import { isObject } from "../../../protocol/isObject";
import { parseJson } from "../../kernel/json/exactJson";
import type { KeptResults } from "../keptResults";

/** How much of one text is given, in characters: the beginning tells whether it stands elsewhere. */
const textLimit = 100_000;

/** Every text in the arguments and in the result of a call, as far as they are kept: what must not stand where others read. */
export function keptTexts(kept: Pick<KeptResults, "of" | "calls">, call: string): readonly string[] {
  const { result } = kept.of(call) ?? {};
  const texts: string[] = [];
  const collect = (value: unknown, depth: number): void => {
    if (typeof value === "string") {
      const text = value.slice(0, textLimit);
      texts.push(text);
      if (depth === 0) collect(structureOf(text), 1);
    } else if (depth > 50) return;
    else if (Array.isArray(value)) for (const inner of value) collect(inner, depth + 1);
    else if (isObject(value)) for (const inner of Object.values(value)) collect(inner, depth + 1);
  };
  collect(kept.calls.of(call)?.args, 0);
  collect(result?.structured, 0);
  for (const block of result?.content ?? []) {
    if (block.type === "text") collect(block.text, 0);
    else if (block.type === "resource") collect(block.resource.text, 0);
  }
  return texts;
}

/** The structure of a text that is JSON; `undefined` for any other. */
function structureOf(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return parseJson(text);
  } catch {
    return undefined; // not JSON, or cut
  }
}
