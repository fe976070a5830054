import type { Row } from "./row";

/** The most rows of one server and one class; the oldest are dropped first. */
export const rowLimit = 10_000;
/** The most rows altogether; the class with the most gives way. */
export const allRowsLimit = 100_000;

/** Rows of one class of one server push out only each other: a flood of logs never pushes out a call. */
const classOf = (row: Row): string => `${isStreamed(row) ? "streamed" : "asked"} ${row.server ?? ""}`;

const isStreamed = ({ kind }: Row): boolean =>
  kind === "server" || kind === "stderr" || kind === "notification" || kind === "progress" || kind === "hub";

/** How many rows of each class there are, kept from fold to fold. */
export type RowCounts = ReadonlyMap<string, number>;

/** The list within its limits, after these rows were added to it. */
export function withinLimits(
  list: readonly Row[],
  counts: RowCounts,
  added: readonly Row[],
): { readonly list: readonly Row[]; readonly counts: RowCounts; readonly removed: number } {
  const after = new Map(counts);
  for (const row of added) after.set(classOf(row), (after.get(classOf(row)) ?? 0) + 1);
  const excess = new Map<string, number>();
  for (const [name, count] of after) if (count > rowLimit) excess.set(name, count - rowLimit);
  const remaining = () => [...after].map(([name, count]) => [name, count - (excess.get(name) ?? 0)] as const);
  let over = remaining().reduce((sum, [, count]) => sum + count, 0) - allRowsLimit;
  while (over > 0) {
    const sorted = remaining().sort((a, b) => b[1] - a[1]);
    const [most, next] = sorted;
    if (!most) break;
    // As far down as the next one, so that the loop ends after as many steps as there are classes.
    const step = Math.min(over, Math.max(1, most[1] - (next?.[1] ?? 0)));
    excess.set(most[0], (excess.get(most[0]) ?? 0) + step);
    over -= step;
  }
  if (excess.size === 0) return { list, counts: after, removed: 0 };
  let removed = 0;
  const kept = list.filter((row) => {
    const left = excess.get(classOf(row)) ?? 0;
    if (left === 0 || row.kind === "gap") return true;
    excess.set(classOf(row), left - 1);
    removed++;
    after.set(classOf(row), (after.get(classOf(row)) ?? 1) - 1);
    return false;
  });
  return { list: kept, counts: after, removed };
}
