import * as z from "zod";

/** What a method takes and gives, whatever server answers it. `of: "many"`: it gives a list of these. */
export interface Contract {
  readonly of: "one" | "many";
  readonly input: z.ZodType<Input>;
  readonly output: z.ZodType<Readonly<Record<string, unknown>>>;
}

/** The arguments of a method after their check: plain values by name. A list has `limit`, the number of items that are wanted. */
export type Input = Readonly<Record<string, unknown>>;

/** A list that was asked for. `incomplete`: the server has more of what was asked for, and does not give it. */
export interface Listing<Item> {
  readonly items: readonly Item[];
  readonly incomplete: boolean;
}

/** A word or a text that must say something. */
export const words = (longest = 10_000) => z.string().trim().min(1).max(longest);

/** What names one thing on a server: an id, or a key. */
export const idText = words(500);

/** The number of items that are wanted. */
export const limit = (most: number, usual: number) => z.int().min(1).max(most).default(usual);

/** What a server may leave out. */
export const maybe = z.string().nullable();

export const one = <In extends Input, Out extends Readonly<Record<string, unknown>>>(
  input: z.ZodType<In>,
  output: z.ZodType<Out>,
) => ({ of: "one", input, output }) as const;

export const many = <In extends Input, Out extends Readonly<Record<string, unknown>>>(
  input: z.ZodType<In>,
  output: z.ZodType<Out>,
) => ({ of: "many", input, output }) as const;
