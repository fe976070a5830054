import { message } from "../../../protocol/message";
import { kindOf } from "../../config/reading/issueSentence";
import { safeLine } from "../../kernel/redact";
import type { AppEntry, AppFile, AppProblem, ReadAppFile } from "../app";
import { formats } from "../editing/formats";
import { isPlain, valueAt } from "../editing/place";
import { readAppEntry } from "./readAppEntry";

/** The largest file that is read, in characters, and the most servers of one file. */
const sizeLimit = 20_000_000;
const entryLimit = 1000;

/** Reads the MCP servers of an app's file. Never throws: what cannot be read is a problem that says where and why. */
export function readAppFile({ shape }: Pick<AppFile, "shape">, text: string): ReadAppFile {
  const problem = (path: AppProblem["path"], severity: AppProblem["severity"], words: string): ReadAppFile => ({
    entries: [],
    problems: [{ path, severity, message: words }],
  });
  if (text.length > sizeLimit)
    return problem([], "error", message("apps.tooLarge", "The file is larger than 20 MB. Is it the right one?"));
  const parsed = formats[shape.format].parse(text.replace(/^\ufeff/, ""));
  if (parsed.kind === "broken") {
    const { line, column } = parsed;
    return { entries: [], problems: [{ path: [], severity: "error", message: brokenText(parsed), line, column }] };
  }
  if (parsed.value === undefined) return { entries: [], problems: [] };
  if (!isPlain(parsed.value))
    return problem(
      [],
      "error",
      message("apps.fileKind", "The file must hold an object, but it holds {kind}. Is it the right one?", {
        kind: kindOf(parsed.value),
      }),
    );
  const content = parsed.value;
  const root = shape.root(content);
  const collection = valueAt(content, root);
  if (collection === undefined || collection === null) return { entries: [], problems: [] };
  const isList = shape.namedBy !== undefined;
  if (isList ? !Array.isArray(collection) : !isPlain(collection))
    return problem(
      root,
      "error",
      isList
        ? message("apps.listWanted", '"{key}" must be a list of servers, but it is {kind}.', {
            key: root.join("."),
            kind: kindOf(collection),
          })
        : message("apps.objectWanted", '"{key}" must be an object of servers by name, but it is {kind}.', {
            key: root.join("."),
            kind: kindOf(collection),
          }),
    );
  const entries: AppEntry[] = [];
  const problems: AppProblem[] = [];
  for (const [step, entry] of steps(collection).slice(0, entryLimit)) {
    const path = [...root, step];
    const name = shape.namedBy === undefined ? String(step) : valueAt(entry, [shape.namedBy]);
    if (typeof name === "string" && name !== "") entries.push(readAppEntry(shape, content, name, entry, path));
    else
      problems.push({
        path,
        severity: "error",
        message: message("apps.nameless", 'Item {number} of "{key}" has no "{namedBy}". Give it one.', {
          number: Number(step) + 1,
          key: safeLine(root.join("."), 80),
          namedBy: shape.namedBy ?? "name",
        }),
      });
  }
  return { entries, problems };
}

const steps = (collection: unknown): readonly (readonly [step: string | number, entry: unknown])[] =>
  Array.isArray(collection) ? [...collection.entries()] : Object.entries(collection ?? {});

/** Why a file is not read, and where. */
export const brokenText = ({ reason, line, column }: { reason: string; line: number; column: number }): string =>
  message("apps.broken", "The file cannot be read: line {line}, column {column}: {reason}. Correct it there.", {
    line,
    column,
    reason: safeLine(reason, 200),
  });
