import { asSent } from "../../../core/catalog/asSent";
import type { Prompt, Resource, ResourceTemplate, Tool } from "../../../core/catalog/catalog";
import { isObject } from "../../../protocol/isObject";
import type { Json } from "../rpc";

/**
 * Entries of lists for a client, as their server sent them, with every field that the hub knows nothing of. Only a member that no client
 * could read is replaced by what the hub made of it, or left out: one bad entry would cost a strict client the whole list.
 */
export function toolEntry(tool: Tool, name = tool.name): Json {
  const sent = asSent(tool);
  const schema = isSchema(sent?.inputSchema) ? undefined : { inputSchema: { ...tool.inputSchema, type: "object" } };
  return { ...(sent ? readable(sent, "inputSchema", "outputSchema") : corrected(tool)), name, ...schema };
}

export const promptEntry = (prompt: Prompt, name = prompt.name): Json => ({ ...wireForm(prompt), name });

export const resourceEntry = (resource: Resource): Json => ({ ...wireForm(resource), name: resource.name });

export const templateEntry = (template: ResourceTemplate): Json => ({ ...wireForm(template), name: template.name });

function wireForm(entry: Prompt | Resource | ResourceTemplate): Json {
  const sent = asSent(entry);
  return sent ? readable(sent) : corrected(entry);
}

/** The members of an entry that have the type which the specification gives them. */
function readable(sent: Json, ...schemas: readonly string[]): Json {
  return Object.fromEntries(
    Object.entries(sent).filter(([key, value]) => {
      if (value === undefined || value === null) return false;
      if (schemas.includes(key)) return isSchema(value);
      return types[key]?.(value) ?? true;
    }),
  );
}

const isText = (value: unknown): boolean => typeof value === "string";

const types: Readonly<Record<string, (value: unknown) => boolean>> = {
  title: isText,
  description: isText,
  mimeType: isText,
  size: (value) => typeof value === "number",
  annotations: isObject,
  execution: isObject,
  _meta: isObject,
  icons: (value) => Array.isArray(value) && value.every((icon) => isObject(icon) && isText(icon.src)),
  arguments: (value) => Array.isArray(value) && value.every((one) => isObject(one) && isText(one.name)),
};

const isSchema = (value: unknown): boolean => isObject(value) && value.type === "object";

/** What the hub remembered of an entry whose server is not connected now. */
function corrected(entry: Tool | Prompt | Resource | ResourceTemplate): Json {
  const { meta, icon, ...rest } = entry;
  const { digest: _, hints, task, ...own } = rest as Partial<Tool>;
  return {
    ...own,
    ...(hints && Object.keys(hints).length > 0 && { annotations: annotationsOf(hints) }),
    ...(task && task !== "unasked" && { execution: { taskSupport: task } }),
    ...(icon !== undefined && { icons: [{ src: icon }] }),
    ...(meta && { _meta: meta }),
  };
}

const annotationsOf = ({ readOnly, destructive, idempotent, openWorld }: Tool["hints"]): Json => ({
  ...(readOnly !== undefined && { readOnlyHint: readOnly }),
  ...(destructive !== undefined && { destructiveHint: destructive }),
  ...(idempotent !== undefined && { idempotentHint: idempotent }),
  ...(openWorld !== undefined && { openWorldHint: openWorld }),
});
