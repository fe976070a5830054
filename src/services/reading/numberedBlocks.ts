/** Blocks of a text that its server numbers. */
export interface NumberedBlocks {
  readonly blocks: readonly string[];
  /** Every block that the server counted is here, and no text within them looks like one more. */
  readonly isWhole: boolean;
}

/**
 * Cuts a text at the lines that begin its blocks, of which the server says how many there are. What a block holds was written by others and
 * may imitate such a line. Before the first block stands nothing of others. A line with a number that is not due is text; where the number
 * that is due comes twice, nobody can tell which line is the server's, so that block and all after it are left out.
 *
 * @param numberOf - the number of a line that may begin a block
 */
export function numberedBlocks(
  lines: readonly string[],
  count: number,
  numberOf: (line: string) => number | undefined,
): NumberedBlocks {
  const places = new Map<number, number[]>();
  lines.forEach((line, index) => {
    const number = numberOf(line);
    if (number === undefined) return;
    const known = places.get(number);
    if (known) known.push(index);
    else places.set(number, [index]);
  });
  const starts: number[] = [];
  let end = lines.length;
  while (starts.length < count) {
    const from = starts.at(-1) ?? -1;
    const due = (places.get(starts.length + 1) ?? []).filter((index) => index > from);
    const [start] = due;
    if (start === undefined) break;
    if (due.length > 1 && starts.length > 0) {
      end = start;
      break;
    }
    starts.push(start);
  }
  const blocks = starts.map((start, index) => lines.slice(start, starts[index + 1] ?? end).join("\n"));
  return { blocks, isWhole: starts.length === count };
}
