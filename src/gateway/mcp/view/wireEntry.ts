import { type Presentation, schemaWithDefaults } from "../../../core/calls/presented/presentation";
import { asSent } from "../../../core/catalog/asSent";
import type { JsonSchema, Prompt, Resource, ResourceTemplate, Tool } from "../../../core/catalog/catalog";
import { withAllDigits } from "../../../core/kernel/json/exactInteger";
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
 * could read is replaced by what the hub made of it, or left out: one bad entry would cost a strict client the whole list. Where the settings
 * present a tool otherwise, its `_meta` says what its server calls it and says of it.
 */
export function toolEntry(tool: Tool, name: string, era: Era, presentation?: Presentation): Json {
  const { inputSchema, outputSchema, ...entry } = written(tool);
  const { annotations } = entry;
  return {
    ...presentedMembers(readable(entry, toolShape), tool, presentation),
    name,
    inputSchema: schemaWithDefaults(asSchema(inputSchema), presentation?.defaults),
    ...(isOutput(outputSchema, era) && { outputSchema }),
    ...(isObject(annotations) && { annotations: readable(annotations, hintShape) }),
  };
}

/** The key of what a server says of a tool that the settings present otherwise (specification, `_meta`: names with a prefix). */
export const originalKey = "mcp-client-hub/original";

function presentedMembers(entry: Json, { name }: Tool, presentation: Presentation | undefined): Json {
  if (!presentation) return entry;
  const { description } = presentation;
  if (presentation.name === name && description === undefined) return entry;
  const replaced = description !== undefined && entry.description !== undefined;
  const original = { name, ...(replaced && { description: entry.description }) };
  const meta = { ...(isObject(entry._meta) && entry._meta), [originalKey]: original };
  return { ...entry, ...(description !== undefined && { description }), _meta: meta };
}

export function promptEntry(prompt: Prompt, name: string): Json {
  const sent = written(prompt);
  const { arguments: args } = readable(sent, promptShape);
  const broken = sent.arguments !== undefined && args === undefined;
  return { ...readable(sent, promptShape), name, ...(broken && { arguments: prompt.arguments }) };
}

export const resourceEntry = (resource: Resource): Json => ({
  ...readable(written(resource), resourceShape),
  name: resource.name,
});

export const templateEntry = (template: ResourceTemplate): Json => ({
  ...readable(written(template), resourceShape),
  name: template.name,
});

/** An entry as its server wrote it, to the last digit; what the hub remembered of it, where its server is not connected now. */
function written(entry: Tool | Prompt | Resource | ResourceTemplate): Json {
  const sent = asSent(entry);
  return sent ? withAllDigits(sent) : corrected(entry);
}

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
function asSchema(schema: unknown): JsonSchema {
  if (isObject(schema) && isSchema(schema)) return schema;
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
