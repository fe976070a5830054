import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";
import type { JsonSchema } from "../catalog/catalog";
import { checkArguments } from "../catalog/checkArguments";
import { safeLine } from "../kernel/redact";
import { type FieldInput, fieldInput, readSchema } from "./fieldInput";
import { formatProblem } from "./formatProblem";
import { jsonExample } from "./jsonExample";

/** One argument as a field of a form. Its texts come from the server, cleaned and cut. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly description?: string;
  readonly required: boolean;
  /** Whether `null` is a valid value. */
  readonly nullable: boolean;
  /** The schema's `default`; a `null` is an empty box. */
  readonly initial?: unknown;
  /** Whether an empty box means `null`, because the schema's `default` is `null`. */
  readonly isNullByDefault?: boolean;
  /** What a value must look like, e.g. `integer, 1 to 10`. */
  readonly hint: string;
  readonly input: FieldInput;
  /** Values that match the typed text, given the answers so far; missing if there are no suggestions. */
  readonly suggest?: (typed: string, answers: Readonly<Record<string, unknown>>) => Promise<readonly string[]>;
  /** What is wrong with a value; `undefined` if it is valid. */
  readonly check: (value: unknown) => string | undefined;
}

/** If a tool has more arguments than this, they are entered as one JSON object. */
const maxFields = 100;

/**
 * The fields of a form for a tool's input schema, required ones first. `undefined` if the schema says too little or too much for fields;
 * then the arguments are entered as one JSON object.
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

/** The field for one schema; `root` is the document that its references point into. */
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
    ...("default" in schema && (schema.default !== null || input.kind === "choice") && { initial: schema.default }),
    ...(schema.default === null && { isNullByDefault: true }),
    hint: hintOf(schema, input, root),
    input,
    check: (value) => {
      const problem = formatProblem(schema.format, value);
      if (problem !== undefined) return problem;
      const { $schema, $defs, definitions } = root;
      const alone = { $schema, $defs, definitions, type: "object", properties: { [name]: property } };
      const result = checkArguments(withoutUndefined(alone), { [name]: value });
      return result.ok ? undefined : safeLine(result.why, 300);
    },
  };
}

const withoutUndefined = (schema: JsonSchema): JsonSchema =>
  Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));

/** Whether a schema without named properties accepts arguments. */
function takesMore(root: JsonSchema): boolean {
  if (root.anyOf !== undefined || root.oneOf !== undefined || root.allOf !== undefined) return true;
  return isObject(root.additionalProperties) || root.additionalProperties === true || isObject(root.patternProperties);
}

function hintOf(schema: JsonSchema, input: FieldInput, root: JsonSchema): string {
  const parts = [input.kind === "json" ? jsonText(schema, root) : kindText(input)];
  const range = rangeText(schema.minimum, schema.maximum);
  const length = rangeText(schema.minLength, schema.maxLength);
  if (range) parts.push(range);
  else if (length) parts.push(message("forms.characters", "{range} characters", { range: length }));
  const items = rangeText(schema.minItems, schema.maxItems);
  const last = schema.maxItems ?? schema.minItems;
  if (items && last === 1) parts.push(message("forms.oneItem", "{range} item", { range: items }));
  else if (items) parts.push(message("forms.items", "{range} items", { range: items }));
  if (typeof schema.pattern === "string")
    parts.push(message("forms.matching", "matching {pattern}", { pattern: safeLine(schema.pattern, 60) }));
  return parts.filter((part) => part !== "").join(", ");
}

/** A person who has not seen the schema learns here that JSON is wanted, and what it looks like. */
function jsonText(schema: JsonSchema, root: JsonSchema): string {
  const example = jsonExample(schema, root);
  return example === "" ? "JSON" : message("forms.jsonSuchAs", "JSON such as {example}", { example });
}

function kindText(input: FieldInput): string {
  switch (input.kind) {
    case "text":
      return input.format === undefined ? "" : safeLine(input.format, 30);
    case "number":
      return input.integer ? message("forms.integer", "integer") : message("forms.anyNumber", "number");
    case "list":
      return message("forms.list", "separated by commas, or a JSON array");
    case "json":
    case "boolean":
    case "choice":
    case "choices":
      return "";
  }
}

function rangeText(from: unknown, to: unknown): string {
  const [low, high] = [from, to].map((bound) => (typeof bound === "number" ? bound : undefined));
  if (low !== undefined && high !== undefined) return message("forms.between", "{low} to {high}", { low, high });
  if (low !== undefined) return message("forms.atLeast", "at least {low}", { low });
  return high === undefined ? "" : message("forms.atMost", "at most {high}", { high });
}
