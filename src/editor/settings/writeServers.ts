import * as vscode from "vscode";
import { editSettings } from "../../core/config/editing/editSettings";
import { optionKeys } from "../../core/config/reading/readOptions";
import { settingScopes } from "../../core/config/schema/settings";
import type { SettingsLocation } from "../../core/config/schema/settingsLocation";
import { HubError } from "../../core/kernel/hubError";
import { message } from "../../protocol/message";
import { ensureSaved } from "./ensureSaved";
import { openDocument, readText, type SettingsFile, settingsFile } from "./settingsFile";
import { folderOf } from "./workspaceLocation";
import { serversIn, valuesIn } from "./writtenSettings";

/** A value below `mcpHub.servers`, by its path; `undefined` takes its key out. */
export interface ServersChange {
  readonly path: readonly string[];
  readonly value: unknown;
}

/**
 * Changes values below `mcpHub.servers` in one settings location. If the file is known, only those values are edited, so
 * comments stay. Otherwise VS Code rewrites the servers of that location. Rejects with a `HubError`.
 */
export async function writeServers(
  location: SettingsLocation,
  storage: vscode.Uri,
  changes: readonly ServersChange[],
): Promise<void> {
  const file = await settingsFile(location, storage);
  const document = file && openDocument(file.uri);
  if (document) await ensureSaved(document);
  try {
    // VS Code itself writes the first server of a location: there is no entry yet whose comments it could lose.
    const isFirst = Object.keys(serversIn(location)).length === 0;
    if (file && !isFirst && (await editFile(file, changes))) return await reloadSettings(location);
    const servers = changes.reduce<object>((all, { path, value }) => withValue(all, path, value), serversIn(location));
    await update(location, "servers", servers);
  } catch (error) {
    if (error instanceof HubError) throw error;
    const reason = (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
    throw new HubError(
      "bad-config",
      message("settings.writeFailed", "The settings were not changed: {reason}.", { reason }),
      { cause: error },
    );
  }
}

/** Edits the values in the file; `false` if the text cannot take one of the edits. */
async function editFile({ uri, prefix }: SettingsFile, changes: readonly ServersChange[]): Promise<boolean> {
  const text: string | undefined = (await readText(uri)) ?? "";
  const after = changes.reduce<string | undefined>(
    (before, { path, value }) => before && editSettings(before, [...prefix, "mcpHub.servers", ...path], value),
    text,
  );
  if (after === undefined || after === "") return false;
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(after));
  return true;
}

/**
 * Makes VS Code reload the settings of a location, because not every host notices that a file has changed. Removing an
 * absent setting writes nothing but still reloads all.
 */
export async function reloadSettings(location: SettingsLocation): Promise<void> {
  if (location.scope === "remote") return; // extensions cannot write there; VS Code watches that file
  const values = valuesIn(location);
  const absent = optionKeys.find(
    (key) => !["application", "machine"].includes(settingScopes[key]) && values[key] === undefined,
  );
  if (absent) await update(location, absent, undefined);
}

async function update(location: SettingsLocation, key: string, value: unknown): Promise<void> {
  if (location.scope === "remote")
    throw new HubError(
      "bad-config",
      message(
        "settings.remoteReadOnly",
        "The settings were not changed: extensions cannot write the remote settings. Edit them by hand.",
      ),
    );
  await vscode.workspace
    .getConfiguration("mcpHub", folderOf(location)?.uri)
    .update(key, value, targets[location.scope]);
}

const targets = {
  user: vscode.ConfigurationTarget.Global,
  workspace: vscode.ConfigurationTarget.Workspace,
  folder: vscode.ConfigurationTarget.WorkspaceFolder,
  file: vscode.ConfigurationTarget.Global,
  followed: vscode.ConfigurationTarget.Global,
} as const;

/** A copy of the object with one nested value set. */
function withValue(servers: object, [key = "", ...rest]: readonly string[], value: unknown): object {
  const before: unknown = Object.getOwnPropertyDescriptor(servers, key)?.value;
  const after = rest.length > 0 ? withValue(typeof before === "object" && before ? before : {}, rest, value) : value;
  return { ...servers, [key]: after };
}
