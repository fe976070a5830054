import { joinedGaps } from "./gapRow";
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
  for (const row of added) if (row.missing === undefined) after.set(classOf(row), (after.get(classOf(row)) ?? 0) + 1);
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
  return without(list, excess, after);
}

/**
 * The list without so many of the oldest rows of some classes, and their counts. It looks no further than where the last of them stands: what
 * goes is at the front, so that a batch does not cost the whole list. Rows about missing events that come to stand side by side become one.
 */
function without(
  list: readonly Row[],
  excess: Map<string, number>,
  counts: Map<string, number>,
): { readonly list: readonly Row[]; readonly counts: RowCounts; readonly removed: number } {
  const kept: Row[] = [];
  const keep = (row: Row) => {
    const last = kept.at(-1);
    const joined = last && joinedGaps(last, row);
    if (joined) kept[kept.length - 1] = joined;
    else kept.push(row);
  };
  let removed = 0;
  let at = 0;
  for (let row = list[at]; row && (excess.size > 0 || row.missing !== undefined); row = list[++at]) {
    const name = classOf(row);
    const left = row.missing === undefined ? excess.get(name) : undefined;
    if (left === undefined) {
      keep(row);
      continue;
    }
    removed++;
    counts.set(name, (counts.get(name) ?? 1) - 1);
    if (left > 1) excess.set(name, left - 1);
    else excess.delete(name);
  }
  return { list: kept.concat(list.slice(at)), counts, removed };
}
