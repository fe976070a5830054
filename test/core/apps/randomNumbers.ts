import { seeded } from "../../support/callFixture";

/** Whole numbers from 0 up to a bound, the same ones for the same seed. */
export function numbers(seed: number): (below: number) => number {
  const next = seeded(seed);
  return (below) => Math.floor(next() * below);
}

export type Random = ReturnType<typeof numbers>;

/** One of several values. */
export const oneOf = <T>(random: Random, values: readonly T[]): T => {
  const value = values[random(values.length)];
  if (value === undefined) throw new Error("no values");
  return value;
};
