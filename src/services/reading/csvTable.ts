/** The most rows that are read. */
const rowLimit = 10_000;

/**
 * The rows of a CSV text by the names of its header (RFC 4180: a cell in quotes may hold commas, quotes and line ends). `undefined` if a
 * quote stays open, or a row has more cells than the header.
 */
export function csvTable(text: string): readonly Readonly<Record<string, string>>[] | undefined {
  const rows = csvRows(text);
  const [header, ...others] = rows ?? [];
  if (!header || header.length < 2) return undefined;
  if (others.some((cells) => cells.length > header.length)) return undefined;
  return others.map((cells) => Object.fromEntries(header.map((name, column) => [name, cells[column] ?? ""])));
}

const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

function csvRows(text: string): string[][] | undefined {
  const rows: string[][] = [];
  let cells: string[] = [];
  cell.lastIndex = 0;
  while (cell.lastIndex < text.length && rows.length < rowLimit) {
    const found = cell.exec(text);
    if (!found) return undefined;
    const [, quoted, plain = "", end = ""] = found;
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ",") {
      if (cell.lastIndex < text.length) continue;
      cells.push("");
    }
    if (cells.length > 1 || cells[0] !== "") rows.push(cells);
    cells = [];
  }
  return rows;
}
