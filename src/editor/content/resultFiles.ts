import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import { rendersAsMarkdown } from "../../core/presentation/renderedMarkdown";
import type { DocumentText } from "../../core/presentation/resultDocument";
import { type KeptFile, ResultStore } from "../../core/presentation/resultStore";
import type { NamedFile } from "../../core/presentation/shownPart";
import { message } from "../../protocol/message";
import { resultScheme } from "../manifest/contributions";

/** The results of tools and prompts, and reports, as read-only files in bounded memory. */
export interface ResultFiles extends Disposable {
  /** Stores files in a new folder and returns their addresses in order. `folder`: whose they are, as the editor shows it. */
  keep(files: readonly NamedFile[], folder?: string): readonly vscode.Uri[];
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
    const kept = store.at(`/${uri.authority}/${uri.path.split("/").at(-1)}`);
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

  const keep: ResultFiles["keep"] = (files, folder) =>
    store.keep(files.map((file) => ({ ...file, name: inPath(file.name) }))).map((path) => {
      // What makes the address unique is not part of the path: the editor shows the path above the text.
      const [, authority = "", name = ""] = path.split("/");
      return vscode.Uri.from({
        scheme: resultScheme,
        authority,
        path: folder ? `/${inPath(folder)}/${name}` : `/${name}`,
      });
    });

  return {
    keep,
    async open({ name, text, files: attachments = [], folder, isRendered = false }, { preserveFocus = false } = {}) {
      const [document, ...others] = keep([{ name, text }, ...attachments], folder);
      if (!document) return;
      const options = { viewColumn: column(), preview: false, preserveFocus };
      const isAlone = text === "" && others.length === 1;
      if (!isAlone && isRendered && rendersAsMarkdown(text)) await showRendered(document, options);
      else if (!isAlone) await vscode.window.showTextDocument(document, options);
      const pictures = attachments.flatMap((file, index) => (isAlone || file.isPicture ? (others[index] ?? []) : []));
      for (const picture of pictures.slice(0, openedPictures))
        await vscode.commands.executeCommand(
          "vscode.open",
          picture,
          // Behind the text, which must not be hidden; a rendered text shows the pictures itself.
          isAlone ? options : { ...options, viewColumn: vscode.ViewColumn.Active, background: true },
        );
    },
    dispose: () => disposables.dispose(),
  };
}

/** A name as one part of a path. */
const inPath = (name: string): string => name.replace(/[\\/]/g, "_");

/** The editor's own preview of Markdown. */
const preview = "vscode.markdown.preview.editor";

/** Shows Markdown as people read it; as source text in an editor without a preview. */
async function showRendered(document: vscode.Uri, options: vscode.TextDocumentShowOptions): Promise<void> {
  const hasPreview = vscode.extensions.getExtension("vscode.markdown-language-features") !== undefined;
  if (hasPreview) await vscode.commands.executeCommand("vscode.openWith", document, preview, options);
  else await vscode.window.showTextDocument(document, options);
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
