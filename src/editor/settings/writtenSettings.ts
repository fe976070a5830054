import * as vscode from "vscode";
import type { WrittenSettings } from "../../core/config/reading/configuration";
import { settingScopes } from "../../core/config/schema/settings";
import { type SettingsLocation, sameLocation } from "../../core/config/schema/settingsLocation";
import { folderPlace, workspacePlace } from "./settingsPath";

/**
 * What `inspect` gives at run time: VS Code tells the settings of the person's machine and of the remote one apart, but
 * its types show only both together, as `globalValue`.
 */
interface Inspected {
  readonly globalValue?: unknown;
  readonly globalLocalValue?: unknown;
  readonly globalRemoteValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
}

/** What is written in each place of this window, from the widest to the narrowest, unchecked. */
export function writtenSettings(): readonly WrittenSettings[] {
  const { workspaceFile, workspaceFolders = [] } = vscode.workspace;
  const workspace = workspacePlace();
  const inspected = inspectAll();
  const local = keys(inspected.globalLocalValue);
  const remote = keys(inspected.globalRemoteValue);
  const both = keys(inspected.globalValue);
  return [
    // `globalValue` counts where the two are not told apart, as for settings that all profiles share.
    written({ scope: "user" }, (key) => local[key] ?? (remote[key] === undefined ? both[key] : undefined)),
    written({ scope: "remote" }, (key) => remote[key]),
    ...(workspace ? [writtenIn(workspace, inspected.workspaceValue)] : []),
    // Without a workspace file the one folder is the workspace: its settings would be read twice.
    ...(workspaceFile ? workspaceFolders : []).map((folder) =>
      writtenIn(folderPlace(folder), inspectAll(folder.uri).workspaceFolderValue),
    ),
  ];
}

/** All settings in one look: VS Code takes longer for a look at each key than all else that happens at the start. */
const inspectAll = (resource?: vscode.Uri): Inspected =>
  vscode.workspace.getConfiguration(undefined, resource).inspect("mcpHub") ?? {};

/** What a section holds by key; nothing where it is no object. */
const keys = (section: unknown): Readonly<Record<string, unknown>> =>
  typeof section === "object" && section !== null ? { ...section } : {};

function writtenIn(place: SettingsLocation, section: unknown): WrittenSettings {
  const said = keys(section);
  return written(place, (key) => said[key]);
}

const written = (place: SettingsLocation, value: (key: string) => unknown): WrittenSettings => ({
  location: place,
  values: Object.fromEntries(Object.keys(settingScopes).map((key) => [key, value(key)])),
});

/** What one place says of the settings, unchecked. */
export const valuesIn = (place: SettingsLocation): WrittenSettings["values"] =>
  writtenSettings().find((written) => sameLocation(written.location, place))?.values ?? {};

/** The entries of `mcpHub.servers` as one place has them; none where it has no object. */
export function serversIn(place: SettingsLocation): Readonly<Record<string, unknown>> {
  const { servers } = valuesIn(place);
  return typeof servers === "object" && servers !== null ? { ...servers } : {};
}
