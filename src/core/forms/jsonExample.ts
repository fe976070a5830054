import { isObject } from "../../protocol/isObject";
import type { JsonSchema } from "../catalog/catalog";
import { toJson } from "../kernel/json/exactJson";
import { safeLine } from "../kernel/redact";
import { readSchema } from "./fieldInput";

/** Deeper values are shown empty. */
const maxDepth = 3;

/** The most properties of one object that an example shows. */
const maxProperties = 4;

/** A short example of a value, as JSON on one line: its required properties, else its first ones. Empty where the schema says too little. */
export function jsonExample(schema: JsonSchema, root: JsonSchema): string {
  const value = example(schema, root, 1);
  const isEmpty = value === undefined || toJson(value) === "{}" || toJson(value) === "[]";
  return isEmpty ? "" : safeLine((toJson(value) ?? "").replaceAll('":', '": ').replaceAll(',"', ', "'), 120);
}

/** `undefined` where anything may stand. */
function example(property: unknown, root: JsonSchema, depth: number): unknown {
  const { schema } = readSchema(property, root);
  if (Array.isArray(schema.enum)) return schema.enum[0];
  if ("const" in schema) return schema.const;
  switch (schema.type ?? (isObject(schema.properties) ? "object" : undefined)) {
    case "object":
      return depth > maxDepth ? {} : objectExample(schema, root, depth);
    case "array": {
      const item = depth > maxDepth ? undefined : example(schema.items, root, depth + 1);
      return item === undefined ? [] : [item];
    }
    case "string":
      return "…";
    case "number":
    case "integer":
      return typeof schema.minimum === "number" ? schema.minimum : 1;
    case "boolean":
      return true;
    default:
      return undefined;
  }
}

function objectExample(schema: JsonSchema, root: JsonSchema, depth: number): Readonly<Record<string, unknown>> {
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  const names = new Set(Array.isArray(schema.required) ? schema.required : []);
  const required = properties.filter(([name]) => names.has(name));
  const shown = (required.length > 0 ? required : properties).slice(0, maxProperties);
  return Object.fromEntries(shown.map(([name, property]) => [name, example(property, root, depth + 1) ?? "…"]));
}
