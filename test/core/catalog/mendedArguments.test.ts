import assert from "node:assert/strict";
import type { JsonSchema } from "../../../src/core/catalog/catalog";
import { mendedArguments } from "../../../src/core/catalog/mendedArguments";
import { toJson } from "../../../src/core/kernel/json/exactJson";

const object = (properties: object, more: object = {}) => ({ type: "object", properties, ...more });
const text = { type: "string" };

type Row = [what: string, schema: JsonSchema, args: Record<string, unknown>, mended: Record<string, unknown>];

const nulls: Row[] = [
  ["at the top", object({ a: text }), { a: null }, {}],
  ["in an object", object({ o: object({ a: text }) }), { o: { a: null } }, { o: {} }],
  [
    "in a list",
    object({ l: { type: "array", items: object({ a: text }) } }),
    { l: [{ a: null }, {}] },
    { l: [{}, {}] },
  ],
  [
    "in a tuple",
    object({ l: { type: "array", prefixItems: [object({ a: text })], items: object({ b: text }) } }),
    {
      l: [
        { a: null, b: null },
        { a: null, b: null },
      ],
    },
    { l: [{ b: null }, { a: null }] },
  ],
  [
    "behind a reference",
    object({ o: { $ref: "#/$defs/O" } }, { $defs: { O: object({ a: text }) } }),
    { o: { a: null } },
    { o: {} },
  ],
  ["behind a reference to itself", object({ a: text, o: { $ref: "#" } }), { o: { o: { a: null } } }, { o: { o: {} } }],
  [
    "in allOf",
    object({ o: { allOf: [object({ a: text }), object({ b: text })] } }),
    { o: { a: null, b: null } },
    { o: {} },
  ],
  ["in anyOf", object({ o: { anyOf: [object({ a: text }), { type: "null" }] } }), { o: { a: null } }, { o: {} }],
  [
    "in values by any name",
    object({ m: { additionalProperties: object({ a: text }) } }),
    { m: { x: { a: null } } },
    { m: { x: {} } },
  ],
  ["of an enum", object({ a: { enum: ["x", "y"] } }), { a: null }, {}],
  ["of a reference to a type", object({ a: { $ref: "#/$defs/T" } }, { $defs: { T: text } }), { a: null }, {}],
];

const kept: [what: string, schema: JsonSchema, args: Record<string, unknown>][] = [
  ["it is not declared", object({ a: text }), { b: null }],
  [
    "it is not declared, in a patch",
    object({ patch: { type: "object", additionalProperties: text } }),
    { patch: { b: null } },
  ],
  ["it is required", object({ a: text }, { required: ["a"] }), { a: null }],
  ["it is required in allOf", object({ o: { allOf: [object({ a: text }), { required: ["a"] }] } }), { o: { a: null } }],
  ["the schema knows null", object({ a: { type: ["string", "null"] } }), { a: null }],
  ["one form knows null", object({ a: { anyOf: [text, { type: "null" }] } }), { a: null }],
  ["null is listed", object({ a: { enum: ["x", null] } }), { a: null }],
  ["OpenAPI says so", object({ a: { type: "string", nullable: true } }), { a: null }],
  ["the schema says nothing", object({ a: {}, b: true, c: { description: "x" } }), { a: null, b: null, c: null }],
  ["nobody knows the type", object({ a: { type: "strng" } }), { a: null }],
  ["it is in a list", object({ l: { type: "array", items: text } }), { l: [null] }],
];

describe("arguments that do not fit", () => {
  for (const [what, schema, args, mended] of nulls)
    it(`lose a null for an optional property ${what}`, () => assert.deepEqual(mendedArguments(schema, args), mended));

  for (const [what, schema, args] of kept)
    it(`keep a null where ${what}`, () => assert.deepEqual(mendedArguments(schema, args), args));

  const read: Row[] = [
    ["a list", object({ l: { type: "array" } }), { l: '["a"]' }, { l: ["a"] }],
    ["an object, and nulls in it", object({ o: object({ a: text }) }), { o: '{"a":null}' }, { o: {} }],
    ["no text that a text may be", object({ l: { anyOf: [text, { type: "array" }] } }), { l: "[1]" }, { l: "[1]" }],
    ["no text that is not JSON", object({ l: { type: "array" } }), { l: "[1" }, { l: "[1" }],
    ["no number", object({ n: { type: "integer" } }), { n: "12" }, { n: "12" }],
  ];
  for (const [what, schema, args, mended] of read)
    it(`have their JSON text read: ${what}`, () => assert.deepEqual(mendedArguments(schema, args), mended));

  it("have an integer beyond 2^53 read that a model can write only as text", () => {
    const schema = object({ id: { type: "integer" }, name: text, o: { type: "object" } });
    const mended = mendedArguments(schema, {
      id: "725653563933458433",
      name: "725653563933458433",
      o: '{"id":725653563933458433}',
    });
    assert.equal(toJson(mended), '{"id":725653563933458433,"name":"725653563933458433","o":{"id":725653563933458433}}');
  });
});
