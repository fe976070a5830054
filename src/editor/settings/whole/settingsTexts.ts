import * as vscode from "vscode";
import type { WrittenSettings } from "../../../core/config/editing/applyChange";
import type { SettingsLocation } from "../../../core/config/schema/settingsLocation";
import { HubError } from "../../../core/kernel/hubError";
import { message } from "../../../protocol/message";
import { ensureSaved } from "../ensureSaved";
import { openDocument, type SettingsFile, settingsFile } from "../settingsFile";
import type { WatchedSettings } from "../watchedSettings";
import { reloadSettings } from "../writeServers";
import { untilReread } from "./untilReread";

/** A settings file as it is, byte for byte. */
export interface SettingsText {
  /** With its byte order mark; empty if there is no file. */
  readonly text: string;
  /** The keys above the settings. */
  readonly prefix: readonly string[];
  /** `undefined`: there is no file. */
  readonly bytes: Uint8Array | undefined;
}

/** A settings file that is to become another text. */
export interface TextChange {
  readonly location: SettingsLocation;
  readonly before: SettingsText;
  readonly after: string;
}

/** The settings files of this window as a whole. Methods reject with a `HubError`. */
export class SettingsTexts {
  /** @param storage The extension's global storage (`context.globalStorageUri`). */
  constructor(
    private readonly settings: Pick<WatchedSettings, "onChange">,
    private readonly storage: vscode.Uri,
  ) {}

  /** Rejects if an editor has changes of the file that are not saved. */
  async load(location: SettingsLocation): Promise<SettingsText> {
    const file = await settingsFile(location, this.storage);
    const document = file && openDocument(file.uri);
    if (document) await ensureSaved(document);
    const bytes = file && (await bytesOf(file.uri));
    return { text: bytes ? textOf(bytes) : "", prefix: file?.prefix ?? [], bytes };
  }

  /** Writes files as a whole, if all of them still are as they were loaded. Settles when the settings have been reread. */
  async write(changes: readonly TextChange[]): Promise<WrittenSettings | "changed"> {
    const isAs = async (bytes: (change: TextChange) => Uint8Array | undefined) => {
      for (const change of changes) if (!same((await this.load(change.location)).bytes, bytes(change))) return false;
      return true;
    };
    const written = ({ after }: TextChange) => new TextEncoder().encode(after);
    if (!(await isAs(({ before }) => before.bytes))) return "changed";
    const back: (() => Promise<void>)[] = [];
    try {
      for (const change of changes) {
        const { location, before } = change;
        const { uri } = (await settingsFile(location, this.storage)) ?? (await this.made(location));
        back.push(() => this.put(location, uri, before.bytes));
        await this.put(location, uri, written(change));
      }
    } catch (error) {
      for (const restore of back.toReversed()) await restore();
      throw error;
    }
    return {
      undo: async (first) => {
        if (!(await isAs(written))) return "changed";
        await first();
        for (const restore of back.toReversed()) await restore();
        return "undone";
      },
    };
  }

  private put(location: SettingsLocation, uri: vscode.Uri, bytes: Uint8Array | undefined): Promise<void> {
    return untilReread(this.settings, async () => {
      try {
        // A file that was not there says nothing first: VS Code would make it again to reload the settings.
        await vscode.workspace.fs.writeFile(uri, bytes ?? new TextEncoder().encode("{}\n"));
        await reloadSettings(location);
        if (!bytes) await vscode.workspace.fs.delete(uri);
      } catch (error) {
        const reason = (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
        throw new HubError(
          "bad-config",
          message("settings.writeFailed", "The settings were not changed: {reason}.", { reason }),
          { cause: error },
        );
      }
    });
  }

  /** Only VS Code knows where it keeps user settings that nobody has written yet: it makes the file. */
  private async made(location: SettingsLocation): Promise<SettingsFile> {
    await vscode.workspace.getConfiguration("mcpHub").update("servers", {}, vscode.ConfigurationTarget.Global);
    const file = await settingsFile(location, this.storage);
    if (file) return file;
    throw new HubError(
      "bad-config",
      message("settings.fileNotFound", "The {scope} settings were not found. Open them from the Command Palette.", {
        scope: location.scope,
      }),
    );
  }
}

/** Bad bytes would be lost when the text is written: such a file is left alone. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new HubError(
      "bad-config",
      message("settings.notUtf8", "The settings were not changed: the file is not UTF-8 text. Save it as UTF-8."),
      { cause: error },
    );
  }
}

async function bytesOf(uri: vscode.Uri): Promise<Uint8Array | undefined> {
  try {
    return await vscode.workspace.fs.readFile(uri);
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return undefined;
    throw error;
  }
}

const same = (one: Uint8Array | undefined, other: Uint8Array | undefined): boolean =>
  one === undefined || other === undefined
    ? one === other
    : one.length === other.length && one.every((byte, at) => byte === other[at]);
