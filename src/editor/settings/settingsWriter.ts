import * as vscode from "vscode";
import { jsonLocation } from "../../core/config/editing/jsonLocation";
import { replaceTexts } from "../../core/config/editing/replaceTexts";
import type { ServerConfig } from "../../core/config/schema/serverConfig";
import type { ServerDefinition } from "../../core/config/schema/serverDefinition";
import { locationOf, type SettingsLocation } from "../../core/config/schema/settingsLocation";
import type { TextChange } from "../../core/config/secrets/liftSecrets";
import { DisposableStore } from "../../core/kernel/disposable";
import { HubError } from "../../core/kernel/hubError";
import type { ServerId } from "../../protocol/hubEvent";
import { refuseUnsaved, settingsUnchanged } from "./refuseUnsaved";
import { settingsFile } from "./settingsFile";
import { workspacePlace } from "./settingsPath";
import type { WatchedSettings } from "./watchedSettings";
import { writeServers } from "./writeServers";
import { serversIn } from "./writtenSettings";

/** How long to wait for VS Code to tell of what was written. */
const noticeMs = 3000;

/** Writes and opens entries where they stand. Every method rejects with a `HubError` that says what to do. */
export class SettingsWriter {
  /** @param storage the extension's global storage (`context.globalStorageUri`) */
  constructor(
    private readonly settings: WatchedSettings,
    private readonly storage: vscode.Uri,
  ) {}

  /**
   * Writes `enabled` into the entry, or into the narrower one that decides it. Settles when the settings have been read
   * anew.
   */
  async setEnabled(server: ServerId, enabled: boolean): Promise<void> {
    const definition = this.definition(server);
    if (definition.enabled === enabled) return;
    const place = definition.enabledAt ?? locationOf(definition);
    const key = definition.key ?? server;
    const entry = serversIn(place)[key];
    if (typeof entry !== "object" || entry === null)
      throw new HubError(
        "bad-config",
        `"${server}" cannot be switched on or off: its entry is no object. Correct it first.`,
      );
    await this.written(() => writeServers(place, this.storage, [key, "enabled"], enabled));
  }

  /** Adds an entry. Settles when the settings have been read anew. */
  async addServer(server: ServerId, config: ServerConfig, target: "user" | "workspace"): Promise<void> {
    const place: SettingsLocation | undefined = target === "user" ? { scope: "user" } : workspacePlace();
    if (!place)
      throw new HubError("bad-config", `"${server}" was not added: no folder is open. Add it to the user settings.`);
    if (Object.hasOwn(serversIn(place), server))
      throw new HubError(
        "bad-config",
        `The ${target} settings already have a server "${server}". Choose another name.`,
      );
    await this.written(() => writeServers(place, this.storage, [server], config));
  }

  /** Changes texts inside an entry where it stands, in its editor, and saves. Settles when the settings have been read anew. */
  async replaceTexts(server: ServerId, changes: readonly TextChange[]): Promise<void> {
    const definition = this.definition(server);
    const editor = await openSettings(definition, this.storage);
    const { document } = editor;
    await refuseUnsaved(document);
    const name = document.uri.path.split("/").at(-1);
    const edits = replaceTexts(document.getText(), this.pathOf(document, definition), changes);
    if (!edits) throw settingsUnchanged(`${name} does not hold the entry as it was read. Save it, then try again`);
    await this.written(async () => {
      const isDone = await editor.edit((edit) => {
        for (const { start, end, json } of edits)
          edit.replace(new vscode.Range(start.line, start.character, end.line, end.character), json);
      });
      if (!isDone || !(await document.save())) throw settingsUnchanged(`${name} could not be saved. Save it yourself`);
    });
  }

  /** Opens the settings file with the cursor at the server's entry. */
  async openAt(server: ServerId): Promise<void> {
    const definition = this.definition(server);
    const editor = await openSettings(definition, this.storage);
    const at = jsonLocation(editor.document.getText(), this.pathOf(editor.document, definition));
    if (!at) return;
    const start = new vscode.Position(at.start.line, at.start.character);
    editor.selection = new vscode.Selection(start, start);
    editor.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.InCenter);
  }

  /** Where an entry stands in its file. */
  private pathOf({ uri }: vscode.TextDocument, { key, id }: ServerDefinition): readonly string[] {
    const prefix = uri.path.endsWith(".code-workspace") ? ["settings"] : [];
    return [...prefix, "mcpHub.servers", key ?? id];
  }

  private definition(server: ServerId): ServerDefinition {
    const definition = this.settings.current.definitions.find(({ id }) => id === server);
    if (definition) return definition;
    throw new HubError(
      "unknown-server",
      `The settings have no server "${server}". Open the settings to see what they have.`,
    );
  }

  /** Writes, and waits until the settings have been read anew. */
  private async written(write: () => Promise<void>): Promise<void> {
    let heard = () => {};
    const noticed = new Promise<void>((resolve) => {
      heard = resolve;
    });
    const listener = this.settings.onChange(heard);
    const timer = setTimeout(heard, noticeMs);
    try {
      await write();
      await noticed;
    } finally {
      clearTimeout(timer);
      listener.dispose();
    }
  }
}

/** How long an editor may take to come up after the command that opens it. */
const openMs = 5000;

/** VS Code's own commands, and the files that they open. */
const commands = {
  user: { id: "workbench.action.openSettingsJson", opens: /\/User\/(profiles\/[^/]+\/)?settings\.json$/ },
  remote: { id: "workbench.action.openRemoteSettingsFile", opens: /\/Machine\/settings\.json$/ },
} as const;

/** Opens the file in which the settings of a place are written. Rejects with a `HubError`. */
async function openSettings(place: SettingsLocation, storage: vscode.Uri): Promise<vscode.TextEditor> {
  // Of the user settings only VS Code knows under which address it edits them; a file of the same path may be another.
  if (place.scope === "user") return openedBy(commands.user);
  const file = await settingsFile(place, storage);
  if (file) return vscode.window.showTextDocument(file.uri);
  if (place.scope === "remote") return openedBy(commands.remote);
  throw new HubError("bad-config", `The ${place.scope} settings cannot be found. Open them from the Command Palette.`);
}

async function openedBy({ id, opens }: { id: string; opens: RegExp }): Promise<vscode.TextEditor> {
  await vscode.commands.executeCommand(id);
  const isOpened = (editor: vscode.TextEditor | undefined): editor is vscode.TextEditor =>
    editor !== undefined && opens.test(editor.document.uri.path);
  if (isOpened(vscode.window.activeTextEditor)) return vscode.window.activeTextEditor;

  const own = new DisposableStore();
  try {
    return await new Promise((resolve, reject) => {
      own.add(vscode.window.onDidChangeActiveTextEditor((editor) => isOpened(editor) && resolve(editor)));
      const late = () =>
        reject(new HubError("timeout", "VS Code did not open the settings. Open them from the Command Palette."));
      const timer = setTimeout(late, openMs);
      own.add({ dispose: () => clearTimeout(timer) });
    });
  } finally {
    own.dispose();
  }
}
