import { message } from "../../../src/protocol/message";
import { integerOf, type Json, JsonError, parseJson, writeJson } from "../json/exactJson";
import type { Input } from "./field";

/** What a person typed, read: a value, nothing, or what is wrong with the text. */
export type Typed = { readonly value: Json | undefined } | { readonly problem: string };

/** Reads the text of a box. */
export function readTyped(input: Input, text: string, required: boolean): Typed {
  switch (input.kind) {
    case "number":
      return readNumber(text.trim(), input.integer);
    case "any":
      return readJson(text);
    default:
      return { value: text === "" && !required ? undefined : text };
  }
}

function readNumber(word: string, integer: boolean): Typed {
  if (word === "") return { value: undefined };
  if (/^[+-]?\d+$/.test(word)) return { value: integerOf(word.replace(/^\+/, "").replace(/^(-?)0+(?=\d)/, "$1")) };
  const value = Number(word);
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(word) || !Number.isFinite(value))
    return {
      problem: integer
        ? message("page.scalarText.writeAWholeNumberSuch", "Enter a whole number such as 12.")
        : message("page.scalarText.writeANumberSuchAs", "Enter a number such as 12 or 0.5."),
    };
  if (integer && !Number.isInteger(value))
    return { problem: message("page.scalarText.writeAWholeNumberSuch", "Enter a whole number such as 12.") };
  return { value };
}

function readJson(text: string): Typed {
  if (text.trim() === "") return { value: undefined };
  try {
    return { value: parseJson(text) };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return {
      problem: message(
        "page.scalarText.thisIsNotJsonMessage",
        "This is not JSON. {message} Put texts in double quotes.",
        { message: error.message },
      ),
    };
  }
}

/** The text of a box that holds a value. */
export function typedText(input: Input, value: Json | undefined): string {
  if (value === undefined) return "";
  if (input.kind !== "any" && typeof value === "string") return value;
  return writeJson(value, 2);
}

/** Whether an input can show a value; if not, the value is shown as JSON. */
export function shows(input: Input, value: Json | undefined): boolean {
  if (value === undefined || input.kind === "any" || input.kind === "union") return true;
  switch (input.kind) {
    case "text":
    case "file":
      return typeof value === "string";
    case "number":
      return typeof value === "number" || typeof value === "bigint";
    case "boolean":
      return typeof value === "boolean";
    case "null":
      return value === null;
    case "choice":
      return input.choices.some((choice) => writeJson(choice.value) === writeJson(value));
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    case "list":
      return Array.isArray(value);
  }
}
