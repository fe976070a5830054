import type { SchemaDraft } from "@cfworker/json-schema";
import { isObject } from "../../protocol/isObject";
import type { JsonSchema } from "./catalog";

/** The dialects of JSON Schema that the validator tells apart. */
export type Dialect = SchemaDraft;

/** The dialect that `$schema` names; without one 2020-12, as MCP specifies. */
export function dialectOf({ $schema: name }: JsonSchema): Dialect {
  const text = typeof name === "string" ? name : "";
  if (/draft-0[67]/.test(text)) return "7";
  if (/draft-0[34]/.test(text)) return "4";
  return text.includes("2019-09") ? "2019-09" : "2020-12";
}

/** Keywords that only some dialects have. */
const onlyIn: ReadonlyMap<string, readonly Dialect[]> = new Map(
  (
    [
      ["additionalItems", ["4", "7", "2019-09"]],
      ["dependencies", ["4", "7"]],
      ...["const", "contains", "propertyNames", "if", "then", "else"].map(
        (key) => [key, ["7", "2019-09", "2020-12"]] as const,
      ),
      ...["dependentRequired", "dependentSchemas", "unevaluatedItems", "unevaluatedProperties"].map(
        (key) => [key, ["2019-09", "2020-12"]] as const,
      ),
      ...["minContains", "maxContains"].map((key) => [key, ["2019-09", "2020-12"]] as const),
      ["$recursiveRef", ["2019-09"]],
      ["$recursiveAnchor", ["2019-09"]],
      ["prefixItems", ["2020-12"]],
    ] as const
  ).map(([key, dialects]) => [key, dialects]),
);

export const isDialectKeyword = (key: string, dialect: Dialect): boolean => onlyIn.get(key)?.includes(dialect) ?? true;

/** The types of JSON Schema. */
export const schemaTypes: ReadonlySet<unknown> = new Set([
  "string",
  "number",
  "integer",
  "boolean",
  "object",
  "array",
  "null",
]);

const isSchema = (value: unknown): boolean => typeof value === "boolean" || isObject(value);
const isText = (value: unknown): boolean => typeof value === "string";
const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const isCount = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0;
const isList = (value: unknown, of: (item: unknown) => boolean): boolean => Array.isArray(value) && value.every(of);
const isMap = (value: unknown, of: (item: unknown) => boolean): boolean =>
  isObject(value) && Object.values(value).every(of);
const isTexts = (value: unknown): boolean => isList(value, isText);
const isSchemas = (value: unknown): boolean => isList(value, isSchema) && Array.isArray(value) && value.length > 0;

/** A lower and an upper bound: two that leave no value between them are a mistake. */
const bounds: ReadonlyMap<string, readonly [low: string, high: string]> = new Map(
  (
    [
      ["minimum", "maximum"],
      ["minLength", "maxLength"],
      ["minItems", "maxItems"],
      ["minProperties", "maxProperties"],
      ["minContains", "maxContains"],
    ] as const
  ).flatMap((pair) => [[pair[0], pair] as const, [pair[1], pair] as const]),
);

/** Whether a keyword has a value that its dialect gives a meaning, and one that some value can fit. */
export function isWellFormed(key: string, value: unknown, schema: JsonSchema, dialect: Dialect): boolean {
  const pair = bounds.get(key);
  if (pair && Number(schema[pair[0]]) > Number(schema[pair[1]])) return false;
  switch (key) {
    case "type":
      return Array.isArray(value)
        ? value.length > 0 && isList(value, (one) => schemaTypes.has(one))
        : schemaTypes.has(value);
    case "enum":
      return Array.isArray(value) && value.some((one) => fitsType(one, schema.type));
    case "const":
      return fitsType(value, schema.type);
    case "minimum":
    case "maximum":
      return isNumber(value);
    case "exclusiveMinimum":
    case "exclusiveMaximum":
      return dialect === "4" ? typeof value === "boolean" : isNumber(value);
    case "multipleOf":
      return isNumber(value) && value > 0;
    case "minLength":
    case "maxLength":
    case "minItems":
    case "maxItems":
    case "minProperties":
    case "maxProperties":
    case "minContains":
    case "maxContains":
      return isCount(value);
    case "uniqueItems":
    case "$recursiveAnchor":
      return typeof value === "boolean";
    case "required":
      return isTexts(value);
    case "$ref":
    case "$recursiveRef":
      return isText(value);
    case "items":
      return isSchema(value) || (dialect !== "2020-12" && isSchemas(value));
    case "additionalItems":
    case "additionalProperties":
    case "contains":
    case "else":
    case "if":
    case "not":
    case "propertyNames":
    case "then":
    case "unevaluatedItems":
    case "unevaluatedProperties":
      return isSchema(value);
    case "allOf":
    case "anyOf":
    case "oneOf":
    case "prefixItems":
      return isSchemas(value);
    case "properties":
      return isObject(value);
    case "dependentRequired":
      return isMap(value, isTexts);
    case "dependentSchemas":
      return isMap(value, isSchema);
    case "dependencies":
      return isMap(value, (one) => isSchema(one) || isTexts(one));
    default:
      return true;
  }
}

/** Whether a value is of a type that a schema names; any value is where the schema names no known type. */
export function fitsType(value: unknown, type: unknown): boolean {
  const types: readonly unknown[] = [type].flat();
  if (type === undefined || !types.every((one) => schemaTypes.has(one))) return true;
  const own = typeOf(value);
  return types.some((one) => one === own || (one === "number" && own === "integer"));
}

/** The narrowest type of JSON Schema that a value has. */
export function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}
