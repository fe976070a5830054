/**
 * Where a key leads in a list of `count` rows; `undefined` for a key that does not move. Without a row to start from, the
 * person starts at the end, where the newest is. `page`: rows in a page.
 */
export function moveInList(key: string, from: number | undefined, count: number, page: number): number | undefined {
  if (count === 0) return undefined;
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page,
    Home: -count,
    End: count,
  };
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined;
  if (step === undefined) return undefined;
  if (from === undefined && key !== "Home") return count - 1;
  return Math.min(count - 1, Math.max(0, (from ?? 0) + step));
}
