import { message } from "../../protocol/message";
import { safeLine } from "../kernel/redact";
import type { AppFile } from "./app";
import { formats } from "./editing/formats";
import { entryAt, isPlain, type Place, without } from "./editing/place";
import { sameValue } from "./editing/sameValue";
import { brokenText } from "./reading/readAppFile";
import type { Plain, Shape } from "./shape";
import { isHttp, type Target } from "./target";

/** A file's text with or without the hub's entry, or why it was not changed. A refused file stays as it is. */
export type Written =
  | { readonly kind: "written"; readonly text: string }
  | { readonly kind: "refused"; readonly reason: string; readonly line?: number; readonly column?: number };

const refused = (reason: string): Written => ({ kind: "refused", reason });

/**
 * The text of an app's file with the hub's entry. An empty text, which stands for a missing file, too, gives a new one. Everything else in
 * the file stays: comments, order, layout, and what the person has added to the entry. Writing again changes nothing, and `removeEntry`
 * gives back the first text, byte for byte.
 */
export function writeEntry(file: AppFile, text: string, name: string, target: Target): Written {
  const wrong = unfit(file, target);
  if (wrong !== undefined) return refused(wrong);
  return edited(file.shape, text, (content, body) => {
    const { shape } = file;
    const place = placeOf(shape, content, name);
    const entry = shape.write(target, name);
    const written = put(shape, body, place, entry);
    const { beside } = shape;
    if (written === undefined || !beside || !refersTo(entry, beside.reference(name))) return written;
    return put(shape, written, beside.place(name), beside.value(name));
  });
}

/**
 * The text of an app's file with another server in it: `entryFor` makes the entry for what the file holds, or says why there is none. An
 * entry of this name is replaced. Everything else in the file stays.
 */
export function writeServer(
  { shape, isReadOnly, path }: AppFile,
  text: string,
  name: string,
  entryFor: (content: unknown) => Plain | string,
): Written {
  if (isReadOnly) return refused(oldPlace(path));
  let reason: string | undefined;
  const written = edited(shape, text, (content, body) => {
    const entry = entryFor(content);
    if (typeof entry !== "string") return put(shape, body, placeOf(shape, content, name), entry, () => ({}));
    reason = entry;
    return undefined;
  });
  return reason === undefined ? written : refused(reason);
}

/** The text of an app's file without the hub's entry, and without what was written for it beside it. */
export function removeEntry(file: Pick<AppFile, "shape">, text: string, name: string): Written {
  const { shape } = file;
  return edited(shape, text, (content, body) => {
    const place = placeOf(shape, content, name);
    if (entryAt(content, place) === undefined) return body;
    const { beside } = shape;
    // What another entry needs stays. It goes first, since it was written last: so the first text comes back byte for byte.
    const isNeeded = !beside || refersTo(without(content, place), beside.reference(name));
    const first = isNeeded ? body : take(shape, body, beside.place(name));
    return first === undefined ? undefined : take(shape, first, place);
  });
}

/** Where an entry of this name is, or would be. */
export const placeOf = (shape: Shape, content: unknown, name: string): Place => ({
  parent: shape.root(content),
  key: name,
  ...(shape.namedBy !== undefined && { namedBy: shape.namedBy }),
});

/** Why a target cannot be written into a file; a person never meets this, since a target is chosen for its file. */
function unfit({ shape, level, isReadOnly, path }: AppFile, target: Target): string | undefined {
  if (isReadOnly) return oldPlace(path);
  if (!isHttp(target)) return undefined;
  const kind = "literal" in target.token ? "literal" : "variable";
  if (kind === "literal" && level === "project")
    return message(
      "apps.tokenShared",
      "{path} is shared with others, so it gets a variable or the program instead of a token.",
      {
        path: safeLine(path, 300),
      },
    );
  if (shape.tokens.includes(kind)) return undefined;
  return message("apps.tokenForm", "The app cannot use this form of a token in {path}. Write the program instead.", {
    path: safeLine(path, 300),
  });
}

const oldPlace = (path: string): string =>
  message("apps.readOnly", "{path} is an old location: the hub's entry belongs in another file.", {
    path: safeLine(path, 300),
  });

/** Reads a text, changes it, and makes sure that it still can be read. The byte order mark stays. */
function edited(
  shape: Shape,
  text: string,
  change: (content: Plain | undefined, body: string) => string | undefined,
): Written {
  const mark = text.startsWith("\ufeff") ? "\ufeff" : "";
  const body = text.slice(mark.length);
  const parsed = formats[shape.format].parse(body);
  if (parsed.kind === "broken") {
    const { line, column } = parsed;
    return { kind: "refused", reason: brokenText(parsed), line, column };
  }
  if (parsed.value !== undefined && !isPlain(parsed.value))
    return refused(
      message("apps.noObject", "The file does not hold an object, so it may be the wrong one. It was not changed."),
    );
  const changed = change(parsed.value, body);
  if (changed !== undefined) return { kind: "written", text: mark + changed };
  return refused(
    message(
      "apps.notEditable",
      "The servers are written in a way that the hub cannot change safely. It was not changed: copy the entry, and edit the file yourself.",
    ),
  );
}

/** Sets one entry and compares: `undefined` unless it is there afterwards and everything else is as before. */
function put(
  shape: Shape,
  text: string,
  place: Place,
  entry: Plain,
  kept = (now: Plain) => keptOf(now, shape.owned),
): string | undefined {
  const format = formats[shape.format];
  const before = contentOf(shape, text);
  const now = entryAt(before, place);
  const merged = isPlain(now) ? { ...entry, ...kept(now) } : entry;
  if (sameValue(now, merged)) return text;
  const changed =
    now === undefined ? format.insert(text, place, merged, shape.preamble ?? "") : format.replace(text, place, merged);
  return changed !== undefined && isRight(shape, before, changed, place, merged) ? changed : undefined;
}

/** Takes one entry away and compares. */
function take(shape: Shape, text: string, place: Place): string | undefined {
  if (entryAt(contentOf(shape, text), place) === undefined) return text;
  const changed = formats[shape.format].remove(text, place, shape.preamble ?? "");
  return changed !== undefined && isRight(shape, contentOf(shape, text), changed, place, undefined)
    ? changed
    : undefined;
}

function isRight(shape: Shape, before: unknown, changed: string, place: Place, entry: Plain | undefined): boolean {
  const after = formats[shape.format].parse(changed);
  if (after.kind === "broken" || !sameValue(entryAt(after.value, place), entry)) return false;
  const others = without(before, place) ?? {};
  const othersNow = without(after.value, place) ?? {};
  if (sameValue(others, othersNow)) return true;
  // What an empty file must begin with comes with the entry and goes with it.
  const head = contentOf(shape, shape.preamble ?? "") ?? {};
  return (before === undefined && sameValue(othersNow, head)) || (after.value === undefined && sameValue(others, head));
}

function contentOf(shape: Shape, text: string): unknown {
  const parsed = formats[shape.format].parse(text);
  return parsed.kind === "value" ? parsed.value : undefined;
}

/** What the person has added to an entry. */
const keptOf = (entry: Plain, owned: readonly string[]): Plain =>
  Object.fromEntries(Object.entries(entry).filter(([key]) => !owned.includes(key)));

/** Whether a text anywhere in a value contains another. */
function refersTo(value: unknown, text: string): boolean {
  if (typeof value === "string") return value.includes(text);
  return typeof value === "object" && value !== null && Object.values(value).some((inner) => refersTo(inner, text));
}
