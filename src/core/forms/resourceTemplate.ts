import { parseTemplate } from "url-template";
import { HubError } from "../kernel/hubError";
import { safeLine } from "../kernel/redact";
import { type FormField, formField } from "./formFields";

/** A template with more variables than this is not a form. */
const maxVariables = 30;

/** One field for each variable of a resource template (RFC 6570), in the order in which they stand. */
export function templateFields(uriTemplate: string): readonly FormField[] {
  const expressions = [...uriTemplate.matchAll(/\{([^{}]*)\}/g)].map(([, inside]) => inside ?? "");
  const names = expressions.flatMap((inside) => {
    const optional = /^[?&]/.test(inside);
    const variables = inside.replace(/^[+#./;?&]/, "").split(",");
    return variables.map((variable) => ({ name: variable.replace(/(:\d+|\*)$/, ""), optional }));
  });
  const unique = new Map(names.filter(({ name }) => name !== "").map((one) => [one.name, one]));
  return [...unique.values()]
    .slice(0, maxVariables)
    .map(({ name, optional }) => formField(name, { type: "string" }, {}, !optional));
}

/** The address that a template and its values make. Throws `bad-arguments` where the template is not one. */
export function expandTemplate(uriTemplate: string, values: Readonly<Record<string, unknown>>): string {
  try {
    const texts = Object.entries(values).map(([name, value]) => [name, String(value)] as const);
    return parseTemplate(uriTemplate).expand(Object.fromEntries(texts));
  } catch (cause) {
    const message = `The resource template ${safeLine(uriTemplate)} cannot be filled in. Tell the author of its server.`;
    throw new HubError("bad-arguments", message, { cause });
  }
}
