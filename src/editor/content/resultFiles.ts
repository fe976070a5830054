import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import type { DocumentText } from "../../core/presentation/resultDocument";
import { type KeptFile, ResultStore } from "../../core/presentation/resultStore";
import type { NamedFile } from "../../core/presentation/shownPart";
import { resultScheme } from "../manifest/contributions";

/** Results of tools, prompts and reports as read-only files, kept in memory while there is room. */
export interface ResultFiles extends Disposable {
  /** Keeps files together, in a folder of their own; gives their addresses in order. */
  keep(files: readonly NamedFile[]): readonly vscode.Uri[];
  /** Opens a text beside the editor that is in use; the files that it names lie beside it. */
  open(document: DocumentText, options?: OpenOptions): Promise<void>;
}

export interface OpenOptions {
  /** The keyboard stays where it is. */
  readonly preserveFocus?: boolean;
}

/** Pictures of one result that are opened with it; the others are one click away. */
const openedPictures = 3;

export function createResultFiles(now: () => number): ResultFiles {
  const own = new DisposableStore();
  const changed = own.add(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
  const store = new ResultStore(now);

  const readOnly = () => {
    throw vscode.FileSystemError.NoPermissions("Results of MCP tools are read-only.");
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
  own.add(vscode.workspace.registerFileSystemProvider(resultScheme, provider, { isReadonly: true }));

  const keep: ResultFiles["keep"] = (files) =>
    store.keep(files).map((path) => vscode.Uri.from({ scheme: resultScheme, path }));

  return {
    keep,
    async open({ name, text, files: beside = [] }, { preserveFocus = false } = {}) {
      const [document, ...others] = keep([{ name, text }, ...beside]);
      if (!document) return;
      const at = { viewColumn: column(), preview: false, preserveFocus };
      const isAlone = text === "" && others.length === 1;
      if (!isAlone) await vscode.window.showTextDocument(document, at);
      const pictures = beside.flatMap((file, index) => (isAlone || file.isPicture ? (others[index] ?? []) : []));
      for (const picture of pictures.slice(0, openedPictures))
        await vscode.commands.executeCommand(
          "vscode.open",
          picture,
          isAlone ? at : { ...at, viewColumn: vscode.ViewColumn.Active },
        );
    },
    dispose: () => own.dispose(),
  };
}

const bytesOf = (file: NamedFile): Uint8Array =>
  "text" in file ? Buffer.from(file.text) : Buffer.from(file.data, "base64");

/** Beside what the person works on, but not ever further to the right. */
function column(): vscode.ViewColumn {
  const active = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const uri = active instanceof vscode.TabInputText || active instanceof vscode.TabInputCustom ? active.uri : undefined;
  if (!uri || uri.scheme === resultScheme) return vscode.ViewColumn.Active;
  return vscode.ViewColumn.Beside;
}
