import * as vscode from "vscode";
import type { WrittenSettings } from "../core/config/configuration";
import { type Place, samePlace } from "../core/config/place";
import { settingScopes } from "../core/config/settings";
import { folderPlace, workspacePlace } from "./settingsPlace";

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

type Choose = (inspected: Inspected) => unknown;

/** The person's own value; `globalValue` where it is not told apart, as for settings that all profiles share. */
const userValue: Choose = ({ globalValue, globalLocalValue, globalRemoteValue }) =>
  globalLocalValue ?? (globalRemoteValue === undefined ? globalValue : undefined);

/** What is written in each place of this window, from the widest to the narrowest, unchecked. */
export function writtenSettings(): readonly WrittenSettings[] {
  const { workspaceFile, workspaceFolders = [] } = vscode.workspace;
  const workspace = workspacePlace();
  return [
    written({ scope: "user" }, undefined, userValue),
    written({ scope: "remote" }, undefined, ({ globalRemoteValue }) => globalRemoteValue),
    ...(workspace ? [written(workspace, undefined, ({ workspaceValue }) => workspaceValue)] : []),
    // Without a workspace file the one folder is the workspace: its settings would be read twice.
    ...(workspaceFile ? workspaceFolders : []).map((folder) =>
      written(folderPlace(folder), folder.uri, ({ workspaceFolderValue }) => workspaceFolderValue),
    ),
  ];
}

function written(place: Place, resource: vscode.Uri | undefined, choose: Choose): WrittenSettings {
  const settings = vscode.workspace.getConfiguration("mcpHub", resource);
  const values = Object.keys(settingScopes).map((key) => [key, choose(settings.inspect(key) ?? {})] as const);
  return { place, values: Object.fromEntries(values) };
}

/** What one place says of the settings, unchecked. */
export const valuesIn = (place: Place): WrittenSettings["values"] =>
  writtenSettings().find((written) => samePlace(written.place, place))?.values ?? {};

/** The entries of `mcpHub.servers` as one place has them; none where it has no object. */
export function serversIn(place: Place): Readonly<Record<string, unknown>> {
  const { servers } = valuesIn(place);
  return typeof servers === "object" && servers !== null ? { ...servers } : {};
}
