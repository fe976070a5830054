import { randomFrom } from "../faults/randomFrom";
import { msOverFifty } from "../support/cpuMs";
import { heldBytes } from "../support/heldBytes";
import { inputLimit, mutated } from "./mutated";

/** One parser of what comes from outside. */
export interface Target {
  readonly name: string;
  readonly seeds: readonly string[];
  readonly run: (input: string) => unknown;
  /** Whether an error is the parser's own way to refuse an input; any other is a fault. */
  readonly refuses?: (error: unknown) => boolean;
}

export interface Finding {
  readonly target: string;
  readonly what: string;
  readonly input: string;
}

/** For how long a target is tried. */
export interface FuzzLimits {
  readonly seed: number;
  readonly runs: number;
  readonly seconds: number;
}

/** How much more memory may be held after all runs than before: caches are small. In bytes. */
const growthLimit = 24 * 1024 * 1024;

/** Tries a target with inputs that follow from the seed alone. Returns the first fault, or nothing. */
export function fuzz({ name, seeds, run, refuses = () => false }: Target, limits: FuzzLimits): Finding | undefined {
  const random = randomFrom(limits.seed);
  let failure: string | undefined;
  const attempt = (input: string) => {
    try {
      run(input);
    } catch (error) {
      if (!refuses(error)) failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
  };
  for (const input of seeds) attempt(input); // compiled, and caches filled
  const before = heldBytes();
  const until = performance.now() + limits.seconds * 1000;
  for (let at = 0; at < limits.runs && performance.now() < until; at++) {
    const input = mutated(seeds, random).slice(0, inputLimit);
    const ms = msOverFifty(() => attempt(input));
    if (failure !== undefined) return { target: name, what: failure, input };
    if (ms !== undefined) return { target: name, what: `It took ${ms.toFixed(0)} ms of the processor.`, input };
  }
  const grown = heldBytes() - before;
  if (grown > growthLimit) return { target: name, what: `It holds ${Math.round(grown / 1024)} KB more.`, input: "" };
  return undefined;
}

/** A finding in words, with its input shortened. */
export const findingText = ({ target, what, input }: Finding): string =>
  `${target}: ${what.split("\n").slice(0, 8).join("\n")}\ninput of ${input.length} characters: ${JSON.stringify(input.slice(0, 300))} … ${JSON.stringify(input.slice(-100))}`;
