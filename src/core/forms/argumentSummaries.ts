import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";
import type { JsonSchema } from "../catalog/catalog";
import { safeLine } from "../kernel/redact";
import { type FieldInput, fieldInput, readSchema, type ScalarInput } from "./fieldInput";

/** An argument of a tool in a few words. Its texts come from the server, cleaned and cut. */
export interface ArgumentSummary {
  readonly name: string;
  /** e.g. `text`, `list of integer`, `one of small, large`. */
  readonly type: string;
  readonly required: boolean;
  readonly about?: string;
}

/** The first `limit` arguments of a tool, those that are required before the others. `count`: how many it has, all of them. */
export function argumentSummaries(
  inputSchema: JsonSchema,
  limit: number,
): {
  readonly summaries: readonly ArgumentSummary[];
  readonly count: number;
} {
  const { schema } = readSchema(inputSchema, inputSchema);
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const ordered = properties.toSorted(([a], [b]) => Number(required.has(b)) - Number(required.has(a)));
  const summaries = ordered
    .slice(0, limit)
    .map(([name, property]) => summaryOf(name, property, inputSchema, required.has(name)));
  return { summaries, count: properties.length };
}

function summaryOf(name: string, property: unknown, root: JsonSchema, required: boolean): ArgumentSummary {
  const { schema } = readSchema(property, root);
  const about = typeof schema.description === "string" ? safeLine(schema.description, 300) : "";
  return {
    name: safeLine(name, 80),
    type: typeText(schema, fieldInput(schema, root), root),
    required,
    ...(about !== "" && { about }),
  };
}

function typeText(schema: JsonSchema, input: FieldInput, root: JsonSchema): string {
  switch (input.kind) {
    case "text":
    case "number":
    case "boolean":
      return scalarText(input);
    case "list":
      return listOf(scalarText(input.item));
    case "choice":
      return choicesText(input.choices);
    case "choices":
      return listOf(choicesText(input.choices));
    case "json":
      return jsonText(schema, root);
  }
}

function scalarText(input: ScalarInput): string {
  switch (input.kind) {
    case "text":
      return input.format === undefined
        ? message("type.text", "text")
        : message("type.format", "text ({format})", { format: safeLine(input.format, 30) });
    case "number":
      return input.integer ? message("forms.integer", "integer") : message("forms.anyNumber", "number");
    case "boolean":
      return message("type.boolean", "true or false");
  }
}

/** The most values that are named. */
const namedValues = 4;

function choicesText(choices: readonly { readonly value: unknown }[]): string {
  const values = choices.slice(0, namedValues).map(({ value }) => safeLine(written(value), 30));
  const more = choices.length > namedValues ? ", …" : "";
  return message("type.choice", "one of {values}", { values: `${values.join(", ")}${more}` });
}

const written = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));

const listOf = (items: string): string => message("type.listOf", "list of {items}", { items });

/** What takes more than a line to enter. */
function jsonText(schema: JsonSchema, root: JsonSchema): string {
  const type = schema.type ?? (isObject(schema.properties) ? "object" : undefined);
  if (type === "object") return message("type.object", "object");
  if (type !== "array" && !isObject(schema.items)) return message("type.any", "any JSON");
  const items = readSchema(schema.items, root).schema;
  return items.type === "object" || isObject(items.properties)
    ? listOf(message("type.objects", "objects"))
    : message("type.list", "list");
}
