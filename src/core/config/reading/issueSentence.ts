import type { z } from "zod";
import { message } from "../../../protocol/message";
import { safeLine } from "../../kernel/redact";

/** One problem that zod found. */
export type Issue = z.core.$ZodIssue;

/**
 * What is wrong and what to write instead, as one sentence. It never repeats a value, which may be a secret, unless the value must be one
 * of a few words.
 *
 * @param value the value that was checked; the path of the issue starts at it
 */
export function issueSentence(issue: Issue, value: unknown): string {
  const found = at(value, issue.path);
  const name = pathText(issue.path);
  switch (issue.code) {
    case "invalid_type":
      if (found === undefined) return message("config.missing", '"{name}" is missing.', { name });
      return mustBe(name, expected(issue.expected), kindOf(found)) + quoteHint(issue, found);
    case "invalid_union":
      return mustBe(name, either(issue.errors.flat().map(unionMember)), kindOf(found)) + quoteHint(issue, found);
    case "invalid_value": {
      const written = typeof found === "string" ? `"${safeLine(found, 40)}"` : kindOf(found);
      return mustBe(name, either(issue.values.map((word) => `"${String(word)}"`)), written);
    }
    case "too_small":
      return issue.origin === "string"
        ? message("config.empty", '"{name}" is empty.', { name })
        : message("config.tooSmall", '"{name}" must be at least {minimum}.', { name, minimum: Number(issue.minimum) });
    case "too_big": {
      const maximum = Number(issue.maximum);
      return issue.origin === "string"
        ? message("config.tooLong", '"{name}" must not be longer than {maximum} characters.', { name, maximum })
        : message("config.tooLarge", '"{name}" must be at most {maximum}.', { name, maximum });
    }
    case "invalid_key": {
      const key = safeLine(String(issue.path.at(-1)), 80);
      return issue.path.length > 1
        ? message("config.badKeyIn", '"{key}" cannot be a name in "{parent}".', {
            key,
            parent: pathText(issue.path.slice(0, -1)),
          })
        : message("config.badKey", '"{key}" cannot be a name here.', { key });
    }
    case "unrecognized_keys": {
      const names = issue.keys.map((key) => `"${safeLine(key, 80)}"`).join(", ");
      return issue.keys.length === 1
        ? message("config.unknownKey", "{name} is not known here.", { name: names })
        : message("config.unknownKeys", "{names} are not known here.", { names });
    }
    default:
      return message("config.unusable", '"{name}" cannot be used: {reason}.', {
        name,
        reason: safeLine(issue.message),
      });
  }
}

/** A path as people write it: `args[1]`, `env.DEBUG`. */
export function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  return safeLine(text.replace(/^\./, ""), 80);
}

/** The kind of a JSON value, in words. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return message("config.list", "a list");
  switch (typeof value) {
    case "string":
      return text();
    case "number":
      return Number.isInteger(value) ? number() : message("config.fraction", "a number with a fraction");
    case "boolean":
      return String(value);
    default:
      return message("config.object", "an object");
  }
}

const text = (): string => message("config.text", "text");
const number = (): string => message("config.number", "a number");

const mustBe = (name: string, what: string, found: string): string =>
  message("config.mustBe", '"{name}" must be {what}, but it is {found}.', { name, what, found });

const either = (words: readonly string[]): string => [...new Set(words)].join(message("config.or", " or "));

function expected(type: string): string {
  switch (type) {
    case "string":
      return text();
    case "boolean":
      return message("config.boolean", "true or false");
    case "int":
      return message("config.wholeNumber", "a whole number");
    case "number":
      return number();
    case "array":
      return message("config.textList", "a list of texts");
    case "object":
    case "record":
      return message("config.objectLike", "an object such as {example}", { example: '{"NAME": "value"}' });
    default:
      return type;
  }
}

const unionMember = (issue: Issue): string =>
  issue.code === "invalid_type" ? expected(issue.expected) : issue.message;

const quoteHint = ({ path }: Issue, found: unknown): string =>
  path.length > 1 && (typeof found === "number" || typeof found === "boolean")
    ? ` ${message("config.quote", "Put it in quotes.")}`
    : "";

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, key)) return undefined;
    found = Object.getOwnPropertyDescriptor(found, key)?.value;
  }
  return found;
}
