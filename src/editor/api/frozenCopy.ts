import { isExactInteger } from "../../core/kernel/json/exactInteger";

/**
 * A copy of plain data that nobody can change. Texts are shared, so that a large one costs nothing. An exact integer becomes the text of its
 * digits: the code that gets the copy does not know the class, and cannot write a `bigint` as JSON.
 */
export function frozenCopy<T>(value: T): T;
export function frozenCopy(value: unknown): unknown {
  if (isExactInteger(value)) return String(value);
  if (typeof value === "function") return undefined;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map(frozenCopy));
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.freeze(Object.fromEntries(entries.map(([name, inner]) => [name, frozenCopy(inner)])));
}
