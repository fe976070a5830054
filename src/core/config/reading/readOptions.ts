import type { ConfigProblem } from "../../../protocol/hubEvent";
import { message } from "../../../protocol/message";
import { safeLine } from "../../kernel/redact";
import { defaultOptions, type Options, Settings, settingScopes } from "../schema/settings";
import { isFromWorkspace, locationOf, type SettingsLocation } from "../schema/settingsLocation";
import { issueSentence, kindOf } from "./issueSentence";

/** The unchecked settings of one location, without the servers, by their names without `mcpHub.`. */
export interface OptionValues {
  readonly location: SettingsLocation;
  readonly values: Readonly<Partial<Record<keyof Options, unknown>>>;
}

/** The options of all locations together, and the problems with them. */
export interface ReadOptions {
  readonly options: Options;
  readonly problems: readonly ConfigProblem[];
}

/**
 * Reads the settings key by key. A bad value falls back to its default and is reported as a problem. Never throws.
 *
 * @param written from the widest location to the narrowest; the narrowest that has a value wins. `application` settings are read only
 *   from the user settings and from a file.
 * @param trusted whether to read what came with the workspace
 */
export function readOptions(written: readonly OptionValues[], trusted: boolean): ReadOptions {
  const problems: ConfigProblem[] = [];
  const found: Record<string, unknown> = {};
  for (const key of optionKeys) {
    const decisive = written.findLast(
      ({ location, values }) => values[key] !== undefined && mayDecide(key, location, trusted),
    );
    if (!decisive) continue;
    const { location, values } = decisive;
    const report: Report = (path, text) =>
      void problems.push({
        ...locationOf(location),
        path: [`mcpHub.${key}`, ...path],
        severity: "error",
        message: text,
      });
    found[key] = key === "policy" ? readPolicy(values[key], report) : readValue(key, values[key], report);
  }
  // Each value has passed its own schema. This adds the type of the whole and the defaults of missing keys.
  const { servers: _, ...options } = Settings.parse(found);
  return { options, problems };
}

const isOptionKey = (key: string): key is keyof Options => key in defaultOptions;
/** The names of all settings but `servers`. */
export const optionKeys: readonly (keyof Options)[] = Object.keys(settingScopes).filter(isOptionKey);

function mayDecide(key: keyof Options, location: SettingsLocation, trusted: boolean): boolean {
  if (settingScopes[key] === "application") return location.scope === "user" || location.scope === "file";
  return trusted || !isFromWorkspace(location);
}

type Report = (path: ConfigProblem["path"], text: string) => void;

function readValue(key: Exclude<keyof Options, "policy">, value: unknown, report: Report): unknown {
  const parsed = Settings.shape[key].safeParse(value);
  if (parsed.success) return parsed.data;
  const whole = { [`mcpHub.${key}`]: value };
  const [issue] = parsed.error.issues;
  const problem = issue ? issueSentence({ ...issue, path: [`mcpHub.${key}`, ...issue.path] }, whole) : "";
  report(
    [],
    message("config.usesDefault", "{problem} Until then, {value} is used.", {
      problem,
      value: JSON.stringify(defaultOptions[key]),
    }),
  );
  return undefined;
}

const permissions = { allow: "allow", ask: "ask", deny: "deny" } as const;

/** Reads the policy entry by entry. An entry that cannot be read denies, so that a mistake never permits what other entries forbid. */
function readPolicy(value: unknown, report: Report): Options["policy"] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    report(
      [],
      message("config.policyKind", '"mcpHub.policy" must be an object such as {example}, but it is {kind}.', {
        example: '{"files/delete_*": "deny"}',
        kind: kindOf(value),
      }),
    );
    return {};
  }
  const policy: Options["policy"] = {};
  for (const [pattern, written] of Object.entries(value)) {
    const shown = safeLine(pattern, 80);
    if (!/^[^/].*\/.+$/.test(pattern)) {
      report(
        [pattern],
        message(
          "config.policyPattern",
          '"{pattern}" does not name a tool. Write "server/tool", where * stands for any text.',
          { pattern: shown },
        ),
      );
      continue;
    }
    const permission = Object.values(permissions).find((word) => word === written);
    if (!permission)
      report(
        [pattern],
        message("config.policyValue", '"{pattern}" must be "allow", "ask" or "deny". Until then, "deny" is used.', {
          pattern: shown,
        }),
      );
    policy[pattern] = permission ?? "deny";
  }
  return policy;
}
