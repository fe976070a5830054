import * as vscode from "vscode";
import type { OpenRedirect, RedirectAnswer } from "../../core/auth/redirect";
import { redirectParams } from "../../core/auth/redirectParams";
import { HubError } from "../../core/kernel/hubError";
import { message } from "../../protocol/message";

interface PendingRedirect {
  readonly state: string;
  readonly resolve: (answer: RedirectAnswer) => void;
}

/** Receives redirects at the editor's own address (`vscode://…`), which reaches this window from remote machines and from the web. */
export class UriRedirects implements vscode.Disposable {
  private readonly pending = new Set<PendingRedirect>();
  private readonly handler: vscode.Disposable;

  constructor(private readonly extensionId: string) {
    this.handler = vscode.window.registerUriHandler({ handleUri: (uri) => this.handle(uri) });
  }

  readonly open: OpenRedirect = async () => {
    const own = vscode.Uri.parse(`${vscode.env.uriScheme}://${this.extensionId}/callback`);
    const external = await vscode.env.asExternalUri(own);
    const mine = new Set<PendingRedirect>();
    return {
      uri: external.toString(true),
      answer: (state, signal) =>
        new Promise((resolve, reject) => {
          const abort = () => reject(signal.reason);
          if (signal.aborted) return abort();
          signal.addEventListener("abort", abort, { once: true });
          const pending: PendingRedirect = {
            state,
            resolve: (answer) => {
              signal.removeEventListener("abort", abort);
              resolve(answer);
            },
          };
          mine.add(pending);
          this.pending.add(pending);
        }),
      dispose: () => {
        for (const pending of mine) this.pending.delete(pending);
      },
    };
  };

  dispose(): void {
    this.handler.dispose();
  }

  private handle(uri: vscode.Uri): void {
    const params = redirectParams(uri.query);
    const pending = [...this.pending].find(({ state }) => state === params.get("state"));
    if (!pending)
      throw new HubError(
        "needs-auth",
        message("signIn.unknownRedirect", "No sign-in is waiting for this redirect. Start the sign-in again."),
      );
    this.pending.delete(pending);
    pending.resolve({ params, finish: () => {} }); // the editor has the focus again: there is no page to complete
  }
}
