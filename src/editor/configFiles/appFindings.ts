import type { AppFile, AppProblem } from "../../core/apps/app";
import { formats } from "../../core/apps/editing/formats";
import { readAppFile } from "../../core/apps/reading/readAppFile";
import type { TextRange } from "../../core/config/editing/jsonLocation";
import { duplicateFindings, type PlacedFinding } from "../settings/diagnostics/duplicateFindings";

/** More findings than this in one file help no one. */
const most = 100;

/**
 * What of an app's file the hub cannot use, at its place. The file is the app's, which may use all of it: nothing here is an error, and what
 * is only not taken over is a hint.
 */
export function appFindings(places: readonly Pick<AppFile, "shape">[], text: string): readonly PlacedFinding[] {
  // Several apps read the same servers, each in its own way: one of them speaks for all.
  const roots = new Map(places.toReversed().map((place) => [JSON.stringify(place.shape.root({})), place]));
  const found = [...roots.values()].flatMap((place) => findingsAt(place, text));
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()].slice(0, most);
}

function findingsAt(place: Pick<AppFile, "shape">, text: string): readonly PlacedFinding[] {
  const { shape } = place;
  const { entries, problems } = readAppFile(place, text);
  const all = [...problems, ...entries.flatMap((entry) => entry.problems)];
  const placed = all.map(
    (problem): PlacedFinding => ({
      ...placeOf(problem, shape.format, text),
      severity: problem.severity === "error" ? "warning" : "hint",
      message: problem.message,
      fixes: [],
    }),
  );
  return [...placed, ...duplicatesIn(place, text, entries.length > 0)];
}

function placeOf({ path, line, column = 1 }: AppProblem, format: keyof typeof formats, text: string): TextRange {
  if (line !== undefined) {
    const start = { line: line - 1, character: column - 1 };
    return { start, end: { line: line - 1, character: column } };
  }
  const top = { line: 0, character: 0 };
  return formats[format].locate(text, path) ?? { start: top, end: { line: 0, character: 1 } };
}

/** Only JSON can have the same key twice: the others are refused by their parsers. */
function duplicatesIn({ shape }: Pick<AppFile, "shape">, text: string, isRead: boolean): readonly PlacedFinding[] {
  if (shape.format !== "jsonc" || !isRead) return [];
  const parsed = formats.jsonc.parse(text);
  const root = shape.root(parsed.kind === "value" ? parsed.value : {});
  return duplicateFindings(text, (path) => path.length > root.length && root.every((key, at) => path[at] === key));
}
