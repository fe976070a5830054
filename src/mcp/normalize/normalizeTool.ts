import { isObject } from "../../protocol/isObject";
import { optionalText } from "./fields";
import { normalizeIcons } from "./normalizeIcons";
import { normalizeMeta } from "./normalizeMeta";

const taskSupports = ["optional", "required"] as const;

const hints = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"] as const;

/**
 * One entry of `tools/list`; `undefined` where it has no name. Names stay as they are. A tool without a usable input schema takes any
 * object; an invalid output schema is left out. `modern`: schemas of any type are allowed for results.
 */
export function normalizeTool(entry: unknown, modern: boolean) {
  if (!isObject(entry) || typeof entry.name !== "string" || entry.name === "") return undefined;
  const annotations = isObject(entry.annotations) ? entry.annotations : {};
  return {
    name: entry.name,
    title: optionalText(entry.title) ?? optionalText(annotations.title),
    description: optionalText(entry.description),
    icons: normalizeIcons(entry.icons),
    inputSchema: { ...normalizeSchema(entry.inputSchema), type: "object" },
    outputSchema: isOutputSchema(entry.outputSchema, modern) ? entry.outputSchema : undefined,
    ...execution(entry.execution),
    annotations: Object.fromEntries(
      hints.flatMap((hint) => (typeof annotations[hint] === "boolean" ? [[hint, annotations[hint]]] : [])),
    ),
    _meta: normalizeMeta(entry._meta),
  };
}

function execution(value: unknown) {
  const taskSupport = isObject(value) && taskSupports.find((one) => one === value.taskSupport);
  return taskSupport ? { execution: { taskSupport } } : {};
}

function normalizeSchema(schema: unknown) {
  if (!isObject(schema)) return {};
  const { properties, required, $schema, ...rest } = schema;
  return {
    ...rest,
    ...(typeof $schema === "string" && { $schema }),
    ...(isObject(properties) && { properties }),
    ...(isRequired(required) && { required }),
  };
}

function isOutputSchema(schema: unknown, modern: boolean): boolean {
  if (!isObject(schema)) return false;
  if (modern) return true;
  const { type, properties, required } = schema;
  return (
    type === "object" &&
    (properties === undefined || isObject(properties)) &&
    (required === undefined || isRequired(required))
  );
}

const isRequired = (value: unknown): boolean => Array.isArray(value) && value.every((name) => typeof name === "string");
