import type { ErrorView } from "../../../protocol/hubErrorCode";
import type { ConfigProblem } from "../../../protocol/hubEvent";
import { message } from "../../../protocol/message";
import { safeLine } from "../../kernel/redact";
import { maxServerName, serverName, unseenInNames } from "../schema/settings";
import { locationOf, type SettingsLocation } from "../schema/settingsLocation";
import { checkEntry, type EntryContent } from "./checkEntry";
import { serverProblem } from "./finding";
import { kindOf } from "./issueSentence";

/** More entries than this in one location are a mistake, and are not read. */
const entryLimit = 500;

/** One entry of one location. */
export interface ReadEntry {
  /** A name that matches `serverName`; derived from `key` if `key` does not match. */
  readonly name: string;
  /** The name as written. */
  readonly key: string;
  readonly label?: string;
  readonly enabled?: boolean;
  readonly content: EntryContent | { readonly kind: "invalid"; readonly error: ErrorView };
}

/** The servers of one location. Each entry is read by itself: a mistake in one does not affect the others. */
export interface ReadServers {
  readonly location: SettingsLocation;
  /** The path of the entries from the top of the settings. */
  readonly path: readonly (string | number)[];
  readonly entries: readonly ReadEntry[];
  readonly problems: readonly ConfigProblem[];
}

/**
 * Reads the value of `mcpHub.servers` of one location. Never throws, regardless of the value.
 *
 * @param path the path of the value, for the problems
 */
export function readServers(
  value: unknown,
  location: SettingsLocation,
  path: ReadServers["path"] = ["mcpHub.servers"],
): ReadServers {
  const problems: ConfigProblem[] = [];
  const report: Report = (at, severity, text) =>
    void problems.push({ ...locationOf(location), path: [...path, ...at], severity, message: text });
  const read = (entries: readonly ReadEntry[]): ReadServers => ({
    location: locationOf(location),
    path,
    entries,
    problems,
  });

  if (value === undefined || value === null) return read([]);
  if (typeof value !== "object" || Array.isArray(value)) {
    report(
      [],
      "error",
      message("config.serversKind", "The servers must be an object of entries by name, but it is {kind}.", {
        kind: kindOf(value),
      }),
    );
    return read([]);
  }
  const all = Object.entries(value);
  if (all.length > entryLimit)
    report(
      [],
      "error",
      message("config.tooManyServers", "There are {count} servers here; only the first {limit} are read.", {
        count: all.length,
        limit: entryLimit,
      }),
    );

  const taken = new Set(all.map(([key]) => key));
  return read(all.slice(0, entryLimit).map(([key, entry]) => readEntry(key, entry, taken, report)));
}

type Report = (at: readonly (string | number)[], severity: ConfigProblem["severity"], text: string) => void;

function readEntry(key: string, value: unknown, taken: Set<string>, report: Report): ReadEntry {
  const { content, findings } = checkEntry(value);
  const shown = safeLine(key, 80);
  const isValidName = serverName.test(key);
  if (!isValidName)
    findings.unshift({
      path: [],
      severity: "error",
      message: message(
        "config.serverName",
        'the name may have 1 to {most} characters, without line breaks, invisible characters or spaces at its ends. Rename it, for example to "{name}".',
        { most: maxServerName, name: validName(key, taken) },
      ),
    });

  const sentences = findings.map(({ path, severity, message: problem }) => {
    const sentence = serverProblem(shown, problem);
    report([key, ...path], severity, sentence);
    return { severity, sentence };
  });
  const errors = sentences.filter(({ severity }) => severity === "error");
  const [first] = errors;
  const common = { name: isValidName ? key : claim(validName(key, taken), taken), key, ...labelAndEnabled(value) };
  if (!first) {
    if (content) return { ...common, content };
    throw new Error(`The entry "${shown}" was refused without a reason.`);
  }
  const rest =
    errors.length > 1
      ? ` ${message("config.moreProblems", "{count} more in the Problems view.", { count: errors.length - 1 })}`
      : "";
  const label = isValidName ? undefined : shown.slice(0, 80);
  const error: ErrorView = { code: "bad-config", message: `${first.sentence}${rest}` };
  return { ...common, ...(label && { label }), content: { kind: "invalid", error } };
}

/** `enabled` and `label` of an entry if they are valid. The rest of the entry may be wrong. */
function labelAndEnabled(value: unknown): { enabled?: boolean; label?: string } {
  if (typeof value !== "object" || value === null) return {};
  const enabled = "enabled" in value && typeof value.enabled === "boolean" ? value.enabled : undefined;
  const label = "label" in value && typeof value.label === "string" ? safeLine(value.label, 80) : "";
  return { ...(enabled !== undefined && { enabled }), ...(label && { label }) };
}

/** A name similar to the written one that matches `serverName` and is not taken. */
export function validName(key: string, taken: ReadonlySet<string>): string {
  const base =
    key
      .replace(unseenInNames, "-")
      .replace(/^[\s-]+|[\s-]+$/g, "")
      .slice(0, maxServerName)
      .trimEnd() || "server";
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? "" : `-${number}`;
    const name = base.slice(0, maxServerName - suffix.length) + suffix;
    if (!taken.has(name)) return name;
  }
}

function claim(name: string, taken: Set<string>): string {
  taken.add(name);
  return name;
}
