/** The longest text that describes something, in characters: descriptions go to language models, which pay for each. */
const longest = 4000;

/** A text where there is one, cut to 4,000 characters. */
export const optionalText = (value: unknown): string | undefined =>
  typeof value !== "string" ? undefined : value.length > longest ? `${value.slice(0, longest)}…` : value;

/** A text, or what stands in for it. */
export const text = (value: unknown, fallback: string): string =>
  typeof value === "string" && value !== "" ? value : fallback;

/** The same without the names whose value is `undefined`: what a server left out is not there. */
export const defined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
