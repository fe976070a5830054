import * as vscode from "vscode";

/** VS Code speaks CancellationToken, everything else AbortSignal. They meet here only. */
export function toSignal(token: vscode.CancellationToken): AbortSignal {
  const abort = new AbortController();
  if (token.isCancellationRequested) abort.abort();
  else token.onCancellationRequested(() => abort.abort());
  return abort.signal;
}

/** The other way round: a token that is cancelled when the signal aborts, and when it is let go of: then nobody listens to the work any more. */
export function toToken(signal: AbortSignal): { readonly token: vscode.CancellationToken } & vscode.Disposable {
  const source = new vscode.CancellationTokenSource();
  const cancel = () => source.cancel();
  if (signal.aborted) cancel();
  else signal.addEventListener("abort", cancel, { once: true });
  return {
    token: source.token,
    dispose() {
      signal.removeEventListener("abort", cancel);
      source.cancel();
      source.dispose();
    },
  };
}
