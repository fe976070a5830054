import * as vscode from "vscode";
import type { WrittenSettings } from "../../core/config/reading/configuration";
import { settingScopes } from "../../core/config/schema/settings";
import { type SettingsLocation, sameLocation } from "../../core/config/schema/settingsLocation";
import { folderLocation, workspaceLocation } from "./workspaceLocation";

/**
 * What `inspect` returns at run time. VS Code separates the settings of the local machine from those of the remote one,
 * but its types show only the merged `globalValue`.
 */
interface Inspected {
  readonly globalValue?: unknown;
  readonly globalLocalValue?: unknown;
  readonly globalRemoteValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
}

/** The raw settings of each location in this window, from the widest scope to the narrowest. */
export function writtenSettings(): readonly WrittenSettings[] {
  const { workspaceFile, workspaceFolders = [] } = vscode.workspace;
  const workspace = workspaceLocation();
  const inspected = inspectAll();
  const local = keys(inspected.globalLocalValue);
  const remote = keys(inspected.globalRemoteValue);
  const both = keys(inspected.globalValue);
  return [
    // `globalValue` counts where VS Code does not separate the two, such as for settings that all profiles share.
    written({ scope: "user" }, (key) => local[key] ?? (remote[key] === undefined ? both[key] : undefined)),
    written({ scope: "remote" }, (key) => remote[key]),
    ...(workspace ? [writtenIn(workspace, inspected.workspaceValue)] : []),
    // Without a workspace file the single folder is the workspace; its settings would be read twice.
    ...(workspaceFile ? workspaceFolders : []).map((folder) =>
      writtenIn(folderLocation(folder), inspectAll(folder.uri).workspaceFolderValue),
    ),
  ];
}

/** Inspects all settings at once: inspecting each key would take longer than the rest of the start. */
const inspectAll = (resource?: vscode.Uri): Inspected =>
  vscode.workspace.getConfiguration(undefined, resource).inspect("mcpHub") ?? {};

/** The values of a section by key; empty if it is not an object. */
const keys = (section: unknown): Readonly<Record<string, unknown>> =>
  typeof section === "object" && section !== null ? { ...section } : {};

function writtenIn(location: SettingsLocation, section: unknown): WrittenSettings {
  const values = keys(section);
  return written(location, (key) => values[key]);
}

const written = (location: SettingsLocation, value: (key: string) => unknown): WrittenSettings => ({
  location,
  values: Object.fromEntries(Object.keys(settingScopes).map((key) => [key, value(key)])),
});

/** The raw settings of one location. */
export const valuesIn = (location: SettingsLocation): WrittenSettings["values"] =>
  writtenSettings().find((written) => sameLocation(written.location, location))?.values ?? {};

/** The entries of `mcpHub.servers` in one location; empty if it is not an object. */
export function serversIn(location: SettingsLocation): Readonly<Record<string, unknown>> {
  const { servers } = valuesIn(location);
  return typeof servers === "object" && servers !== null ? { ...servers } : {};
}
