import { type Arguments, fillForm } from "../core/forms/fillForm";
import { formField, formFields } from "../core/forms/formFields";
import type { HubTool } from "../core/hub";
import { safeLine } from "../core/redact";
import { formAsker } from "./formAsker";

/** How many tools' last arguments are remembered. */
const remembered = 100;

/**
 * Asks for a tool's arguments field by field; `undefined` when the person cancels. The arguments of the last time, kept for
 * this session only, are where each field starts.
 */
export type AskArguments = (tool: HubTool) => Promise<Arguments | undefined>;

export function rememberingForm(): AskArguments {
  const last = new Map<string, Arguments>();
  return async ({ server, tool }) => {
    const key = `${server}/${tool.name}`;
    const args = await askArguments(safeLine(tool.name, 60), tool.inputSchema, last.get(key));
    if (!args) return undefined;
    last.delete(key); // the newest stands last
    last.set(key, args);
    for (const oldest of [...last.keys()].slice(0, -remembered)) last.delete(oldest);
    return args;
  };
}

async function askArguments(
  title: string,
  schema: HubTool["tool"]["inputSchema"],
  before: Arguments | undefined,
): Promise<Arguments | undefined> {
  const fields = formFields(schema);
  if (fields) return fillForm(fields, formAsker(title), before);

  const whole = { ...formField("arguments", schema, schema, true), label: "Arguments as a JSON object" };
  const answer = await fillForm([whole], formAsker(title), { arguments: before ?? {} });
  const args = answer?.arguments;
  return typeof args === "object" && args !== null ? { ...args } : undefined;
}
