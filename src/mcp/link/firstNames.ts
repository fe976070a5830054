import { safeLine } from "../../core/redact";
import { isObject } from "../../protocol/isObject";

/** How many names are told, however many tools share theirs. */
const maxTold = 10;

/**
 * Keeps one tool for each name, over all pages of a list: a call names its tool by nothing else, so that no other of that name could
 * ever be called. The first wins.
 */
export class FirstNames {
  private taken = new Set<string>();
  private readonly told = new Set<string>();

  constructor(
    private readonly server: string,
    private readonly warn: (message: string) => void,
  ) {}

  /** A list begins anew. */
  begin(): void {
    this.taken = new Set();
  }

  /** Those of a page whose name no tool before them has; says once of each name that it is there more than once. */
  of(tools: readonly unknown[]): readonly unknown[] {
    return tools.filter((tool) => {
      if (!isObject(tool) || typeof tool.name !== "string") return true; // not for this to judge
      const { name } = tool;
      const isFirst = !this.taken.has(name);
      this.taken.add(name);
      if (!isFirst) this.say(name);
      return isFirst;
    });
  }

  private say(name: string): void {
    if (this.told.has(name) || this.told.size >= maxTold) return;
    this.told.add(name);
    this.warn(
      `"${this.server}" lists more than one tool named "${safeLine(name, 80)}": the first is there, the others were left out. Ask its author to give each a name of its own.`,
    );
  }
}
