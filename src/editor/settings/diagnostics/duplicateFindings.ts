import { positionAt, type TextRange } from "../../../core/config/editing/jsonLocation";
import { removeAt } from "../../../core/config/editing/removeKey";
import { duplicateKeys } from "../../../core/config/reading/duplicateKeys";
import { safeLine } from "../../../core/kernel/redact";
import { message } from "../../../protocol/message";
import { type EditFix, onlyChange } from "./textFixes";

/** A problem at a place of a file, with what mends it. */
export interface PlacedFinding extends TextRange {
  readonly severity: "error" | "warning" | "hint";
  readonly message: string;
  readonly fixes: readonly EditFix[];
}

/** The keys of servers that are written more than once: at each one that does not count, with a fix that takes it out. */
export const duplicateFindings = (
  text: string,
  isOfServers: (path: readonly (string | number)[]) => boolean,
): readonly PlacedFinding[] =>
  duplicateKeys(text)
    .filter(({ path }) => isOfServers(path))
    .flatMap(({ path, lines, offsets }) => {
      const key = safeLine(String(path.at(-1)), 80);
      const counts = lines.at(-1) ?? 0;
      return offsets.slice(0, -1).map((offset): PlacedFinding => {
        const start = positionAt(text, offset);
        const after = removeAt(text, offset);
        return {
          start,
          end: { line: start.line, character: start.character + JSON.stringify(path.at(-1)).length },
          severity: "warning",
          message: message(
            "config.duplicateHere",
            '"{key}" is written more than once. The one in line {line} counts; this one has no effect.',
            { key, line: counts },
          ),
          fixes:
            after === undefined
              ? []
              : [
                  {
                    title: message("textFix.removeDuplicate", 'Remove this "{key}", which has no effect', { key }),
                    edits: [onlyChange(text, after)],
                  },
                ],
        };
      });
    });
