/** How often an exact integer was written as JSON: `toJson` learns from it whether a text holds one. */
let written = 0;

export const timesWritten = (): number => written;

const rawJson: unknown = Reflect.get(JSON, "rawJSON");

/**
 * An integer beyond 2^53 that a `number` would round, such as the 64-bit ids of databases. It keeps the digits that were written. Code that
 * compares or calculates with it gets a `bigint`.
 */
export class ExactInteger {
  constructor(readonly digits: string) {}

  valueOf(): bigint {
    return BigInt(this.digits);
  }

  toString(): string {
    return this.digits;
  }

  /** For code that does not know this class: the number itself in Node 22 and later, its digits as a text before. */
  toJSON(): unknown {
    written++;
    return typeof rawJson === "function" ? rawJson.call(JSON, this.digits) : this.digits;
  }
}

/** Whether a value is an integer that no `number` holds. */
export const isExactInteger = (value: unknown): value is ExactInteger | bigint =>
  value instanceof ExactInteger || typeof value === "bigint";

/** The integer that digits stand for: a `number` where that holds all of them. */
export function integerOf(digits: string): number | ExactInteger {
  const number = Number(digits);
  return String(number) === digits ? number : new ExactInteger(digits);
}

/**
 * The same value with rounded numbers in place of exact integers, for code that only knows numbers. What stands under the names in `kept`
 * stays as it is. A value without an exact integer is returned as it is.
 */
export function withNumbers(value: unknown, kept?: ReadonlySet<string>): unknown {
  if (isExactInteger(value)) return Number(value);
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => withNumbers(item, kept));
    return items.some((item, at) => item !== value[at]) ? madeOf(value, items) : value;
  }
  if (typeof value !== "object" || value === null) return value;
  let changed: Map<string, unknown> | undefined;
  for (const [key, inner] of Object.entries(value)) {
    if (kept?.has(key)) continue;
    const plain = withNumbers(inner, kept);
    if (plain === inner) continue;
    changed ??= new Map(Object.entries(value));
    changed.set(key, plain);
  }
  return changed ? madeOf(value, Object.fromEntries(changed)) : value;
}

/** What values with rounded numbers were made of. */
const originals = new WeakMap<object, object>();

function madeOf<T extends object>(original: object, rounded: T): T {
  originals.set(rounded, original);
  return rounded;
}

/** The value that `withNumbers` rounded, for those who only pass it on; any other value as it is. */
export const withAllDigits = <T extends object>(value: T): T => (originals.get(value) as T | undefined) ?? value;
