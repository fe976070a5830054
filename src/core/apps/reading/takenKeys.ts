import type { AppProblem } from "../app";
import type { Plain } from "../shape";

/** An entry's keys, each taken by who understands it. What nobody takes is reported. */
export class TakenKeys {
  private readonly taken = new Set<string>();
  readonly notes: AppProblem[] = [];

  constructor(
    private readonly entry: Plain,
    private readonly path: AppProblem["path"],
  ) {}

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  /** The value of the first of these keys that has one. */
  take(...keys: readonly string[]): unknown {
    for (const key of keys) this.taken.add(key);
    return keys.map((key) => this.get(key)).find((value) => value !== undefined);
  }

  /** A number of whole seconds, at most `most`, given how many of the app's units a second has. */
  takeSeconds(unitsPerSecond: number, most: number, ...keys: readonly string[]): number | undefined {
    const value = this.take(...keys);
    if (typeof value !== "number" || !(value > 0)) return undefined;
    return Math.min(most, Math.ceil(value / unitsPerSecond));
  }

  /** Reports that a key's meaning is not taken over, if it is there and says something. */
  leave(key: string, severity: AppProblem["severity"], text: () => string): void {
    this.taken.add(key);
    if (says(this.get(key))) this.note(severity, text(), key);
  }

  note(severity: AppProblem["severity"], message: string, ...at: readonly (string | number)[]): void {
    this.notes.push({ path: [...this.path, ...at], severity, message });
  }

  /** Keys that nobody took. */
  get left(): readonly string[] {
    return Object.keys(this.entry).filter((key) => !this.taken.has(key));
  }

  private get(key: string): unknown {
    return Object.hasOwn(this.entry, key) ? this.entry[key] : undefined;
  }
}

/** Whether a value says anything: an empty list of grants grants nothing. */
const says = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== false && !(Array.isArray(value) && value.length === 0);
