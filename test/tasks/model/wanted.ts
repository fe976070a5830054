import type { Known } from "./thought";

/** One thing that a person wants, without the name of a tool: the model looks for one. */
export interface Wanted {
  /** What the name of the tool says, such as "search tickets". */
  readonly words: string;
  /** The tool as the person wrote it; then `words` are not looked for. */
  readonly named?: string;
  /** Where the person wants it done. */
  readonly server?: string;
  /** Where it may be done if it cannot be done there. */
  readonly elsewhere?: string;
  /** What the tool is told; several for several calls at once. */
  readonly facts: (known: Known) => Known | readonly Known[];
  /** What is kept of the answer. */
  readonly learn?: (answer: string, known: Known) => Known;
  /** What the next request is told, where there is more of the answer. */
  readonly more?: (answer: string, asked: Known) => Known | undefined;
  /** How to see whether it has taken effect, where it changes something. */
  readonly check?: {
    readonly words: string;
    readonly facts: (known: Known) => Known;
    readonly done: (answer: string) => boolean;
  };
  /** How to find out what the tool must be told, where what the person said does not work. */
  readonly lookUp?: Wanted;
  /** Where what is asked for comes from, where it is there no more. */
  readonly source?: Wanted;
}

/** What a person asks for, in its order. */
export interface Goal {
  readonly steps: readonly Wanted[];
  /** What the model says at the end; "Done." unless given. */
  readonly says?: (known: Known) => string;
}
