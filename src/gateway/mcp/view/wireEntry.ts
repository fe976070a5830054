import { asSent } from "../../../core/catalog/asSent";
import type { Prompt, Resource, ResourceTemplate, Tool } from "../../../core/catalog/catalog";
import type { Era } from "../../../protocol/era";
import { isObject } from "../../../protocol/isObject";
import type { Json } from "../rpc";
import {
  isAnnotations,
  isFlag,
  isIcons,
  isLike,
  isListOf,
  isMadeOf,
  isNumber,
  isOneOf,
  isText,
  readable,
  type Shape,
} from "../shapes";

/**
 * Entries of lists for a client, as their server sent them, with every field that the hub knows nothing of. Only a member that no client
 * could read is replaced by what the hub made of it, or left out: one bad entry would cost a strict client the whole list.
 */
export function toolEntry(tool: Tool, name: string, era: Era): Json {
  const sent = asSent(tool);
  const { inputSchema, outputSchema, ...entry } = sent ?? corrected(tool);
  const { annotations } = entry;
  return {
    ...readable(entry, toolShape),
    name,
    inputSchema: asSchema(inputSchema),
    ...(isOutput(outputSchema, era) && { outputSchema }),
    ...(isObject(annotations) && { annotations: readable(annotations, hintShape) }),
  };
}

export function promptEntry(prompt: Prompt, name: string): Json {
  const sent = asSent(prompt) ?? corrected(prompt);
  const { arguments: args } = readable(sent, promptShape);
  const broken = sent.arguments !== undefined && args === undefined;
  return { ...readable(sent, promptShape), name, ...(broken && { arguments: prompt.arguments }) };
}

export const resourceEntry = (resource: Resource): Json => ({
  ...readable(asSent(resource) ?? corrected(resource), resourceShape),
  name: resource.name,
});

export const templateEntry = (template: ResourceTemplate): Json => ({
  ...readable(asSent(template) ?? corrected(template), resourceShape),
  name: template.name,
});

const described: Shape = { title: isText, description: isText, icons: isIcons, _meta: isObject };

const resourceShape: Shape = { ...described, mimeType: isText, size: isNumber, annotations: isAnnotations };

const promptShape: Shape = {
  ...described,
  arguments: isListOf(isMadeOf({ name: isText }, { title: isText, description: isText, required: isFlag })),
};

const toolShape: Shape = {
  ...described,
  annotations: isObject,
  execution: isLike({ taskSupport: isOneOf("required", "optional", "forbidden") }),
};

const hintShape: Shape = {
  title: isText,
  readOnlyHint: isFlag,
  destructiveHint: isFlag,
  idempotentHint: isFlag,
  openWorldHint: isFlag,
};

/** A schema of arguments as clients with a handshake read it: an object of objects. */
const isSchema = isMadeOf(
  { type: isOneOf("object") },
  { properties: (value) => isObject(value) && Object.values(value).every(isObject), required: isListOf(isText) },
);

/** The same schema with what such clients read in place of what they do not: `true` and `false` are schemas too. */
function asSchema(schema: unknown): unknown {
  if (isSchema(schema)) return schema;
  if (!isObject(schema) || (schema.type !== undefined && schema.type !== "object")) return { type: "object" };
  const { properties } = schema;
  const objects = Object.entries(isObject(properties) ? properties : {}).map(([name, property]) => [
    name,
    isObject(property) ? property : property === false ? { not: {} } : {},
  ]);
  return {
    ...readable(schema, { required: isListOf(isText) }),
    type: "object",
    properties: Object.fromEntries(objects),
  };
}

/** Before the revision without a handshake, results were objects, and so were their schemas. */
const isOutput = (schema: unknown, era: Era): boolean => (era === "modern" ? isObject(schema) : isSchema(schema));

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
