/** One picture of a dashboard. */
export interface Panel {
  readonly title: string;
  /** What it tells, for the person who looks. */
  readonly about?: string;
  readonly kind: "timeseries" | "stat" | "table";
  /** Grafana's names of units. `short` is a plain number. */
  readonly unit: "s" | "percentunit" | "reqps" | "bytes" | "short";
  readonly queries: readonly { readonly expr: string; readonly legend: string }[];
  /** Where a value turns red. */
  readonly redAbove?: number;
  readonly redBelow?: number;
}

export interface Dashboard {
  /** Also the name of its file. */
  readonly id: string;
  readonly title: string;
  readonly panels: readonly Panel[];
}

export const lines = (
  title: string,
  unit: Panel["unit"],
  ...queries: readonly [expr: string, legend: string][]
): Panel => ({
  ...{ title, unit, kind: "timeseries" },
  queries: queries.map(([expr, legend]) => ({ expr, legend })),
});

export const number = (
  title: string,
  unit: Panel["unit"],
  expr: string,
  red: Pick<Panel, "redAbove" | "redBelow"> = {},
): Panel => ({
  ...{ title, unit, kind: "stat", queries: [{ expr, legend: "" }], ...red },
});

export const table = (title: string, unit: Panel["unit"], expr: string): Panel => ({
  ...{ title, unit, kind: "table", queries: [{ expr, legend: "" }] },
});
