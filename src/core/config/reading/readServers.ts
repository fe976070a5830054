import type { ErrorView } from "../../../protocol/hubErrorCode";
import type { ConfigProblem } from "../../../protocol/hubEvent";
import { safeLine } from "../../kernel/redact";
import { serverName } from "../schema/settings";
import { locationOf, type SettingsLocation } from "../schema/settingsLocation";
import { checkEntry, type EntryContent } from "./checkEntry";
import { kindOf } from "./issueSentence";

/** More entries than this in one place are a mistake; what comes after is not read. */
const entryLimit = 500;

/** One entry as one place has it. */
export interface ReadEntry {
  /** A name that fits `serverName`; made from `key` where that does not. */
  readonly name: string;
  /** The name as it is written. */
  readonly key: string;
  readonly label?: string;
  readonly enabled?: boolean;
  readonly content: EntryContent | { readonly kind: "invalid"; readonly error: ErrorView };
}

/** The servers of one place, each on its own: what is wrong with one costs no other. */
export interface ReadServers {
  readonly place: SettingsLocation;
  /** Where the entries stand, from the top of the settings. */
  readonly path: readonly (string | number)[];
  readonly entries: readonly ReadEntry[];
  readonly problems: readonly ConfigProblem[];
}

/**
 * Reads the value of `mcpHub.servers` in one place. Never throws, whatever the value is.
 *
 * @param path where the value stands, for the problems
 */
export function readServers(
  value: unknown,
  place: SettingsLocation,
  path: ReadServers["path"] = ["mcpHub.servers"],
): ReadServers {
  const problems: ConfigProblem[] = [];
  const report = (at: ReadServers["path"], severity: ConfigProblem["severity"], message: string) =>
    void problems.push({ ...locationOf(place), path: [...path, ...at], severity, message });
  const read = (entries: readonly ReadEntry[]): ReadServers => ({ place: locationOf(place), path, entries, problems });

  if (value === undefined || value === null) return read([]);
  if (typeof value !== "object" || Array.isArray(value)) {
    report([], "error", `The servers must be an object of entries by name, but it is ${kindOf(value)}.`);
    return read([]);
  }
  const all = Object.entries(value);
  if (all.length > entryLimit)
    report([], "error", `There are ${all.length} servers here; only the first ${entryLimit} are read.`);

  const taken = new Set(all.map(([key]) => key));
  return read(all.slice(0, entryLimit).map(([key, entry]) => readEntry(key, entry, taken, report)));
}

type Report = (at: readonly (string | number)[], severity: ConfigProblem["severity"], message: string) => void;

function readEntry(key: string, value: unknown, taken: Set<string>, report: Report): ReadEntry {
  const { content, findings } = checkEntry(value);
  const shown = safeLine(key, 80);
  const named = serverName.test(key);
  if (!named)
    findings.unshift({
      path: [],
      severity: "error",
      message: `the name may have 1 to 64 letters, digits, ".", "_" and "-". Rename it, for example to "${validName(key, taken)}".`,
    });

  const sentences = findings.map(({ path, severity, message }) => {
    const sentence = `Server "${shown}": ${message}`;
    report([key, ...path], severity, sentence);
    return { severity, sentence };
  });
  const errors = sentences.filter(({ severity }) => severity === "error");
  const [first] = errors;
  const common = { name: named ? key : claim(validName(key, taken), taken), key, ...said(value) };
  if (!first) {
    if (content) return { ...common, content };
    throw new Error(`The entry "${shown}" was refused without a reason.`);
  }
  const rest = errors.length > 1 ? ` ${errors.length - 1} more in the Problems view.` : "";
  const label = named ? undefined : shown.slice(0, 80);
  const error: ErrorView = { code: "bad-config", message: `${first.sentence}${rest}` };
  return { ...common, ...(label && { label }), content: { kind: "invalid", error } };
}

/** `enabled` and `label`, as far as they can be read, of an entry that may be wrong elsewhere. */
function said(value: unknown): { enabled?: boolean; label?: string } {
  if (typeof value !== "object" || value === null) return {};
  const enabled = "enabled" in value && typeof value.enabled === "boolean" ? value.enabled : undefined;
  const label = "label" in value && typeof value.label === "string" ? safeLine(value.label, 80) : "";
  return { ...(enabled !== undefined && { enabled }), ...(label && { label }) };
}

/** A name near to the written one that fits `serverName` and is not taken. */
export function validName(key: string, taken: ReadonlySet<string>): string {
  const base =
    key
      .replace(/[^\w.-]+/g, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 64) || "server";
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? "" : `-${number}`;
    const name = base.slice(0, 64 - suffix.length) + suffix;
    if (!taken.has(name)) return name;
  }
}

function claim(name: string, taken: Set<string>): string {
  taken.add(name);
  return name;
}
