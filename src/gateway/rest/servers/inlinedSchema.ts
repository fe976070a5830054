import type { JsonSchema } from "../../../core/catalog/catalog";
import { atPointer } from "../../../core/catalog/schemaPointer";
import { WorkBudget, type WorkLimits } from "../../../core/kernel/untrusted/workBudget";
import { isObject } from "../../../protocol/isObject";

/** What writing out one schema may take. Steps are its parts, and each twenty characters of their texts. */
const workLimits: WorkLimits = { steps: 30_000, ms: 50 };
const charactersPerStep = 20;

/** Keywords that hold one schema, a list of schemas, or schemas by name; everything else is data, in which nothing is a reference. */
const single = new Set(["additionalItems", "additionalProperties", "contains", "else", "if", "items", "not"]);
for (const one of ["propertyNames", "then", "unevaluatedItems", "unevaluatedProperties"]) single.add(one);
const lists = new Set(["allOf", "anyOf", "oneOf", "prefixItems", "items"]);
const named = new Set(["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"]);

/** Keywords that describe and refuse nothing: beside a reference they stand in place of those of its target. */
const words = new Set(["title", "description", "default", "examples", "deprecated", "$comment", "$schema", "$id"]);

const made = new WeakMap<JsonSchema, JsonSchema>();

/**
 * A schema with what its references point at in their place: many programs that read an OpenAPI document or a list of tools follow none.
 * Where a schema refers to itself, the inner one says only its type and description. Schemas are values, so each is written out once. One
 * that would become too large, or has references that lead nowhere, stays as it is.
 */
export function inlinedSchema(schema: JsonSchema): JsonSchema {
  const known = made.get(schema);
  if (known) return known;
  const result = inlined(schema);
  made.set(schema, result);
  return result;
}

function inlined(root: JsonSchema): JsonSchema {
  try {
    return new Inliner(root).part(root, []);
  } catch {
    return root;
  }
}

class Inliner {
  private readonly budget = new WorkBudget(workLimits);

  constructor(private readonly root: JsonSchema) {}

  /** `open`: the targets of the references that this part stands in, to notice circles. @throws {Error} where it cannot be written out */
  part(schema: JsonSchema, open: readonly unknown[]): JsonSchema {
    this.budget.spend();
    const { $ref, ...own } = schema;
    const written = Object.fromEntries(
      Object.entries(own)
        .filter(([key]) => key !== "$defs" && key !== "definitions")
        .map(([key, value]) => [key, this.keyword(key, value, open)]),
    );
    return $ref === undefined ? written : this.referred($ref, written, open);
  }

  private referred($ref: unknown, own: JsonSchema, open: readonly unknown[]): JsonSchema {
    const target = typeof $ref === "string" ? atPointer(this.root, $ref) : undefined;
    if (target === true) return own;
    if (!isObject(target)) throw new Error(`The reference ${String($ref)} leads nowhere.`);
    if (open.includes(target)) return { ...outlineOf(target), ...own };
    const whole = this.part(target, [...open, target]);
    if (Object.keys(own).every((key) => words.has(key))) return { ...whole, ...own };
    return { ...own, allOf: [...(Array.isArray(own.allOf) ? own.allOf : []), whole] };
  }

  private keyword(key: string, value: unknown, open: readonly unknown[]): unknown {
    if (lists.has(key) && Array.isArray(value)) return value.map((one) => this.schema(one, open));
    if (single.has(key)) return this.schema(value, open);
    if (named.has(key) && isObject(value))
      return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, this.schema(one, open)]));
    if (key === "$dynamicRef" || key === "$recursiveRef") throw new Error(`${key} cannot be written out.`);
    this.budget.spend(1 + Math.floor(sizeOf(value) / charactersPerStep));
    return value;
  }

  private schema(value: unknown, open: readonly unknown[]): unknown {
    return isObject(value) ? this.part(value, open) : value;
  }
}

/** What can be said of a schema inside itself. */
const outlineOf = ({ type, title, description }: JsonSchema): JsonSchema => ({
  ...(type !== undefined && { type }),
  ...(title !== undefined && { title }),
  ...(description !== undefined && { description }),
});

const sizeOf = (value: unknown): number =>
  typeof value === "string" ? value.length : typeof value === "object" ? (JSON.stringify(value)?.length ?? 0) : 0;
