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
      return unionSentence(issue, value);
    case "invalid_value": {
      if (found === undefined)
        return message("config.missingValue", '"{name}" is missing. It must be {values}.', {
          name,
          values: either(issue.values.map((word) => `"${String(word)}"`)),
        });
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

/** `a, b or c` */
function either(words: readonly string[]): string {
  const all = [...new Set(words)];
  return [all.slice(0, -1).join(", "), ...all.slice(-1)]
    .filter((part) => part !== "")
    .join(message("config.or", " or "));
}

/**
 * The problem itself where a value fits none of several schemas: a value that says of which kind it is, is compared with that kind alone,
 * and any other one with the schema that it is closest to. Paths start at `value`, as that of the issue.
 */
export function closestIssue(issue: Issue, value: unknown): Issue {
  const found = at(value, issue.path);
  if (issue.code !== "invalid_union" || typeof found !== "object" || found === null) return issue;
  const kinds = issue.errors.map((errors) =>
    errors.find((one) => one.code === "invalid_value" && one.path.length === 1),
  );
  const ofItsKind = issue.errors.filter((_, index) => kinds[index] === undefined);
  const [wrongKind] = kinds.flatMap((one) => one ?? []);
  if (ofItsKind.length === 0 && wrongKind?.code === "invalid_value") {
    const values = kinds.flatMap((one) => (one?.code === "invalid_value" ? one.values : []));
    return { ...wrongKind, values, path: [...issue.path, ...wrongKind.path] };
  }
  const [closest] = ofItsKind.toSorted((a, b) => a.length - b.length);
  const [first] = closest ?? [];
  return first ? closestIssue({ ...first, path: [...issue.path, ...first.path] }, value) : issue;
}

/** What a value may be that none of several schemas accepts, in one sentence. */
function unionSentence(issue: Extract<Issue, { code: "invalid_union" }>, value: unknown): string {
  const found = at(value, issue.path);
  const name = pathText(issue.path);
  const closest = closestIssue(issue, value);
  if (closest !== issue) return issueSentence(closest, value);
  const words = issue.errors.flat().flatMap(unionMember);
  return words.length > 0
    ? mustBe(name, either(words), kindOf(found)) + quoteHint(issue, found)
    : mustBe(name, message("config.otherValue", "another value"), kindOf(found));
}

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

const unionMember = (issue: Issue): readonly string[] =>
  issue.path.length > 0
    ? []
    : issue.code === "invalid_type"
      ? [expected(issue.expected)]
      : issue.code === "invalid_value"
        ? issue.values.map((word) => JSON.stringify(word) ?? "")
        : [];

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
