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
import { message } from "../../protocol/message";
import { ensureSaved } from "./ensureSaved";
import { followedText, openFollowed } from "./openFollowed";
import { settingsFile } from "./settingsFile";
import type { WatchedSettings } from "./watchedSettings";
import { untilReread } from "./whole/untilReread";
import { workspaceLocation } from "./workspaceLocation";
import { type ServersChange, writeServers } from "./writeServers";
import { serversIn } from "./writtenSettings";

/** Which settings take a new entry: the person's own, or the workspace's. */
export type SettingsTarget = "user" | "workspace";

/** Writes and opens entries in the settings. Every method rejects with a `HubError` that names the next step. */
export class SettingsWriter {
  /** @param storage The extension's global storage (`context.globalStorageUri`). */
  constructor(
    private readonly settings: WatchedSettings,
    private readonly storage: vscode.Uri,
  ) {}

  /** Writes `enabled` into the entry, or into the narrower entry that overrides it. Settles when the settings have been reread. */
  async setEnabled(server: ServerId, enabled: boolean): Promise<void> {
    const definition = this.definition(server);
    if (definition.enabled === enabled) return;
    // What is followed is switched on and off by an entry of the person's own, which changes nothing else.
    const isFollowed = definition.scope === "followed";
    const location = definition.enabledAt ?? (isFollowed ? { scope: "user" } : locationOf(definition));
    const key = isFollowed ? server : (definition.key ?? server);
    const entry = serversIn(location)[key] ?? (isFollowed ? {} : undefined);
    if (typeof entry !== "object" || entry === null)
      throw new HubError(
        "bad-config",
        message(
          "settings.entryNotObject",
          'Server "{server}" cannot be enabled or disabled: its entry is not an object. Correct the entry first.',
          { server },
        ),
      );
    const path = isFollowed && says(definition, enabled) && isOnlyEnabled(entry) ? [key] : [key, "enabled"];
    const value = path.length === 1 ? undefined : enabled; // an entry that changes nothing is taken out again
    await this.written(() => writeServers(location, this.storage, [{ path, value }]));
  }

  /** Adds an entry to `mcpHub.servers`. Settles when the settings have been reread. */
  async addServer(server: ServerId, config: ServerConfig, target: SettingsTarget): Promise<void> {
    const location: SettingsLocation | undefined = target === "user" ? { scope: "user" } : workspaceLocation();
    if (!location)
      throw new HubError(
        "bad-config",
        message(
          "settings.noWorkspace",
          'Server "{server}" was not added: no folder is open. Add it to the user settings.',
          { server },
        ),
      );
    if (Object.hasOwn(serversIn(location), server))
      throw new HubError(
        "bad-config",
        target === "user"
          ? message(
              "settings.duplicateInUser",
              'The user settings already have a server "{name}". Choose another name.',
              { name: server },
            )
          : message(
              "settings.duplicateInWorkspace",
              'The workspace settings already have a server "{name}". Choose another name.',
              { name: server },
            ),
      );
    await this.written(() => writeServers(location, this.storage, [{ path: [server], value: config }]));
  }

  /** Sets values of an entry by their keys; `undefined` takes a key out. Comments and layout stay. Settles when the settings have been reread. */
  async setValues(server: ServerId, values: Readonly<Record<string, unknown>>): Promise<void> {
    await this.change(
      server,
      Object.entries(values).map(([name, value]) => ({ path: [name], value })),
    );
  }

  /** The same for values deeper in an entry, by their paths in it. */
  async change(server: ServerId, changes: readonly ServersChange[]): Promise<void> {
    const definition = this.ownDefinition(server);
    const key = definition.key ?? server;
    const all = changes.map(({ path, value }) => ({ path: [key, ...path], value }));
    await this.written(() => writeServers(locationOf(definition), this.storage, all));
  }

  /** Changes texts inside an entry in its editor, where the change can be undone, and saves. Settles when the settings have been reread. */
  async replaceTexts(server: ServerId, changes: readonly TextChange[]): Promise<void> {
    const definition = this.ownDefinition(server);
    const editor = await openSettings(definition, this.storage);
    const { document } = editor;
    await ensureSaved(document);
    const file = document.uri.path.split("/").at(-1) ?? "";
    const edits = replaceTexts(document.getText(), this.pathOf(document, definition), changes);
    if (!edits)
      throw new HubError(
        "bad-config",
        message(
          "settings.entryChanged",
          "The settings were not changed: the entry in {file} differs from the one that was read. Save the file, then try again.",
          { file },
        ),
      );
    await this.written(async () => {
      const isDone = await editor.edit((edit) => {
        for (const { start, end, json } of edits)
          edit.replace(new vscode.Range(start.line, start.character, end.line, end.character), json);
      });
      if (!isDone || !(await document.save()))
        throw new HubError(
          "bad-config",
          message(
            "settings.saveFailed",
            "The settings were not changed: {file} could not be saved. Save it yourself.",
            {
              file,
            },
          ),
        );
    });
  }

