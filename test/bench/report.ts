/** One line of the table that `npm run bench` prints. */
export interface Row {
  /** What was measured, e.g. `stdio, in sequence, p50`. */
  readonly what: string;
  readonly unit: string;
  readonly hub: number;
  /** The same of what the hub is compared with; missing where the figure stands for itself. */
  readonly bare?: number;
  /** The hub's figure by the bare one's, where it is not that of the two beside it. */
  readonly ratio?: number;
  /** A limit for the ratio, or for the figure itself where there is nothing to compare it with. */
  readonly target?: { readonly atMost: number } | { readonly atLeast: number };
}

/** Hands a line to `run.mjs`, which prints it; a bench that was started by hand prints it as JSON. */
export function report(row: Row): void {
  if (process.send) process.send(row);
  else console.log(JSON.stringify(row));
}
