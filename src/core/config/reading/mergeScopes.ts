import type { ConfigProblem, ServerId } from "../../../protocol/hubEvent";
import { message } from "../../../protocol/message";
import { safeLine } from "../../kernel/redact";
import { isAbsolutePath } from "../schema/filePath";
import { sandboxPaths } from "../schema/program/sandboxConfig";
import { isStdio, type ServerConfig } from "../schema/serverConfig";
import type { ServerDefinition } from "../schema/serverDefinition";
import { isFromWorkspace, type SettingsLocation, scopeOrder } from "../schema/settingsLocation";
import { parseTemplate } from "../schema/variables";
import { textsIn } from "../secrets/storedNames";
import { type ReadEntry, type ReadServers, validName } from "./readServers";

/** The servers of all locations together. */
export interface MergedServers {
  /** In the order of the settings: the widest scope first, and within one location as written. */
  readonly definitions: readonly ServerDefinition[];
  readonly problems: readonly ConfigProblem[];
}

/**
 * Merges the servers of all locations into one list. A narrower entry replaces the wider one of the same name, or changes it if it has
 * neither `command` nor `url`. If two workspace folders define the same name, the first keeps it and the others become `name-folder`.
 * Unless the workspace is trusted, everything that came with it is ignored, including its mistakes, and its folder does not decide what
 * the person's own servers run.
 */
export function mergeScopes(read: readonly ReadServers[], trusted: boolean): MergedServers {
  const used = read
    .filter(({ location }) => trusted || !isFromWorkspace(location))
    .toSorted((a, b) => scopeOrder.indexOf(a.location.scope) - scopeOrder.indexOf(b.location.scope));
  const names = new Set(used.flatMap(({ entries }) => entries.map(({ name }) => name)));
  const merged = new Map<ServerId, ServerDefinition>();
  const problems = used.flatMap((one) => one.problems);
  const followed = new Map(
    used.flatMap(({ location, path }) => (location.scope === "followed" ? [[location.source, path]] : [])),
  );

  for (const { location, path, entries } of used)
    for (const entry of entries) {
      const wider = merged.get(entry.name);
      if (entry.content.kind === "overlay" && wider && isWider(wider, location)) {
        const widens = entry.enabled === true && isFromWorkspace(location) && isDisabledByPerson(wider);
        if (widens) problems.push({ ...location, path: [...path, entry.key, "enabled"], ...cannotEnable(entry.name) });
        const { enabled: _, ...others } = entry;
        merged.set(wider.id, withOverlay(wider, widens ? others : entry, location));
        continue;
      }
      const id =
        wider && !isWider(wider, location) ? validName(`${entry.name}-${folderName(location)}`, names) : entry.name;
      if (wider?.scope === "followed" && id === wider.id) problems.push(notFollowed(wider, followed.get(wider.source)));
      names.add(id);
      const definition = define(id, entry, location);
      if (entry.content.kind === "overlay" && definition.entry.kind === "invalid")
        problems.push({
          ...location,
          path: [...path, entry.key],
          severity: "error",
          message: definition.entry.error.message,
        });
      merged.set(id, definition);
    }
  const definitions = [...merged.values()];
  return { definitions: trusted ? definitions : definitions.map(restrictedDefinition), problems };
}

/** Whether it is a scope of the person, and not the workspace itself, that disables a server. */
const isDisabledByPerson = ({ enabled, enabledAt, ...definition }: ServerDefinition): boolean =>
  !enabled && !isFromWorkspace(enabledAt ?? definition);

/** A workspace may come from somebody else: it may keep a server from starting, and not start what the person switched off. */
const cannotEnable = (server: string): Pick<ConfigProblem, "severity" | "message"> => ({
  severity: "warning",
  message: message(
    "config.workspaceEnables",
    'Server "{server}" stays disabled: a wider scope disables it, and a workspace cannot enable it. Enable it where it is defined.',
    { server },
  ),
});

/** The hub's own settings win over a file of another app. */
const notFollowed = ({ id, source = "" }: ServerDefinition, path: ConfigProblem["path"] = []): ConfigProblem => ({
  scope: "user",
  path,
  severity: "warning",
  message: message(
    "follow.replaced",
    'Server "{server}" of {path} is not used: the settings have a server of this name. Rename one of the two.',
    { server: id, path: safeLine(source, 300) },
  ),
});

const isWider = (one: SettingsLocation, than: SettingsLocation): boolean =>
  scopeOrder.indexOf(one.scope) < scopeOrder.indexOf(than.scope);

const folderName = ({ source }: SettingsLocation): string =>
  source?.split(/[\\/]/).findLast((part) => part !== "") ?? "folder";

function define(
  id: ServerId,
  { name, key, label, enabled, content }: ReadEntry,
  location: SettingsLocation,
): ServerDefinition {
  const common = { ...location, id, ...(key !== id && { key }), label: label ?? id };
  if (content.kind === "server")
    return { ...common, enabled: enabled ?? true, entry: { kind: "valid", config: content.config } };
  if (content.kind === "invalid") return { ...common, enabled: enabled ?? true, entry: content };
  const problem = message(
    "config.overlayAlone",
    'Server "{server}": it has neither "command" nor "url", and no wider scope defines a server of that name. Add one of the two, or remove the entry.',
    { server: name },
  );
  const error = { code: "bad-config", message: problem } as const;
  return { ...common, enabled: enabled ?? true, entry: { kind: "invalid", error } };
}

function withOverlay(
  wider: ServerDefinition,
  { label, enabled }: Pick<ReadEntry, "label" | "enabled">,
  location: SettingsLocation,
): ServerDefinition {
  return {
    ...wider,
    ...(label !== undefined && { label }),
    ...(enabled !== undefined && { enabled, enabledAt: location }),
  };
}

/**
 * A definition as Restricted Mode allows it to run. The folder of an untrusted workspace must not decide anything, not even as the
 * working directory of a program: `npx`, for example, runs what it finds in its working directory.
 */
function restrictedDefinition(definition: ServerDefinition): ServerDefinition {
  const { entry } = definition;
  if (entry.kind === "invalid" || !followsFolder(entry.config)) return definition;
  return { ...definition, entry: { kind: "valid", config: { ...entry.config, restricted: true } } };
}

/** Whether what an entry runs or contacts depends on the workspace folder. */
function followsFolder(config: ServerConfig): boolean {
  const variables = textsIn(config).flatMap((text) => parseTemplate(text));
  if (variables.some((part) => typeof part === "object" && part.kind === "workspaceFolder")) return true;
  return [config, ...(config.replicas ?? [])].some((one) => {
    if (!isStdio(one)) return false;
    const { cwd, envFile, sandbox } = one;
    return (
      cwd === undefined || [cwd, envFile, ...sandboxPaths(sandbox)].some((path) => path !== undefined && !isFixed(path))
    );
  });
}

/** Whether a path is absolute regardless of the values of its variables. */
const isFixed = (path: string): boolean => isAbsolutePath(path) || /^(?:~(?:[\\/]|$)|\$\{userHome\})/.test(path);
