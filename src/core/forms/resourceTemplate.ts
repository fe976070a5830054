import { parseTemplate } from "url-template";
import { message } from "../../protocol/message";
import { HubError } from "../kernel/hubError";
import { safeLine } from "../kernel/redact";
import { type FormField, formField } from "./formFields";

/** The largest number of fields for one template. */
const maxVariables = 30;

/** One field for each variable of a resource template (RFC 6570), in order. */
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

/** The address that results from a template and its values. Throws `bad-arguments` if the template is invalid. */
export function expandTemplate(uriTemplate: string, values: Readonly<Record<string, unknown>>): string {
  try {
    const texts = Object.entries(values).map(([name, value]) => [name, String(value)] as const);
    return parseTemplate(uriTemplate).expand(Object.fromEntries(texts));
  } catch (cause) {
    throw new HubError(
      "bad-arguments",
      message(
        "forms.badTemplate",
        "The resource template {template} is invalid. Report it to the author of its server.",
        { template: safeLine(uriTemplate) },
      ),
      { cause },
    );
  }
}
