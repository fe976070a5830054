import { message } from "../../../protocol/message";
import { HubError } from "../../kernel/hubError";
import {
  type EntryChange,
  takenEntry,
  withChangedEntry,
  withCopiedEntry,
  withoutEntry,
  withPutEntry,
  withRenamedEntry,
} from "../editing/entryEdits";
import { nodeAt, settingPath } from "../editing/jsonPath";
import type { ServerConfig } from "../schema/serverConfig";
import type { ServerDefinition } from "../schema/serverDefinition";
import { locationOf, type SettingsLocation, sameLocation, scopeOrder } from "../schema/settingsLocation";
import { liftSecrets } from "../secrets/liftSecrets";
import { secretKey } from "../secrets/secretKey";
import { storedNames } from "../secrets/storedNames";
import { renamedMentions } from "./renamedMentions";

/** The settings file of a location, as it is. An empty text if there is none. */
export interface SettingsFileText {
  readonly location: SettingsLocation;
  readonly text: string;
  /** The keys above the settings: those of a workspace file. */
  readonly prefix: readonly string[];
}

/** A change of one server's entry as it will be made. Nothing is written yet. */
export interface PlannedServer {
  /** The files that change, in the order in which they are written. */
  readonly files: readonly { readonly location: SettingsLocation; readonly after: string }[];
  /** What the server becomes; missing where it is taken out. */
  readonly server?: ServerDefinition;
  /** Values of secret storage that the server needs under another key. */
  readonly carried: readonly { readonly from: string; readonly to: string }[];
  /** Values that were written in the entry and go into secret storage. */
  readonly lifted: readonly { readonly key: string; readonly value: string }[];
  /** In how many rules, profiles and rows the server is called by its new name. */
  readonly mentions: number;
}

const nothing = { carried: [], lifted: [], mentions: 0 };

/** The entry's name as written. */
export const writtenName = ({ key, id }: ServerDefinition): string => key ?? id;

/** Takes the entry out, with the entries of narrower scopes that only change it. Throws a `HubError` if its file cannot be edited. */
export function plannedRemoval(server: ServerDefinition, files: readonly SettingsFileText[]): PlannedServer {
  const name = writtenName(server);
  const all = [ownFile(server, files), ...overlays(server, files)];
  return { ...nothing, files: all.map((file) => changed(file, (text) => withoutEntry(text, { ...file, name }))) };
}

/** Calls the server otherwise, wherever the settings of this window name it. */
export function plannedRenaming(
  server: ServerDefinition,
  files: readonly SettingsFileText[],
  to: string,
  others: readonly string[],
): PlannedServer {
  const name = writtenName(server);
  const own = ownFile(server, files);
  const renamed = [own, ...overlays(server, files)];
  // Another server of this name is still meant by the rules that name it.
  const isLast = !others.includes(name) && !files.some((file) => !renamed.includes(file) && entryAt(file, name));
  let mentions = 0;
  const after = files.flatMap((file) => {
    const entry = renamed.includes(file)
      ? changed(file, (text) => withRenamedEntry(text, { ...file, name }, to)).after
      : file.text;
    const rules = isLast ? renamedMentions(entry, file.prefix, name, to) : { text: entry, count: 0 };
    mentions += rules.count;
    return rules.text === file.text ? [] : [{ location: file.location, after: rules.text }];
  });
  const { key: _, ...rest } = server;
  const label = server.label === server.id ? to : server.label;
  const next: ServerDefinition = { ...rest, id: to, label };
  return { ...nothing, files: after, server: next, carried: carriedSecrets(server, next), mentions };
}

/** Puts a copy behind the entry. */
export function plannedCopy(server: ServerDefinition, files: readonly SettingsFileText[], to: string): PlannedServer {
  const own = ownFile(server, files);
  const name = writtenName(server);
  const { key: _, enabledAt: __, ...rest } = server;
  const copy: ServerDefinition = { ...rest, id: to, label: server.label === server.id ? to : server.label };
  return {
    ...nothing,
    files: [changed(own, (text) => withCopiedEntry(text, { ...own, name }, to))],
    server: copy,
    carried: carriedSecrets(server, copy),
  };
}

/** Puts the entry into other settings. Secrets that are written in it go into secret storage where others may read those settings. */
export function plannedMove(
  server: ServerDefinition,
  files: readonly SettingsFileText[],
  location: SettingsLocation,
): PlannedServer {
  const own = ownFile(server, files);
  const target = files.find((file) => sameLocation(file.location, location));
  const name = writtenName(server);
  const { key: _, source: __, ...rest } = server;
  const moved: ServerDefinition = { ...rest, ...locationOf(location), id: name };
  const lifted = isShared(location) ? liftSecrets(moved) : undefined;
  const changes = (lifted?.changes ?? []).map(({ path, after }): EntryChange => ({ path, value: after }));
  const masked = withChangedEntry(own.text, { ...own, name }, changes);
  const taken = masked === undefined ? undefined : takenEntry(masked, { ...own, name });
  if (!target || !taken) throw notEditable(own);
  if (entryAt(target, name)) throw isThere(name, target);
  const next = lifted?.changed ?? moved;
  return {
    // First where it goes: if the second file cannot be written, nothing is lost.
    files: [
      changed(target, (text) => withPutEntry(text, target.prefix, taken)),
      changed(own, (text) => withoutEntry(text, { ...own, name })),
    ],
    server: next,
    carried: carriedSecrets(server, next),
    lifted: lifted?.values ?? [],
    mentions: 0,
  };
}

