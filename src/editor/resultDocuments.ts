import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../core/disposable";
import type { DocumentText } from "./documentText";

export interface ResultDocuments extends Disposable {
  /** Opens a text beside the editor that is in use, read-only. */
  open(document: DocumentText): Promise<void>;
}

const scheme = "mcp-hub-result";

/** Texts that are kept at once; the oldest go first, also while their editor is open. */
const keptTexts = 30;

/** Results, resources and prompts as read-only documents. A text is let go with its document. */
export function createResultDocuments(): ResultDocuments {
  const own = new DisposableStore();
  const texts = new Map<string, string>();
  let lastNumber = 0;

  own.add(
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: (uri) =>
        texts.get(uri.toString()) ?? "This text is no longer kept. Run the tool or open the resource again.\n",
    }),
  );
  own.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => texts.delete(uri.toString())));

  return {
    async open({ name, text }) {
      const uri = vscode.Uri.from({ scheme, path: `/${++lastNumber}/${name}` });
      texts.set(uri.toString(), text);
      for (const oldest of [...texts.keys()].slice(0, -keptTexts)) texts.delete(oldest);
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document, { viewColumn: column(), preview: false });
    },
    dispose: () => own.dispose(),
  };
}

/** Beside what the person works on, but not ever further to the right. */
function column(): vscode.ViewColumn {
  const active = vscode.window.activeTextEditor;
  if (!active || active.document.uri.scheme === scheme) return vscode.ViewColumn.Active;
  return vscode.ViewColumn.Beside;
}
