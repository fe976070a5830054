import { fromApp } from "../../../core/apps/variables";
import { keyLocation, positionAt, valueLocation } from "../../../core/config/editing/jsonLocation";
import type { TextEdit } from "../../../core/config/editing/replaceTexts";
import { entryAt } from "../../../core/config/editing/settingsEntries";
import { httpAliases } from "../../../core/config/reading/checkEntry";
import { meantKey } from "../../../core/config/reading/unknownKey";
import { parseTemplate } from "../../../core/config/schema/variables";
import { message } from "../../../protocol/message";

/** Changes of the text in which a problem was found. */
export interface EditFix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/**
 * What mends a problem at a path of a settings file, found in the text itself: a mistyped key, another app's word or variable. Nothing for a
 * problem that only the person can mend.
 */
export function textFixes(
  text: string,
  path: readonly (string | number)[],
  prefix: readonly string[],
): readonly EditFix[] {
  const at = entryAt([...path], prefix);
  const value = valueLocation(text, path);
  if (!at || !value) return [];
  const [key] = at.inside;
  if (at.inside.length === 1 && typeof key === "string") {
    const fix = keyFix(text, path, key, value);
    if (fix) return [fix];
  }
  return typeof value.value === "string" ? variableFix(value.value, value) : [];
}

type Value = NonNullable<ReturnType<typeof valueLocation>>;

function keyFix(text: string, path: readonly (string | number)[], key: string, value: Value): EditFix | undefined {
  const { start, end } = value;
  if (key === "type" && httpAliases.has(value.value))
    return { title: message("textFix.http", 'Write "http"'), edits: [{ start, end, json: '"http"' }] };
  const written = keyLocation(text, path);
  if (!written) return undefined;
  if (key === "disabled" && typeof value.value === "boolean") {
    if (written.siblings.includes("enabled")) return undefined;
    const enabled = String(!value.value);
    return {
      title: message("textFix.enabled", 'Write "enabled": {value}', { value: enabled }),
      edits: [
        { ...written, json: '"enabled"' },
        { start, end, json: enabled },
      ],
    };
  }
  const meant = meantKey(key);
  if (meant === undefined || written.siblings.includes(meant)) return undefined;
  return {
    title: message("textFix.rename", 'Rename to "{key}"', { key: meant }),
    edits: [{ ...written, json: JSON.stringify(meant) }],
  };
}

/** Variables as Claude Code and others write them, which mean the environment. */
function variableFix(before: string, { start, end }: Value): readonly EditFix[] {
  const after = fromApp(before, "shell");
  const [first] = unknownIn(before);
  if (first === undefined || unknownIn(after).length > 0) return [];
  const title = message("textFix.variable", "Write {variable}", { variable: fromApp(first, "shell") });
  return [{ title, edits: [{ start, end, json: JSON.stringify(after) }] }];
}

const unknownIn = (text: string): readonly string[] =>
  parseTemplate(text).flatMap((part) => (typeof part === "object" && part.kind === "unknown" ? [part.text] : []));

/** The one edit that turns a text into another. */
export function onlyChange(before: string, after: string): TextEdit {
  const most = Math.min(before.length, after.length);
  let from = 0;
  while (from < most && before[from] === after[from]) from++;
  let same = 0;
  while (same < most - from && before.at(-1 - same) === after.at(-1 - same)) same++;
  return {
    start: positionAt(before, from),
    end: positionAt(before, before.length - same),
    json: after.slice(from, after.length - same),
  };
}
