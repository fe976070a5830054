import { basename } from "node:path";
import type * as vscode from "vscode";
import { type AppPlace, appPlaces } from "../../core/apps/appFiles";
import type { System } from "../../core/apps/system";
import type { AppFiles } from "../../core/apps/use/appFilePorts";
import type { SettingsLocation } from "../../core/config/schema/settingsLocation";
import { trustedSystem } from "../settings/appSystem";
import { settingsFile } from "../settings/settingsFile";
import { writtenSettings } from "../settings/writtenSettings";

/** The settings that a document holds. */
export interface SettingsDocument {
  readonly location: SettingsLocation;
  /** The keys above the settings. */
  readonly prefix: readonly string[];
}

/** Larger documents are left alone, in characters. */
const sizeLimit = 5_000_000;

/** Which documents hold servers: settings, and files of other apps. */
export class ConfigDocuments {
  /** @param storage The extension's global storage (`context.globalStorageUri`). */
  constructor(
    private readonly storage: vscode.Uri,
    private readonly system: () => System,
    private readonly files: Pick<AppFiles, "read">,
  ) {}

  /** All documents that may be such a one, by their names. */
  async selector(): Promise<vscode.DocumentSelector> {
    const names = new Set((await this.places()).map(({ file }) => basename(file.path)));
    return [...names, "*.code-workspace", "settings.json"].map((name) => ({ pattern: `**/${name}` }));
  }

  /** Every place in which an app keeps servers. In Restricted Mode, none of the workspace. */
  places(): Promise<readonly AppPlace[]> {
    return appPlaces(trustedSystem(this.system()), (path) => this.files.read(path));
  }

  async settingsOf(document: vscode.TextDocument): Promise<SettingsDocument | undefined> {
    const { path } = document.uri;
    if (!/(?:\/settings\.json|\.code-workspace)$/.test(path) || isTooLarge(document)) return undefined;
    for (const { location } of writtenSettings()) {
      const file = await settingsFile(location, this.storage);
      if (file?.uri.path === path) return { location, prefix: file.prefix };
    }
    return undefined;
  }

  async placesOf(document: vscode.TextDocument): Promise<readonly AppPlace[]> {
    if (!["file", "vscode-userdata"].includes(document.uri.scheme) || isTooLarge(document)) return [];
    const path = comparable(document.uri.fsPath);
    return (await this.places()).filter(({ file }) => comparable(file.path) === path);
  }
}

const isTooLarge = (document: vscode.TextDocument): boolean => document.getText().length > sizeLimit;

/** Windows does not tell capitals apart, and VS Code writes its drives small. */
const comparable = (path: string): string => (process.platform === "win32" ? path.toLowerCase() : path);
