import { message } from "../../../src/protocol/message";
import { isJsonList, isJsonObject, type Json, type JsonObject, writeJson } from "../json/exactJson";
import { hintOf } from "./hint";
import { merged, resolve } from "./schema";

/** One of the values that a field may have. */
export interface Choice {
  readonly value: Json;
  readonly label: string;
}

/** One of several forms that a value may have. */
export interface Option {
  readonly label: string;
  readonly schema: JsonObject;
}

/** How a person enters a value. */
export type Input =
  | { readonly kind: "text"; readonly format?: string }
  | { readonly kind: "number"; readonly integer: boolean }
  | { readonly kind: "boolean" }
  | { readonly kind: "null" }
  | { readonly kind: "choice"; readonly choices: readonly Choice[] }
  /** Bytes as base64. */
  | { readonly kind: "file" }
  | { readonly kind: "object"; readonly members: Members }
  | { readonly kind: "list"; readonly items: Items }
  | { readonly kind: "union"; readonly options: readonly Option[] }
  /** Anything, as JSON. */
  | { readonly kind: "any" };

/** What an object may hold. */
export interface Members {
  readonly properties: readonly (readonly [name: string, schema: Json])[];
  readonly required: ReadonlySet<string>;
  /** The schema of properties with other names; `undefined` where the schema does not speak of any. */
  readonly others: Json | undefined;
  readonly patterns: JsonObject;
}

/** What a list may hold. */
export interface Items {
  /** The schemas of the first items. */
  readonly first: readonly Json[];
  /** The schema of all others; `false` where there may be none. */
  readonly others: Json;
  /** The values of which items are chosen, each once; missing where items are entered one by one. */
  readonly choices?: readonly Choice[];
}

/** A value of the form as its schema describes it. All texts are the server's, and untrusted. */
export interface Field {
  readonly title: string;
  readonly description: string;
  /** What a value must look like, e.g. `integer, 1 to 10`. */
  readonly hint: string;
  /** Whether `null` is a valid value beside those of the input. */
  readonly nullable: boolean;
  readonly input: Input;
  readonly schema: JsonObject;
}

const fields = new WeakMap<JsonObject, Field>();

/** The field for a schema; `root` is the document that its references point into. */
export function fieldOf(schema: Json | undefined, root: JsonObject): Field {
  const known = isJsonObject(schema) ? fields.get(schema) : undefined;
  if (known) return known;
  const { schema: read, nullable } = resolve(schema, root);
  const input = inputOf(read, root);
  const field = {
    title: textOf(read.title),
    description: textOf(read.description),
    hint: hintOf(read, input),
    nullable: nullable && input.kind !== "any",
    input,
    schema: read,
  };
  if (isJsonObject(schema)) fields.set(schema, field);
  return field;
}

const textOf = (value: Json | undefined): string => (typeof value === "string" ? value : "");

function inputOf(schema: JsonObject, root: JsonObject): Input {
  const choices = choicesOf(schema);
  if (choices) return { kind: "choice", choices };
  const options = optionsOf(schema, root);
  if (options) return { kind: "union", options };
  switch (schema.type ?? guessedType(schema)) {
    case "string":
      if (isBytes(schema)) return { kind: "file" };
      return { kind: "text", ...(typeof schema.format === "string" && { format: schema.format }) };
    case "number":
    case "integer":
      return { kind: "number", integer: schema.type === "integer" };
    case "boolean":
      return { kind: "boolean" };
    case "null":
      return { kind: "null" };
    case "object":
      return { kind: "object", members: membersOf(schema) };
    case "array":
      return { kind: "list", items: itemsOf(schema, root) };
    default:
      return { kind: "any" };
  }
}

const isBytes = ({ contentEncoding, format }: JsonObject): boolean =>
  contentEncoding === "base64" || format === "byte" || format === "binary" || format === "base64";

const keywords: readonly [type: string, names: readonly string[]][] = [
  ["object", ["properties", "additionalProperties", "patternProperties", "required", "propertyNames"]],
  ["array", ["items", "prefixItems", "minItems", "maxItems", "uniqueItems"]],
  ["string", ["minLength", "maxLength", "pattern", "format", "contentEncoding"]],
  ["number", ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]],
];

/** The type of which a schema without one speaks. */
const guessedType = (schema: JsonObject): string | undefined =>
  keywords.find(([, names]) => names.some((name) => Object.hasOwn(schema, name)))?.[0];

/** `enum` (with the names of MCP's older `enumNames`), `const`, or a union of titled constants. */
function choicesOf(schema: JsonObject): readonly Choice[] | undefined {
  if (isJsonList(schema.enum)) {
    const names = isJsonList(schema.enumNames) ? schema.enumNames : [];
    return schema.enum.map((value, at) => choice(value, names[at]));
  }
  if (schema.const !== undefined) return [choice(schema.const, undefined)];
  const union = unionOf(schema);
  if (!union || union.length === 0) return undefined;
  if (!union.every((option) => isJsonObject(option) && option.const !== undefined)) return undefined;
  return union.flatMap((option) => (isJsonObject(option) ? [choice(option.const ?? null, option.title)] : []));
}

