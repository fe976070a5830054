import type { ComponentChildren } from "preact";
import type { CallsOfTime } from "../../src/protocol/panel/recentFigures";
import { figureCells, figureHeads } from "./metricsWords";

/** A row: what it is about, and its calls. */
export interface TableRow {
  readonly key: string;
  readonly name: ComponentChildren;
  readonly calls: CallsOfTime;
  /** Cells that stand before the others. */
  readonly more?: readonly string[];
}

interface FiguresTableProps {
  readonly label: string;
  readonly heads: readonly string[];
  readonly rows: readonly TableRow[];
}

/** Calls as a table, which scrolls sideways where it does not fit. */
export const FiguresTable = ({ label, heads, rows }: FiguresTableProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  <section class="scrolls" tabIndex={0} aria-label={label}>
    <table class="figures">
      <thead>
        <tr>
          {[...heads, ...figureHeads].map((head, index) => (
            <th key={head} scope="col" class={index === 0 ? undefined : "number"}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, calls, more = [] }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            {[...more, ...figureCells(calls)].map((cell, index) => (
              <td key={index} class="number">
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
