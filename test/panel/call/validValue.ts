import { isJsonList, isJsonObject, type Json, type JsonObject } from "../../../webview-ui/call/json/exactJson";

/** How values are made: each is valid, and `pick` decides among several. */
export interface Made {
  readonly root: JsonObject;
  /** A whole number from 0 up to, and without, the given one. */
  readonly pick: (below: number) => number;
}

/** A value that fits a schema, made without any code of the form. */
export function validValue(schema: Json | undefined, made: Made, depth = 0): Json {
  if (!isJsonObject(schema)) return `any ${made.pick(9)}`;
  const { $ref, allOf, anyOf, oneOf, ...rest } = schema;
  if (typeof $ref === "string") return validValue({ ...rest, ...target($ref, made.root) }, made, depth);
  if (isJsonList(allOf)) return validValue(allOf.reduce<JsonObject>(join(made), rest), made, depth);
  const union = isJsonList(anyOf) ? anyOf : oneOf;
  if (isJsonList(union)) {
    // Deep inside of a schema that contains itself, the first option without a further level is taken.
    const simple = union.filter((option) => !/\$ref|"object"|"array"/.test(JSON.stringify(option)));
    const options = depth > 5 && simple.length > 0 ? simple : union;
    const option = options[made.pick(options.length)] ?? {};
    return validValue(join(made)(rest, option), made, depth);
  }
  if (schema.const !== undefined) return schema.const;
  if (isJsonList(schema.enum)) return schema.enum[made.pick(schema.enum.length)] ?? null;
  const types = isJsonList(schema.type) ? schema.type : [schema.type ?? typeOf(schema)];
  return ofType(types[made.pick(types.length)] ?? "string", schema, made, depth);
}

const typeOf = (schema: JsonObject): string => (schema.properties ? "object" : schema.items ? "array" : "string");

const join =
  ({ root }: Made) =>
  (one: JsonObject, other: Json): JsonObject => {
    const b = isJsonObject(other) && typeof other.$ref === "string" ? { ...other, ...target(other.$ref, root) } : other;
    if (!isJsonObject(b)) return one;
    const { $ref: _, ...rest } = b;
    const members = (of: Json | undefined) => (isJsonObject(of) ? of : {});
    const names = (of: Json | undefined) => (isJsonList(of) ? of : []);
    return {
      ...one,
      ...rest,
      ...((one.properties || rest.properties) && {
        properties: { ...members(one.properties), ...members(rest.properties) },
      }),
      ...((one.required || rest.required) && { required: [...names(one.required), ...names(rest.required)] }),
    };
  };

function target(reference: string, root: JsonObject): JsonObject {
  const found = reference
    .split("/")
    .slice(1)
    .reduce<Json | undefined>((at, key) => (isJsonObject(at) ? at[key] : undefined), root);
  return isJsonObject(found) ? found : {};
}

function ofType(type: Json, schema: JsonObject, made: Made, depth: number): Json {
  const bound = (name: string, otherwise: number) => (typeof schema[name] === "number" ? schema[name] : otherwise);
  switch (type) {
    case "null":
      return null;
    case "boolean":
      return made.pick(2) === 1;
    case "integer":
    case "number": {
      const low = Math.max(bound("minimum", -5), bound("exclusiveMinimum", -1e9) + 1);
      const high = Math.min(bound("maximum", low + 10), bound("exclusiveMaximum", 1e9) - 1);
      return low + made.pick(Math.floor(high - low) + 1);
    }
    case "array": {
      const first = isJsonList(schema.prefixItems) ? schema.prefixItems : [];
      const least = bound("minItems", depth > 5 ? 0 : 1);
      const count = Math.min(bound("maxItems", 3), least + made.pick(depth > 5 ? 1 : 2));
      const items = Array.from({ length: Math.max(count, first.length) }, (_, at) =>
        validValue(first[at] ?? schema.items, made, depth + 1),
      );
      if (schema.contains !== undefined) items[0] = validValue(schema.contains, made, depth + 1);
      return schema.uniqueItems === true
        ? [...new Map(items.map((one) => [JSON.stringify(one), one])).values()]
        : items;
    }
    case "object":
      return object(schema, made, depth);
    default:
      return text(schema, made);
  }
}

function object(schema: JsonObject, made: Made, depth: number): Json {
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const required = isJsonList(schema.required) ? schema.required : [];
  const entries = Object.entries(properties)
    .filter(([name]) => required.includes(name) || (depth <= 3 && made.pick(2) === 1))
    .map(([name, property]): [string, Json] => [name, validValue(property, made, depth + 1)]);
  const open = schema.additionalProperties;
  if (depth <= 3 && (isJsonObject(open) || (open !== false && Object.keys(properties).length === 0)))
    entries.push([`key ${made.pick(9)}`, validValue(open, made, depth + 1)]);
  return Object.fromEntries(entries);
}

const formats: Readonly<Record<string, string>> = {
  date: "2026-03-31",
  "date-time": "2026-03-31T14:30:00Z",
  time: "14:30:00Z",
  email: "ada@example.com",
  uri: "https://example.com/a",
  url: "https://example.com/a",
  uuid: "123e4567-e89b-42d3-a456-426614174000",
};

/** Texts, one of which fits each pattern that the recorded servers have. */
const samples = [
  "a",
  "A1",
  "12",
  "ABC-1",
  "2026-03-31",
  "https://www.figma.com/design/abc/x?node-id=1-2",
  "1:2",
  "1-2",
];

function text(schema: JsonObject, { pick }: Made): Json {
  if (typeof schema.format === "string" && formats[schema.format]) return formats[schema.format] ?? "";
  const least = typeof schema.minLength === "number" ? schema.minLength : 1;
  const most = typeof schema.maxLength === "number" ? schema.maxLength : 60;
  if (typeof schema.pattern === "string") {
    const pattern = new RegExp(schema.pattern, "u");
    const fits = samples.find((one) => pattern.test(one) && one.length >= least && one.length <= most);
    if (fits !== undefined) return fits;
  }
  const some = ["plain", "two\nlines", 'with "quotes" <b>', "ünï 🎉", "12", "true", "null", "{}"][pick(8)] ?? "plain";
  return some.padEnd(least, "x").slice(0, Math.max(1, most));
}
