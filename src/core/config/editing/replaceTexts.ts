import type { TextChange } from "../secrets/liftSecrets";
import { type TextRange, valueLocation } from "./jsonLocation";

/** A part of a file, and the JSON to put there. */
export interface TextEdit extends TextRange {
  readonly json: string;
}

/**
 * The edits that change only these texts in a JSON file with comments. `undefined` if the file no longer contains one of the texts as it
 * was read.
 *
 * @param at the path that the paths of the changes are relative to
 */
export function replaceTexts(
  file: string,
  at: readonly (string | number)[],
  changes: readonly TextChange[],
): readonly TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  for (const { path, before, after } of changes) {
    const found = valueLocation(file, [...at, ...path]);
    if (found?.value !== before) return undefined;
    edits.push({ start: found.start, end: found.end, json: JSON.stringify(after) });
  }
  return edits;
}
