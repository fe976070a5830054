import { isObject } from "../../../../protocol/isObject";
import { fieldSteps } from "../../../config/schema/fieldPath";
import type { PolicyRule } from "../../../config/schema/policyRules";
import { isExactInteger } from "../../../kernel/json/exactInteger";
import { matchesName } from "../../../kernel/untrusted/matchesName";
import { folded, isTricky, numberForm, plainForms } from "./plainForms";

type Args = Readonly<Record<string, unknown>>;
type Patterns = NonNullable<PolicyRule["args"]>;
type Wanted = Patterns[string];

/** How deep and how far a rule that denies looks, in levels and in values and characters. What lies beyond counts as a match. */
const bounds = { depth: 100, work: 2_000_000 };

/**
 * Whether arguments match all patterns of a rule that lets a call pass. Exact: each argument is there under exactly this name, every item
 * of a list matches, and nothing in it may mean something else than it says.
 */
export function surelyMatches(patterns: Patterns, args: Args): boolean {
  return Object.entries(patterns).every(([key, wanted]) => {
    const literal = Object.hasOwn(args, key);
    const names = literal ? [key] : fieldSteps(key);
    const [first = ""] = names;
    // A second argument of almost the same name could be the one that counts.
    if (Object.keys(args).some((name) => name !== first && folded(name) === folded(first))) return false;
    return everyValue(args, names, (value) => isSurely(value, wanted));
  });
}

/** Whether something is there under these names, and everything that is there passes the test. */
function everyValue(value: unknown, names: readonly string[], test: (value: unknown) => boolean): boolean {
  const [name, ...rest] = names;
  if (name === undefined) return Array.isArray(value) ? value.length > 0 && value.every(test) : test(value);
  if (Array.isArray(value)) {
    if (/^\d+$/.test(name)) return Number(name) < value.length && everyValue(value[Number(name)], rest, test);
    return value.length > 0 && value.every((item) => everyValue(item, names, test));
  }
  if (!isRecord(value) || !Object.hasOwn(value, name)) return false;
  return everyValue(value[name], rest, test);
}

function isSurely(value: unknown, wanted: Wanted): boolean {
  if (typeof wanted === "string")
    return typeof value === "string" && (value === wanted || (matchesName(wanted, value) && !isTricky(value)));
  if (typeof wanted === "number" && isExactInteger(value)) return false; // no `number` is that integer
  return value === wanted;
}

/**
 * Whether arguments match all patterns of a rule that stops a call. Wide, so that it cannot be dodged: the name counts at any depth, any
 * item of a list and any value below the name is enough, and each value is compared in all its plain forms. What is too large to be looked
 * through counts as a match. `defaults` are the values that the tool's schema gives to arguments that are missing.
 */
export function mayMatch(patterns: Patterns, args: Args, defaults: Args = {}): boolean {
  const search = new Search();
  const missing = Object.entries(defaults).filter(([name]) => !Object.hasOwn(args, name));
  const all = missing.length > 0 ? { ...Object.fromEntries(missing), ...args } : args;
  return Object.entries(patterns).every(([key, wanted]) => search.finds(all, key, wanted));
}

class Search {
  private left = bounds.work;

  finds(args: Args, key: string, wanted: Wanted): boolean {
    const names = fieldSteps(key)
      .map(folded)
      .filter((name) => !/^\d+$/.test(name));
    const whole = folded(key);
    const forms = wantedForms(wanted);
    const visit = (value: unknown, path: readonly string[], depth: number): boolean => {
      if (this.isSpent(1, depth)) return true;
      const nested = typeof value === "string" ? this.nestedJson(value) : value;
      if (Array.isArray(nested)) return nested.some((item) => visit(item, path, depth + 1));
      if (!isRecord(nested)) return false;
      return Object.entries(nested).some(([name, inner]) => {
        const own = folded(name);
        const here = [...path, own];
        const isNamed = matchesName(whole, own) || endsWith(here, names);
        return (isNamed && this.holds(inner, forms, depth + 1)) || visit(inner, here, depth + 1);
      });
    };
    return visit(args, [], 0) || this.left < 0; // the last text alone may have been too large
  }

  /** Whether a value, or anything in it, is what is wanted. */
  private holds(value: unknown, forms: readonly string[], depth: number): boolean {
    if (this.isSpent(typeof value === "string" ? value.length + 1 : 1, depth)) return true;
    if (typeof value === "string") {
      const nested = this.nestedJson(value);
      if (isEither(plainForms(value), forms)) return true;
      return nested !== undefined && this.holds(nested, forms, depth + 1);
    }
    if (Array.isArray(value)) return value.some((item) => this.holds(item, forms, depth + 1));
    if (isRecord(value)) return Object.values(value).some((inner) => this.holds(inner, forms, depth + 1));
    return isEither(plainForms(String(value)), forms);
  }

  /** The object or list in a text that holds JSON, of whatever length that is left: some tools take their arguments so. */
  private nestedJson(text: string): unknown {
    if (!/^\s*[[{]/.test(text)) return undefined;
    this.left -= text.length;
    if (this.left < 0) return undefined;
    try {
      return JSON.parse(text);
    } catch {
      return undefined; // an ordinary text
    }
  }

  private isSpent(work: number, depth: number): boolean {
    this.left -= work;
    return this.left < 0 || depth > bounds.depth;
  }
}

/** A pattern as it is compared with plain forms: as text, as a path of any system, and as a number. */
function wantedForms(wanted: Wanted): readonly string[] {
  const text = folded(String(wanted));
  const number = numberForm(text);
  return [...new Set([text, text.replaceAll("\\", "/"), ...(number === undefined ? [] : [number])])];
}

const isEither = (values: ReadonlySet<string>, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => [...values].some((value) => matchesName(pattern, value)));

/** Whether a path ends with the last name, and the names before it are above it in their order. */
function endsWith(path: readonly string[], names: readonly string[]): boolean {
  const last = names.at(-1);
  if (last === undefined || !matchesName(last, path.at(-1) ?? "")) return false;
  let next = names.length - 2;
  for (let at = path.length - 2; at >= 0 && next >= 0; at--) if (matchesName(names[next] ?? "", path[at] ?? "")) next--;
  return next < 0;
}

const isRecord = (value: unknown): value is Args => isObject(value) && !isExactInteger(value);
