import { type OutputUnit, type SchemaDraft, Validator } from "@cfworker/json-schema";
import { message } from "../../protocol/message";
import type { JsonSchema } from "./catalog";
import { withoutPatterns } from "./withoutPatterns";

/** The outcome of a check. `unchecked`: the server's schema cannot be used, so the arguments are sent without a check. */
export type ArgumentCheck =
  | { readonly ok: true; readonly unchecked?: string }
  | { readonly ok: false; readonly why: string };

const validators = new WeakMap<JsonSchema, Validator>();

const fits: ArgumentCheck = { ok: true };

/** The number of mistakes that one sentence names. */
const maxMistakes = 3;

/** Keywords whose errors only repeat the error of a keyword inside or around them. */
const wrappers = new Set([
  "properties",
  "items",
  "prefixItems",
  "allOf",
  "$ref",
  "$dynamicRef",
  "then",
  "else",
  "false",
]);

/**
 * Checks arguments against a tool's input schema (JSON Schema; the dialect that `$schema` names, otherwise 2020-12 as MCP specifies).
 * Nothing is fetched: a `$ref` to the network makes the schema unusable.
 */
export function checkArguments(schema: JsonSchema, args: Readonly<Record<string, unknown>>): ArgumentCheck {
  if (surelyFits(schema, args)) return fits;
  try {
    const { valid, errors } = validatorOf(schema).validate(args);
    return valid ? { ok: true } : { ok: false, why: mistakesText(errors) };
  } catch (error) {
    return { ok: true, unchecked: error instanceof Error ? error.message : String(error) };
  }
}

/** The arguments without optional ones that are null: many models write null for what they leave out, even if the schema does not allow it. */
export function withoutNulls(
  { required }: JsonSchema,
  args: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const needed: readonly unknown[] = Array.isArray(required) ? required : [];
  return Object.fromEntries(Object.entries(args).filter(([name, value]) => value !== null || needed.includes(name)));
}

function validatorOf(schema: JsonSchema): Validator {
  const known = validators.get(schema);
  if (known) return known;
  const made = new Validator(withoutPatterns(schema), dialect(schema.$schema), false);
  validators.set(schema, made);
  return made;
}

function dialect(name: unknown): SchemaDraft {
  const text = typeof name === "string" ? name : "";
  if (text.includes("draft-07")) return "7";
  if (text.includes("draft-04")) return "4";
  return text.includes("2019-09") ? "2019-09" : "2020-12";
}

function mistakesText(errors: readonly OutputUnit[]): string {
  const specific = errors.filter(({ keyword }) => !wrappers.has(keyword));
  const mistakes = new Set((specific.length > 0 ? specific : errors).map(mistakeText));
  const named = [...mistakes].slice(0, maxMistakes);
  const more = mistakes.size - named.length;
  if (more > 0) named.push(message("catalog.moreMistakes", "and {count} more", { count: more }));
  return named.join("; ");
}

function mistakeText({ keyword, instanceLocation, error }: OutputUnit): string {
  const path = instanceLocation.replace(/^#\/?/, "").replaceAll("/", ".");
  const [first = "", second] = [...error.matchAll(/"([^"]*)"/g)].map(([, quoted]) => quoted ?? "");
  if (keyword === "required" && first)
    return message("catalog.argumentMissing", '"{name}" is missing', { name: path ? `${path}.${first}` : first });
  if (keyword === "additionalProperties" && first)
    return message("catalog.argumentUnknown", '"{name}" is not one of its arguments', { name: first });
  const subject = path ? `"${path}"` : message("catalog.allArguments", "the arguments as a whole");
  if (keyword === "type" && second)
    return message("catalog.argumentType", "{subject} must be of type {type}, not {found}", {
      subject,
      type: second,
      found: first,
    });
  // The validator's own words, which always start with "Instance" or "String".
  return `${subject}: ${error
    .replace(/\.$/, "")
    .replace(/^Instance/, "it")
    .replace(/^String/, "the text")}`;
}

type Simple = "string" | "number" | "integer" | "boolean";

/** A schema that contains only names and simple types. */
interface Outline {
  /** By name; `undefined` if the schema of the property is not that simple. */
  readonly types: ReadonlyMap<string, Simple | undefined>;
  readonly required: readonly string[];
  readonly closed: boolean;
}

/** Keywords that do not affect validation. */
const annotations = new Set(["$schema", "$comment", "title", "description", "default", "examples", "deprecated"]);

const outlines = new WeakMap<JsonSchema, { readonly outline: Outline | undefined }>();

/**
 * Whether arguments certainly fit a tool's input schema. Most schemas contain only the names and simple types of their properties, and the
 * validator needs 4 µs and 1.6 kB to check that. If it is `false`, the validator decides.
 */
export function surelyFits(schema: JsonSchema, args: Readonly<Record<string, unknown>>): boolean {
  let known = outlines.get(schema);
  if (!known) {
    known = { outline: outlineOf(schema) };
    outlines.set(schema, known);
  }
  const { outline } = known;
  if (!outline) return false;
  for (const name in args) {
    if (!outline.types.has(name)) {
      if (outline.closed) return false;
    } else if (!isOf(outline.types.get(name), args[name])) return false;
  }
  return outline.required.every((name) => Object.hasOwn(args, name));
}

function isOf(type: Simple | undefined, value: unknown): boolean {
  if (type === "number") return Number.isFinite(value);
  if (type === "integer") return Number.isSafeInteger(value);
  return type !== undefined && typeof value === type;
}

function outlineOf(schema: JsonSchema): Outline | undefined {
  const { type, properties = {}, required = [], additionalProperties = true, ...rest } = schema;
  if (type !== "object" || !Object.keys(rest).every((key) => annotations.has(key))) return undefined;
  if (typeof properties !== "object" || properties === null || typeof additionalProperties !== "boolean")
    return undefined;
  if (!Array.isArray(required) || !required.every((name) => typeof name === "string")) return undefined;
  const types = new Map(Object.entries(properties).map(([name, property]) => [name, simpleType(property)]));
  return { types, required, closed: !additionalProperties };
}

function simpleType(property: unknown): Simple | undefined {
  if (typeof property !== "object" || property === null) return undefined;
  const { type, ...rest } = { type: undefined, ...property };
  if (!Object.keys(rest).every((key) => annotations.has(key))) return undefined;
  return type === "string" || type === "number" || type === "integer" || type === "boolean" ? type : undefined;
}
