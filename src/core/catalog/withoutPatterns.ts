import { isObject } from "../../protocol/isObject";
import type { JsonSchema } from "./catalog";

/**
 * A server's schema without its regular expressions. A server could write one that takes minutes for a short text, and it
 * would run in our process; what a pattern forbids, the server itself refuses.
 */
export function withoutPatterns(schema: JsonSchema): JsonSchema {
  const { pattern: _, patternProperties, ...rest } = schema;
  // A name that only a pattern allows would be refused by these two, once the pattern is gone.
  const { additionalProperties, unevaluatedProperties, ...open } = rest;
  const kept = patternProperties === undefined ? rest : open;
  return Object.fromEntries(Object.entries(kept).map(([key, value]) => [key, cleaned(key, value)]));
}

/** Keywords whose values are data, not schemas. */
const data = new Set(["const", "default", "enum", "examples"]);

/** Keywords that name schemas by names of the server's own, so that a property may well be called "pattern". */
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
