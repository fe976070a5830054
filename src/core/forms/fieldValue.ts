import { message } from "../../protocol/message";
import { integerOf } from "../kernel/json/exactInteger";
import { parseJson, toJson } from "../kernel/json/exactJson";
import type { FieldInput, ScalarInput } from "./fieldInput";
import type { FormField } from "./formFields";

/** A value that was read from text, or what is wrong with the text. */
export type ReadValue =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: string };

const good = (value: unknown): ReadValue => ({ ok: true, value });
const bad = (problem: string): ReadValue => ({ ok: false, problem });

/** Reads the value that a person typed, and checks it against the field's schema. */
export function readValue(field: FormField, text: string): ReadValue {
  if (field.nullable && (text.trim() === "null" || (text.trim() === "" && isNullWhenEmpty(field)))) return good(null);
  const read = parse(field.input, text);
  if (!read.ok) return read;
  const problem = field.check(read.value);
  return problem === undefined ? read : bad(problem);
}

const isNullWhenEmpty = ({ isNullByDefault, input }: FormField): boolean =>
  isNullByDefault === true || input.kind === "number" || input.kind === "json";

/**
 * What is wrong with the text of a field, each time that Enter is pressed. An empty required text is questioned once: a key pressed too
 * early must not send it, and who presses again means it.
 */
export function enterCheck(field: FormField): (text: string) => string | undefined {
  let questioned = false;
  return (text) => {
    if (text === "" && !field.required) return undefined;
    const read = readValue(field, text);
    if (!read.ok) return read.problem;
    if (text !== "" || read.value !== "" || questioned) return undefined;
    questioned = true;
    return message("forms.empty", "A value is required. Press Enter again to leave it empty.");
  };
}

/** A value as a person would type it. */
export function writeValue(input: FieldInput, value: unknown): string {
  if (value === undefined) return "";
  if (input.kind === "text" && typeof value === "string") return value;
  if (input.kind === "list" && Array.isArray(value) && value.every((item) => isPlain(item))) return value.join(", ");
  return toJson(value) ?? "";
}

function parse(input: FieldInput, text: string): ReadValue {
  switch (input.kind) {
    case "text":
    case "number":
    case "boolean":
      return parseScalar(input, text);
    case "list":
      return parseList(input.item, text);
    case "json":
      return parseWhole(text);
    case "choice":
    case "choices":
      return bad(message("forms.choose", "Choose from the list."));
  }
}

function parseScalar(input: ScalarInput, text: string): ReadValue {
  if (input.kind === "text") return good(text);
  const word = text.trim();
  if (input.kind === "boolean") {
    return word === "true" || word === "false"
      ? good(word === "true")
      : bad(message("forms.boolean", "Enter true or false."));
  }
  const value = Number(word);
  if (word === "" || !Number.isFinite(value)) return bad(message("forms.number", "Enter a number, such as 12 or 0.5."));
  if (/^-?[1-9]\d*$/.test(word)) return good(integerOf(word)); // ids may be larger than a number can hold
  if (input.integer && !Number.isSafeInteger(value)) return bad(message("forms.wholeNumber", "Enter a whole number."));
  return good(value);
}

/** Reads items separated by commas, or a JSON array, which is needed if an item contains a comma. */
function parseList(item: ScalarInput, text: string): ReadValue {
  if (text.trim() === "") return good([]);
  if (text.trim().startsWith("[")) return parseWhole(text);
  const items = text.split(",").map((part) => parseScalar(item, part.trim()));
  const wrong = items.find((read) => !read.ok);
  return wrong ?? good(items.map((read) => (read.ok ? read.value : undefined)));
}

function parseWhole(text: string): ReadValue {
  if (text.trim() === "") return bad(message("forms.noJson", "Enter a value as JSON."));
  try {
    return good(parseJson(text));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return bad(message("forms.json", "This is not JSON: {reason}. Put texts in double quotes.", { reason }));
  }
}

const isPlain = (item: unknown): boolean =>
  typeof item === "number" ||
  typeof item === "boolean" ||
  (typeof item === "string" && /^[^,[\s]([^,]*[^,\s])?$/.test(item));
