import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";
import { toJson } from "../kernel/json/exactJson";
import type { WorkBudget } from "../kernel/untrusted/workBudget";
import type { JsonSchema } from "./catalog";

const isNullOnly = (schema: unknown): boolean => isObject(schema) && (schema.type === "null" || schema.const === null);

/** Whether `null` is one of the branches of a choice. */
export const acceptsNull = ({ anyOf, oneOf }: JsonSchema): boolean =>
  [anyOf, oneOf].some((branches) => Array.isArray(branches) && branches.some(isNullOnly));

/** The branches of a schema that is nothing but a choice of others; `undefined` if it is more than that. */
export function alternatives(
  { anyOf, oneOf, ...around }: JsonSchema,
  types: readonly string[],
): readonly unknown[] | undefined {
  const given = Array.isArray(anyOf) ? anyOf : Array.isArray(oneOf) ? oneOf : undefined;
  if (!given || Array.isArray(around.allOf)) return undefined;
  const branches = given.filter((branch) => !isNullOnly(branch) && branch !== false);
  if (branches.length === 0) return undefined;
  // Branches without a type of their own only add conditions.
  const [type] = types;
  return branches.map((branch) =>
    isObject(branch) && type !== undefined && branch.type === undefined && branch.$ref === undefined
      ? { ...shared(around), ...branch }
      : branch,
  );
}

/** What a schema says of all its branches. */
const shared = ({ description: _, title: __, default: ___, ...rest }: JsonSchema): JsonSchema => rest;

/** The longest condition that is described, in characters. */
const conditionLimit = 500;

/** What combining schemas needs. */
export interface Combining {
  /** A schema with what its references point at. */
  readonly resolve: (one: unknown) => JsonSchema;
  readonly budget: WorkBudget;
  /** Takes what the combined schema cannot say. */
  readonly notes: string[];
}

/**
 * A schema with its branches made part of it: those of `allOf` all apply; of those of `anyOf` and `oneOf`, each adds its properties, none
 * of which is required unless all require it, and a note says what belongs together.
 */
export function combined(schema: JsonSchema, work: Combining, depth = 0): JsonSchema {
  const { resolve, budget, notes } = work;
  const { allOf, anyOf, oneOf, ...own } = schema;
  if (depth > 10 || (allOf === undefined && anyOf === undefined && oneOf === undefined)) return own;
  const inner = (one: unknown) => {
    budget.spend();
    return combined(resolve(one), work, depth + 1);
  };
  const all = (Array.isArray(allOf) ? allOf : []).map(inner);
  let whole = all.reduce<JsonSchema>((sum, one) => {
    budget.spend((sizeOf(sum.properties) + sizeOf(sum.required)) / 4);
    return joined(sum, one);
  }, own);
  for (const [some, say] of [
    [anyOf, (schemas: string) => message("model.anyOf", "At least one of these must hold: {schemas}", { schemas })],
    [oneOf, (schemas: string) => message("model.oneOfThese", "Exactly one of these must hold: {schemas}", { schemas })],
  ] as const) {
    if (!Array.isArray(some)) continue;
    const branches = some.filter((branch) => !isNullOnly(branch)).map(inner);
    if (branches.length === 0) continue;
    const needed = inAll(
      branches.map((branch) => namesOf(branch.required)),
      budget,
    );
    whole = joined(whole, { properties: propertiesOfAny(branches), required: needed });
    if (branches.length > 1) notes.push(say(cut(branches.map(condition))));
  }
  return whole;
}

const sizeOf = (value: unknown): number =>
  typeof value === "object" && value !== null ? Object.keys(value).length : 0;

/** The names that all lists have. */
function inAll([first = [], ...others]: readonly (readonly string[])[], budget: WorkBudget): readonly string[] {
  let common = first;
  for (const names of others) {
    budget.spend((common.length + names.length) / 4);
    const known = new Set(names);
    common = common.filter((name) => known.has(name));
  }
  return common;
}

/** Two schemas that both apply; where both say something of the same, the first one's words win. */
function joined(a: JsonSchema, b: JsonSchema): JsonSchema {
  const required = [...new Set([...namesOf(a.required), ...namesOf(b.required)])];
  const [ours, theirs] = [isObject(a.properties) ? a.properties : {}, isObject(b.properties) ? b.properties : {}];
  const properties = { ...theirs, ...ours };
  return {
    ...defined(b),
    ...defined(a),
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(required.length > 0 && { required }),
  };
}

/** The properties that some of these schemas declare. What one declares in two ways may be either. */
function propertiesOfAny(branches: readonly JsonSchema[]): JsonSchema {
  const found = new Map<string, unknown[]>();
  for (const { properties } of branches)
    for (const [name, schema] of isObject(properties) ? Object.entries(properties) : [])
      found
        .set(name, found.get(name) ?? [])
        .get(name)
        ?.push(schema);
  return Object.fromEntries([...found].map(([name, schemas]) => [name, eitherOf(schemas)]));
}

function eitherOf(schemas: readonly unknown[]): unknown {
  const distinct = [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()];
  const [first] = distinct;
  if (distinct.length < 2 || !isObject(first)) return first;
  const values = distinct.map((schema) => (isObject(schema) ? listed(schema) : []));
  if (values.every(({ length }) => length > 0)) {
    const { const: _, ...rest } = first;
    return { ...rest, enum: [...new Set(values.flat())] };
  }
  return { anyOf: distinct };
}

const listed = (schema: JsonSchema): readonly unknown[] =>
  "const" in schema ? [schema.const] : Array.isArray(schema.enum) ? schema.enum : [];

const defined = (schema: JsonSchema): JsonSchema =>
  Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));

const namesOf = (required: unknown): readonly string[] =>
  Array.isArray(required) ? required.filter((name) => typeof name === "string") : [];

/** What one branch demands, briefly: the names that it requires, and values that are fixed. */
function condition({ description: _, title: __, properties, ...rest }: JsonSchema): JsonSchema {
  const names = isObject(properties) ? Object.entries(properties) : [];
  const fixed = names.flatMap(([name, one]) =>
    isObject(one) && ("const" in one || Array.isArray(one.enum)) ? [[name, one.const ?? one.enum] as const] : [],
  );
  return {
    ...rest,
    ...(names.length > 0 && { names: names.map(([name]) => name) }),
    ...(fixed.length > 0 && { values: Object.fromEntries(fixed) }),
  };
}

function cut(schemas: readonly JsonSchema[]): string {
  let json = "";
  for (const schema of schemas) {
    if (json.length > conditionLimit) break;
    json += `${json === "" ? "" : " | "}${toJson(schema) ?? "{}"}`;
  }
  return json.length > conditionLimit ? `${json.slice(0, conditionLimit)}…` : json;
}
