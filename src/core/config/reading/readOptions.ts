import type { ConfigProblem } from "../../../protocol/hubEvent";
import { message } from "../../../protocol/message";
import type { WorkspacePolicy } from "../schema/policyRules";
import { defaultOptions, type OptionKey, type Options, Settings, settingScopes } from "../schema/settings";
import { isFromWorkspace, locationOf, type SettingsLocation } from "../schema/settingsLocation";
import { issueSentence } from "./issueSentence";
import { readPolicy } from "./readPolicy";
import { readProfiles } from "./readProfiles";

/** The unchecked settings of one location, without the servers, by their names without `mcpHub.`. */
export interface OptionValues {
  readonly location: SettingsLocation;
  readonly values: Readonly<Partial<Record<OptionKey, unknown>>>;
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
  const reporting =
    (location: SettingsLocation, key: OptionKey): Report =>
    (path, text) =>
      void problems.push({
        ...locationOf(location),
        path: [`mcpHub.${key}`, ...path],
        severity: "error",
        message: text,
      });
  const found: Record<string, unknown> = {};
  for (const key of optionKeys) {
    const decisive = written.findLast(
      ({ location, values }) => values[key] !== undefined && mayDecide(key, location, trusted),
    );
    if (!decisive) continue;
    const { location, values } = decisive;
    const report = reporting(location, key);
    found[key] =
      key === "policy"
        ? readPolicy(values[key], report)
        : key === "profiles"
          ? readProfiles(values[key], report)
          : readValue(key, values[key], report);
  }
  const workspacePolicies = written.flatMap(({ location, values: { policy } }): WorkspacePolicy[] => {
    if (policy === undefined || !trusted || !isFromWorkspace(location)) return [];
    const { source } = location;
    const narrow = readPolicy(policy, reporting(location, "policy"), true);
    return [{ policy: narrow, ...(source !== undefined && { source }) }];
  });
  // Each value has passed its own schema. This adds the type of the whole and the defaults of missing keys.
  const { servers: _, ...options } = Settings.parse(found);
  return { options: { ...options, ...(workspacePolicies.length > 0 && { workspacePolicies }) }, problems };
}

const isOptionKey = (key: string): key is OptionKey => key in defaultOptions;
/** The names of all settings but `servers`. */
export const optionKeys: readonly OptionKey[] = Object.keys(settingScopes).filter(isOptionKey);

function mayDecide(key: OptionKey, location: SettingsLocation, trusted: boolean): boolean {
  const isOwn = location.scope === "user" || location.scope === "file";
  if (key === "policy") return isOwn; // a workspace adds to it
  if (settingScopes[key] === "application") return isOwn;
  if (settingScopes[key] === "machine") return isOwn || location.scope === "remote";
  return trusted || !isFromWorkspace(location);
}

type Report = (path: ConfigProblem["path"], text: string) => void;

function readValue(key: Exclude<OptionKey, "policy">, value: unknown, report: Report): unknown {
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
