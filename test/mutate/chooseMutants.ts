import { randomFrom } from "../faults/randomFrom";
import type { Mutant } from "./mutantsOf";

/** `count` of the mutants, the same for the same seed; a line of source has a second one only when every line has one. */
export function chooseMutants(mutants: readonly Mutant[], seed: number, count: number): Mutant[] {
  const random = randomFrom(seed);
  const shuffled = [...mutants];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [shuffled[last], shuffled[other]] = [shuffled[other] as Mutant, shuffled[last] as Mutant];
  }
  const lines = new Map<string, Mutant[]>();
  for (const mutant of shuffled) {
    const line = `${mutant.file}:${mutant.line}`;
    lines.set(line, [...(lines.get(line) ?? []), mutant]);
  }
  const rounds = Math.max(0, ...[...lines.values()].map((all) => all.length));
  const inRounds = Array.from({ length: rounds }, (_, round) => [...lines.values()].map((all) => all[round]));
  return inRounds
    .flat()
    .filter((mutant) => mutant !== undefined)
    .slice(0, count);
}
