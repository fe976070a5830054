import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";
import { prettyJson } from "../../protocol/prettyJson";
import { parseJson, toJson } from "../kernel/json/exactJson";
import { visibleText } from "./visibleText";

/** The members of a tool, a prompt or the instructions, in the order in which they are read. */
const labels = (): Readonly<Record<string, string>> => ({
  name: message("definition.name", "Name"),
  title: message("definition.title", "Title"),
  description: message("definition.description", "Description"),
  instructions: message("definition.instructions", "Instructions"),
  annotations: message("definition.annotations", "Annotations"),
  arguments: message("definition.arguments", "Arguments"),
  inputSchema: message("definition.inputSchema", "Input schema"),
  outputSchema: message("definition.outputSchema", "Output schema"),
  execution: message("definition.execution", "Execution"),
});

/**
 * What a server says about something, to be compared line by line: each member below its name and indented, so that no text can look like
 * another member, and every invisible character as its code point. `json`: canonical JSON, missing where it is no longer known.
 */
export function definitionText(json: string | undefined, digest: string): string {
  const value = json === undefined ? undefined : parseJson(json);
  const members = isObject(value) ? value : {};
  const known = labels();
  const order = [...Object.keys(known), ...Object.keys(members).filter((key) => !Object.hasOwn(known, key))];
  const sections = order.flatMap((key) => {
    const member = members[key];
    if (member === undefined) return [];
    const text = typeof member === "string" ? member : prettyJson(toJson(member) ?? "");
    return [`${known[key] ?? visibleText(key)}:\n${indented(text)}`];
  });
  const missing = message("definition.missing", "It was too large to be kept. Only its digest is known.");
  return [...(json === undefined ? [missing] : sections), `SHA-256:\n${indented(digest)}`, ""].join("\n\n").trimEnd();
}

const indented = (text: string): string =>
  text
    .replace(/\r\n/g, "\n")
    .split("\n")
    .map((line) => `  ${visibleText(line)}`)
    .join("\n");
