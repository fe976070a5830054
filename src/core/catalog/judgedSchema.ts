import { isObject } from "../../protocol/isObject";
import type { JsonSchema } from "./catalog";
import { type Dialect, isDialectKeyword, isWellFormed } from "./schemaKeywords";

/** A schema, and whether it accepts exactly what the original does; if not, it accepts more. */
interface Judged {
  readonly schema: JsonSchema | boolean;
  readonly exact: boolean;
}

const anything: Judged = { schema: true, exact: false };

/**
 * A server's schema with only what can be judged here; it never refuses what the original accepts. Left out are:
 * keywords that its dialect does not know or that have a wrong value, such as `exclusiveMinimum: true` or `type: "strng"`;
 * regular expressions, since a malicious one could take minutes for a short text, in this process; and `format`, which servers take
 * more widely than a check here would. The server itself refuses what they forbid. OpenAPI's `nullable` is understood.
 */
export function judgedSchema(
  schema: JsonSchema,
  dialect: Dialect,
  /** Gets each new part of the schema, and gives what stands in its place. */
  made: (part: JsonSchema) => JsonSchema = (part) => part,
): JsonSchema {
  const once = new Judge(dialect, true, made).judge(schema);
  const { schema: result } = once.exact ? once : new Judge(dialect, false, made).judge(schema);
  return typeof result === "boolean" ? made({}) : result;
}

/** Keywords that hold one schema, a list of schemas, or schemas by name. A property may be called like a keyword. */
const single = new Set(["additionalItems", "additionalProperties", "contains", "else", "if", "items", "not"]);
for (const one of ["propertyNames", "then", "unevaluatedItems", "unevaluatedProperties"]) single.add(one);
const lists = new Set(["allOf", "anyOf", "oneOf", "prefixItems", "items"]);
const named = new Set(["properties", "$defs", "definitions", "dependentSchemas", "dependencies"]);

/** Keywords whose values are data or words, not schemas, and which accept nothing less without being looked at. */
const plain = new Set(["default", "examples", "description", "title", "$comment", "$schema", "$id", "id", "$anchor"]);

class Judge {
  /** `refsAreExact`: nothing in the whole document was left out, so neither was anything that a reference points at. */
  constructor(
    private readonly dialect: Dialect,
    private readonly refsAreExact: boolean,
    private readonly made: (part: JsonSchema) => JsonSchema,
  ) {}

  judge(schema: unknown): Judged {
    if (typeof schema === "boolean") return { schema, exact: true };
    if (!isObject(schema)) return anything;
    const kept: Record<string, unknown> = {};
    const inexact = new Set<string>();
    let exact = this.refsAreExact || (schema.$ref === undefined && schema.$recursiveRef === undefined);
    for (const [key, value] of Object.entries(schema)) {
      if (key === "pattern" || key === "format" || key === "patternProperties" || key === "$dynamicRef") exact = false;
      else if (!isDialectKeyword(key, this.dialect)) continue;
      else if (plain.has(key)) {
        if (typeof value === "string" || key === "default" || key === "examples") kept[key] = value;
      } else if (!isWellFormed(key, value, schema, this.dialect)) exact = false;
      else {
        const part = this.part(key, value);
        if (!part.exact) inexact.add(key);
        kept[key] = part.value;
      }
    }
    exact &&= inexact.size === 0;
    loosen(kept, schema, { exact, inexact });
    const part = this.made(kept);
    const whole = withNull(part, schema);
    return { schema: whole === part ? part : this.made(whole), exact };
  }

  private part(key: string, value: unknown): { readonly value: unknown; readonly exact: boolean } {
    if (lists.has(key) && Array.isArray(value)) {
      const all = value.map((one) => this.judge(one));
      return { value: all.map(({ schema }) => schema), exact: all.every((one) => one.exact) };
    }
    if (single.has(key)) {
      const { schema, exact } = this.judge(value);
      return { value: schema, exact };
    }
    if (named.has(key) && isObject(value)) {
      const all = Object.entries(value).map(
        ([name, one]) => [name, Array.isArray(one) ? { schema: one, exact: true } : this.judge(one)] as const,
      );
      return {
        value: Object.fromEntries(all.map(([name, { schema }]) => [name, schema])),
        exact: all.every(([, one]) => one.exact),
      };
    }
    // A keyword that nobody knows: a reference may point into it.
    if (!isObject(value) || key === "const") return { value, exact: true };
    const { schema, exact } = this.judge(value);
    return { value: schema, exact };
  }
}

/** Takes away what would refuse more because something else accepts more or is gone. `inexact`: keywords that accept more than they did. */
function loosen(
  kept: Record<string, unknown>,
  original: JsonSchema,
  { exact, inexact }: { readonly exact: boolean; readonly inexact: ReadonlySet<string> },
): void {
  const drop = (...keys: readonly string[]) => {
    for (const key of keys) delete kept[key];
  };
  const isGone = (key: string) => original[key] !== undefined && kept[key] === undefined;
  if (isGone("patternProperties") || isGone("properties")) drop("additionalProperties");
  if (isGone("prefixItems")) drop("items");
  if (!exact) drop("unevaluatedProperties", "unevaluatedItems");
  if (inexact.has("not")) drop("not");
  if (inexact.has("if")) drop("if", "then", "else");
  if (inexact.has("contains")) drop("maxContains");
  if (!inexact.has("oneOf")) return;
  kept.allOf = [...(Array.isArray(kept.allOf) ? kept.allOf : []), { anyOf: kept.oneOf }];
  drop("oneOf");
}

/** OpenAPI's `nullable: true` beside a type or an enumeration. */
function withNull(schema: JsonSchema, { nullable }: JsonSchema): JsonSchema {
  if (nullable !== true) return schema;
  const { type, enum: values, $ref, anyOf, oneOf, allOf, ...rest } = schema;
  if ([$ref, anyOf, oneOf, allOf].some((part) => part !== undefined))
    return "$defs" in schema || "definitions" in schema ? schema : { anyOf: [{ type: "null" }, schema] };
  return {
    ...rest,
    ...(type !== undefined && { type: [type, "null"].flat() }),
    ...(Array.isArray(values) && { enum: [...values, null] }),
  };
}
