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
  [
    "in a tuple of an older draft",
    object({ l: { type: "array", items: [object({ a: text })] } }),
    { l: [{ a: null }, { a: null }] },
    { l: [{}, { a: null }] },
  ],
  ["of a constant", object({ a: { const: "x" } }), { a: null }, {}],
  ["in oneOf", object({ o: { oneOf: [object({ a: text }), { type: "null" }] } }), { o: { a: null } }, { o: {} }],
  ["that has one of two forms", object({ a: { oneOf: [text, { type: "array" }] } }), { a: null }, {}],
  ["that has two forms at once", object({ a: { allOf: [{}, text] } }), { a: null }, {}],
  ["that nothing fits", object({ a: false }), { a: null }, {}],
  [
    "beside values by any name",
    { ...object({ o: object({ a: text }) }), additionalProperties: object({ b: text }) },
    { o: { a: null, b: null } },
    { o: { b: null } },
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
  ["null is the constant", object({ a: { const: null } }), { a: null }],
  ["one of two forms knows null", object({ a: { oneOf: [text, { type: "null" }] } }), { a: null }],
  ["one of two declarations knows null", { allOf: [object({ a: text }), object({ a: {} })] }, { a: null }],
  ["OpenAPI says so", object({ a: { type: "string", nullable: true } }), { a: null }],
  ["the schema says nothing", object({ a: {}, b: true, c: { description: "x" } }), { a: null, b: null, c: null }],
  ["nobody knows the schema", object({ a: 7 }), { a: null }],
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
    ["with spaces before it", object({ l: { type: "array" } }), { l: "\n [1]" }, { l: [1] }],
    ["no text of another type", object({ l: { type: "array" } }), { l: '{"a":1}' }, { l: '{"a":1}' }],
    [
      "no text that has to be a text too",
      object({ l: { allOf: [{ type: "array" }, text] } }),
      { l: "[1]" },
      { l: "[1]" },
    ],
    ["no number", object({ n: { type: "integer" } }), { n: "12" }, { n: "12" }],
  ];
  for (const [what, schema, args, mended] of read)
    it(`have their JSON text read: ${what}`, () => assert.deepEqual(mendedArguments(schema, args), mended));

  const digits: [text: string, type: string | readonly string[], isRead: boolean][] = [
    ["1234567890123456", "integer", true],
    ["-1234567890123456", "number", true],
    ["123456789012345", "integer", false],
    ["0123456789012345", "integer", false],
    ["1234567890123456", ["integer", "string"], false],
    ["1234567890123456", "boolean", false],
  ];
  for (const [written, type, isRead] of digits)
    it(`have ${written} ${isRead ? "read" : "left"} where ${type} is wanted`, () => {
      const mended = mendedArguments(object({ id: { type } }), { id: written });
      assert.equal(toJson(mended), JSON.stringify({ id: isRead ? 0 : written }).replace(":0", `:${written}`));
    });

  it("are mended down to 64 levels", () => {
    const schema = object({ a: text, o: { $ref: "#" } });
    const nested = (levels: number, inner: object) => {
      let all = inner;
      for (let level = 0; level < levels; level++) all = { o: all };
      return all as Record<string, unknown>; // what was begun with is an object, too
    };
    assert.deepEqual(mendedArguments(schema, nested(64, { a: null })), nested(64, {}));
    assert.deepEqual(mendedArguments(schema, nested(65, { a: null })), nested(65, { a: null }));
  });

  it("are mended by up to 100 schemas of one value", () => {
    const schema = (forms: number) => ({
      allOf: [...new Array<object>(forms).fill({}).map(() => ({})), object({ a: text })],
    });
    assert.deepEqual(mendedArguments(schema(98), { a: null }), {});
    assert.deepEqual(mendedArguments(schema(99), { a: null }), { a: null });
  });

  it("are left as they are where mending them would take too much work", () => {
    const schema = object({ l: { type: "array", items: object({ a: text }) } });
    const args = (count: number) => ({ l: new Array<object>(count).fill({ a: null }) });
    assert.deepEqual(mendedArguments(schema, args(100)), { l: new Array<object>(100).fill({}) });
    const many = args(10_000);
    assert.equal(mendedArguments(schema, many), many);
  });

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
