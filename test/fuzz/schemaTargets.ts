import type { HubTool, JsonSchema } from "../../src/core/catalog/catalog";
import { checkArguments } from "../../src/core/catalog/checkArguments";
import { mendedArguments } from "../../src/core/catalog/mendedArguments";
import { modelSchema } from "../../src/core/catalog/modelSchema";
import { words } from "../../src/core/catalog/toolSearch";
import { toolDescription, toolLine } from "../../src/core/conversation/toolText";
import { readValue } from "../../src/core/forms/fieldValue";
import { formFields } from "../../src/core/forms/formFields";
import { parseMessage } from "../../src/mcp/wire/messageJson";
import { isObject } from "../../src/protocol/isObject";
import type { Target } from "./fuzz";

const schemas = [
  '{"type":"object","properties":{"a":{"type":"string","minLength":1},"b":{"$ref":"#/$defs/b"}},"required":["a"],"$defs":{"b":{"enum":[1,"x",null]}}}',
  '{"type":"object","allOf":[{"$ref":"#/$defs/x"},{"$ref":"#/$defs/x"}],"$defs":{"x":{"anyOf":[{"$ref":"#/$defs/y"},{"$ref":"#/$defs/y"}]},"y":{"properties":{"c":{"$ref":"#"}}}}}',
  '{"type":"object","properties":{"c":{"type":"array","items":{"oneOf":[{"const":1},{"type":["null","integer"],"uniqueItems":true}]},"prefixItems":[{},true]}},"additionalProperties":{"not":{}}}',
  '{"$schema":"http://json-schema.org/draft-07/schema#","$id":"a:b","if":{"required":["a"]},"then":{"properties":{"a":{"$id":"c:d","pattern":"^(a+)+$","format":"email"}}},"dependencies":{"a":["b"]}}',
];
const args = {
  a: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!",
  b: [1, [2, { c: null }]],
  c: "[1,2,3]",
  d: "12345678901234567890",
};

function schemaIn(text: string): JsonSchema | undefined {
  try {
    const value = parseMessage(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined; // not a schema
  }
}

/** A parsed schema in each of these: what is made of a schema is kept beside it, so each gets its own. */
const onSchema = (name: string, run: (schema: JsonSchema) => unknown): Target => ({
  name,
  seeds: schemas,
  run: (text) => {
    const schema = schemaIn(text);
    if (schema) run(schema);
  },
});

export const schemaTargets: readonly Target[] = [
  onSchema("schemas that arguments are checked against", (schema) => checkArguments(schema, args)),
  onSchema("schemas that arguments are mended by", (schema) => mendedArguments(schema, args)),
  onSchema("schemas for models", (schema) => modelSchema(schema).restore(args)),
  onSchema("schemas of forms", (schema) => {
    const [field] = formFields(schema) ?? [];
    if (field) readValue(field, "[1, 2]");
  }),
  onSchema("definitions for models", (schema) => {
    const tool = { name: "t", title: "T", description: "d", inputSchema: schema, hints: {} };
    const hubTool = { modelName: "s__t", server: "s", tool } as unknown as HubTool;
    toolLine(hubTool);
    toolDescription(hubTool);
  }),
  {
    name: "arguments",
    seeds: ['{"a":"x","b":[1,2,{"c":null}]}', '{"c":[{"c":[]}],"d":12345678901234567890}'],
    run: (text) => {
      const value = schemaIn(text);
      for (const schema of checked) if (value) checkArguments(schema, mendedArguments(schema, value));
    },
  },
  {
    name: "what is typed into forms",
    seeds: ["1, 2, 3", '["a"]', "null", "2026-01-01T00:00:00Z", "a@b.example", "yes"],
    run: (text) => {
      for (const field of fields) readValue(field, text);
    },
  },
  { name: "words of tools", seeds: ["readTextFile", "read_text_file", "Ünïcode ABCDef"], run: (text) => words(text) },
];

const checked = schemas.map((text) => schemaIn(text) ?? {});
const fields = [
  ...checked.flatMap((schema) => formFields(schema) ?? []),
  ...(formFields({
    type: "object",
    properties: Object.fromEntries(
      ["email", "uri", "date", "date-time", "uuid"].map((format) => [format, { type: "string", format }]),
    ),
  }) ?? []),
];
