import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import type { PinReview } from "../../core/pins/pinReview";
import { definitionText } from "../../core/presentation/definitionText";
import { fileName } from "../../core/presentation/fileName";
import { definitionScheme } from "../manifest/contributions";

/** What servers say about their tools, before and now, in the editor's comparison. */
export interface DefinitionFiles extends Disposable {
  /** Opens the comparison. */
  compare(review: PinReview, title: string): Promise<void>;
  /** What a comparison shows, by the address of one of its sides; without one, the comparison that is active. */
  reviewAt(address?: unknown): PinReview | undefined;
}

/** How many comparisons are kept; what is older has to be opened again. */
const kept = 50;

export function createDefinitionFiles(): DefinitionFiles {
  const store = new DisposableStore();
  const texts = new Map<string, string>();
  const reviews = new Map<string, PinReview>();
  let count = 0;

  const keep = (review: PinReview, side: "before" | "now", text: string): vscode.Uri => {
    const path = `/${fileName(review.server)}/${fileName(review.name || review.kind)}.txt`;
    const uri = vscode.Uri.from({ scheme: definitionScheme, authority: `${side}-${count}`, path });
    texts.set(uri.toString(), text);
    reviews.set(uri.toString(), review);
    for (const known of [texts, reviews])
      for (const oldest of [...known.keys()].slice(0, -2 * kept)) known.delete(oldest);
    return uri;
  };

  store.add(
    vscode.workspace.registerTextDocumentContentProvider(definitionScheme, {
      provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? "",
    }),
  );

  return {
    async compare(review, title) {
      count++;
      const before = keep(review, "before", definitionText(review.before, review.pinned.digest));
      const now = keep(review, "now", definitionText(review.after, review.digest));
      await vscode.commands.executeCommand("vscode.diff", before, now, title, { preview: false });
    },
    reviewAt(address) {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      const active = input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
      const uri = address instanceof vscode.Uri ? address : active;
      return uri && reviews.get(uri.toString());
    },
    dispose: () => store.dispose(),
  };
}
