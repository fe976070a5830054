import * as vscode from "vscode";
import { editSettings } from "../core/config/editSettings";
import type { Place } from "../core/config/place";
import { HubError } from "../core/hubError";
import { type SettingsFile, settingsFile } from "./settingsFile";
import { folderOf } from "./settingsPlace";
import { serversIn } from "./writtenSettings";

/**
 * Sets one value below `mcpHub.servers` in one place. Where the file is at hand only that
 * value is edited, so that comments stay; else VS Code writes the servers of that place anew. False: it was so already.
 */
export async function writeServers(
  place: Place,
  storage: vscode.Uri,
  path: readonly string[],
  value: unknown,
): Promise<boolean> {
  const file = await settingsFile(place, storage);
  const document = file && (await openDocument(file.uri));
  if (document?.isDirty)
    throw unwritten(`${name(document.uri)} has unsaved changes. Save or revert it, then try again`);
  const edits = document && editSettings(document.getText(), [...pathTo(file), ...path], value);
  if (edits && document) return edits.length > 0 && applyEdits(document, edits);

  if (place.scope === "remote") throw unwritten("VS Code cannot write the remote settings. Edit them by hand");
  const settings = vscode.workspace.getConfiguration("mcpHub", folderOf(place)?.uri);
  try {
    await settings.update("servers", changed(serversIn(place), path, value), targets[place.scope]);
    return true;
  } catch (error) {
    throw unwritten(error instanceof Error ? error.message.replace(/\.$/, "") : String(error), { cause: error });
  }
}

const targets = {
  user: vscode.ConfigurationTarget.Global,
  workspace: vscode.ConfigurationTarget.Workspace,
  folder: vscode.ConfigurationTarget.WorkspaceFolder,
  file: vscode.ConfigurationTarget.Global,
} as const;

const pathTo = ({ prefix }: SettingsFile) => [...prefix, "mcpHub.servers"];
const name = ({ path }: vscode.Uri) => path.split("/").at(-1) ?? path;
const unwritten = (why: string, options?: ErrorOptions) =>
  new HubError("bad-config", `The settings were not changed: ${why}.`, options);

async function openDocument(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    await vscode.workspace.fs.stat(uri);
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return undefined; // not written yet: VS Code creates it
    throw error;
  }
  return vscode.workspace.openTextDocument(uri);
}

async function applyEdits(document: vscode.TextDocument, edits: NonNullable<ReturnType<typeof editSettings>>) {
  const change = new vscode.WorkspaceEdit();
  for (const { offset, length, content } of edits) {
    const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
    change.replace(document.uri, range, content);
  }
  if (!(await vscode.workspace.applyEdit(change)) || !(await document.save()))
    throw unwritten(`${name(document.uri)} could not be saved. Check that it may be written`);
  return true;
}

/** The same object with one value set below it. */
function changed(servers: object, [key = "", ...rest]: readonly string[], value: unknown): object {
  const before: unknown = Object.getOwnPropertyDescriptor(servers, key)?.value;
  const after = rest.length > 0 ? changed(typeof before === "object" && before ? before : {}, rest, value) : value;
  return { ...servers, [key]: after };
}
