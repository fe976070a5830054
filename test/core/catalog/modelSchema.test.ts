import assert from "node:assert/strict";
import type { JsonSchema } from "../../../src/core/catalog/catalog";
import { modelSchema } from "../../../src/core/catalog/modelSchema";
import { parseJson } from "../../../src/core/kernel/json/exactJson";
import { isObject } from "../../../src/protocol/isObject";

const object = (properties: object, more: object = {}): JsonSchema => ({ type: "object", properties, ...more });
const text = { type: "string" };

/** What the strictest of the providers refuses in a schema, as their error messages state it. */
function faults(schema: unknown, at = "#"): readonly string[] {
  if (!isObject(schema)) return [`${at} is not an object`];
  const allowed = new Set(
    "type properties required items anyOf enum description title default minimum maximum minItems maxItems minLength maxLength pattern format".split(
      " ",
    ),
  );
  const { type, properties, items, anyOf, required, pattern } = schema;
  const found = Object.keys(schema).flatMap((key) => (allowed.has(key) ? [] : [`${at} has ${key}`]));
  if (at === "#" && (type !== "object" || !isObject(properties) || anyOf !== undefined))
    found.push("# is not a plain object");
  if (type !== undefined && !["string", "number", "integer", "boolean", "object", "array"].includes(String(type)))
    found.push(`${at} is of type ${JSON.stringify(type)}`);
  if (type === "array" && !isObject(items)) found.push(`${at} has no items`);
  if (type === "object" && !isObject(properties)) found.push(`${at} has no properties`);
  if (Array.isArray(schema.enum) && !schema.enum.every((one) => typeof one === "string" && one !== ""))
    found.push(`${at} lists values that are no texts`);
  if (Array.isArray(schema.enum) && schema.enum.length === 0) found.push(`${at} lists nothing`);
  if (typeof pattern === "string" && /\(\?[<!=]/.test(pattern)) found.push(`${at} looks around`);
  if (schema.format !== undefined && schema.format !== "date-time") found.push(`${at} has format ${schema.format}`);
  if (
    required !== undefined &&
    !(Array.isArray(required) && required.every((name) => isObject(properties) && name in properties))
  )
    found.push(`${at} requires what it does not have`);
  for (const key of ["minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"])
    if (schema[key] !== undefined && !Number.isFinite(schema[key])) found.push(`${at} has a bad ${key}`);
  for (const [name, one] of Object.entries(isObject(properties) ? properties : {})) {
    if (!/^[a-zA-Z_][a-zA-Z0-9_.-]{0,63}$/.test(name)) found.push(`${at} has a property ${name}`);
    found.push(...faults(one, `${at}/${name}`));
  }
  if (items !== undefined) found.push(...faults(items, `${at}/items`));
  if (anyOf !== undefined)
    found.push(
      ...(Array.isArray(anyOf) && anyOf.length > 1
        ? anyOf.flatMap((one, n) => faults(one, `${at}/${n}`))
        : [`${at} has a bad anyOf`]),
    );
  return found;
}

/** The schema of one argument, and what is said of it. */
function ofArgument(a: unknown, more: object = {}): unknown {
  const { schema } = modelSchema(object({ a }, more));
  assert.deepEqual(faults(schema), []);
  return Object(schema.properties).a;
}

describe("a schema for a model", () => {
  it("is left as it is where every provider accepts it", () => {
    const good = object(
      {
        path: { type: "string", description: "Where.", minLength: 1, pattern: "^[a-z/]+$" },
        depth: { type: "integer", minimum: 1, maximum: 5, default: 2 },
        mode: { type: "string", enum: ["a", "b"] },
        list: {
          type: "array",
          items: { type: "object", properties: { x: { type: "number" } }, required: ["x"] },
          maxItems: 3,
        },
        at: { type: "string", format: "date-time" },
      },
      { required: ["path"] },
    );
    assert.deepEqual(modelSchema(good), { ...modelSchema(good), schema: good, note: "" });
  });

  const tops: [what: string, schema: JsonSchema, expected: JsonSchema, note?: RegExp][] = [
    ["nothing", {}, { type: "object", properties: {} }],
    ["no properties", { type: "object" }, { type: "object", properties: {} }],
    ["a list of properties", { type: "object", properties: [], required: "x" }, { type: "object", properties: {} }],
    [
      "oneOf",
      object({ url: text, data: text }, { oneOf: [{ required: ["url"] }, { required: ["data"] }] }),
      object({ url: text, data: text }),
      /^Exactly one of these must hold: \{"required":\["url"\]\} \| \{"required":\["data"\]\}$/,
    ],
    [
      "kinds in anyOf",
      {
        anyOf: [
          object({ kind: { const: "a" }, a: text }, { required: ["kind", "a"] }),
          object({ kind: { const: "b" } }, { required: ["kind"] }),
        ],
      },
      object({ kind: { type: "string", enum: ["a", "b"] }, a: text }, { required: ["kind"] }),
      /^At least one of these must hold: .*"values":\{"kind":"a"\}/,
    ],
    [
      "allOf",
      { allOf: [object({ a: text }, { required: ["a"] }), object({ b: text })] },
      object({ a: text, b: text }, { required: ["a"] }),
    ],
    ["a reference", { $ref: "#/$defs/A", $defs: { A: object({ a: text }) } }, object({ a: text })],
    ["another type", { type: ["object", "null"], properties: { a: text } }, object({ a: text })],
    [
      "required names that are not declared",
      object({ a: text }, { required: ["b", 7, "b"] }),
      object({ a: text, b: {} }, { required: ["b"] }),
    ],
    [
      "conditions",
      object({ a: text }, { if: { required: ["a"] }, else: { required: ["b"] } }),
      object({ a: text }),
      /^As JSON Schema: \{"if"/,
    ],
  ];
  for (const [what, schema, expected, note = /^$/] of tops)
    it(`is a plain object in place of ${what}`, () => {
      const model = modelSchema(schema);
      assert.deepEqual([faults(model.schema), model.schema], [[], expected]);
      assert.match(model.note, note);
    });

  const parts: [what: string, schema: unknown, expected: unknown][] = [
    ["true", true, {}],
    ["a type in capitals", { type: "STRING" }, text],
    ["a type of another language", { type: "dict" }, { type: "object", properties: {} }],
    ["an unknown type", { type: "strng", description: "City" }, { description: 'City. Its type is "strng".' }],
    ["any", { type: "any" }, {}],
    ["a list without items", { type: "array" }, { type: "array", items: {} }],
    ["null", { anyOf: [text, { type: "null" }], default: null }, { ...text, description: "It may be null." }],
    [
      "a default beside null",
      { anyOf: [text, { type: "null" }], default: "x" },
      { ...text, default: "x", description: "It may be null." },
    ],
    ["two types", { type: ["string", "integer"], minimum: 3 }, { anyOf: [text, { type: "integer", minimum: 3 }] }],
    ["a choice with what never fits", { anyOf: [text, false] }, text],
    ["a choice", { oneOf: [text, { type: "array", items: text }] }, { anyOf: [text, { type: "array", items: text }] }],
    [
      "a tuple",
      { prefixItems: [text, true] },
      { type: "array", items: { anyOf: [text, {}] }, description: 'In this order: [{"type":"string"},true]' },
    ],
    [
      "exclusiveMinimum: true",
      { type: "integer", minimum: 0, exclusiveMinimum: true },
      { type: "integer", minimum: 1 },
    ],
    ["exclusiveMinimum", { type: "number", exclusiveMinimum: 0 }, { type: "number", description: "More than 0." }],
    [
      "a look behind",
      { type: "string", pattern: "(?<!a)b" },
      { ...text, description: "Matches the regular expression (?<!a)b" },
    ],
    [
      "a pattern that is none",
      { type: "string", pattern: "(" },
      { ...text, description: "Matches the regular expression (" },
    ],
    ["a format", { type: "string", format: "uri" }, { ...text, description: "Format: uri" }],
    ["numbers to choose from", { enum: [1, 2, null] }, { type: "number", description: "One of: 1,2" }],
    ["a constant", { const: "x" }, { type: "string", enum: ["x"] }],
    ["an empty text to choose", { enum: ["", "x"] }, { type: "string", description: 'One of: "","x"' }],
    [
      "values by name",
      { type: "object", additionalProperties: text },
      { type: "object", properties: {}, description: 'Any other name is allowed; its value: {"type":"string"}' },
    ],
    ["not", { type: "string", not: { const: "x" } }, { ...text, description: 'As JSON Schema: {"not":{"const":"x"}}' }],
    ["an integer beyond 2^53", parseJson('{"type":"integer","maximum":9223372036854775807}'), { type: "integer" }],
    [
      "allOf around a reference",
      { allOf: [{ $ref: "#/$defs/C" }], description: "Hue" },
      { type: "string", enum: ["r"], description: "Hue" },
    ],
    ["a reference to nothing", { $ref: "#/$defs/missing", description: "x" }, { description: "x" }],
    ["texts where numbers belong", { type: "string", minLength: "1", maxLength: -1, title: 7 }, text],
  ];
  for (const [what, schema, expected] of parts)
    it(`keeps the meaning of ${what}`, () =>
      assert.deepEqual(ofArgument(schema, { $defs: { C: { enum: ["r"] } } }), expected));

  it("keeps a property that is called __proto__", () => {
    const given = Object(
      JSON.parse('{"type":"object","properties":{"__proto__":{"type":"string"}},"required":["__proto__"]}'),
    );
    assert.equal(JSON.stringify(modelSchema(given).schema), JSON.stringify(given));
  });

  it("drops a property that may not be given", () =>
    assert.deepEqual(modelSchema(object({ a: false, b: text }, { required: ["a"] })).schema, object({ b: text })));

  it("ends where a schema refers to itself, and stays small where references multiply", () => {
    const tree = {
      $defs: { n: object({ next: { $ref: "#/$defs/n" }, all: { type: "array", items: { $ref: "#/$defs/n" } } }) },
      $ref: "#/$defs/n",
    };
    assert.deepEqual(faults(modelSchema(tree).schema), []);
    const $defs: Record<string, unknown> = { d0: text };
    for (let n = 1; n < 12; n++)
      $defs[`d${n}`] = object(
        Object.fromEntries(Array.from({ length: 8 }, (_, key) => [`k${key}`, { $ref: `#/$defs/d${n - 1}` }])),
      );
    const { schema } = modelSchema({ $ref: "#/$defs/d11", $defs });
    assert.deepEqual(faults(schema), []);
    assert.ok(JSON.stringify(schema).length < 200_000);
    const circle = { allOf: Array.from({ length: 12 }, () => ({ $ref: "#" })) };
    assert.deepEqual(faults(modelSchema(circle).schema), []);
  });

  it("is there for a schema that is nested without end", () => {
    let deep: JsonSchema = text;
    for (let level = 0; level < 20_000; level++) deep = object({ a: deep });
    assert.deepEqual(faults(modelSchema(deep).schema), []);
  });

  it("gives arguments names that are accepted, and the tool its own", () => {
    const list = { type: "array", items: object({ "a b": text, a_b: text, é: text }) };
    const { schema, restore } = modelSchema(
      object({ "$filter by": object({ "1st": text }), list, [`n${"x".repeat(80)}`]: text }),
    );
    assert.deepEqual(faults(schema), []);
    assert.match(JSON.stringify(schema), /The name of this argument is \\"\$filter by\\"\./);
    assert.deepEqual(restore({ _filter_by: { _1st: "1" }, list: [{ a_b_2: "2", a_b: "3", e_: "4" }], other: null }), {
      "$filter by": { "1st": "1" },
      list: [{ "a b": "2", a_b: "3", é: "4" }],
      other: null,
    });
    assert.deepEqual(restore({ "$filter by": {} }), { "$filter by": {} });
  });
});
