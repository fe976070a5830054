/** The most lines that a server may write in `windowMs` unless said otherwise; further lines are dropped. */
const linesPerWindow = 2000;
const windowMs = 10_000;

/**
 * Stops a server that floods its log from filling the disk and blocking the window. The returned function decides whether
 * a line is written. With the first line of a time window it also reports how many lines were dropped before.
 *
 * @param now in milliseconds
 * @param most how many lines are written in ten seconds
 */
export function logRateLimit(
  now: () => number,
  most = linesPerWindow,
): () => { readonly write: boolean; readonly dropped: number } {
  let started = now();
  let lines = 0;
  return () => {
    let dropped = 0;
    if (now() - started >= windowMs) {
      dropped = Math.max(0, lines - most);
      started = now();
      lines = 0;
    }
    lines++;
    return { write: lines <= most, dropped };
  };
}
