import { message } from "../../protocol/message";

/** Which features of the protocol the hub uses, in which of its revisions. */
export interface Compatibility {
  /** Oldest first. */
  readonly revisions: readonly string[];
  readonly features: readonly CompatibleFeature[];
}

export interface CompatibleFeature {
  readonly feature: string;
  /** `offered`: a server has it. `asked`: a server asks the hub for it. */
  readonly use: "offered" | "asked";
  /** The revisions that have it. */
  readonly revisions: readonly string[];
}

/** The matrix as two tables in Markdown, which can be read as plain text too. */
export function compatibilityText({ revisions, features }: Compatibility): string {
  const tableOf = (use: CompatibleFeature["use"], heading: string) =>
    table([
      [heading, ...revisions],
      ...features
        .filter((one) => one.use === use)
        .map((one) => [one.feature, ...revisions.map((revision) => (one.revisions.includes(revision) ? yes() : none))]),
    ]);
  return [
    tableOf("offered", message("compatibility.offered", "What servers offer")),
    tableOf("asked", message("compatibility.asked", "What servers may ask")),
  ].join("\n\n");
}

const yes = () => message("compatibility.yes", "yes");
const none = "–";

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [line(head), `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...body.map(line)].join("\n");
}
