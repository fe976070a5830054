import { safeLine } from "../../kernel/redact";

/** The label under which everything is counted that has none of its own. */
export const others = "other";

/** The values of a label that others choose: at most `limit` of them, each clean; the rest are `other`. */
export class BoundedLabels {
  private readonly known = new Map<string, string>();

  constructor(private readonly limit: number) {}

  of(value: string): string {
    const known = this.known.get(value);
    if (known !== undefined) return known;
    if (this.known.size >= this.limit) return others;
    const clean = safeLine(value);
    this.known.set(value, clean);
    return clean;
  }
}
