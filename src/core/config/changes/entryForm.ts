import { isObject } from "../../../protocol/isObject";
import { message } from "../../../protocol/message";
import { withoutSecrets } from "../../kernel/redact";
import { commandLine, splitCommand } from "../editing/commandLine";
import type { EntryChange } from "../editing/entryEdits";
import { checkEntry } from "../reading/checkEntry";
import type { ServerConfig } from "../schema/serverConfig";
import { literalSecrets } from "../secrets/literalSecrets";

type Plain = Readonly<Record<string, unknown>>;

/** How the value of a field is typed: as a text, a number, one of two, words on a line, or one value for each name. */
export type FieldKind = "text" | "number" | "switch" | "words" | "map";

/** One key of an entry, as a person changes it. */
export interface FormField {
  readonly key: string;
  readonly kind: FieldKind;
  readonly label: string;
  /** The value in a few words, without secrets. Empty where there is none. */
  readonly shown: string;
}

/** The fields of an entry: those that people need most, and what else it has that can be typed. */
export function formFields(entry: Plain): readonly FormField[] {
  const usual: Readonly<Record<string, FieldKind>> =
    "url" in entry ? { ...addressFields, ...common } : { ...programFields, ...common };
  const others = Object.keys(entry).filter((key) => !(key in usual) && key !== "type");
  return [...Object.entries(usual), ...others.map((key) => [key, kindOf(entry[key])] as const)].flatMap(
    ([key, kind]) =>
      kind === undefined || !fits(kind, entry[key])
        ? []
        : [{ key, kind, label: labels()[key] ?? key, shown: shownValue(entry, key) }],
  );
}

const programFields = { command: "text", args: "words", env: "map", cwd: "text", envFile: "text" } as const;
const addressFields = { url: "text", headers: "map" } as const;
const common = { label: "text", description: "text", callTimeoutSeconds: "number" } as const;

const labels = (): Readonly<Record<string, string>> => ({
  command: message("editServer.command", "Program"),
  args: message("editServer.args", "Arguments"),
  env: message("editServer.env", "Environment Variables"),
  cwd: message("editServer.cwd", "Working Folder"),
  envFile: message("editServer.envFile", "File of Environment Variables"),
  url: message("editServer.address", "Address"),
  headers: message("editServer.headers", "Headers"),
  label: message("editServer.label", "Display Name"),
  description: message("editServer.description", "Description"),
  callTimeoutSeconds: message("editServer.timeout", "Call Timeout in Seconds"),
});

function kindOf(value: unknown): FieldKind | undefined {
  if (typeof value === "string") return "text";
  if (typeof value === "number") return "number";
  return typeof value === "boolean" ? "switch" : undefined;
}

/** Whether a value can be typed as what it should be; anything else is changed in the settings. */
function fits(kind: FieldKind, value: unknown): boolean {
  if (value === undefined) return true;
  if (kind === "words") return typedAs(kind, value) !== undefined;
  if (kind === "map") return isObject(value);
  return kindOf(value) === kind;
}

/** A value as the text that a person changes; `undefined` if no text stands for it. */
export function typedAs(kind: FieldKind, value: unknown): string | undefined {
  if (value === undefined) return "";
  if (kind !== "words") return typeof value === "object" && value !== null ? undefined : String(value);
  const isWords = Array.isArray(value) && value.every((word) => typeof word === "string");
  const [command, ...args] = isWords ? value : [];
  if (command === undefined) return isWords ? "" : undefined;
  return command === "" ? undefined : commandLine({ command, args });
}

/** What was typed, as a value; `undefined` takes the key out. A text that is not of the kind stays a text, for the check. */
export function typedValue(kind: FieldKind, text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  if (kind === "number") return Number.isFinite(Number(trimmed)) ? Number(trimmed) : trimmed;
  if (kind !== "words") return kind === "text" ? trimmed : text;
  const split = splitCommand(trimmed);
  return split ? [split.command, ...split.args] : trimmed;
}

