import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";
import type { JsonSchema } from "./catalog";
import { schemaTypes } from "./schemaKeywords";

/** What other languages and older dialects call the types. */
const typeNames: ReadonlyMap<string, string> = new Map(
  Object.entries({
    str: "string",
    text: "string",
    date: "string",
    datetime: "string",
    uuid: "string",
    int: "integer",
    int32: "integer",
    int64: "integer",
    long: "integer",
    float: "number",
    double: "number",
    decimal: "number",
    bool: "boolean",
    dict: "object",
    map: "object",
    hash: "object",
    record: "object",
    list: "array",
    tuple: "array",
    set: "array",
  }),
);

export const mayBeNull = (): string => message("model.nullable", "It may be null.");

/** The types of a schema as models know them, without `null`; what cannot be said so is noted. */
export function modelTypes({ type, nullable }: JsonSchema, notes: string[]): readonly string[] {
  const named: readonly unknown[] = type === undefined ? [] : [type].flat();
  const known = named.flatMap((one) => {
    const word = typeof one === "string" ? one.toLowerCase() : "";
    const translated = schemaTypes.has(word) ? word : typeNames.get(word);
    if (translated === undefined && word !== "" && word !== "any")
      notes.push(message("model.type", 'Its type is "{type}".', { type: String(one).slice(0, 60) }));
    return translated ?? [];
  });
  const types = new Set(known);
  if (types.delete("null") || nullable === true) notes.push(mayBeNull());
  if (types.has("number")) types.delete("integer");
  return [...types]; // a word that nobody knows leaves it open
}

/** The type that other keywords show. */
export function typeFromParts(schema: JsonSchema): string | undefined {
  if (isObject(schema.properties) || isObject(schema.additionalProperties) || Array.isArray(schema.required))
    return "object";
  if (schema.items !== undefined || schema.prefixItems !== undefined) return "array";
  const listed: readonly unknown[] = "const" in schema ? [schema.const] : Array.isArray(schema.enum) ? schema.enum : [];
  const types = new Set(listed.filter((one) => one !== null).map((one) => typeof one));
  const [only] = types;
  return types.size === 1 && (only === "string" || only === "number" || only === "boolean") ? only : undefined;
}

/** `minimum` and `maximum`; other bounds become these for whole numbers, and words for others. */
export function numberBounds(schema: JsonSchema, type: "number" | "integer", notes: string[]): JsonSchema {
  const bound = (key: string): number | undefined => {
    const value = schema[key];
    return typeof value === "number" && Number.isFinite(value) ? value : undefined;
  };
  let [minimum, maximum] = [bound("minimum"), bound("maximum")];
  // Draft-04 writes `exclusiveMinimum: true` beside `minimum`.
  const above = bound("exclusiveMinimum") ?? (schema.exclusiveMinimum === true ? minimum : undefined);
  const below = bound("exclusiveMaximum") ?? (schema.exclusiveMaximum === true ? maximum : undefined);
  if (above !== undefined && type === "integer") minimum = Math.max(minimum ?? above, Math.floor(above) + 1);
  else if (above !== undefined) notes.push(message("model.above", "More than {bound}.", { bound: above }));
  if (below !== undefined && type === "integer") maximum = Math.min(maximum ?? below, Math.ceil(below) - 1);
  else if (below !== undefined) notes.push(message("model.below", "Less than {bound}.", { bound: below }));
  const step = bound("multipleOf");
  if (step !== undefined) notes.push(message("model.multiple", "A multiple of {step}.", { step }));
  const safe = (value: number | undefined) =>
    value !== undefined && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : undefined;
  [minimum, maximum] = [safe(minimum), safe(maximum)];
  return { ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) };
}

/** Whether a regular expression is one that every provider can run: a valid one, without look-around, references back or Unicode classes. */
export function patternForModels(pattern: string): boolean {
  if (pattern.length > 200 || /\(\?(?!:)|\\[1-9kpPbBuxcAzZ]/.test(pattern)) return false;
  try {
    new RegExp(pattern, "u");
    return true;
  } catch {
    return false; // not a regular expression
  }
}
