import type { CancellationToken } from "vscode";

/** VS Code speaks CancellationToken, everything else AbortSignal. They meet here only. */
export function toSignal(token: CancellationToken): AbortSignal {
  const abort = new AbortController();
  if (token.isCancellationRequested) abort.abort();
  else token.onCancellationRequested(() => abort.abort());
  return abort.signal;
}
