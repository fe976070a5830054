/** The limit description, in characters: descriptions go to language models, where each character costs. */
const limit = 4000;

/** A text where the value is one, cut to 4,000 characters. */
export const optionalText = (value: unknown): string | undefined =>
  typeof value !== "string" ? undefined : value.length > limit ? `${value.slice(0, limit)}…` : value;

/** A text, or the fallback. */
export const text = (value: unknown, fallback: string): string =>
  typeof value === "string" && value !== "" ? value : fallback;

/** The same object without members that are `undefined`: what a server left out is not there. */
export const defined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
