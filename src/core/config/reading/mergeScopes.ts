import type { ConfigProblem, ServerId } from "../../../protocol/hubEvent";
import { isAbsolutePath } from "../schema/filePath";
import { isStdio, type ServerConfig } from "../schema/serverConfig";
import type { ServerDefinition } from "../schema/serverDefinition";
import { isFromWorkspace, type SettingsLocation, scopeOrder } from "../schema/settingsLocation";
import { parseTemplate } from "../schema/variables";
import { textsIn } from "../secrets/storedNames";
import { type ReadEntry, type ReadServers, validName } from "./readServers";

export interface MergedServers {
  /** In the order of the settings: the widest scope first, and within one place as written. */
  readonly definitions: readonly ServerDefinition[];
  readonly problems: readonly ConfigProblem[];
}

/**
 * Makes one list of servers from what all places say. A narrower entry replaces the wider one of its name, or changes
 * it where it has neither `command` nor `url`. Where two workspace folders define the same name, the first keeps it and
 * the others become `name-folder`. Unless the workspace is trusted, nothing that came with it counts, its mistakes
 * included, nor does its folder decide what the person's own servers run.
 */
export function mergeScopes(places: readonly ReadServers[], trusted: boolean): MergedServers {
  const used = places
    .filter(({ place }) => trusted || !isFromWorkspace(place))
    .toSorted((a, b) => scopeOrder.indexOf(a.place.scope) - scopeOrder.indexOf(b.place.scope));
  const names = new Set(used.flatMap(({ entries }) => entries.map(({ name }) => name)));
  const merged = new Map<ServerId, ServerDefinition>();
  const problems = used.flatMap((one) => one.problems);

  for (const { place, path, entries } of used)
    for (const entry of entries) {
      const wider = merged.get(entry.name);
      if (entry.content.kind === "overlay" && wider && isWider(wider, place)) {
        merged.set(wider.id, overlaid(wider, entry, place));
        continue;
      }
      const id = wider && !isWider(wider, place) ? validName(`${entry.name}-${folderName(place)}`, names) : entry.name;
      names.add(id);
      const definition = define(id, entry, place);
      if (entry.content.kind === "overlay" && definition.entry.kind === "invalid")
        problems.push({
          ...place,
          path: [...path, entry.key],
          severity: "error",
          message: definition.entry.error.message,
        });
      merged.set(id, definition);
    }
  const definitions = [...merged.values()];
  return { definitions: trusted ? definitions : definitions.map(restrictedDefinition), problems };
}

const isWider = (one: SettingsLocation, than: SettingsLocation): boolean =>
  scopeOrder.indexOf(one.scope) < scopeOrder.indexOf(than.scope);

const folderName = ({ source }: SettingsLocation): string =>
  source?.split(/[\\/]/).findLast((part) => part !== "") ?? "folder";

function define(
  id: ServerId,
  { name, key, label, enabled, content }: ReadEntry,
  place: SettingsLocation,
): ServerDefinition {
  const common = { ...place, id, ...(key !== id && { key }), label: label ?? id };
  if (content.kind === "server")
    return { ...common, enabled: enabled ?? true, entry: { kind: "valid", config: content.config } };
  if (content.kind === "invalid") return { ...common, enabled: enabled ?? true, entry: content };
  const message = `Server "${name}": it has neither "command" nor "url", and no wider scope defines a server of that name. Add one of the two, or remove the entry.`;
  return { ...common, enabled: enabled ?? true, entry: { kind: "invalid", error: { code: "bad-config", message } } };
}

function overlaid(wider: ServerDefinition, { label, enabled }: ReadEntry, place: SettingsLocation): ServerDefinition {
  return {
    ...wider,
    ...(label !== undefined && { label }),
    ...(enabled !== undefined && { enabled, enabledAt: place }),
  };
}

/**
 * A definition as Restricted Mode lets it run: the folder of a workspace that is not trusted must decide nothing, not even
 * by being where a program starts. `npx`, for one, runs what it finds in the folder that it starts in.
 */
function restrictedDefinition(definition: ServerDefinition): ServerDefinition {
  const { entry } = definition;
  if (entry.kind === "invalid" || !followsFolder(entry.config)) return definition;
  return { ...definition, entry: { kind: "valid", config: { ...entry.config, restricted: true } } };
}

/** Whether what an entry runs or contacts may be another in another workspace folder. */
function followsFolder(config: ServerConfig): boolean {
  const variables = textsIn(config).flatMap((text) => parseTemplate(text));
  if (variables.some((part) => typeof part === "object" && part.kind === "workspaceFolder")) return true;
  if (!isStdio(config)) return false;
  const { cwd, envFile } = config;
  return cwd === undefined || !isFixed(cwd) || (envFile !== undefined && !isFixed(envFile));
}

/** Whether a path is absolute whatever its variables stand for. */
const isFixed = (path: string): boolean => isAbsolutePath(path) || /^(?:~(?:[\\/]|$)|\$\{userHome\})/.test(path);
