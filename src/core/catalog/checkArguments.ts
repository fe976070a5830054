import type { OutputUnit } from "@cfworker/json-schema";
import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";
import { withNumbers } from "../kernel/json/exactInteger";
import { BoundedValidator } from "./boundedValidator";
import type { JsonSchema } from "./catalog";
import { mistakePath, mistakeText, placeOf } from "./mistakeText";
import { dialectOf } from "./schemaKeywords";

/** The outcome of a check. `unchecked`: the server's schema cannot be used, so the arguments are sent without a check. */
export type ArgumentCheck =
  | { readonly ok: true; readonly unchecked?: string }
  | { readonly ok: false; readonly why: string };

/** By schema; an error where the schema cannot be used. */
const validators = new WeakMap<JsonSchema, BoundedValidator | Error>();

const fits: ArgumentCheck = { ok: true };

/** The number of mistakes that one sentence names. */
const maxMistakes = 3;

/** The number of mistakes that are compared: some are the same in other words. A long list may have one in each item. */
const mistakesRead = 50;

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
 * Nothing is fetched: a `$ref` to the network makes the schema unusable. What cannot be judged is left to the server (`judgedSchema`), and so is what would
 * take too much work (`boundedValidator`).
 */
export function checkArguments(schema: JsonSchema, args: Readonly<Record<string, unknown>>): ArgumentCheck {
  return surelyFits(schema, args) ? fits : checkValue(schema, args);
}

/** The same for a value of any type. `whole`: what to call it where it is wrong as a whole. */
export function checkValue(schema: JsonSchema, value: unknown, whole?: string): ArgumentCheck {
  try {
    const { valid, errors } = validatorOf(schema).validate(withNumbers(value));
    return valid ? { ok: true } : { ok: false, why: mistakesText(errors, whole) };
  } catch (error) {
    return { ok: true, unchecked: error instanceof Error ? error.message : String(error) };
  }
}

function validatorOf(schema: JsonSchema): BoundedValidator {
  let known = validators.get(schema);
  if (!known) {
    known = made(schema);
    validators.set(schema, known);
  }
  if (known instanceof Error) throw known;
  return known;
}

function made(schema: JsonSchema): BoundedValidator | Error {
  try {
    return new BoundedValidator(schema, dialectOf(schema));
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** One mistake in arguments: where it is, with points between the names, and what is wrong there. */
export interface ArgumentMistake {
  /** Empty for the arguments as a whole. */
  readonly path: string;
  readonly text: string;
}

/** The mistakes in arguments, each once, at most 50; none where the schema cannot be used. */
export function argumentMistakes(schema: JsonSchema, args: Readonly<Record<string, unknown>>): ArgumentMistake[] {
  try {
    const { errors } = validatorOf(schema).validate(withNumbers(args));
    const mistakes = ownMistakes(errors)
      .slice(0, mistakesRead)
      .map((error) => ({ path: mistakePath(error), text: mistakeText(error) }));
    return [...new Map(mistakes.map((one) => [`${one.path}\n${one.text}`, one])).values()];
  } catch {
    return [];
  }
}

/** One mistake with its exact place: names and indexes from the outside in. */
export interface PlacedMistake {
  readonly path: readonly string[];
  readonly text: string;
  /** What is wrong is that something is not there. */
  readonly isMissing?: true;
}

/** The same for a form: of a value that has one of several forms, only the mistakes against the nearest of them. */
export function placedMistakes(schema: JsonSchema, args: Readonly<Record<string, unknown>>): PlacedMistake[] {
  try {
    const { errors } = validatorOf(schema).validate(withNumbers(args));
    const mistakes = ownMistakes(nearestForms(errors))
      .slice(0, mistakesRead)
      .map((error) => ({
        path: placeOf(error),
        text: mistakeText(error),
        ...(error.keyword === "required" && { isMissing: true as const }),
      }));
    return [...new Map(mistakes.map((one) => [one.text, one])).values()];
  } catch {
    return [];
  }
}

/** The errors without those of the forms that a value has not: the form with the least against it is the one that is meant. */
function nearestForms(errors: readonly OutputUnit[]): readonly OutputUnit[] {
  const union = errors.find(({ keyword }) => keyword === "anyOf" || keyword === "oneOf");
  if (!union) return errors;
  const start = `${union.keywordLocation}/`;
  const formOf = ({ keywordLocation }: OutputUnit) =>
    keywordLocation.startsWith(start) ? (keywordLocation.slice(start.length).split("/")[0] ?? "") : undefined;
  const weights = new Map<string, number>();
  for (const error of errors) {
    const form = formOf(error);
    if (form !== undefined) weights.set(form, (weights.get(form) ?? 0) + weightOf(error, union));
  }
  const [nearest] = [...weights].toSorted(([, a], [, b]) => a - b);
  const rest = errors.filter((error) => error !== union && (formOf(error) ?? nearest?.[0]) === nearest?.[0]);
  // Several forms fit where only one may: then no form has an error, and the union's own is all there is.
  return nearest ? nearestForms(rest) : [...nearestForms(rest), union];
}

/** Of another type as a whole, or with another constant, a value is hardly meant to have that form. */
function weightOf({ keyword, instanceLocation }: OutputUnit, union: OutputUnit): number {
  if (keyword === "const" || keyword === "enum") return 10;
  return keyword === "type" && instanceLocation === union.instanceLocation ? 100 : 1;
}

/** The errors that say what is wrong, without those that only repeat it. */
function ownMistakes(errors: readonly OutputUnit[]): readonly OutputUnit[] {
  const specific = errors.filter(({ keyword }) => !wrappers.has(keyword));
  return specific.length > 0 ? specific : errors;
}

function mistakesText(errors: readonly OutputUnit[], whole: string | undefined): string {
  const all = ownMistakes(errors);
  const mistakes = new Set(all.slice(0, mistakesRead).map((error) => mistakeText(error, whole)));
  const named = [...mistakes].slice(0, maxMistakes);
  const more = mistakes.size - named.length + Math.max(0, all.length - mistakesRead);
  if (more > 0) named.push(message("catalog.moreMistakes", "and {count} more", { count: more }));
  return named.join("; ");
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
  if (!outline || !isObject(args)) return false; // a script may give anything
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
