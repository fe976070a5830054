import { useState } from "preact/hooks";
import { message, textLanguage } from "../../../src/protocol/message";
import { type Json, writeJson } from "../json/exactJson";
import { visible } from "../visible";
import type { Table } from "./tableOf";

/** How many rows are drawn at first. */
const drawn = 100;
/** The most characters of one cell. */
const cellLimit = 300;

/** A list of objects as a table. */
export function TableView({ table: { columns, rows }, label }: { table: Table; label: string }) {
  const [limit, setLimit] = useState(drawn);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard */}
      {/* biome-ignore lint/a11y/useSemanticElements: the name is that of the table */}
      <div class="table" tabIndex={0} role="group" aria-label={label}>
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {visible(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, limit).map((row, at) => (
              <tr key={at}>
                {columns.map((column) => (
                  <td key={column}>{cellText(Object.hasOwn(row, column) ? row[column] : undefined)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > limit && (
        <button type="button" class="link" onClick={() => setLimit(limit + drawn * 5)}>
          {message("page.tableView.showMoreOfRowsRows", "Show more of {rows} rows", {
            rows: rows.length.toLocaleString(textLanguage()),
          })}
        </button>
      )}
    </>
  );
}

function cellText(value: Json | undefined): string {
  if (value === undefined) return "";
  const text = typeof value === "string" ? value : writeJson(value);
  return visible(text.length > cellLimit ? `${text.slice(0, cellLimit)}…` : text);
}
