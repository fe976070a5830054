import { isObject } from "../../protocol/isObject";
import { integerOf } from "../kernel/json/exactInteger";
import { parseJson } from "../kernel/json/exactJson";
import { WorkBudget, type WorkLimits } from "../kernel/untrusted/workBudget";
import type { JsonSchema } from "./catalog";
import { fitsType } from "./schemaKeywords";
import { atPointer } from "./schemaPointer";

type Args = Readonly<Record<string, unknown>>;

/** The most schemas that are looked at for one value; more are a circle. */
const schemasLimit = 100;

/** Arguments whose correction would take more are left as they are. */
const workLimits: WorkLimits = { steps: 20_000, ms: 50 };

/** Arguments that are nested deeper are left alone. */
const depthLimit = 64;

/**
 * Arguments that do not fit their schema, with what models often write corrected, at every depth:
 * - `null` for a declared, optional property whose schema knows no `null` is left out. Elsewhere it may mean something, such as "clear this".
 * - A list or an object that was written as JSON text is read where the schema accepts no text.
 * - So is an integer beyond 2^53, which a model can write only as text.
 */
export function mendedArguments(schema: JsonSchema, args: Args): Args {
  try {
    const mended = new Mender(schema).mend([schema], args, 0);
    return isObject(mended) ? mended : args;
  } catch {
    return args; // too much work, or nested too deeply: the check says what is wrong
  }
}

class Mender {
  private readonly budget = new WorkBudget(workLimits);

  constructor(private readonly root: JsonSchema) {}

  mend(schemas: readonly unknown[], value: unknown, depth: number): unknown {
    this.budget.spend(1 + schemas.length);
    if (depth > depthLimit || schemas.length === 0) return value;
    if (typeof value === "string") return this.text(schemas, value, depth);
    if (Array.isArray(value)) return this.list(schemas, value, depth);
    return isObject(value) ? this.object(schemas, value, depth) : value;
  }

  private text(schemas: readonly unknown[], text: string, depth: number): unknown {
    const accepts = (one: unknown) => schemas.every((schema) => this.accepts(schema, one));
    if (/^-?[1-9]\d{15,}$/.test(text)) return !accepts(text) && accepts(1) ? integerOf(text) : text;
    if (!/^\s*[[{]/.test(text) || accepts(text)) return text;
    try {
      const value = parseJson(text);
      return accepts(value) ? this.mend(schemas, value, depth + 1) : text;
    } catch {
      return text; // not JSON: the check says what is wrong
    }
  }

  private list(schemas: readonly unknown[], list: readonly unknown[], depth: number): unknown {
    const parts = this.partsOf(schemas);
    return list.map((item, at) => {
      const own = parts.flatMap(({ prefixItems, items }) => {
        const tuple = Array.isArray(prefixItems) ? prefixItems : Array.isArray(items) ? items : [];
        return at < tuple.length ? [tuple[at]] : isObject(items) ? [items] : [];
      });
      return this.mend(own, item, depth + 1);
    });
  }

  private object(schemas: readonly unknown[], object: Args, depth: number): Args {
    const parts = this.partsOf(schemas);
    const required = new Set(
      parts.flatMap(({ required }): readonly unknown[] => (Array.isArray(required) ? required : [])),
    );
    return Object.fromEntries(
      Object.entries(object).flatMap(([name, value]) => {
        const declared = parts.flatMap(({ properties }) =>
          isObject(properties) && Object.hasOwn(properties, name) ? [properties[name]] : [],
        );
        const isLeftOut = value === null && declared.length > 0 && !required.has(name);
        if (isLeftOut && !declared.some((one) => this.accepts(one, null))) return [];
        const others = declared.length > 0 ? [] : parts.map(({ additionalProperties }) => additionalProperties);
        return [[name, this.mend([...declared, ...others.filter(isObject)], value, depth + 1)]];
      }),
    );
  }

  /** The schemas, and everything that they refer to or are made of. */
  private partsOf(schemas: readonly unknown[]): readonly JsonSchema[] {
    const found = new Set<JsonSchema>();
    const add = (schema: unknown) => {
      this.budget.spend();
      if (!isObject(schema) || found.has(schema) || found.size >= schemasLimit) return;
      found.add(schema);
      add(this.target(schema));
      for (const list of [schema.allOf, schema.anyOf, schema.oneOf]) if (Array.isArray(list)) list.forEach(add);
    };
    schemas.forEach(add);
    return [...found];
  }

  private target({ $ref }: JsonSchema): unknown {
    return typeof $ref === "string" ? atPointer(this.root, $ref) : undefined;
  }

  /** Whether a schema may accept a value, as far as types and listed values say. */
  private accepts(schema: unknown, value: unknown, depth = 0): boolean {
    this.budget.spend();
    if (typeof schema === "boolean") return schema;
    if (!isObject(schema) || depth > schemasLimit) return true;
    const { type, nullable, enum: values, anyOf, oneOf, allOf } = schema;
    if (value === null && nullable === true) return true;
    if (!fitsType(value, type)) return false;
    const constants = "const" in schema ? [schema.const] : Array.isArray(values) ? values : undefined;
    if (constants && !constants.some((one) => fitsType(one, typeOfJson(value)))) return false;
    const accepts = (one: unknown) => this.accepts(one, value, depth + 1);
    const target = this.target(schema);
    return (
      (target === undefined || accepts(target)) &&
      (!Array.isArray(allOf) || allOf.every(accepts)) &&
      (!Array.isArray(anyOf) || anyOf.some(accepts)) &&
      (!Array.isArray(oneOf) || oneOf.some(accepts))
    );
  }
}

const typeOfJson = (value: unknown): string =>
  value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
