import * as vscode from "vscode";
import { jsonLocation } from "../../../core/config/editing/jsonLocation";
import { entryAt } from "../../../core/config/editing/settingsEntries";
import type { ServerDefinition } from "../../../core/config/schema/serverDefinition";
import { locationOf, type SettingsLocation } from "../../../core/config/schema/settingsLocation";
import { type Disposable, DisposableStore } from "../../../core/kernel/disposable";
import type { ConfigProblem } from "../../../protocol/hubEvent";
import { openDocument, readText, type SettingsFile, settingsFile } from "../settingsFile";
import type { WatchedSettings } from "../watchedSettings";
import { duplicateFindings, type PlacedFinding } from "./duplicateFindings";
import { placedDiagnostic, topOfFile } from "./placedDiagnostic";
import type { SettingsFix, SettingsHint } from "./secretHints";
import { type EditFix, textFixes } from "./textFixes";

/** Typing moves the diagnostics. They are updated when the typing pauses this long. */
const pauseMs = 200;
/** More diagnostics than this in one file help no one. */
const diagnosticLimit = 200;

/** A fix, with the diagnostic that it belongs to. */
export interface QuickFix {
  readonly diagnostic: vscode.Diagnostic;
  readonly fix: SettingsFix | EditFix;
}

/** What may be better in definitions, beside what is wrong in them. */
export type Hints = (definitions: readonly ServerDefinition[]) => Promise<readonly SettingsHint[]>;

interface FileDiagnostics {
  readonly file: SettingsFile;
  /** The text in which the places were found. */
  readonly text: string;
  readonly diagnostics: readonly vscode.Diagnostic[];
  readonly quickFixes: readonly QuickFix[];
}

type Finding = (ConfigProblem & { readonly fix?: undefined }) | SettingsHint;

/**
 * Shows problems of the settings in the Problems view, at their position in the file. Positions follow the open text; the
 * problems themselves come from the saved settings.
 */
export class SettingsDiagnostics implements Disposable {
  private readonly store = new DisposableStore();
  private readonly collection = this.store.add(vscode.languages.createDiagnosticCollection("mcpHub"));
  private paths: ReadonlySet<string> = new Set();
  private files: readonly FileDiagnostics[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private revision = 0;

  constructor(
    private readonly settings: WatchedSettings,
    private readonly storage: vscode.Uri,
    private readonly report: (error: unknown) => void,
    private readonly hints: Hints,
  ) {
    const { workspace } = vscode;
    this.store.add(settings.onChange(() => this.updateSoon(0)));
    this.store.add(workspace.onDidChangeTextDocument(({ document }) => this.textChanged(document)));
    this.store.add(workspace.onDidOpenTextDocument((document) => this.textChanged(document)));
    this.store.add({ dispose: () => clearTimeout(this.timer) });
    this.updateSoon(0);
  }

  /** Looks again: something beside the settings has changed, such as what is stored. */
  readonly refresh = (): void => this.updateSoon(pauseMs);

  /** The quick fixes for a range of a document. */
  quickFixesAt(document: vscode.TextDocument, range: vscode.Range): readonly QuickFix[] {
    return this.files
      .filter(({ file, text }) => file.uri.path === document.uri.path && text === document.getText())
      .flatMap(({ quickFixes }) => quickFixes)
      .filter(({ diagnostic }) => diagnostic.range.intersection(range) !== undefined);
  }

  dispose(): void {
    this.revision++;
    this.store.dispose();
  }

  private textChanged({ uri }: vscode.TextDocument): void {
    if (this.paths.has(uri.path) || uri.scheme === "vscode-userdata") this.updateSoon(pauseMs);
  }

  private updateSoon(delayMs: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.update().catch(this.report), delayMs);
  }

  private async update(): Promise<void> {
    const revision = ++this.revision;
    const { problems, definitions: all } = this.settings.current;
    // What is followed is in no file of settings.
    const definitions = all.filter(({ scope }) => scope !== "followed");
    const hints = await this.hints(definitions);
    const files = await this.byFile([...problems, ...hints], definitions);
    if (revision !== this.revision) return;
    this.files = files;
    this.paths = new Set(files.map(({ file }) => file.uri.path));
    this.collection.clear();
    for (const { file, diagnostics } of files) this.collection.set(file.uri, diagnostics.slice(0, diagnosticLimit));
  }

  private async byFile(
    findings: readonly Finding[],
    definitions: readonly ServerDefinition[],
  ): Promise<readonly FileDiagnostics[]> {
    const files = new Map<string, FileDiagnostics>();
    const add = async (location: SettingsLocation, findingsIn: (known: FileDiagnostics) => readonly Placed[]) => {
      const file = (await settingsFile(location, this.storage)) ?? this.unknownFile();
      const key = file.uri.toString();
      const known = files.get(key) ?? { file, text: await this.textOf(file.uri), diagnostics: [], quickFixes: [] };
      const placed = findingsIn(known).map(({ fixes, ...finding }) => ({
        diagnostic: placedDiagnostic(finding),
        fixes,
      }));
      files.set(key, {
        ...known,
        diagnostics: [...known.diagnostics, ...placed.map(({ diagnostic }) => diagnostic)],
        quickFixes: [
          ...known.quickFixes,
          ...placed.flatMap(({ diagnostic, fixes }) => fixes.map((fix) => ({ diagnostic, fix }))),
        ],
      });
    };
    for (const finding of findings) await add(finding, ({ file, text }) => [placedIn(file, text, finding)]);
    for (const location of new Map(definitions.map((one) => [JSON.stringify(locationOf(one)), one])).values())
      await add(location, ({ file, text }) => duplicatesIn(file, text));
    return [...files.values()].filter(({ diagnostics }) => diagnostics.length > 0);
  }

  /** Where a problem shows if its file is unknown: under the name that the user settings would have here. */
  private unknownFile(): SettingsFile {
    const uri = vscode.Uri.joinPath(this.storage, "../../settings.json").with({ scheme: "vscode-userdata" });
    return { uri, prefix: [] };
  }

  private async textOf(uri: vscode.Uri): Promise<string> {
    return openDocument(uri)?.getText() ?? (await readText(uri)) ?? ""; // without a text the diagnostic is at the top
  }
}

/** A finding at its place in a text, with what mends it. */
interface Placed extends Omit<PlacedFinding, "fixes"> {
  readonly fixes: readonly (SettingsFix | EditFix)[];
}

function placedIn({ prefix }: SettingsFile, text: string, { path, severity, message, fix }: Finding): Placed {
  const inFile = [...prefix, ...path];
  const { start, end } = jsonLocation(text, inFile) ?? topOfFile;
  const fixes = [...(fix ? [fix] : []), ...(severity ? textFixes(text, inFile, prefix) : [])];
  return { start, end, severity: severity ?? "hint", message, fixes };
}

const duplicatesIn = ({ prefix }: SettingsFile, text: string): readonly Placed[] =>
  duplicateFindings(text, (path) => entryAt([...path], prefix) !== undefined);
