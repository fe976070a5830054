import { message } from "../../protocol/message";

/** The longest description that is kept, in characters: real servers send manuals of more than 10,000. */
const limit = 16_000;

/** A text where the value is one, cut to 16,000 characters, with a mark that says so. */
export function optionalText(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  if (value.length <= limit) return value;
  const count = value.length - limit;
  const more =
    count === 1
      ? message("content.cutOne", "(The hub cut 1 more character.)")
      : message("content.cut", "(The hub cut {count} more characters.)", { count });
  return `${value.slice(0, limit)}… ${more}`;
}

/** A text, or the fallback. */
export const text = (value: unknown, fallback: string): string =>
  typeof value === "string" && value !== "" ? value : fallback;

/** The same object without members that are `undefined`: what a server left out is not there. */
export const defined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
