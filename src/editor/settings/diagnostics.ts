import * as vscode from "vscode";
import { jsonLocation } from "../../core/config/editing/jsonLocation";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import type { ConfigProblem } from "../../protocol/hubEvent";
import { type SettingsOffer, secretOffers } from "./secretOffers";
import { openDocument, readText, type SettingsFile, settingsFile } from "./settingsFile";
import type { WatchedSettings } from "./watchedSettings";

/** Typing moves what is wrong; its marks follow when the typing pauses. */
const pauseMs = 200;
/** More marks than this in one file help nobody. */
const markLimit = 200;

/** An offer, with its mark in a file. */
export interface MarkedOffer {
  readonly mark: vscode.Diagnostic;
  readonly fix: SettingsOffer["fix"];
}

interface Marked {
  readonly file: SettingsFile;
  readonly marks: readonly vscode.Diagnostic[];
  readonly offers: readonly MarkedOffer[];
}

type Said = (ConfigProblem & { readonly fix?: undefined }) | (SettingsOffer & { readonly severity?: undefined });

/**
 * Shows what is wrong with the settings in the Problems view, in the file and at the place where it is written. Marks
 * follow the open text; whether something is wrong is decided by what is saved.
 */
export class SettingsDiagnostics implements Disposable {
  private readonly store = new DisposableStore();
  private readonly marks = this.store.add(vscode.languages.createDiagnosticCollection("mcpHub"));
  private paths: ReadonlySet<string> = new Set();
  private offers: readonly Marked[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private round = 0;

  constructor(
    private readonly settings: WatchedSettings,
    private readonly storage: vscode.Uri,
    private readonly report: (error: unknown) => void,
  ) {
    const { workspace } = vscode;
    this.store.add(settings.onChange(() => this.showSoon(0)));
    this.store.add(workspace.onDidChangeTextDocument(({ document }) => this.moved(document)));
    this.store.add(workspace.onDidOpenTextDocument((document) => this.moved(document)));
    this.store.add({ dispose: () => clearTimeout(this.timer) });
    this.showSoon(0);
  }

  /** What is offered at a place in a file. */
  offersAt({ path }: vscode.Uri, range: vscode.Range): readonly MarkedOffer[] {
    return this.offers
      .filter(({ file }) => file.uri.path === path)
      .flatMap(({ offers }) => offers)
      .filter(({ mark }) => mark.range.intersection(range) !== undefined);
  }

  dispose(): void {
    this.round++;
    this.store.dispose();
  }

  private moved({ uri }: vscode.TextDocument): void {
    if (this.paths.has(uri.path) || uri.scheme === "vscode-userdata") this.showSoon(pauseMs);
  }

  private showSoon(delayMs: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.show().catch(this.report), delayMs);
  }

  private async show(): Promise<void> {
    const round = ++this.round;
    const { problems, definitions } = this.settings.current;
    const found = await this.located([...problems, ...secretOffers(definitions)]);
    if (round !== this.round) return;
    this.offers = found;
    this.paths = new Set(found.map(({ file }) => file.uri.path));
    this.marks.clear();
    for (const { file, marks } of found) this.marks.set(file.uri, marks.slice(0, markLimit));
  }

  private async located(all: readonly Said[]): Promise<readonly Marked[]> {
    const found = new Map<string, Marked & { readonly text: string }>();
    for (const said of all) {
      const file = (await settingsFile(said, this.storage)) ?? this.nowhere();
      const key = file.uri.toString();
      const known = found.get(key) ?? { file, text: await this.textOf(file.uri), marks: [], offers: [] };
      const { fix } = said;
      const made = mark(said, file, known.text);
      const offers = fix ? [...known.offers, { mark: made, fix }] : known.offers;
      found.set(key, { ...known, marks: [...known.marks, made], offers });
    }
    return [...found.values()];
  }

  /** Where a problem shows whose file is not known: under the name that the user settings would have here. */
  private nowhere(): SettingsFile {
    const uri = vscode.Uri.joinPath(this.storage, "../../settings.json").with({ scheme: "vscode-userdata" });
    return { uri, prefix: [] };
  }

  private async textOf(uri: vscode.Uri): Promise<string> {
    return openDocument(uri)?.getText() ?? (await readText(uri)) ?? ""; // without a text the mark stands at the top
  }
}

function mark({ path, message, severity }: Said, { prefix }: SettingsFile, text: string): vscode.Diagnostic {
  const { start, end } = jsonLocation(text, [...prefix, ...path]) ?? {
    start: { line: 0, character: 0 },
    end: { line: 0, character: 1 },
  };
  const { Error: wrong, Warning: doubtful, Information: offered } = vscode.DiagnosticSeverity;
  const level = { error: wrong, warning: doubtful, offer: offered };
  const range = new vscode.Range(start.line, start.character, end.line, end.character);
  const diagnostic = new vscode.Diagnostic(range, message, level[severity ?? "offer"]);
  diagnostic.source = "MCP Hub";
  return diagnostic;
}

/** The light bulb at what the diagnostics offer to better in the settings. */
export const createQuickFixes = (diagnostics: SettingsDiagnostics): vscode.Disposable =>
  vscode.languages.registerCodeActionsProvider(
    [{ pattern: "**/settings.json" }, { pattern: "**/*.code-workspace" }],
    {
      provideCodeActions: ({ uri }, range) =>
        diagnostics.offersAt(uri, range).map(({ mark, fix: { title, command, target } }) => {
          const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
          action.command = { title, command, arguments: [target] };
          action.diagnostics = [mark];
          action.isPreferred = true;
          return action;
        }),
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
