import { basename, join, relative } from "node:path";
import * as vscode from "vscode";
import type { AppPlace } from "../../core/apps/appFiles";
import type { AppFiles } from "../../core/apps/use/appFilePorts";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import { HubError } from "../../core/kernel/hubError";
import type { PlacedFinding } from "../settings/diagnostics/duplicateFindings";
import { placedDiagnostic, topOfFile } from "../settings/diagnostics/placedDiagnostic";
import type { QuickFixSource } from "../settings/diagnostics/quickFixes";
import type { QuickFix } from "../settings/diagnostics/settingsDiagnostics";
import { appFindings } from "./appFindings";
import type { ConfigDocuments } from "./configDocuments";

/** Typing moves the findings. They are updated when the typing pauses this long. */
const pauseMs = 300;

interface Shown {
  readonly uri: vscode.Uri;
  readonly text: string | undefined;
  readonly diagnostics: readonly vscode.Diagnostic[];
  readonly fixes: readonly QuickFix[];
}

/**
 * Shows what the hub cannot use in files of other apps: in those that are open, and the mistakes in those of the workspace. Files that are
 * elsewhere and closed are left in peace.
 */
export class AppDiagnostics implements Disposable, QuickFixSource {
  private readonly store = new DisposableStore();
  private readonly collection = this.store.add(vscode.languages.createDiagnosticCollection("mcpHub.apps"));
  private watchers = new DisposableStore();
  private shown: readonly Shown[] = [];
  private names: ReadonlySet<string> = new Set();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private revision = 0;

  constructor(
    private readonly documents: ConfigDocuments,
    private readonly files: Pick<AppFiles, "load">,
    private readonly report: (error: unknown) => void,
  ) {
    const { workspace } = vscode;
    const documentChanged = ({ uri }: vscode.TextDocument) => {
      if (this.names.has(basename(uri.path))) this.updateSoon();
    };
    this.store.add(workspace.onDidOpenTextDocument(documentChanged));
    this.store.add(workspace.onDidCloseTextDocument(documentChanged));
    this.store.add(workspace.onDidChangeTextDocument(({ document }) => documentChanged(document)));
    this.store.add(workspace.onDidChangeWorkspaceFolders(() => this.watchSoon()));
    this.store.add(workspace.onDidGrantWorkspaceTrust(() => this.watchSoon()));
    this.store.add({ dispose: () => this.watchers.dispose() });
    this.store.add({ dispose: () => clearTimeout(this.timer) });
    this.watchSoon();
  }

  quickFixesAt(document: vscode.TextDocument, range: vscode.Range): readonly QuickFix[] {
    return this.shown
      .filter(({ uri, text }) => uri.toString() === document.uri.toString() && text === document.getText())
      .flatMap(({ fixes }) => fixes)
      .filter(({ diagnostic }) => diagnostic.range.intersection(range) !== undefined);
  }

  dispose(): void {
    this.revision++;
    this.store.dispose();
  }

  private updateSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.update().catch(this.report), pauseMs);
  }

  /** Follows the files of the workspace's folders on the disk, no matter who writes them. */
  private watchSoon(): void {
    this.watch().catch(this.report);
  }

  private async watch(): Promise<void> {
    const places = await this.documents.places();
    this.names = new Set(places.map(({ file }) => basename(file.path)));
    this.watchers.dispose();
    this.watchers = new DisposableStore();
    for (const folder of vscode.workspace.workspaceFolders ?? [])
      for (const path of new Set(places.filter(isOfProject).map(({ file }) => file.path))) {
        const below = relative(folder.uri.fsPath, path);
        if (below.startsWith("..") || join(folder.uri.fsPath, below) !== path) continue;
        const pattern = new vscode.RelativePattern(folder, below.replaceAll("\\", "/"));
        const watcher = this.watchers.add(vscode.workspace.createFileSystemWatcher(pattern));
        for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete])
          this.watchers.add(event(() => this.updateSoon()));
      }
    this.updateSoon();
  }

  private async update(): Promise<void> {
    const revision = ++this.revision;
    const places = await this.documents.places();
    const shown: Shown[] = [];
    for (const path of new Set(places.map(({ file }) => file.path))) {
      const inFile = places.filter(({ file }) => file.path === path);
      const open = vscode.workspace.textDocuments.find(
        ({ uri, isClosed }) => !isClosed && uri.scheme === "file" && uri.fsPath === path,
      );
      if (!open && !inFile.some(isOfProject)) continue;
      const found = await this.findingsIn(path, inFile, open);
      if (found) shown.push(found);
    }
    if (revision !== this.revision) return;
    this.shown = shown;
    this.collection.clear();
    for (const { uri, diagnostics } of shown) this.collection.set(uri, diagnostics);
  }

  private async findingsIn(
    path: string,
    places: readonly AppPlace[],
    open: vscode.TextDocument | undefined,
  ): Promise<Shown | undefined> {
    const uri = open?.uri ?? vscode.Uri.file(path);
    let text: string | undefined;
    let findings: readonly PlacedFinding[];
    try {
      text = open?.getText() ?? (await this.files.load(path));
      if (text === undefined) return undefined;
      findings = appFindings(
        places.map(({ file }) => file),
        text,
      );
      if (!open) findings = findings.filter(({ severity }) => severity !== "hint");
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      findings = [{ ...topOfFile, severity: "warning", message: error.message, fixes: [] }];
    }
    const all = findings.map(({ fixes, ...finding }) => ({ diagnostic: placedDiagnostic(finding), fixes }));
    return {
      uri,
      text,
      diagnostics: all.map(({ diagnostic }) => diagnostic),
      fixes: all.flatMap(({ diagnostic, fixes }) => fixes.map((fix) => ({ diagnostic, fix }))),
    };
  }
}

const isOfProject = ({ file }: AppPlace): boolean => file.level === "project";
