import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import { proposalScheme } from "../manifest/contributions";

/** A file as it is and as it would be, in the editor's comparison. */
export interface ProposalFiles extends Disposable {
  /** Opens the comparison; what it gives closes it, and forgets both texts. */
  compare(path: string, before: string, after: string, title: string): Promise<Disposable>;
}

export function createProposalFiles(): ProposalFiles {
  const store = new DisposableStore();
  const texts = new Map<string, string>();
  let count = 0;
  store.add(
    vscode.workspace.registerTextDocumentContentProvider(proposalScheme, {
      provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? "",
    }),
  );

  return {
    async compare(path, before, after, title) {
      count++;
      // The name of the file decides on its language.
      const sides = [before, after].map((text, at) => {
        const authority = `${at === 0 ? "now" : "proposed"}-${count}`;
        const uri = vscode.Uri.file(path).with({ scheme: proposalScheme, authority });
        texts.set(uri.toString(), text);
        return uri;
      });
      const close = () => {
        for (const uri of sides) texts.delete(uri.toString());
        const isIt = ({ input }: vscode.Tab) =>
          input instanceof vscode.TabInputTextDiff && input.modified.toString() === sides[1]?.toString();
        const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs.filter(isIt));
        if (tabs.length > 0) void vscode.window.tabGroups.close(tabs, true);
      };
      await vscode.commands.executeCommand("vscode.diff", ...sides, title, { preview: true, preserveFocus: true });
      return { dispose: close };
    },
    dispose: () => store.dispose(),
  };
}
