import { message } from "../../../src/protocol/message";
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
    parts.push(message("page.hint.matchingPattern", "matching {pattern}", { pattern: schema.pattern.slice(0, 60) }));
  if (isNumeral(schema.multipleOf))
    parts.push(
      message("page.hint.aMultipleOfMultipleof", "a multiple of {multipleOf}", { multipleOf: schema.multipleOf }),
    );
  if (schema.uniqueItems === true) parts.push(message("page.hint.eachOnce", "each once"));
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
      return message("page.hint.anyJson", "any JSON");
    default:
      return "";
  }
}

/** Examples of what a format looks like. */
const formats: Readonly<Record<string, string>> = {
  "date-time": message("page.hint.dateAndTimeSuchAs", "date and time such as 2026-03-31T14:30:00Z"),
  time: message("page.hint.timeSuchAs1430", "time such as 14:30:00Z"),
  email: message("page.hint.email", "email address"),
  uri: message("page.hint.addressSuchAsHttpsExample", "address such as https://example.com"),
  url: message("page.hint.addressSuchAsHttpsExample", "address such as https://example.com"),
  uuid: "UUID",
};

function boundText(schema: JsonObject): string {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const parts = [rangeText(minimum, maximum)];
  if (isNumeral(exclusiveMinimum))
    parts.push(message("page.hint.moreThanExclusiveminimum", "more than {exclusiveMinimum}", { exclusiveMinimum }));
  if (isNumeral(exclusiveMaximum))
    parts.push(message("page.hint.lessThanExclusivemaximum", "less than {exclusiveMaximum}", { exclusiveMaximum }));
  return parts.filter((part) => part !== "").join(", ");
}

function rangeText(low: Json | undefined, high: Json | undefined): string {
  const isLow = isNumeral(low);
  const isHigh = isNumeral(high);
  if (isLow && isHigh)
    return low === high ? `${low}` : message("page.hint.lowToHigh", "{low} to {high}", { low, high });
  if (isLow) return message("page.hint.atLeastLow", "at least {low}", { low });
  return isHigh ? message("page.hint.atMostHigh", "at most {high}", { high }) : "";
}

const isNumeral = (value: Json | undefined): value is number | bigint =>
  typeof value === "number" || typeof value === "bigint";
