import { isObject } from "../../protocol/isObject";
import type { JsonSchema } from "../catalog/catalog";

/** Values with the schema's `default` for each property that they leave out. */
export function withDefaults(
  schema: JsonSchema,
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  const defaults = properties.flatMap(([name, property]) =>
    isObject(property) && property.default !== undefined ? [[name, property.default] as const] : [],
  );
  return { ...Object.fromEntries(defaults), ...values };
}
