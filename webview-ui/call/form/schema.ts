import { isJsonList, isJsonObject, type Json, type JsonObject } from "../json/exactJson";

/** A schema with its references resolved, its parts merged and `null` taken out. */
export interface Resolved {
  readonly schema: JsonObject;
  /** Whether `null` is a valid value beside the others. */
  readonly nullable: boolean;
}

/** The longest chain of references and merges. More than this is a circle. */
const chainLimit = 16;

/** By schema: a schema object belongs to one document. */
const known = new WeakMap<JsonObject, Resolved>();

/** Everything is allowed. */
const anything: Resolved = { schema: {}, nullable: false };

/**
 * Resolves `$ref` within the document, `allOf`, and unions with `null` in each of their forms. What stands inside of properties, items and
 * options is left for later, so a schema that contains itself has an end.
 */
export function resolve(schema: Json | undefined, root: JsonObject): Resolved {
  if (!isJsonObject(schema)) return anything;
  let found = known.get(schema);
  if (!found) {
    found = resolved(schema, root, 0);
    known.set(schema, found);
  }
  return found;
}

function resolved(schema: Json | undefined, root: JsonObject, depth: number): Resolved {
  if (!isJsonObject(schema) || depth > chainLimit) return anything;
  const { $ref, $dynamicRef, ...around } = schema;
  const reference = $ref ?? $dynamicRef;
  if (typeof reference === "string") {
    const target = resolved(atPointer(root, reference), root, depth + 1);
    const beside = resolved(around, root, depth + 1);
    return { schema: merged(target.schema, beside.schema), nullable: target.nullable };
  }
  const { allOf, ...rest } = schema;
  if (isJsonList(allOf)) {
    const parts = [...allOf, rest].map((part) => resolved(part, root, depth + 1));
    return {
      schema: parts.map((part) => part.schema).reduce(merged, {}),
      nullable: parts.slice(0, -1).every((part) => part.nullable),
    };
  }
  return withoutNull(schema, root, depth);
}

function withoutNull(schema: JsonObject, root: JsonObject, depth: number): Resolved {
  const { anyOf, oneOf, ...around } = schema;
  const union = isJsonList(anyOf) ? anyOf : oneOf;
  if (isJsonList(union)) {
    const others = union.filter((option) => !isNull(option));
    const nullable = others.length < union.length;
    if (others.length === 1) {
      const only = resolved(others[0], root, depth + 1);
      return { schema: merged(only.schema, around), nullable: nullable || only.nullable };
    }
    return { schema: nullable ? { ...around, anyOf: others } : schema, nullable };
  }
  if (isJsonList(schema.enum) && schema.enum.includes(null) && schema.enum.length > 1)
    return withTypes({ ...schema, enum: schema.enum.filter((value) => value !== null) }, true);
  return withTypes(schema, false);
}

function withTypes(schema: JsonObject, nullable: boolean): Resolved {
  if (!isJsonList(schema.type)) return { schema, nullable };
  const types = schema.type.filter((type) => type !== "null");
  const [only] = types;
  if (only === undefined) return { schema: { ...schema, type: "null" }, nullable: false };
  const isNullable = nullable || (types.length < schema.type.length && !isJsonList(schema.enum));
  return { schema: { ...schema, type: types.length === 1 ? only : types }, nullable: isNullable };
}

const isNull = (option: Json): boolean =>
  isJsonObject(option) &&
  (option.type === "null" ||
    option.const === null ||
    (isJsonList(option.enum) && option.enum.length === 1 && option.enum[0] === null));

/** Two schemas that both apply, as one. */
export function merged(a: JsonObject, b: JsonObject): JsonObject {
  const both: Record<string, Json> = { ...a, ...b };
  if (isJsonObject(a.properties) && isJsonObject(b.properties))
    both.properties = mergedMembers(a.properties, b.properties);
  if (isJsonList(a.required) && isJsonList(b.required)) both.required = [...new Set([...a.required, ...b.required])];
  if (isJsonList(a.enum) && isJsonList(b.enum)) {
    const allowed = b.enum;
    both.enum = a.enum.filter((value) => allowed.includes(value));
  }
  for (const [bound, pick] of bounds) {
    const [one, other] = [a[bound], b[bound]];
    if (typeof one === "number" && typeof other === "number") both[bound] = pick(one, other);
  }
  return both;
}

const bounds: readonly [string, (...of: number[]) => number][] = [
  ["minimum", Math.max],
  ["minLength", Math.max],
  ["minItems", Math.max],
  ["maximum", Math.min],
  ["maxLength", Math.min],
  ["maxItems", Math.min],
];

const mergedMembers = (a: JsonObject, b: JsonObject): JsonObject =>
  Object.fromEntries(
    [...new Set([...Object.keys(a), ...Object.keys(b)])].map((name) => {
      const parts = [a, b].flatMap((of): Json[] => (Object.hasOwn(of, name) ? [of[name] ?? null] : []));
      return [name, parts.length === 1 ? (parts[0] ?? null) : { allOf: parts }];
    }),
  );

function atPointer(root: JsonObject, reference: string): Json | undefined {
  if (reference.length > 1000 || (reference !== "#" && !reference.startsWith("#/"))) return undefined;
  return reference
    .split("/")
    .slice(1)
    .map((part) => decoded(part).replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<Json | undefined>((at, key) => {
      if (isJsonList(at)) return at[Number(key)];
      return isJsonObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
    }, root);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
