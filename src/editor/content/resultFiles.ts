import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import type { DocumentText } from "../../core/presentation/resultDocument";
import { type KeptFile, ResultStore } from "../../core/presentation/resultStore";
import type { NamedFile } from "../../core/presentation/shownPart";
import { message } from "../../protocol/message";
import { resultScheme } from "../manifest/contributions";

/** The results of tools and prompts, and reports, as read-only files in bounded memory. */
export interface ResultFiles extends Disposable {
  /** Stores files in a new folder and returns their addresses in order. */
  keep(files: readonly NamedFile[]): readonly vscode.Uri[];
  /** Opens a text beside the active editor. Files that it links are in the same folder. */
  open(document: DocumentText, options?: OpenOptions): Promise<void>;
}

export interface OpenOptions {
  /** The keyboard stays where it is. */
  readonly preserveFocus?: boolean;
}

/** The most pictures of a result that open with it; the text links the others. */
const openedPictures = 3;

export function createResultFiles(now: () => number): ResultFiles {
  const disposables = new DisposableStore();
  const changed = disposables.add(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
  const store = new ResultStore(now);

  const readOnly = () => {
    throw vscode.FileSystemError.NoPermissions(
      message("content.readOnlyResult", "Results of MCP tools are read-only."),
    );
  };
  const keptAt = (uri: vscode.Uri): KeptFile => {
    const kept = store.at(uri.path);
    if (kept) return kept;
    throw vscode.FileSystemError.FileNotFound(uri);
  };
  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: changed.event,
    watch: () => ({ dispose() {} }), // a result never changes
    stat(uri) {
      const { size, mtime } = keptAt(uri);
      const permissions = vscode.FilePermission.Readonly;
      return { type: vscode.FileType.File, ctime: mtime, mtime, size, permissions };
    },
    readFile: (uri) => bytesOf(keptAt(uri).file),
    readDirectory: () => [],
    createDirectory: readOnly,
    writeFile: readOnly,
    delete: readOnly,
    rename: readOnly,
  };
  disposables.add(vscode.workspace.registerFileSystemProvider(resultScheme, provider, { isReadonly: true }));

  const keep: ResultFiles["keep"] = (files) =>
    store.keep(files).map((path) => vscode.Uri.from({ scheme: resultScheme, path }));

  return {
    keep,
    async open({ name, text, files: attachments = [] }, { preserveFocus = false } = {}) {
      const [document, ...others] = keep([{ name, text }, ...attachments]);
      if (!document) return;
      const options = { viewColumn: column(), preview: false, preserveFocus };
      const isAlone = text === "" && others.length === 1;
      if (!isAlone) await vscode.window.showTextDocument(document, options);
      const pictures = attachments.flatMap((file, index) => (isAlone || file.isPicture ? (others[index] ?? []) : []));
      for (const picture of pictures.slice(0, openedPictures))
        await vscode.commands.executeCommand(
          "vscode.open",
          picture,
          isAlone ? options : { ...options, viewColumn: vscode.ViewColumn.Active },
        );
    },
    dispose: () => disposables.dispose(),
  };
}

const bytesOf = (file: NamedFile): Uint8Array =>
  "text" in file ? Buffer.from(file.text) : Buffer.from(file.data, "base64");

/** Beside the active editor, unless that is a result itself: results must not move further and further to the right. */
function column(): vscode.ViewColumn {
  const active = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const uri = active instanceof vscode.TabInputText || active instanceof vscode.TabInputCustom ? active.uri : undefined;
  if (!uri || uri.scheme === resultScheme) return vscode.ViewColumn.Active;
  return vscode.ViewColumn.Beside;
}
