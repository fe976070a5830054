import * as z from "zod";
import { isObject } from "../../../protocol/isObject";
import type { MethodEntry } from "../../calls/services/serviceDoor";
import type { JsonSchema } from "../../catalog/catalog";
import { type ModelSchema, modelSchema, ownSchemaLimits } from "../../catalog/modelSchema";
import { toolContribution } from "../toolInputs";
import { contextKeyOf, serviceToolNames, serviceToolTexts } from "./serviceToolTexts";

const server: JsonSchema = {
  type: "string",
  description: "The MCP server, by its name. Leave it out unless a failure asks for it.",
};

const made = new WeakMap<MethodEntry, ModelSchema>();

/** What a model gives a method: its arguments, and the server where several can do it. Made once for each method. */
export function serviceToolSchema(entry: MethodEntry): ModelSchema {
  let schema = made.get(entry);
  if (!schema) {
    const { $schema: _, properties, ...rest } = z.toJSONSchema(entry.input, { target: "draft-7", io: "input" });
    const whole = { ...rest, properties: { ...(isObject(properties) && properties), server } };
    schema = modelSchema(whole, ownSchemaLimits);
    made.set(entry, schema);
  }
  return schema;
}

/** The `languageModelTools` of the typed services that package.json must contribute, besides those of the hub. */
export const serviceToolContributions = (methods: readonly MethodEntry[]) =>
  serviceToolNames.map((name) => {
    const text = serviceToolTexts[name];
    const entry = methods.find(({ method }) => method === text.method);
    if (!entry) throw new Error(`There is no method "${text.method}".`);
    return toolContribution(name, text, serviceToolSchema(entry).schema, contextKeyOf(name));
  });
