import { message } from "../../../protocol/message";
import { checkEntry } from "../../config/reading/checkEntry";
import { isError, serverProblem } from "../../config/reading/finding";
import { kindOf } from "../../config/reading/issueSentence";
import { safeLine } from "../../kernel/redact";
import type { AppEntry, AppProblem } from "../app";
import { isPlain } from "../editing/place";
import type { Plain, Shape } from "../shape";
import { foreignParts, fromApp } from "../variables";
import type { Said } from "./said";
import { TakenKeys } from "./takenKeys";

/** One entry of an app as the hub's own, or why it cannot be that. */
export function readAppEntry(
  shape: Shape,
  content: Plain,
  name: string,
  entry: unknown,
  path: AppProblem["path"],
): AppEntry {
  const shown = safeLine(name, 80);
  const none = { name, path, isOff: false, disabledTools: [] };
  if (!isPlain(entry)) {
    const words = message("apps.entryKind", "the entry must be an object, but it is {kind}.", { kind: kindOf(entry) });
    return { ...none, problems: [named(shown, { path, severity: "error", message: words })] };
  }
  const keys = new TakenKeys(entry, path);
  const said = shape.read(keys, name);
  const notes = () => keys.notes.map((note) => named(shown, note));
  if (said.skip !== undefined) {
    keys.note("warning", said.skip);
    return { ...none, problems: notes() };
  }
  for (const key of keys.left)
    keys.note("warning", message("apps.keyLeft", '"{key}" is not taken over.', { key: safeLine(key, 80) }), key);

  const written = translated(entryOf(said), shape, keys);
  const { content: checked, findings } = checkEntry(written);
  // Their paths are those of the hub's entry, whose keys are not always the app's: the entry as a whole is the place.
  const found = findings.map(({ severity, message }) => named(shown, { path, severity, message }));
  const config = checked?.kind === "server" && !findings.some(isError) && !isRefused(keys) ? checked.config : undefined;
  const isOff = said.isOff === true || shape.isOff?.(content, name) === true;
  const allowed = names(said.allowedTools);
  return {
    ...none,
    isOff,
    ...(config && { config: isOff ? { ...config, enabled: false } : config }),
    disabledTools: names(said.disabledTools) ?? [],
    ...(allowed && { allowedTools: allowed }),
    problems: [...notes(), ...found],
  };
}

/** A problem that says of which server it is, and keeps its own words. */
const named = (server: string, problem: AppProblem): AppProblem => ({
  ...problem,
  message: serverProblem(server, problem.message),
  words: problem.message,
});

const isRefused = ({ notes }: TakenKeys): boolean => notes.some(({ severity }) => severity === "error");

/** The hub's entry for what was said: only what is there, so that the check sees nothing else. */
function entryOf({
  isSse,
  isOff: _off,
  disabledTools: _tools,
  allowedTools: _allowed,
  skip: _skip,
  ...said
}: Said): Plain {
  const kind = said.url === undefined ? {} : { type: isSse ? "sse" : "http" };
  const all = Object.entries({ ...kind, ...said });
  return Object.fromEntries(all.filter(([, value]) => value !== undefined && value !== null && !isEmpty(value)));
}

const isEmpty = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;

/** Every text of a value with the hub's variables in place of the app's. */
function translated(value: unknown, shape: Shape, keys: TakenKeys): unknown {
  if (typeof value === "string") {
    for (const part of foreignParts(value, shape.variables))
      keys.note(
        "error",
        message(
          "apps.foreignPart",
          '"{part}" is filled in by the app, and the hub cannot do that. Use an environment variable.',
          {
            part: safeLine(part, 80),
          },
        ),
      );
    return fromApp(value, shape.variables);
  }
  if (Array.isArray(value)) return value.map((item) => translated(item, shape, keys));
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, translated(inner, shape, keys)]));
}

/** The texts of a list; `undefined` if it is not one, or stands for all tools. */
function names(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const texts = value.filter((item) => typeof item === "string");
  return texts.includes("*") ? undefined : texts;
}
