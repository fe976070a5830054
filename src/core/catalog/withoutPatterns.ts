import { isObject } from "../../protocol/isObject";
import type { JsonSchema } from "./catalog";

/**
 * A server's schema without its regular expressions. A malicious one could take minutes for a short text, and it would run in this process.
 * The server itself refuses what a pattern forbids.
 */
export function withoutPatterns(schema: JsonSchema): JsonSchema {
  const { pattern: _, patternProperties, ...rest } = schema;
  // Without the pattern, these two would refuse a name that only the pattern allows.
  const { additionalProperties, unevaluatedProperties, ...open } = rest;
  const kept = patternProperties === undefined ? rest : open;
  return Object.fromEntries(Object.entries(kept).map(([key, value]) => [key, cleaned(key, value)]));
}

/** Keywords whose values are data, not schemas. */
const data = new Set(["const", "default", "enum", "examples"]);

/** Keywords that contain schemas under arbitrary names: a property may be called "pattern". */
const named = new Set(["properties", "$defs", "definitions", "dependentSchemas"]);

function cleaned(key: string, value: unknown): unknown {
  if (data.has(key)) return value;
  if (Array.isArray(value)) return value.map((one) => (isObject(one) ? withoutPatterns(one) : one));
  if (!isObject(value)) return value;
  if (!named.has(key)) return withoutPatterns(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, isObject(one) ? withoutPatterns(one) : one]),
  );
}