  /** Opens the settings file with the cursor at the server's entry. */
  async openAt(server: ServerId): Promise<void> {
    const definition = this.definition(server);
    if (definition.scope === "followed") return openFollowed(definition);
    const editor = await openSettings(definition, this.storage);
    const entry = jsonLocation(editor.document.getText(), this.pathOf(editor.document, definition));
    if (!entry) return;
    const start = new vscode.Position(entry.start.line, entry.start.character);
    editor.selection = new vscode.Selection(start, start);
    editor.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.InCenter);
  }

  /** The keys that lead to an entry in its file. */
  private pathOf({ uri }: vscode.TextDocument, { key, id }: ServerDefinition): readonly string[] {
    const prefix = uri.path.endsWith(".code-workspace") ? ["settings"] : [];
    return [...prefix, "mcpHub.servers", key ?? id];
  }

  private definition(server: ServerId): ServerDefinition {
    const definition = this.settings.current.definitions.find(({ id }) => id === server);
    if (definition) return definition;
    throw new HubError(
      "unknown-server",
      message(
        "settings.unknownServer",
        'The settings have no server "{server}". Open the settings to see their servers.',
        {
          server,
        },
      ),
    );
  }

  /** A server that can be changed here. */
  private ownDefinition(server: ServerId): ServerDefinition {
    const definition = this.definition(server);
    if (definition.scope !== "followed") return definition;
    throw new HubError("bad-config", followedText(definition));
  }

  private written(write: () => Promise<void>): Promise<void> {
    return untilReread(this.settings, write);
  }
}

/** Whether the followed file itself says so. */
const says = ({ entry }: ServerDefinition, enabled: boolean): boolean =>
  (entry.kind === "invalid" || entry.config.enabled !== false) === enabled;

const isOnlyEnabled = (entry: object): boolean => Object.keys(entry).every((key) => key === "enabled");

/** How long an editor may take to appear after the command that opens it. */
const openMs = 5000;

/** VS Code's own commands, and the files that they open. */
const commands = {
  user: { id: "workbench.action.openSettingsJson", opens: /\/User\/(profiles\/[^/]+\/)?settings\.json$/ },
  remote: { id: "workbench.action.openRemoteSettingsFile", opens: /\/Machine\/settings\.json$/ },
} as const;

/** Opens the file that holds the settings of a location. Rejects with a `HubError`. */
async function openSettings(location: SettingsLocation, storage: vscode.Uri): Promise<vscode.TextEditor> {
  // Only VS Code knows the address under which it edits the user settings; another file may have the same path.
  if (location.scope === "user") return openedBy(commands.user);
  const file = await settingsFile(location, storage);
  if (file) return vscode.window.showTextDocument(file.uri);
  if (location.scope === "remote") return openedBy(commands.remote);
  throw new HubError(
    "bad-config",
    message("settings.fileNotFound", "The {scope} settings were not found. Open them from the Command Palette.", {
      scope: location.scope,
    }),
  );
}

async function openedBy({ id, opens }: { id: string; opens: RegExp }): Promise<vscode.TextEditor> {
  await vscode.commands.executeCommand(id);
  const isOpened = (editor: vscode.TextEditor | undefined): editor is vscode.TextEditor =>
    editor !== undefined && opens.test(editor.document.uri.path);
  if (isOpened(vscode.window.activeTextEditor)) return vscode.window.activeTextEditor;

  const store = new DisposableStore();
  try {
    return await new Promise((resolve, reject) => {
      store.add(vscode.window.onDidChangeActiveTextEditor((editor) => isOpened(editor) && resolve(editor)));
      const text = message(
        "settings.notOpened",
        "VS Code did not open the settings. Open them from the Command Palette.",
      );
      const timer = setTimeout(() => reject(new HubError("timeout", text)), openMs);
      store.add({ dispose: () => clearTimeout(timer) });
    });
  } finally {
    store.dispose();
  }
}
