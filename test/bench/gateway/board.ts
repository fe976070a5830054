import { median } from "../figures";

/** One line of the table. */
export interface RowOf {
  readonly what: string;
  readonly unit: string;
  /** Which of two figures is the good one. */
  readonly better: "less" | "more";
  /** What the gateway's figure by that of the best peer must be; at most, or at least, as `better` says. */
  readonly aim?: number;
  /** A limit for the gateway's own figure. */
  readonly limit?: number;
}

/** A column of the table. */
export interface Column {
  readonly name: string;
  /** ours: what is judged; peer: what it is compared with; reference: neither. */
  readonly role: "ours" | "peer" | "reference";
}

/** Collects the figures of one part of the benchmark, several of each, and prints them as a table of medians. */
export class Board<Key extends string> {
  private readonly columns: Column[] = [];
  private readonly values = new Map<string, number[]>();
  private readonly reasons = new Map<string, string>();

  constructor(
    private readonly title: string,
    private readonly rows: Readonly<Record<Key, RowOf>>,
  ) {}

  add(row: Key, column: Column, value: number): void {
    this.include(column);
    const values = this.of(row, column);
    values.push(value);
    this.values.set(`${row}|${column.name}`, values);
  }

  /** Why a column has no figure, or no more of them. */
  cannot(column: Column, why: unknown): void {
    this.include(column);
    const text = why instanceof Error ? why.message : String(why);
    this.reasons.set(column.name, [this.reasons.get(column.name), text.slice(0, 300)].filter(Boolean).join("; "));
  }

  /** The table in Markdown, and below it what could not be measured. */
  toString(): string {
    const names = this.columns.map(({ name }) => name);
    const head = [this.title, ...names, "", "÷ best peer", "aim", ""];
    const lines = (Object.keys(this.rows) as Key[]).map((key) => this.line(key));
    const notes = [...this.reasons].map(([name, why]) => `- ${name}: ${why.replaceAll("\n", " ")}`);
    return [row(head), `|${"---|".repeat(head.length)}`, ...lines, ...(notes.length > 0 ? ["", ...notes] : [])].join(
      "\n",
    );
  }

  private line(key: Key): string {
    const { what, unit, better, aim, limit } = this.rows[key];
    const shown = this.columns.map((column) => {
      const values = this.of(key, column);
      return values.length > 0 ? digits(median(values)) : "–";
    });
    const own = this.columns.find(({ role }) => role === "ours");
    const figure = own && this.of(key, own).length > 0 ? median(this.of(key, own)) : undefined;
    const ratio = own && this.ratio(key, own);
    const judged = aim === undefined ? figure : ratio;
    const wanted = aim ?? limit;
    const sign = better === "less" ? "≤" : "≥";
    const met =
      judged !== undefined && wanted !== undefined && (better === "less" ? judged <= wanted : judged >= wanted);
    const aimed = aim === undefined ? (limit === undefined ? "" : `${sign} ${limit}`) : `${sign} ${aim} ×`;
    const verdict = wanted === undefined ? "" : judged === undefined ? "not measured" : met ? "met" : "MISSED";
    return row([what, ...shown, unit, ratio === undefined ? "" : `${ratio.toFixed(2)} ×`, aimed, verdict]);
  }

  /** The median of the ratios in each round: both figures of a round were measured at the same speed of the machine. */
  private ratio(key: Key, own: Column): number | undefined {
    const mine = this.of(key, own);
    const { better } = this.rows[key];
    const peers = this.columns
      .filter(({ role }) => role === "peer")
      .map((column) => this.of(key, column))
      .filter((values) => values.length > 0)
      .sort((a, b) => (better === "less" ? median(a) - median(b) : median(b) - median(a)));
    const [best] = peers;
    if (!best || mine.length === 0) return undefined;
    return median(mine.map((value, round) => value / (best[round] ?? median(best))));
  }

  private of(row: Key, { name }: Column): number[] {
    return this.values.get(`${row}|${name}`) ?? [];
  }

  private include(column: Column): void {
    if (!this.columns.some(({ name }) => name === column.name)) this.columns.push(column);
  }
}

const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;

/** Three digits that count. */
const digits = (figure: number) =>
  figure >= 100 ? figure.toFixed(0) : figure >= 10 ? figure.toFixed(1) : figure.toFixed(figure >= 1 ? 2 : 3);
