import type { Json, JsonObject } from "../json/exactJson";
import type { Input } from "./field";

/** What a value must look like, in a few words. */
export function hintOf(schema: JsonObject, input: Input): string {
  const parts = [kindText(input, schema), boundText(schema)];
  const length = rangeText(schema.minLength, schema.maxLength);
  if (length !== "" && input.kind === "text") parts.push(counted(length, "character"));
  const items = rangeText(schema.minItems, schema.maxItems);
  if (items !== "" && input.kind === "list") parts.push(counted(items, "item"));
  if (typeof schema.pattern === "string" && input.kind === "text")
    parts.push(`matching ${schema.pattern.slice(0, 60)}`);
  if (isNumeral(schema.multipleOf)) parts.push(`a multiple of ${schema.multipleOf}`);
  if (schema.uniqueItems === true) parts.push("each once");
  return parts.filter((part) => part !== "").join(", ");
}

/** e.g. `at least 1 character`, `2 to 5 items`. */
const counted = (range: string, what: string): string => `${range} ${what}${/(^| )1$/.test(range) ? "" : "s"}`;

function kindText(input: Input, schema: JsonObject): string {
  switch (input.kind) {
    case "text":
      return input.format === undefined ? "" : (formats[input.format] ?? input.format.slice(0, 30));
    case "number":
      return input.integer ? "integer" : "number";
    case "file":
      return typeof schema.contentMediaType === "string" ? schema.contentMediaType.slice(0, 60) : "file";
    case "any":
      return "any JSON";
    default:
      return "";
  }
}

/** Examples of what a format looks like. */
const formats: Readonly<Record<string, string>> = {
  "date-time": "date and time such as 2026-03-31T14:30:00Z",
  time: "time such as 14:30:00Z",
  email: "email address",
  uri: "address such as https://example.com",
  url: "address such as https://example.com",
  uuid: "UUID",
};

function boundText(schema: JsonObject): string {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const parts = [rangeText(minimum, maximum)];
  if (isNumeral(exclusiveMinimum)) parts.push(`more than ${exclusiveMinimum}`);
  if (isNumeral(exclusiveMaximum)) parts.push(`less than ${exclusiveMaximum}`);
  return parts.filter((part) => part !== "").join(", ");
}

function rangeText(low: Json | undefined, high: Json | undefined): string {
  const isLow = isNumeral(low);
  const isHigh = isNumeral(high);
  if (isLow && isHigh) return low === high ? `${low}` : `${low} to ${high}`;
  if (isLow) return `at least ${low}`;
  return isHigh ? `at most ${high}` : "";
}

const isNumeral = (value: Json | undefined): value is number | bigint =>
  typeof value === "number" || typeof value === "bigint";
