import * as vscode from "vscode";
import { editSettings } from "../../core/config/editing/editSettings";
import { optionKeys } from "../../core/config/reading/readOptions";
import { settingScopes } from "../../core/config/schema/settings";
import type { SettingsLocation } from "../../core/config/schema/settingsLocation";
import { HubError } from "../../core/kernel/hubError";
import { refuseUnsaved, settingsUnchanged } from "./refuseUnsaved";
import { openDocument, readText, type SettingsFile, settingsFile } from "./settingsFile";
import { folderOf } from "./settingsPath";
import { serversIn, valuesIn } from "./writtenSettings";

/**
 * Sets one value below `mcpHub.servers` in one place. Where the file is at hand only that value is edited, so that
 * comments stay; else VS Code writes the servers of that place anew. Rejects with a `HubError`.
 */
export async function writeServers(
  place: SettingsLocation,
  storage: vscode.Uri,
  path: readonly string[],
  value: unknown,
): Promise<void> {
  const file = await settingsFile(place, storage);
  const document = file && openDocument(file.uri);
  if (document) await refuseUnsaved(document);
  try {
    // The first server of a place is written by VS Code itself: there is no entry yet whose comments it could lose.
    const isFirst = Object.keys(serversIn(place)).length === 0;
    if (file && !isFirst && (await edited(file, path, value))) return await readAnew(place);
    await update(place, "servers", changed(serversIn(place), path, value));
  } catch (error) {
    if (error instanceof HubError) throw error;
    throw settingsUnchanged(error instanceof Error ? error.message.replace(/\.$/, "") : String(error), {
      cause: error,
    });
  }
}

/** False where the value cannot be set in the text as it is. */
async function edited({ uri, prefix }: SettingsFile, path: readonly string[], value: unknown): Promise<boolean> {
  const text = (await readText(uri)) ?? "";
  const after = editSettings(text, [...prefix, "mcpHub.servers", ...path], value);
  if (after === undefined) return false;
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(after));
  return true;
}

/**
 * Makes VS Code read the settings of a place anew: not every host notices by itself that a file has changed. To take
 * out a setting that is not there writes nothing, and still reads all.
 */
async function readAnew(place: SettingsLocation): Promise<void> {
  if (place.scope === "remote") return; // no extension can write there; VS Code watches that file
  const values = valuesIn(place);
  const absent = optionKeys.find((key) => settingScopes[key] !== "application" && values[key] === undefined);
  if (absent) await update(place, absent, undefined);
}

async function update(place: SettingsLocation, key: string, value: unknown): Promise<void> {
  if (place.scope === "remote") throw settingsUnchanged("VS Code cannot write the remote settings. Edit them by hand");
  await vscode.workspace.getConfiguration("mcpHub", folderOf(place)?.uri).update(key, value, targets[place.scope]);
}

const targets = {
  user: vscode.ConfigurationTarget.Global,
  workspace: vscode.ConfigurationTarget.Workspace,
  folder: vscode.ConfigurationTarget.WorkspaceFolder,
  file: vscode.ConfigurationTarget.Global,
} as const;

/** The same object with one value set below it. */
function changed(servers: object, [key = "", ...rest]: readonly string[], value: unknown): object {
  const before: unknown = Object.getOwnPropertyDescriptor(servers, key)?.value;
  const after = rest.length > 0 ? changed(typeof before === "object" && before ? before : {}, rest, value) : value;
  return { ...servers, [key]: after };
}
