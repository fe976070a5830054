import type { CallMistake } from "../../../src/protocol/callPageMessages";
import { message } from "../../../src/protocol/message";
import { isJsonObject, type Json, JsonError, type JsonObject, parseJson, writeJson } from "../json/exactJson";
import type { Input } from "./field";
import { type Path, pathKey, withValueAt } from "./path";
import { readTyped } from "./scalarText";
import { startValue } from "./startValue";

/** Text in a box that is not a value, and why. */
interface Unread {
  readonly text: string;
  readonly problem: string;
}

/** The arguments as they are being entered: form and JSON show the same. */
export interface Draft {
  /** The document of the schema. */
  readonly root: JsonObject;
  readonly args: JsonObject;
  /** The arguments as JSON, as they were written. */
  readonly text: string;
  /** Why the text is not an object of JSON; then `args` is what it last was. */
  readonly problem?: string;
  /** By path: what was typed and cannot be read. */
  readonly unread: ReadonlyMap<string, Unread>;
  /** By path: which form of a value the person picked. */
  readonly picks: ReadonlyMap<string, number>;
  /** The fields that the person has come to. */
  readonly touched: ReadonlySet<string>;
  /** The person pressed "Call": from then on, what is missing is a mistake. */
  readonly pressed: boolean;
}

/** The form as it opens: with what was in it before, or with what the schema says. */
export function openDraft(schema: string, text: string | undefined): Draft {
  const read = parseJson(schema);
  const root = isJsonObject(read) ? read : {};
  const start = startValue(root, root);
  const args = isJsonObject(start) ? start : {};
  const draft: Draft = {
    root,
    args,
    text: writeJson(args, 2),
    unread: new Map(),
    picks: new Map(),
    touched: new Set(),
    pressed: false,
  };
  return text === undefined ? draft : withText(draft, text);
}

/** The person wrote JSON. */
export function withText(draft: Draft, text: string): Draft {
  const { problem: _, ...rest } = draft;
  const after = { ...rest, text, unread: new Map() };
  try {
    const args = parseJson(text);
    if (isJsonObject(args)) return { ...after, args };
    return {
      ...after,
      problem: message("page.draft.theArgumentsMustBeOne", "The arguments must be one JSON object, in braces."),
    };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return { ...after, problem: error.message };
  }
}

/** The person changed a value in the form; `undefined` leaves it out. */
export function withValue(draft: Draft, path: Path, value: Json | undefined): Draft {
  const { problem: _, ...rest } = draft;
  const changed = withValueAt(draft.args, path, value);
  const args = isJsonObject(changed) ? changed : {};
  const own = pathKey(path);
  // What was typed inside of a value that is replaced is replaced with it.
  const unread = new Map([...draft.unread].filter(([key]) => key !== own && !key.startsWith(`${own}/`)));
  return { ...rest, args, text: writeJson(args, 2), unread };
}

/** The person typed into a box. */
export function withTyped(draft: Draft, path: Path, input: Input, text: string, required: boolean): Draft {
  const read = readTyped(input, text, required);
  if ("value" in read) return withValue(draft, path, read.value);
  const after = withValue(draft, path, typeof path.at(-1) === "number" ? null : undefined);
  return { ...after, unread: new Map(after.unread).set(pathKey(path), { text, problem: read.problem }) };
}

export const withPick = (draft: Draft, path: Path, option: number, value: Json | undefined): Draft => ({
  ...withValue(draft, path, value),
  picks: new Map(draft.picks).set(pathKey(path), option),
});

export const withTouch = (draft: Draft, path: Path): Draft =>
  draft.touched.has(pathKey(path)) ? draft : { ...draft, touched: new Set(draft.touched).add(pathKey(path)) };

/** Whether something stands in the form that cannot be sent. */
export const isUnreadable = ({ problem, unread }: Draft): boolean => problem !== undefined || unread.size > 0;

/** What is wrong at a field, in sentences. `whole`: the field shows everything inside of its value, too. */
export function problemsAt(
  draft: Draft,
  mistakes: readonly CallMistake[],
  path: Path,
  whole: boolean,
): readonly string[] {
  const own = pathKey(path);
  const unread = draft.unread.get(own);
  if (unread) return [unread.problem];
  return mistakes
    .filter(({ path: at, isMissing }) => {
      const key = pathKey(at);
      const isHere = key === own || (whole && key.startsWith(`${own}/`));
      return isHere && (!isMissing || draft.pressed || draft.touched.has(key));
    })
    .map(({ text }) => text);
}
