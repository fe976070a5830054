import * as vscode from "vscode";
import type { OpenRedirect, RedirectAnswer } from "../../core/auth/redirect";
import { redirectParams } from "../../core/auth/redirectParams";
import { HubError } from "../../core/kernel/hubError";

interface Waiting {
  readonly state: string;
  readonly resolve: (answer: RedirectAnswer) => void;
}

/** The way back through the editor's own address (`vscode://…`), which reaches this window from remote machines and from the web. */
export class UriRedirects implements vscode.Disposable {
  private readonly waiting = new Set<Waiting>();
  private readonly handler: vscode.Disposable;

  constructor(private readonly extensionId: string) {
    this.handler = vscode.window.registerUriHandler({ handleUri: (uri) => this.hear(uri) });
  }

  readonly open: OpenRedirect = async () => {
    const own = vscode.Uri.parse(`${vscode.env.uriScheme}://${this.extensionId}/callback`);
    const external = await vscode.env.asExternalUri(own);
    const mine = new Set<Waiting>();
    return {
      uri: external.toString(true),
      answer: (state, signal) =>
        new Promise((resolve, reject) => {
          const abort = () => reject(signal.reason);
          if (signal.aborted) return abort();
          signal.addEventListener("abort", abort, { once: true });
          const wait: Waiting = {
            state,
            resolve: (answer) => {
              signal.removeEventListener("abort", abort);
              resolve(answer);
            },
          };
          mine.add(wait);
          this.waiting.add(wait);
        }),
      dispose: () => {
        for (const wait of mine) this.waiting.delete(wait);
      },
    };
  };

  dispose(): void {
    this.handler.dispose();
  }

  private hear(uri: vscode.Uri): void {
    const params = redirectParams(uri.query);
    const wait = [...this.waiting].find(({ state }) => state === params.get("state"));
    if (!wait)
      throw new HubError("needs-auth", "This answer does not belong to a sign-in that is under way. Start it again.");
    this.waiting.delete(wait);
    wait.resolve({ params, finish: () => {} }); // the editor is in front again: there is no page to end
  }
}
