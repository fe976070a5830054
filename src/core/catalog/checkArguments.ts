import { type OutputUnit, type SchemaDraft, Validator } from "@cfworker/json-schema";
import type { JsonSchema } from "./catalog";
import { surelyFits } from "./surelyFits";
import { withoutPatterns } from "./withoutPatterns";

/** `unchecked`: the server's schema cannot be used, which costs the tool its check, not its use. */
export type ArgumentCheck =
  | { readonly ok: true; readonly unchecked?: string }
  | { readonly ok: false; readonly why: string };

const validators = new WeakMap<JsonSchema, Validator>();

const fits: ArgumentCheck = { ok: true };

/** How many mistakes one sentence names. */
const maxMistakes = 3;

/** Keywords that only repeat what a keyword inside or around them says. */
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
 * Checks arguments against a tool's input schema (JSON Schema; the dialect that `$schema` names, else 2020-12 as MCP says).
 * Nothing is fetched: a `$ref` to the network makes the schema unusable.
 */
export function checkArguments(schema: JsonSchema, args: Readonly<Record<string, unknown>>): ArgumentCheck {
  if (surelyFits(schema, args)) return fits;
  try {
    const { valid, errors } = validatorOf(schema).validate(args);
    return valid ? { ok: true } : { ok: false, why: inWords(errors) };
  } catch (error) {
    return { ok: true, unchecked: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * The arguments without those that are null and need not be there: many a model writes null for what it leaves out, where the schema
 * knows no null.
 */
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

function inWords(errors: readonly OutputUnit[]): string {
  const telling = errors.filter(({ keyword }) => !wrappers.has(keyword));
  const sentences = new Set((telling.length > 0 ? telling : errors).map(sentence));
  const [...named] = [...sentences].slice(0, maxMistakes);
  const more = sentences.size - named.length;
  return `${named.join("; ")}${more > 0 ? `; and ${more} more` : ""}`;
}

function sentence({ keyword, instanceLocation, error }: OutputUnit): string {
  const place = instanceLocation.replace(/^#\/?/, "").replaceAll("/", ".");
  const [first, second] = [...error.matchAll(/"([^"]*)"/g)].map(([, quoted]) => quoted ?? "");
  if (keyword === "required" && first) return `"${place ? `${place}.` : ""}${first}" is missing`;
  if (keyword === "additionalProperties" && first) return `"${first}" is not one of its arguments`;
  const subject = place ? `"${place}"` : "the arguments as a whole";
  if (keyword === "type" && second) return `${subject} must be of type ${second}, not ${first}`;
  return `${subject}: ${error
    .replace(/\.$/, "")
    .replace(/^Instance/, "it")
    .replace(/^String/, "the text")}`;
}
