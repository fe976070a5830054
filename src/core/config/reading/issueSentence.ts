import type { z } from "zod";
import { safeLine } from "../../kernel/redact";

/** One thing that zod found wrong. */
export type Issue = z.core.$ZodIssue;

/**
 * What is wrong and what to write instead, as one sentence. It never repeats a value, which may be a secret, except
 * where the value should be one of a few words.
 *
 * @param value what was checked as a whole; the issue's path leads into it
 */
export function issueSentence(issue: Issue, value: unknown): string {
  const found = at(value, issue.path);
  const name = `"${pathText(issue.path)}"`;
  const missing = found === undefined ? `${name} is missing.` : undefined;
  switch (issue.code) {
    case "invalid_type":
      return (
        missing ?? `${name} must be ${expected(issue.expected)}, but it is ${kindOf(found)}.${quoteHint(issue, found)}`
      );
    case "invalid_union":
      return `${name} must be ${[...new Set(issue.errors.flat().map(unionMember))].join(" or ")}, but it is ${kindOf(found)}.${quoteHint(issue, found)}`;
    case "invalid_value": {
      const words = issue.values.map((word) => `"${String(word)}"`).join(" or ");
      const written = typeof found === "string" ? `"${safeLine(found, 40)}"` : kindOf(found);
      return `${name} must be ${words}, but it is ${written}.`;
    }
    case "too_small":
      return issue.origin === "string" ? `${name} is empty.` : `${name} must be at least ${issue.minimum}.`;
    case "too_big":
      return issue.origin === "string"
        ? `${name} must not be longer than ${issue.maximum} characters.`
        : `${name} must be at most ${issue.maximum}.`;
    case "invalid_key":
      return `"${safeLine(String(issue.path.at(-1)), 80)}" cannot be a name ${within(issue.path)}.`;
    case "unrecognized_keys":
      return `${issue.keys.map((key) => `"${safeLine(key, 80)}"`).join(", ")} is not known here.`;
    default:
      return `${name} cannot be used: ${safeLine(issue.message)}.`;
  }
}

/** A path as people write it: `args[1]`, `env.DEBUG`. */
export function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  return safeLine(text.replace(/^\./, ""), 80);
}

/** What kind of thing a JSON value is, in words. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  switch (typeof value) {
    case "string":
      return "text";
    case "number":
      return Number.isInteger(value) ? "a number" : "a number with a fraction";
    case "boolean":
      return String(value);
    default:
      return "an object";
  }
}

const words: Readonly<Record<string, string>> = {
  string: "text",
  boolean: "true or false",
  int: "a whole number",
  number: "a number",
  array: "a list of texts",
  object: 'an object such as {"NAME": "value"}',
  record: 'an object such as {"NAME": "value"}',
  null: "null",
};

const expected = (type: string): string => words[type] ?? type;

const unionMember = (issue: Issue): string =>
  issue.code === "invalid_type" ? expected(issue.expected) : issue.message;

const quoteHint = ({ path }: Issue, found: unknown): string =>
  path.length > 1 && (typeof found === "number" || typeof found === "boolean") ? " Put it in quotes." : "";

const within = (path: readonly PropertyKey[]): string =>
  path.length > 1 ? `in "${pathText(path.slice(0, -1))}"` : "here";

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, key)) return undefined;
    found = Object.getOwnPropertyDescriptor(found, key)?.value;
  }
  return found;
}
