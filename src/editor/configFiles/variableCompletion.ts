import * as vscode from "vscode";
import type { ConfigDocuments } from "./configDocuments";
import { entryCursor } from "./entryCursor";
import { type VariableNames, variableOffers } from "./variableOffers";

/** Offers variables inside the texts of entries. */
export class VariableCompletion implements vscode.CompletionItemProvider {
  constructor(
    private readonly documents: ConfigDocuments,
    private readonly names: () => VariableNames,
  ) {}

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.CompletionItem[] | undefined> {
    const text = document.getText();
    const offset = document.offsetAt(position);
    const [settings, places] = await Promise.all([
      this.documents.settingsOf(document),
      this.documents.placesOf(document),
    ]);
    const cursor = entryCursor(text, offset, { prefix: settings?.prefix, places });
    if (!cursor || cursor.isKey) return undefined;
    const found = variableOffers(text.slice(cursor.from, offset), cursor.syntax, this.names());
    if (!found) return undefined;
    const after = cursor.syntax === "name" ? /^\w+/ : /^[^{}"\s]*\}/;
    const rest = after.exec(text.slice(offset, cursor.to))?.[0].length ?? 0;
    const range = new vscode.Range(position.translate(0, -found.replaces), position.translate(0, rest));
    return found.offers.map(({ text: offer, about, isOpen }, at) => {
      const item = new vscode.CompletionItem({ label: offer, description: about }, vscode.CompletionItemKind.Variable);
      item.range = range;
      item.filterText = offer;
      item.sortText = String(at).padStart(4, "0");
      item.insertText = isOpen
        ? new vscode.SnippetString().appendText(offer.slice(0, -1)).appendTabstop(0).appendText("}")
        : offer;
      if (isOpen) item.command = { title: "", command: "editor.action.triggerSuggest" };
      return item;
    });
  }
}
