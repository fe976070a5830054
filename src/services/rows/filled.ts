import { isObject } from "../../protocol/isObject";
import { asDocument } from "../reading/documentText";
import { textOf } from "../reading/found";
import type { Variables } from "./row";

/** What a variable may become on its way into a template: `{name|filter}`. */
const filters: Readonly<Record<string, (value: unknown) => unknown>> = {
  text: textOf,
  csv: (value) => (Array.isArray(value) ? value.join(",") : textOf(value)),
  list: (value) => [value],
  path: pathPart,
  document: (value) => asDocument(textOf(value) ?? ""),
};

/** A part of a path. Dots alone would lead to another place, and nothing that stands for them would not. */
function pathPart(value: unknown): string | undefined {
  const text = textOf(value);
  return text === undefined || /^\.{1,2}$/.test(text) ? undefined : encodeURIComponent(text);
}

const variable = /\{(\w+(?:\.\w+)?)(?:\|(\w+))?\}/;
const whole = new RegExp(`^${variable.source}$`);
const inner = new RegExp(variable.source, "g");

/**
 * A template with its variables put in. A text that is one variable becomes its value, whatever its type is; in a longer text a variable
 * becomes text. What has no value is left out: the member, the item, or the whole text. Braces around anything else stay.
 */
export function filled(template: unknown, variables: Variables): unknown {
  if (typeof template === "string") return filledText(template, variables);
  if (Array.isArray(template))
    return template.map((one) => filled(one, variables)).filter((value) => value !== undefined);
  if (!isObject(template)) return template;
  const members = Object.entries(template).map(([name, value]) => [name, filled(value, variables)] as const);
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
}

function filledText(template: string, variables: Variables): unknown {
  const [, name, filter] = whole.exec(template) ?? [];
  if (name !== undefined) return Object.hasOwn(variables, name) ? through(variables[name], filter) : undefined;
  let isComplete = true;
  const text = template.replace(inner, (braces, name: string, filter?: string) => {
    if (!Object.hasOwn(variables, name)) return braces;
    const value = textOf(through(variables[name], filter));
    isComplete &&= value !== undefined;
    return value ?? "";
  });
  return isComplete ? text : undefined;
}

function through(value: unknown, filter: string | undefined): unknown {
  if (value === undefined || filter === undefined) return value;
  const change = Object.hasOwn(filters, filter) ? filters[filter] : undefined;
  return change ? change(value) : value;
}

/** The names of the variables that a template has. */
export function variablesIn(template: unknown): ReadonlySet<string> {
  const text = JSON.stringify(template) ?? "";
  return new Set([...text.matchAll(inner)].map(([, name = ""]) => name));
}
