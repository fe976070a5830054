import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";
import { withNumbers } from "../kernel/json/exactInteger";
import { visibleData } from "../kernel/untrusted/visible";
import { WorkBudget, type WorkLimits } from "../kernel/untrusted/workBudget";
import type { JsonSchema } from "./catalog";
import { acceptsNull, alternatives, combined } from "./combinedSchema";
import { mayBeNull, modelTypes, numberBounds, typeFromParts } from "./modelKeywords";
import { argumentName } from "./modelNames";
import { keepCounts, keepTexts, listedValues, noteOthers, shortJson, textsIn, withDescription } from "./modelWords";
import { atPointer } from "./schemaPointer";

/** The schema that a model gets, and how its arguments become those of the tool. */
export interface ModelSchema {
  readonly schema: JsonSchema;
  /** What the form of the schema cannot say about the arguments as a whole; empty if there is nothing. */
  readonly note: string;
  /** The model's arguments under the names that the tool knows. */
  readonly restore: (args: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
}

/** References and nesting beyond this are described, not written out: a schema may refer to itself. */
const depthLimit = 10;

/** What a translation may take. Steps are parts, what their references repeat, and each twenty characters of their texts. */
const workLimits: WorkLimits = { steps: 30_000, ms: 50 };

/** The limits for schemas of the hub's own: a slow moment must not cost a model the arguments of a tool. */
export const ownSchemaLimits: WorkLimits = { ...workLimits, ms: Number.POSITIVE_INFINITY };

const charactersPerStep = 20;

/** The most parts of one schema. Written out, references may repeat a part thousands of times. */
const partsLimit = 1500;

const made = new WeakMap<JsonSchema, ModelSchema>();

/**
 * A tool's input schema in the form that the strictest providers accept (docs/model-schemas.md): one that they refuse would cost the whole
 * request. Meaning that is lost in the form is kept in the descriptions. Schemas are values, so each is translated once. Never throws.
 */
export function modelSchema(schema: JsonSchema, limits = workLimits): ModelSchema {
  const known = made.get(schema);
  if (known) return known;
  let result: ModelSchema;
  try {
    result = translated(schema, limits);
  } catch {
    // Nested too deeply to be walked through, or too much work: the model gets the arguments without a description of them.
    result = { schema: { type: "object", properties: {} }, note: "", restore: (args) => args };
  }
  made.set(schema, result);
  return result;
}

function translated(schema: JsonSchema, limits: WorkLimits): ModelSchema {
  const plain = withNumbers(schema);
  const root = isObject(plain) ? plain : {};
  const translation = new Translation(root, limits);
  const { part, names } = translation.part({ ...root, type: "object" }, []);
  const { description, ...rest } = shownPart(part);
  return {
    schema: { ...rest, type: "object", properties: rest.properties ?? {} },
    note: typeof description === "string" && description !== root.description ? description : "",
    restore: (args) => {
      const restored = restoredNames(args, names);
      return isObject(restored) ? restored : args;
    },
  };
}

/** A translated schema in which nothing is hidden from a person: its texts are the server's, and a model reads what nobody sees. */
function shownPart(part: JsonSchema): JsonSchema {
  const shown = visibleData(part);
  return isObject(shown) ? shown : {};
}

/** The tool's names of renamed arguments, at every depth; `undefined` where nothing was renamed. */
interface Names {
  readonly own: ReadonlyMap<string, string>;
  readonly inner: ReadonlyMap<string, Names>;
  readonly items?: Names;
}

function restoredNames(value: unknown, names: Names | undefined): unknown {
  if (!names) return value;
  if (Array.isArray(value)) return value.map((item) => restoredNames(item, names.items));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      names.own.get(name) ?? name,
      restoredNames(inner, names.inner.get(name)),
    ]),
  );
}

interface Part {
  readonly part: JsonSchema;
  readonly names?: Names | undefined;
}

class Translation {
  private parts = 0;
  private readonly budget: WorkBudget;

  constructor(
    private readonly root: JsonSchema,
    limits: WorkLimits,
  ) {
    this.budget = new WorkBudget(limits);
  }

  /** `open`: the schemas that this one is a part of, to notice circles. */
  part(given: unknown, open: readonly unknown[]): Part {
    this.budget.spend();
    if (!isObject(given)) return { part: {} };
    if (++this.parts > partsLimit || open.length > depthLimit || open.includes(given))
      return { part: this.described(given) };
    const within = [...open, given];
    const schema = this.resolved(given, 0);
    const notes: string[] = [];
    const isWhole = open.length === 0;
    const branches = isWhole || isObject(schema.properties) ? undefined : alternatives(schema, modelTypes(schema, []));
    if (branches) {
      if (acceptsNull(schema)) notes.push(mayBeNull());
      return this.union(schema, branches, notes, within);
    }
    const resolve = (one: unknown) => (++this.parts > partsLimit ? {} : this.resolved(one, 0));
    const merged = combined(schema, { resolve, budget: this.budget, notes });
    const types = isWhole ? ["object"] : modelTypes(merged, notes);
    if (types.length > 1) {
      const each = types.map((type) => ({ ...merged, type, description: undefined }));
      return this.union(merged, each, notes, within);
    }
    const whole = types[0] ?? typeFromParts(merged);
    const base: Record<string, unknown> = { ...(whole && { type: whole }), ...listedValues(merged, whole, notes) };
    const names = this.children(base, merged, whole, notes, within);
    if (whole === "string") keepTexts(base, merged, notes);
    if (whole === "number" || whole === "integer") Object.assign(base, numberBounds(merged, whole, notes));
    if (whole === "array") keepCounts(base, merged, "minItems", "maxItems");
    noteOthers(merged, notes);
    return { part: withDescription(base, merged, notes), names };
  }

