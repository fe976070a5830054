import { type JSONPath, visit } from "jsonc-parser/lib/esm/main.js";

/** A key that an object has more than once. */
export interface DuplicateKey {
  readonly path: JSONPath;
  /** From 1, in order. */
  readonly lines: readonly number[];
  /** Where each begins in the text. */
  readonly offsets: readonly number[];
}

/** The most duplicates that are found. */
const mostFound = 20;

/** The keys that stand more than once in one object of a JSON text: a parser keeps the last one without a word. */
export function duplicateKeys(text: string): readonly DuplicateKey[] {
  const seen = new Map<string, { readonly path: JSONPath; readonly lines: number[]; readonly offsets: number[] }>();
  const objects: number[] = [];
  let count = 0;
  visit(
    text,
    {
      onObjectBegin: () => void objects.push(++count),
      onObjectEnd: () => void objects.pop(),
      onObjectProperty: (key, offset, _, line, ___, pathOf) => {
        const id = `${objects.at(-1)} ${key}`;
        const known = seen.get(id);
        const found = known ?? { path: [...pathOf(), key], lines: [], offsets: [] };
        found.lines.push(line + 1);
        found.offsets.push(offset);
        seen.set(id, found);
      },
    },
    { allowTrailingComma: true },
  );
  return [...seen.values()].filter(({ lines }) => lines.length > 1).slice(0, mostFound);
}