/**
 * Changes values of the entry. What is stored for it stays with it, unless it would now go elsewhere.
 *
 * @param config what the entry is then; `undefined` if it still has a mistake
 */
export function plannedEdit(
  server: ServerDefinition,
  files: readonly SettingsFileText[],
  changes: readonly EntryChange[],
  config: ServerConfig | undefined,
): PlannedServer {
  const own = ownFile(server, files);
  const file = changed(own, (text) => withChangedEntry(text, { ...own, name: writtenName(server) }, changes));
  if (!config) return { ...nothing, files: [file] };
  const next: ServerDefinition = { ...server, entry: { kind: "valid", config } };
  const carried = goesElsewhere(server, config) ? [] : carriedSecrets(server, next);
  return { ...nothing, files: [file], server: next, carried };
}

/** Whether an entry reaches another place than before: another program or other arguments, another host. */
export function goesElsewhere({ entry }: ServerDefinition, config: ServerConfig): boolean {
  if (entry.kind !== "valid") return true;
  return placeOf(entry.config) !== placeOf(config);
}

function placeOf(config: ServerConfig): string {
  if ("command" in config) return JSON.stringify([config.command, config.args ?? []]);
  return URL.canParse(config.url) ? new URL(config.url).origin : config.url;
}

/** Whether two entries start or reach a server in exactly the same way, whatever else they say. */
export const runsTheSame = (one: ServerDefinition, other: ServerDefinition): boolean =>
  secretKey(one, "") === secretKey(other, "");

/** Whether others may read the settings of a location. */
export const isShared = ({ scope }: SettingsLocation): boolean => scope === "workspace" || scope === "folder";

/** The values that a server keeps when it becomes another one: those that the entry still names. */
function carriedSecrets(from: ServerDefinition, to: ServerDefinition): PlannedServer["carried"] {
  const left = new Set(storedNames(to));
  return storedNames(from)
    .filter((name) => left.has(name))
    .map((name) => ({ from: secretKey(from, name), to: secretKey(to, name) }))
    .filter((one) => one.from !== one.to);
}

function ownFile(server: ServerDefinition, files: readonly SettingsFileText[]): SettingsFileText {
  const own = files.find((file) => sameLocation(file.location, server));
  if (own) return own;
  throw new HubError(
    "bad-config",
    message(
      "manage.notInSettings",
      'Server "{server}" is not defined in a settings file of this window. Change it where it is defined.',
      { server: server.id },
    ),
  );
}

/** The narrower files with an entry that only changes this one, unless a server of the name is left that it changes then. */
function overlays(server: ServerDefinition, files: readonly SettingsFileText[]): readonly SettingsFileText[] {
  const name = writtenName(server);
  const rank = ({ scope }: SettingsLocation) => scopeOrder.indexOf(scope);
  const isWider = (file: SettingsFileText) => rank(file.location) < rank(server);
  if (files.some((file) => isWider(file) && entryAt(file, name))) return [];
  return files.filter((file) => {
    if (rank(file.location) <= rank(server)) return false;
    const keys = entryAt(file, name)?.children?.map(({ children }) => children?.[0]?.value);
    return keys !== undefined && !keys.includes("command") && !keys.includes("url");
  });
}

function entryAt({ text, prefix }: SettingsFileText, name: string) {
  const body = text.replace(/^\ufeff/, "");
  return nodeAt(body, [...settingPath(body, prefix, "servers"), name]);
}

function changed(file: SettingsFileText, edit: (text: string) => string | undefined): PlannedServer["files"][number] {
  const after = edit(file.text);
  if (after === undefined) throw notEditable(file);
  return { location: file.location, after };
}

const isThere = (name: string, { location }: SettingsFileText): HubError =>
  new HubError(
    "bad-config",
    message(
      "manage.isThere",
      'The server was not moved: the {scope} settings already have an entry "{name}". Rename one of the two first.',
      { scope: location.scope, name },
    ),
  );

const notEditable = ({ location }: SettingsFileText): HubError =>
  new HubError(
    "bad-config",
    message(
      "manage.notEditable",
      "The {scope} settings were not changed: they have a syntax error, or keep their servers in an unusual way. Correct the file, then try again.",
      { scope: location.scope },
    ),
  );