/** An entry with another value at a path of one or two keys. */
export function withTyped(entry: Plain, [key, name]: readonly [string, string?], value: unknown): Plain {
  if (name === undefined) return without({ ...entry, [key]: value });
  const inner = entry[key];
  const map = without({ ...(isObject(inner) ? inner : {}), [name]: value });
  return { ...entry, [key]: map };
}

const without = (plain: Plain): Plain =>
  Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined));

/** What is wrong with a value of an entry, in the words of the diagnostics; `undefined` if nothing is. */
export function fieldProblem(entry: Plain, path: readonly [string, string?]): string | undefined {
  const errors = checkEntry(entry).findings.filter(({ severity }) => severity === "error");
  const own = errors.find((finding) => path.every((key, index) => key === undefined || finding.path[index] === key));
  // Without its program or address, the entry as a whole is wrong.
  const isNeeded = path[0] === "command" || path[0] === "url";
  return (own ?? (isNeeded && entry[path[0]] === undefined ? errors[0] : undefined))?.message;
}

/** The configuration that an entry stands for; `undefined` if it has a mistake. */
export function formConfig(entry: Plain): ServerConfig | undefined {
  const { content, findings } = checkEntry(entry);
  return content?.kind === "server" && !findings.some(({ severity }) => severity === "error")
    ? content.config
    : undefined;
}

/** What makes one entry of another: single names of a map, and otherwise whole values. */
export function formChanges(before: Plain, after: Plain): readonly EntryChange[] {
  return keysOf(before, after).flatMap((key): readonly EntryChange[] => {
    const [old, value] = [before[key], after[key]];
    if (isSame(old, value)) return [];
    if (!isObject(old) || !isObject(value)) return [{ path: [key], value }];
    return keysOf(old, value)
      .filter((name) => !isSame(old[name], value[name]))
      .map((name) => ({ path: [key, name], value: value[name] }));
  });
}

const keysOf = (one: Plain, other: Plain): readonly string[] => [
  ...new Set([...Object.keys(one), ...Object.keys(other)]),
];

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The names of a map with their values, without secrets. */
export function shownMap(entry: Plain, key: string): readonly { readonly name: string; readonly shown: string }[] {
  const masked = withoutLiterals(entry)[key];
  return isObject(masked) ? Object.entries(masked).map(([name, value]) => ({ name, shown: String(value) })) : [];
}

function shownValue(entry: Plain, key: string): string {
  const value = withoutLiterals(entry)[key];
  if (isObject(value)) return Object.keys(value).join(", ");
  if (Array.isArray(value)) return value.join(" ");
  return value === undefined ? "" : String(value);
}

/** Whether a value is a secret in plain text. */
export const isLiteralSecret = (entry: Plain, path: readonly string[]): boolean =>
  !isSame(valueAt(withoutLiterals(entry), path), valueAt(entry, path));

const valueAt = (value: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (inner, step) => (isObject(inner) || Array.isArray(inner) ? Reflect.get(inner, step) : undefined),
    value,
  );

const dots = "•••";

/** An entry with dots in the place of each secret in plain text. */
function withoutLiterals(entry: Plain): Plain {
  const config = formConfig(entry);
  if (!config) return masked(entry);
  const copy = structuredClone(entry);
  for (const { path, from, to } of literalSecrets(config).toReversed()) {
    const parent = valueAt(copy, path.slice(0, -1));
    const last = path.at(-1);
    if (typeof parent !== "object" || parent === null || last === undefined) continue;
    const text = String(Reflect.get(parent, last));
    Reflect.set(parent, last, text.slice(0, from) + dots + text.slice(to));
  }
  return copy;
}

/** An entry with a mistake, of which nobody can say what its texts are: each value of a map, an option or a query may be a secret. */
function masked(entry: Plain): Plain {
  const mask = (value: unknown): unknown => {
    if (typeof value === "string") return withoutSecrets(value).replace(/([?&][^=&#]+=)[^&#]+/g, `$1${dots}`);
    if (Array.isArray(value)) return value.map(() => dots);
    return isObject(value) ? Object.fromEntries(Object.keys(value).map((name) => [name, dots])) : value;
  };
  return Object.fromEntries(Object.entries(entry).map(([key, value]) => [key, mask(value)]));
}
