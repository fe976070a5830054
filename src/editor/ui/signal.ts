import * as vscode from "vscode";

/** Converts VS Code's CancellationToken to the AbortSignal that the rest of the code uses. Only this file converts between them. */
export function toSignal(token: vscode.CancellationToken): AbortSignal {
  const abort = new AbortController();
  if (token.isCancellationRequested) abort.abort();
  else token.onCancellationRequested(() => abort.abort());
  return abort.signal;
}

/** Converts a signal to a token, which is cancelled when the signal aborts or the token is disposed. */
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
