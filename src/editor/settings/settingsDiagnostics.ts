import * as vscode from "vscode";
import { jsonLocation } from "../../core/config/editing/jsonLocation";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import type { ConfigProblem } from "../../protocol/hubEvent";
import { type InstalledVersion, packageHints } from "./packageHints";
import { type SettingsFix, type SettingsHint, secretHints } from "./secretHints";
import { openDocument, readText, type SettingsFile, settingsFile } from "./settingsFile";
import type { WatchedSettings } from "./watchedSettings";

/** Typing moves the diagnostics. They are updated when the typing pauses this long. */
const pauseMs = 200;
/** More diagnostics than this in one file help no one. */
const diagnosticLimit = 200;

/** The fix of a hint, with the diagnostic that it belongs to. */
export interface QuickFix {
  readonly diagnostic: vscode.Diagnostic;
  readonly fix: SettingsFix;
}

interface FileDiagnostics {
  readonly file: SettingsFile;
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
    private readonly installed: InstalledVersion,
  ) {
    const { workspace } = vscode;
    this.store.add(settings.onChange(() => this.updateSoon(0)));
    this.store.add(workspace.onDidChangeTextDocument(({ document }) => this.textChanged(document)));
    this.store.add(workspace.onDidOpenTextDocument((document) => this.textChanged(document)));
    this.store.add({ dispose: () => clearTimeout(this.timer) });
    this.updateSoon(0);
  }

  /** The quick fixes for a range of a file. */
  quickFixesAt({ path }: vscode.Uri, range: vscode.Range): readonly QuickFix[] {
    return this.files
      .filter(({ file }) => file.uri.path === path)
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
    const { problems, definitions } = this.settings.current;
    const hints = [...secretHints(definitions), ...(await packageHints(definitions, this.installed))];
    const files = await this.byFile([...problems, ...hints]);
    if (revision !== this.revision) return;
    this.files = files;
    this.paths = new Set(files.map(({ file }) => file.uri.path));
    this.collection.clear();
    for (const { file, diagnostics } of files) this.collection.set(file.uri, diagnostics.slice(0, diagnosticLimit));
  }

  private async byFile(findings: readonly Finding[]): Promise<readonly FileDiagnostics[]> {
    const files = new Map<string, FileDiagnostics & { readonly text: string }>();
    for (const finding of findings) {
      const file = (await settingsFile(finding, this.storage)) ?? this.unknownFile();
      const key = file.uri.toString();
      const known = files.get(key) ?? { file, text: await this.textOf(file.uri), diagnostics: [], quickFixes: [] };
      const { fix } = finding;
      const diagnostic = toDiagnostic(finding, file, known.text);
      const quickFixes = fix ? [...known.quickFixes, { diagnostic, fix }] : known.quickFixes;
      files.set(key, { ...known, diagnostics: [...known.diagnostics, diagnostic], quickFixes });
    }
    return [...files.values()];
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

function toDiagnostic({ path, message, severity }: Finding, { prefix }: SettingsFile, text: string): vscode.Diagnostic {
  const { start, end } = jsonLocation(text, [...prefix, ...path]) ?? {
    start: { line: 0, character: 0 },
    end: { line: 0, character: 1 },
  };
  const { DiagnosticSeverity: Severity } = vscode;
  const severities = { error: Severity.Error, warning: Severity.Warning, hint: Severity.Information };
  const range = new vscode.Range(start.line, start.character, end.line, end.character);
  const diagnostic = new vscode.Diagnostic(range, message, severities[severity ?? "hint"]);
  diagnostic.source = "MCP Hub";
  return diagnostic;
}

/** Provides the quick fixes of the diagnostics in settings files. */
export const createQuickFixes = (diagnostics: SettingsDiagnostics): vscode.Disposable =>
  vscode.languages.registerCodeActionsProvider(
    [{ pattern: "**/settings.json" }, { pattern: "**/*.code-workspace" }],
    {
      provideCodeActions: (document, range) =>
        diagnostics.quickFixesAt(document.uri, range).flatMap(({ diagnostic, fix }) => {
          const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
          if ("command" in fix) action.command = { title: fix.title, command: fix.command, arguments: [fix.target] };
          else {
            // The settings were read when they were saved; what is typed since then is left alone.
            if (document.getText(diagnostic.range) !== fix.before) return [];
            action.edit = new vscode.WorkspaceEdit();
            action.edit.replace(document.uri, diagnostic.range, fix.after);
          }
          action.diagnostics = [diagnostic];
          action.isPreferred = true;
          return [action];
        }),
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
