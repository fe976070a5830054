import { isObject } from "../../protocol/isObject";
import type { JsonSchema } from "../catalog/catalog";
import { atPointer } from "../catalog/schemaPointer";
import { WorkBudget, type WorkLimits } from "../kernel/untrusted/workBudget";

/** One of the values that a field may have, with its label. */
export interface Choice {
  readonly value: unknown;
  readonly label: string;
}

/** An input for a value that fits on one line of text. */
export type ScalarInput =
  | { readonly kind: "text"; readonly format?: string }
  | { readonly kind: "number"; readonly integer: boolean }
  | { readonly kind: "boolean" };

/** How a person enters a value. Anything more complex is entered as JSON. */
export type FieldInput =
  | ScalarInput
  | { readonly kind: "choice"; readonly choices: readonly Choice[] }
  | { readonly kind: "choices"; readonly choices: readonly Choice[] }
  | { readonly kind: "list"; readonly item: ScalarInput }
  | { readonly kind: "json" };

/** A schema with its local references resolved and `null` removed. */
export interface ReadSchema {
  readonly schema: JsonSchema;
  readonly nullable: boolean;
}

const json: FieldInput = { kind: "json" };

/** The deepest nesting of references. More than this is a cycle. */
const maxReferences = 8;

/** A schema that takes more to be read is taken to allow anything: its value is entered as JSON, and the server checks it. */
const workLimits: WorkLimits = { steps: 2000, ms: 50 };

/**
 * Resolves `$ref` inside the document, `allOf` (pydantic writes one around each reference), and unions with `null` (`type: [T, "null"]`, `anyOf: [T, {type: "null"}]`). Other keywords next to
 * them, such as the description, are kept.
 */
export function readSchema(schema: unknown, root: JsonSchema): ReadSchema {
  try {
    return readPart(schema, root, new WorkBudget(workLimits));
  } catch {
    return { schema: {}, nullable: false };
  }
}

function readPart(schema: unknown, root: JsonSchema, budget: WorkBudget, depth = 0): ReadSchema {
  if (!isObject(schema)) return { schema: {}, nullable: false };
  budget.spend(1 + (isObject(schema.properties) ? Object.keys(schema.properties).length : 0));
  const { $ref, ...rest } = schema;
  if (typeof $ref === "string" && depth < maxReferences) {
    const inner = readPart(atPointer(root, $ref), root, budget, depth + 1);
    return { ...inner, schema: { ...inner.schema, ...rest } };
  }

  const { allOf, ...around } = rest;
  if (Array.isArray(allOf) && depth < maxReferences) {
    const parts = allOf.map((part) => readPart(part, root, budget, depth + 1));
    return {
      schema: merged([...parts.map((part) => part.schema), around]),
      nullable: parts.every((part) => part.nullable),
    };
  }

  const union = unionOf(schema);
  if (union) {
    const others = union.filter((option) => !isNull(option));
    if (others.length === union.length || others.length !== 1)
      return { schema, nullable: others.length < union.length };
    const { anyOf: _, oneOf: __, ...around } = schema;
    return { schema: { ...readPart(others[0], root, budget, depth + 1).schema, ...around }, nullable: true };
  }

  if (!Array.isArray(schema.type) || !schema.type.includes("null")) return { schema, nullable: false };
  const types = schema.type.filter((type) => type !== "null");
  return { schema: { ...schema, type: types.length === 1 ? types[0] : types }, nullable: true };
}

/** Schemas that all apply, as one: later keywords replace earlier ones, but properties and required names add up. */
function merged(schemas: readonly JsonSchema[]): JsonSchema {
  const properties = schemas.flatMap((schema) =>
    isObject(schema.properties) ? Object.entries(schema.properties) : [],
  );
  const required = schemas.flatMap((schema): unknown[] => (Array.isArray(schema.required) ? schema.required : []));
  return {
    ...Object.assign({}, ...schemas),
    ...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
    ...(required.length > 0 && { required }),
  };
}

/** How a person enters a value of this schema, which must come from `readSchema`. */
export function fieldInput(schema: JsonSchema, root: JsonSchema): FieldInput {
  const choices = choicesOf(schema);
  if (choices) return { kind: "choice", choices };
  if (unionOf(schema) || schema.allOf !== undefined) return json;

  const type = schema.type ?? (isObject(schema.items) ? "array" : undefined);
  if (type === "string") return { kind: "text", ...(typeof schema.format === "string" && { format: schema.format }) };
  if (type === "number" || type === "integer") return { kind: "number", integer: type === "integer" };
  if (type === "boolean") return { kind: "boolean" };
  return type === "array" ? listInput(schema, root) : json;
}

function listInput({ items }: JsonSchema, root: JsonSchema): FieldInput {
  const { schema, nullable } = readSchema(items, root);
  if (nullable) return json;
  const item = fieldInput(schema, root);
  if (item.kind === "choice") return { kind: "choices", choices: item.choices };
  return item.kind === "text" || item.kind === "number" || item.kind === "boolean" ? { kind: "list", item } : json;
}

/** `enum` (with the names of MCP's older `enumNames`), `const`, or a union of titled constants. */
function choicesOf(schema: JsonSchema): readonly Choice[] | undefined {
  if (Array.isArray(schema.enum)) {
    const names = Array.isArray(schema.enumNames) ? schema.enumNames : [];
    const choices = schema.enum.map((value, at) => choice(value, names[at]));
    return choices.some(({ value }) => value !== null) ? choices.filter(({ value }) => value !== null) : undefined;
  }
  if ("const" in schema) return [choice(schema.const, schema.title)];
  const union = unionOf(schema)?.filter((option) => !isNull(option));
  if (!union || union.length === 0 || !union.every((option) => isObject(option) && "const" in option)) return undefined;
  return union.map((option) => (isObject(option) ? choice(option.const, option.title) : choice(option, undefined)));
}

const choice = (value: unknown, name: unknown): Choice => ({
  value,
  label: typeof name === "string" && name !== "" ? name : typeof value === "string" ? value : JSON.stringify(value),
});

function unionOf({ anyOf, oneOf }: JsonSchema): readonly unknown[] | undefined {
  if (Array.isArray(anyOf)) return anyOf;
  return Array.isArray(oneOf) ? oneOf : undefined;
}

const isNull = (option: unknown): boolean => isObject(option) && (option.type === "null" || option.const === null);
