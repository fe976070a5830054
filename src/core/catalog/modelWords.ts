import { message } from "../../protocol/message";
import { toJson } from "../kernel/json/exactJson";
import type { JsonSchema } from "./catalog";
import { patternForModels } from "./modelKeywords";

/** The longest note about one part, in characters. */
const noteLimit = 600;

/** A list of texts, whatever stands there. */
export const textsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];

/** Listed values: as `enum` where all are texts, which is all that every provider accepts; else in words. */
export function listedValues(schema: JsonSchema, type: string | undefined, notes: string[]): JsonSchema {
  const fallback =
    "default" in schema && schema.default !== null && schema.default !== undefined ? { default: schema.default } : {};
  const title = typeof schema.title === "string" ? { title: schema.title } : {};
  const listed = "const" in schema ? [schema.const] : Array.isArray(schema.enum) ? schema.enum : [];
  const given = [...new Set(listed)].filter((one) => one !== null && one !== undefined);
  if (given.length === 0) return { ...title, ...fallback };
  const isTexts = given.every((one) => typeof one === "string" && one !== "");
  if (isTexts && (type === "string" || type === undefined))
    return { ...title, type: "string", enum: given, ...fallback };
  notes.push(message("model.oneOf", "One of: {values}", { values: shortJson(given).slice(1, -1) }));
  return { ...title, ...fallback };
}

export function keepTexts(base: Record<string, unknown>, schema: JsonSchema, notes: string[]): void {
  keepCounts(base, schema, "minLength", "maxLength");
  const { format, pattern } = schema;
  if (format === "date-time") base.format = format;
  else if (typeof format === "string") notes.push(message("model.format", "Format: {format}", { format }));
  if (typeof pattern !== "string") return;
  if (patternForModels(pattern)) base.pattern = pattern;
  else notes.push(message("model.pattern", "Matches the regular expression {pattern}", { pattern }));
}

export function keepCounts(base: Record<string, unknown>, schema: JsonSchema, ...keys: readonly string[]): void {
  for (const key of keys) if (Number.isSafeInteger(schema[key]) && Number(schema[key]) >= 0) base[key] = schema[key];
}

/** Keywords that no form for models has; what they demand is described. */
const described = [
  "not",
  "if",
  "then",
  "else",
  "dependentRequired",
  "dependentSchemas",
  "dependencies",
  "patternProperties",
];
const alsoDescribed = [
  "propertyNames",
  "contains",
  "minContains",
  "maxContains",
  "minProperties",
  "maxProperties",
  "uniqueItems",
];

export function noteOthers(schema: JsonSchema, notes: string[]): void {
  const found = [...described, ...alsoDescribed].filter((key) => schema[key] !== undefined && schema[key] !== false);
  if (found.length === 0) return;
  const rest = Object.fromEntries(found.map((key) => [key, schema[key]]));
  notes.push(message("model.alsoHolds", "As JSON Schema: {schema}", { schema: shortJson(rest) }));
}

export function withDescription(base: JsonSchema, { description }: JsonSchema, notes: readonly string[]): JsonSchema {
  const { description: _, ...rest } = base;
  const own = typeof description === "string" ? description.trim() : "";
  const texts = [own, ...new Set(notes)].filter((text) => text !== "" && (text === own || !own.includes(text)));
  const [only] = texts;
  if (only === undefined || texts.length === 1) return only === undefined ? rest : { ...rest, description: only };
  return { ...rest, description: texts.map((text) => (/[.!?:]$/.test(text) ? text : `${text}.`)).join(" ") };
}

/** A value as JSON that fits into a description. */
export function shortJson(value: unknown): string {
  const json = toJson(value) ?? "";
  return json.length > noteLimit ? `${json.slice(0, noteLimit)}…` : json;
}
