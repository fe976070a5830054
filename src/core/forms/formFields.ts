import { isObject } from "../../protocol/isObject";
import type { JsonSchema } from "../catalog/catalog";
import { checkArguments } from "../catalog/checkArguments";
import { safeLine } from "../kernel/redact";
import { type FieldInput, fieldInput, readSchema } from "./fieldInput";

/** One argument as a form asks for it. Its texts are the server's, cleaned and cut. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly description?: string;
  readonly required: boolean;
  /** `null` is a value of this field. */
  readonly nullable: boolean;
  /** The schema's `default`, to start with. */
  readonly initial?: unknown;
  /** What a value must be like, in a few words, e.g. `integer, 1 to 10`. */
  readonly hint: string;
  readonly input: FieldInput;
  /** Values that fit what is typed, given the answers of the form so far; missing where nobody proposes any. */
  readonly suggest?: (typed: string, answers: Readonly<Record<string, unknown>>) => Promise<readonly string[]>;
  /** What is wrong with a value, in words; `undefined` where it fits. */
  readonly check: (value: unknown) => string | undefined;
}

/** More arguments than this are asked for as one piece of JSON. */
const maxFields = 100;

/**
 * Reads a tool's input schema into the fields of a form, required ones first. `undefined`: the schema says too little or
 * too much for fields, and the arguments are asked for as one JSON object.
 */
export function formFields(schema: JsonSchema): readonly FormField[] | undefined {
  const root = readSchema(schema, schema).schema;
  const properties = isObject(root.properties) ? Object.entries(root.properties) : [];
  if (properties.length > maxFields) return undefined;
  if (properties.length === 0 && takesMore(root)) return undefined;
  const required = new Set(Array.isArray(root.required) ? root.required : []);
  const fields = properties.map(([name, property]) => formField(name, property, schema, required.has(name)));
  return fields.toSorted((a, b) => Number(b.required) - Number(a.required));
}

/** One field by its schema; `root` is the document that its references point into. */
export function formField(name: string, property: unknown, root: JsonSchema, required: boolean): FormField {
  const { schema, nullable } = readSchema(property, root);
  const input = fieldInput(schema, root);
  const text = (value: unknown, limit: number) => (typeof value === "string" ? safeLine(value, limit) : "");
  const description = text(schema.description, 500);
  return {
    name,
    label: text(input.kind === "choice" && "const" in schema ? name : schema.title, 80) || safeLine(name, 80),
    ...(description !== "" && { description }),
    required,
    nullable: nullable || (Array.isArray(schema.enum) && schema.enum.includes(null)),
    ...("default" in schema && { initial: schema.default }),
    hint: hint(schema, input),
    input,
    check: (value) => {
      const { $schema, $defs, definitions } = root;
      const alone = { $schema, $defs, definitions, type: "object", properties: { [name]: property } };
      const result = checkArguments(withoutUndefined(alone), { [name]: value });
      return result.ok ? undefined : safeLine(result.why, 300);
    },
  };
}

const withoutUndefined = (schema: JsonSchema): JsonSchema =>
  Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));

/** Whether a schema that names no properties still takes arguments. */
function takesMore(root: JsonSchema): boolean {
  if (root.anyOf !== undefined || root.oneOf !== undefined || root.allOf !== undefined) return true;
  return isObject(root.additionalProperties) || root.additionalProperties === true || isObject(root.patternProperties);
}

function hint(schema: JsonSchema, input: FieldInput): string {
  const parts = [kindWords(input)];
  const range =
    rangeWords(schema.minimum, schema.maximum) || rangeWords(schema.minLength, schema.maxLength, "characters");
  if (range) parts.push(range);
  const items = rangeWords(schema.minItems, schema.maxItems, "items");
  if (items) parts.push(items);
  if (typeof schema.pattern === "string") parts.push(`matching ${safeLine(schema.pattern, 60)}`);
  return parts.filter((part) => part !== "").join(", ");
}

function kindWords(input: FieldInput): string {
  switch (input.kind) {
    case "text":
      return input.format === undefined ? "" : safeLine(input.format, 30);
    case "number":
      return input.integer ? "integer" : "number";
    case "list":
      return "separated by commas, or a JSON array";
    case "json":
      return "JSON";
    case "boolean":
    case "choice":
    case "choices":
      return "";
  }
}

function rangeWords(from: unknown, to: unknown, unit = ""): string {
  const [low, high] = [from, to].map((bound) => (typeof bound === "number" ? bound : undefined));
  const words =
    low !== undefined && high !== undefined
      ? `${low} to ${high}`
      : low !== undefined
        ? `at least ${low}`
        : high !== undefined
          ? `at most ${high}`
          : "";
  return words && unit ? `${words} ${unit}` : words;
}