  private union(schema: JsonSchema, branches: readonly unknown[], notes: string[], within: readonly unknown[]): Part {
    const all = branches.map((branch) => this.part(branch, within));
    const distinct = [...new Map(all.map((one) => [JSON.stringify(one.part), one])).values()];
    const [only] = distinct;
    const description = typeof schema.description === "string" ? { description: schema.description } : {};
    noteOthers({ ...schema, anyOf: undefined, oneOf: undefined }, notes);
    const fallback = schema.default !== undefined && schema.default !== null ? { default: schema.default } : {};
    if (distinct.length === 1 && only) {
      const part = { ...only.part, ...fallback, ...description };
      return { part: withDescription(part, part, notes), names: only.names };
    }
    const base = { ...fallback, anyOf: distinct.map(({ part }) => part) };
    return { part: withDescription(base, schema, notes), names: mergedNames(distinct.map(({ names }) => names)) };
  }

  private children(
    base: Record<string, unknown>,
    schema: JsonSchema,
    type: string | undefined,
    notes: string[],
    within: readonly unknown[],
  ): Names | undefined {
    if (type === "array") {
      const tuple = Array.isArray(schema.prefixItems)
        ? schema.prefixItems
        : Array.isArray(schema.items)
          ? schema.items
          : undefined;
      if (tuple) notes.push(message("model.tuple", "In this order: {items}", { items: shortJson(tuple) }));
      const branch = tuple ? (tuple.length === 1 ? tuple[0] : { anyOf: tuple }) : schema.items;
      const { part, names } = this.part(branch, within);
      base.items = part;
      return names && { own: new Map(), inner: new Map(), items: names };
    }
    if (type !== "object") return undefined;
    const own = new Map<string, string>();
    const inner = new Map<string, Names>();
    const properties = new Map<string, unknown>();
    const given = new Map(Object.entries(isObject(schema.properties) ? schema.properties : {}));
    const wanted = textsIn(schema.required);
    const taken = new Set(given.keys());
    const nameOf = new Map<string, string>();
    for (const name of new Set([...given.keys(), ...wanted])) {
      if (given.get(name) === false) continue;
      const known = argumentName(name, taken);
      nameOf.set(name, known);
      if (known !== name) own.set(known, name);
      const { part, names } = this.part(given.get(name), within);
      if (names) inner.set(known, names);
      const renamed =
        known === name ? "" : message("model.renamed", 'The name of this argument is "{name}".', { name });
      properties.set(known, renamed ? withDescription(part, part, [renamed]) : part);
    }
    base.properties = Object.fromEntries(properties);
    const required = [...new Set(wanted)].flatMap((name) => nameOf.get(name) ?? []);
    if (required.length > 0) base.required = required;
    if (isObject(schema.additionalProperties) && Object.keys(schema.additionalProperties).length > 0)
      notes.push(
        message("model.values", "Any other name is allowed; its value: {schema}", {
          schema: shortJson(schema.additionalProperties),
        }),
      );
    return own.size + inner.size > 0 ? { own, inner } : undefined;
  }

  /** The schema with what its references point at. What stands beside a reference wins. */
  private resolved(schema: unknown, depth: number): JsonSchema {
    if (!isObject(schema)) return {};
    this.budget.spend(1 + (typeof schema.description === "string" ? schema.description.length / charactersPerStep : 0));
    const { $ref, $dynamicRef, $recursiveRef, ...rest } = schema;
    const reference = [$ref, $dynamicRef, $recursiveRef].find((one) => typeof one === "string");
    if (reference === undefined || depth > depthLimit) return rest;
    const target = atPointer(this.root, String(reference));
    if (!isObject(target)) return rest;
    const { $defs: _, definitions: __, ...resolved } = this.resolved(target, depth + 1);
    return { ...resolved, ...rest };
  }

  /** A part that is nested too deeply to be written out. */
  private described(schema: JsonSchema): JsonSchema {
    const flat = this.resolved(schema, 0);
    const [type] = modelTypes(flat, []);
    const description = typeof flat.description === "string" ? flat.description : "";
    const known = type ?? typeFromParts(flat);
    if (known === "object") return { type: known, properties: {}, ...(description && { description }) };
    if (known === "array") return { type: known, items: {}, ...(description && { description }) };
    return { ...(known && { type: known }), ...(description && { description }) };
  }
}

function mergedNames(all: readonly (Names | undefined)[]): Names | undefined {
  const known = all.filter((one) => one !== undefined);
  const items = mergedItems(known.flatMap((one) => one.items ?? []));
  if (known.length === 0) return undefined;
  return {
    own: new Map(known.flatMap(({ own }) => [...own])),
    inner: new Map(known.flatMap(({ inner }) => [...inner])),
    ...(items && { items }),
  };
}

const mergedItems = (all: readonly Names[]): Names | undefined => (all.length > 0 ? mergedNames(all) : undefined);
