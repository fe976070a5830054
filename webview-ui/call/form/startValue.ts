import { isJsonList, isJsonObject, type Json, type JsonObject } from "../json/exactJson";
import { fieldOf } from "./field";

/** How deep objects that are required are made: a schema that requires itself has no end. */
const depthLimit = 6;

/**
 * The value that a form starts with: the schema's `default` (`null` and `false` too), a constant, and of an object what its properties
 * start with. `undefined` where the person has to say.
 */
export function startValue(schema: Json | undefined, root: JsonObject, depth = 0): Json | undefined {
  const { input, schema: read } = fieldOf(schema, root);
  if (read.default !== undefined) return read.default;
  switch (input.kind) {
    case "choice":
      return input.choices.length === 1 ? input.choices[0]?.value : undefined;
    case "null":
      return null;
    case "list":
      return [];
    case "object":
      return depth > depthLimit ? undefined : objectStart(input.members, root, depth);
    default:
      return undefined;
  }
}

function objectStart(
  { properties, required }: Extract<ReturnType<typeof fieldOf>["input"], { kind: "object" }>["members"],
  root: JsonObject,
  depth: number,
): JsonObject {
  return Object.fromEntries(
    properties.flatMap(([name, property]) => {
      const isNeeded = required.has(name);
      if (!isNeeded && fieldOf(property, root).schema.default === undefined) return [];
      const start = startValue(property, root, depth + 1);
      return start === undefined ? [] : [[name, start]];
    }),
  );
}

/** What a value becomes when the person picks another form for it: what both forms know is kept. */
export function converted(value: Json | undefined, schema: JsonObject, root: JsonObject): Json | undefined {
  const start = startValue(schema, root);
  const { input } = fieldOf(schema, root);
  if (input.kind === "object" && isJsonObject(value) && isJsonObject(start)) {
    const fixed = new Set(Object.keys(start));
    const kept = input.members.properties.filter(([name]) => !fixed.has(name) && Object.hasOwn(value, name));
    return { ...start, ...Object.fromEntries(kept.map(([name]) => [name, value[name] ?? null])) };
  }
  if (input.kind === "list" && value !== undefined && !isJsonList(value) && !isJsonObject(value)) return [value];
  if (input.kind === "text" && (typeof value === "number" || typeof value === "bigint")) return String(value);
  return start;
}
