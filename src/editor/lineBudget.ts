/** So many lines a server may write in `windowMs` before the rest of the window is dropped. */
const linesPerWindow = 2000;
const windowMs = 10_000;

/**
 * Keeps a server that floods its log from filling the disk and stalling the window. `take` says whether a line may be written,
 * and, with the first line of a new window, how many were dropped before it.
 */
export function lineBudget(now: () => number): () => { readonly write: boolean; readonly dropped: number } {
  let began = now();
  let lines = 0;
  return () => {
    let dropped = 0;
    if (now() - began >= windowMs) {
      dropped = Math.max(0, lines - linesPerWindow);
      began = now();
      lines = 0;
    }
    lines++;
    return { write: lines <= linesPerWindow, dropped };
  };
}
