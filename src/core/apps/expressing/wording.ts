import { isPlain } from "../editing/place";
import { fromApp, toApp, type VariableSyntax } from "../variables";

/** What of an entry an app's file can say; it takes down what it cannot. */
export class Wording {
  private readonly lost = new Set<string>();
  private readonly texts = new Set<string>();

  constructor(private readonly syntax: VariableSyntax) {}

  /** Keys of the hub's entry that the app has nothing for. */
  get left(): readonly string[] {
    return [...this.lost];
  }

  /** Texts that would mean something else in the app: the hub's variables that it lacks, and plain texts that it takes for a variable. */
  get untold(): readonly string[] {
    return [...this.texts];
  }

  /** The app has nothing for this key. */
  leave(key: string): void {
    this.lost.add(key);
  }

  /** A value with the app's variables in place of the hub's, at any depth. */
  to(value: unknown): unknown {
    if (typeof value === "string") return this.text(value);
    if (Array.isArray(value)) return value.map((item) => this.to(item));
    if (!isPlain(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.to(inner)]));
  }

  private text(text: string): string {
    const told = toApp(text, this.syntax);
    if (told !== undefined && fromApp(told, this.syntax) === text) return told;
    this.texts.add(text);
    return text;
  }
}