function choice(value: Json, name: Json | undefined): Choice {
  const own = typeof value === "string" ? value : writeJson(value);
  return { value, label: typeof name === "string" && name !== "" && name !== own ? `${name} (${own})` : own };
}

const unionOf = ({ anyOf, oneOf }: JsonObject): readonly Json[] | undefined =>
  isJsonList(anyOf) ? anyOf : isJsonList(oneOf) ? oneOf : undefined;

/** Keywords that say which properties stand together, and nothing of what they hold: the check reads those, the form does not. */
const constraints = new Set(["required", "not", "dependentRequired", "title", "description", "minProperties"]);

function optionsOf(schema: JsonObject, root: JsonObject): readonly Option[] | undefined {
  const union = unionOf(schema);
  if (union) {
    const others = union.filter((option) => option !== false);
    if (others.every((option) => isJsonObject(option) && Object.keys(option).every((key) => constraints.has(key))))
      return undefined;
    const { anyOf: _, oneOf: __, title: ___, description: ____, default: _____, ...around } = schema;
    const options = others.map((option) => merged(around, resolve(option, root).schema));
    return options.map((option, at) => ({ label: optionLabel(option, others[at], options), schema: option }));
  }
  if (!isJsonList(schema.type)) return undefined;
  return schema.type.map((type) => ({ label: typeWord(type), schema: { ...schema, type, title: "" } }));
}

/** What tells an option from the others: its title, the constant of its discriminator, its name, its type. */
function optionLabel(option: JsonObject, written: Json | undefined, all: readonly JsonObject[]): string {
  const constants = constantsOf(option).filter(([name, value]) =>
    all.some((other) => constantsOf(other).some(([one, its]) => one === name && its !== value)),
  );
  const title = textOf(option.title);
  if (title !== "") return title;
  if (constants.length > 0) return constants.map(([name, value]) => `${name}: ${value}`).join(", ");
  const reference = isJsonObject(written) ? textOf(written.$ref).split("/").at(-1) : "";
  if (reference) return reference;
  const type = typeWord(option.type ?? guessedType(option) ?? "any");
  const names = isJsonObject(option.properties) ? Object.keys(option.properties).slice(0, 3).join(", ") : "";
  const item = isJsonObject(option.items) ? typeWord(option.items.type ?? "") : "";
  const format = textOf(option.format) || item || names;
  return format === "" ? type : `${type} (${format})`;
}

const constantsOf = ({ properties }: JsonObject): readonly (readonly [string, string])[] =>
  isJsonObject(properties)
    ? Object.entries(properties).flatMap(([name, of]) => {
        if (!isJsonObject(of)) return [];
        const only = isJsonList(of.enum) && of.enum.length === 1 ? of.enum[0] : of.const;
        return only === undefined ? [] : [[name, typeof only === "string" ? only : writeJson(only)] as const];
      })
    : [];

const typeWords: Readonly<Record<string, string>> = {
  string: message("page.field.text", "text"),
  number: message("page.field.number", "number"),
  integer: message("page.field.integer", "integer"),
  boolean: message("page.field.trueOrFalse", "true or false"),
  object: message("page.field.object", "object"),
  array: message("page.field.list", "list"),
  null: "null",
  any: message("page.field.anyJson", "any JSON"),
};

const typeWord = (type: Json): string => (typeof type === "string" ? (typeWords[type] ?? type) : "");

function membersOf({ properties, required, additionalProperties, patternProperties }: JsonObject): Members {
  const named = isJsonObject(properties) ? Object.entries(properties) : [];
  const names = isJsonList(required) ? required.filter((name) => typeof name === "string") : [];
  const missing = names.filter((name) => !named.some(([one]) => one === name));
  const unspoken = additionalProperties === undefined && (named.length > 0 || isJsonObject(patternProperties));
  return {
    // A name that is required and not described is still asked for.
    properties: [...named, ...missing.map((name) => [name, {}] as const)],
    required: new Set(names),
    others: unspoken || additionalProperties === false ? undefined : (additionalProperties ?? {}),
    patterns: isJsonObject(patternProperties) ? patternProperties : {},
  };
}

function itemsOf({ items, prefixItems, additionalItems, uniqueItems }: JsonObject, root: JsonObject): Items {
  const first = isJsonList(prefixItems) ? prefixItems : isJsonList(items) ? items : [];
  const others = isJsonList(items) ? (additionalItems ?? {}) : (items ?? {});
  if (first.length > 0 || uniqueItems === false) return { first, others };
  const item = resolve(others, root);
  const choices = item.nullable ? undefined : choicesOf(item.schema);
  return { first, others, ...(choices && choices.length > 1 && { choices }) };
}
