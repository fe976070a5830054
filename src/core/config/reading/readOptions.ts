import type { ConfigProblem } from "../../../protocol/hubEvent";
import { safeLine } from "../../kernel/redact";
import { defaultOptions, type Options, Settings, settingScopes } from "../schema/settings";
import { isFromWorkspace, locationOf, type SettingsLocation } from "../schema/settingsLocation";
import { issueSentence, kindOf } from "./issueSentence";

/** What one place says of the settings other than the servers, by their names without `mcpHub.`. */
export interface OptionValues {
  readonly place: SettingsLocation;
  readonly values: Readonly<Partial<Record<keyof Options, unknown>>>;
}

export interface ReadOptions {
  readonly options: Options;
  readonly problems: readonly ConfigProblem[];
}

/**
 * Reads the settings key by key: a bad value costs its own default and gives a problem. Never throws.
 *
 * @param places from the widest to the narrowest; the narrowest that has a value wins. What is the person's own
 *   (`application`) is read from the user settings and from a file alone.
 * @param trusted whether what came with the workspace counts
 */
export function readOptions(places: readonly OptionValues[], trusted: boolean): ReadOptions {
  const problems: ConfigProblem[] = [];
  const found: Record<string, unknown> = {};
  for (const key of optionKeys) {
    const said = places.findLast(({ place, values }) => values[key] !== undefined && mayDecide(key, place, trusted));
    if (!said) continue;
    const report = (path: ConfigProblem["path"], message: string) =>
      void problems.push({ ...locationOf(said.place), path: [`mcpHub.${key}`, ...path], severity: "error", message });
    found[key] = key === "policy" ? readPolicy(said.values[key], report) : readValue(key, said.values[key], report);
  }
  // Each value has been through its own schema; this gives the whole its type and the missing keys their defaults.
  const { servers: _, ...options } = Settings.parse(found);
  return { options, problems };
}

const isOptionKey = (key: string): key is keyof Options => key in defaultOptions;
/** The names of all settings but `servers`. */
export const optionKeys: readonly (keyof Options)[] = Object.keys(settingScopes).filter(isOptionKey);

function mayDecide(key: keyof Options, place: SettingsLocation, trusted: boolean): boolean {
  if (settingScopes[key] === "application") return place.scope === "user" || place.scope === "file";
  return trusted || !isFromWorkspace(place);
}

type Report = (path: ConfigProblem["path"], message: string) => void;

function readValue(key: Exclude<keyof Options, "policy">, value: unknown, report: Report): unknown {
  const parsed = Settings.shape[key].safeParse(value);
  if (parsed.success) return parsed.data;
  const whole = { [`mcpHub.${key}`]: value };
  const [issue] = parsed.error.issues;
  const said = issue ? issueSentence({ ...issue, path: [`mcpHub.${key}`, ...issue.path] }, whole) : "";
  report([], `${said} Until then it counts as ${JSON.stringify(defaultOptions[key])}.`);
  return undefined;
}

const permissions = { allow: "allow", ask: "ask", deny: "deny" } as const;

/** Entry by entry, and closed where an entry cannot be read: one slip must not open what the others forbid. */
function readPolicy(value: unknown, report: Report): Options["policy"] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    report([], `"mcpHub.policy" must be an object such as {"files/delete_*": "deny"}, but it is ${kindOf(value)}.`);
    return {};
  }
  const policy: Options["policy"] = {};
  for (const [pattern, written] of Object.entries(value)) {
    const shown = safeLine(pattern, 80);
    if (!/^[^/]+\/[^/]+$/.test(pattern)) {
      report([pattern], `"${shown}" names no tool. Write "server/tool", where * stands for any text.`);
      continue;
    }
    const permission = Object.values(permissions).find((word) => word === written);
    if (!permission) report([pattern], `"${shown}" must be "allow", "ask" or "deny". Until then it counts as "deny".`);
    policy[pattern] = permission ?? "deny";
  }
  return policy;
}
