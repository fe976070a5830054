import assert from "node:assert/strict";
import type { JsonSchema } from "../../../src/core/catalog/catalog";
import { checkArguments } from "../../../src/core/catalog/checkArguments";
import { mendedArguments } from "../../../src/core/catalog/mendedArguments";
import { modelSchema } from "../../../src/core/catalog/modelSchema";
import { formFields } from "../../../src/core/forms/formFields";
import { msOverFifty } from "../../support/cpuMs";

type Args = Readonly<Record<string, unknown>>;

/** Each definition refers twice to the next: what is small to write is 2^levels to walk. */
function doubling(keyword: string, levels: number, wrap = (ref: JsonSchema): unknown => ref): JsonSchema {
  const refs = (at: number) => [1, 2].map(() => wrap({ $ref: `#/$defs/d${at}` }));
  const $defs: Record<string, unknown> = Object.fromEntries(
    Array.from({ length: levels }, (_, at) => [`d${at}`, { [keyword]: refs(at + 1) }]),
  );
  $defs[`d${levels}`] = { minProperties: 1 };
  return { type: "object", properties: { a: {} }, [keyword]: refs(0), $defs };
}

const nestedIds = (levels: number): JsonSchema =>
  Array.from({ length: levels }).reduce<JsonSchema>(
    (inner, _, at) => ({ $id: `http://a.example/${at}`, type: "object", properties: { a: inner } }),
    {},
  );

const many = <T>(count: number, one: (at: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, at) => one(at));

const wideTimesDeep = (width: number): JsonSchema => ({
  type: "object",
  allOf: many(width, () => ({ $ref: "#/$defs/a" })),
  $defs: {
    a: { allOf: many(width, () => ({ $ref: "#/$defs/b" })) },
    b: { allOf: many(width, () => ({ $ref: "#/$defs/c" })) },
    c: {},
  },
});

const longText = "x".repeat(30_000);

const bombs: readonly [name: string, schema: JsonSchema, args: Args][] = [
  ["allOf of two references, 60 levels", doubling("allOf", 60), { a: "1" }],
  ["anyOf of two references, 60 levels", doubling("anyOf", 60), { a: "1" }],
  ["oneOf of two references, 60 levels", doubling("oneOf", 60), {}],
  [
    "a property that may be null, 60 levels",
    {
      type: "object",
      properties: { a: doubling("allOf", 60), n: { $ref: "#/$defs/d0" } },
      $defs: doubling("allOf", 60).$defs,
    },
    { a: 1, n: null },
  ],
  ["references within not, 60 levels", doubling("allOf", 60, (ref) => ({ not: ref })), { a: "1" }],
  ["$ids within $ids, 60 levels", nestedIds(60), { a: { a: 1 } }],
  ["three lists of 2,000 references", wideTimesDeep(2000), { a: 1 }],
  ["references to itself", { type: "object", allOf: many(4000, () => ({ $ref: "#" })) }, { a: 1 }],
  ["a choice of itself", { type: "object", properties: { a: { anyOf: many(4000, () => ({ $ref: "#" })) } } }, { a: 1 }],
  [
    "properties in many parts",
    { type: "object", allOf: many(4000, (at) => ({ properties: { [`p${at}`]: {} } })) },
    { a: 1 },
  ],
  [
    "names required in many parts",
    { type: "object", oneOf: many(50, (at) => ({ required: many(500, (no) => `${no + at}`) })) },
    {},
  ],
  [
    "a long description that is referred to often",
    {
      type: "object",
      properties: Object.fromEntries(many(1400, (at) => [`p${at}`, { $ref: "#/$defs/a" }])),
      $defs: { a: { description: longText } },
    },
    { p1: 1 },
  ],
  [
    "a long pointer that is referred to often",
    {
      type: "object",
      allOf: many(3000, () => ({ $ref: "#/$defs/a" })),
      $defs: { a: { $ref: `#${"/a".repeat(20_000)}` } },
    },
    { p1: 1 },
  ],
  [
    "an enumeration of 20,000 in each item",
    { type: "object", properties: { a: { items: { enum: many(10_000, (at) => at) } } } },
    { a: many(10_000, () => -1) },
  ],
  ["unique items", { type: "object", properties: { a: { uniqueItems: true } } }, { a: many(20_000, (at) => at) }],
  [
    "unique items that begin alike",
    { type: "object", properties: { a: { uniqueItems: true } } },
    { a: many(300, (at) => [...many(150, () => 0), at]) },
  ],
  [
    "many errors, carried far up",
    many(900, () => 0).reduce<JsonSchema>((inner) => ({ allOf: [inner] }), { properties: { a: { items: false } } }),
    { a: many(30_000, () => 0) },
  ],
  [
    "many parts, wide arguments",
    { type: "object", allOf: many(4000, () => ({ additionalProperties: true })) },
    Object.fromEntries(many(8000, (at) => [`p${at}`, 0])),
  ],
  [
    "an error in each of many items",
    { type: "object", properties: { a: { items: { maximum: 0 } } } },
    { a: many(8000, (at) => at + 1) },
  ],
  ["nesting", many(1500, () => 0).reduce<JsonSchema>((inner) => ({ not: inner }), {}), { a: 1 }],
  [
    "nested properties",
    many(1500, () => 0).reduce<JsonSchema>((inner) => ({ properties: { a: inner } }), {}),
    { a: 1 },
  ],
  [
    "a tuple of itself",
    { type: "object", properties: { a: { prefixItems: many(4000, () => ({ $ref: "#/properties/a" })) } } },
    { a: [[1]] },
  ],
];

const users: readonly [name: string, use: (schema: JsonSchema, args: Args) => unknown][] = [
  ["checks arguments", checkArguments],
  ["mends arguments", mendedArguments],
  ["tells a model", (schema) => modelSchema(schema)],
  [
    "makes a form",
    (schema, args) => {
      const [first] = formFields(schema) ?? [];
      return first?.check(args[first.name]);
    },
  ],
];

describe("schemas that are small to write and large to walk", () => {
  for (const [what, use] of users)
    for (const [name, schema, args] of bombs)
      it(`${what}: ${name}`, () => {
        const plain = JSON.stringify(schema);
        const copies = [...many(4, () => JSON.parse(plain))]; // what is made of a schema is kept
        const ms = msOverFifty(() => use(copies.pop(), args));
        assert.equal(ms, undefined, `${ms?.toFixed(0)} ms`);
      });

  it("leaves what would take too much work to the server", () => {
    const check = checkArguments(doubling("allOf", 60), { a: "1" });
    assert.ok(check.ok);
    assert.equal(check.unchecked, "it would take too much work");
    // Each value that is listed is work, even where the first one fits.
    const listed = { type: "object", properties: { a: { items: { enum: many(10_000, (at) => at) } } } };
    const checked = checkArguments(listed, { a: many(100, () => 0) });
    assert.ok(checked.ok);
    assert.equal(checked.unchecked, "it would take too much work");
  });

  it("checks a large list, and refuses the item that does not fit", () => {
    const list = { type: "object", properties: { a: { items: { type: "integer", maximum: 9999 } } } };
    assert.deepEqual(checkArguments(list, { a: many(3000, (at) => at) }), { ok: true });
    assert.ok(!checkArguments(list, { a: many(3000, (at) => at + 8000) }).ok);
    const unique = { type: "object", properties: { a: { uniqueItems: true } } };
    assert.ok(!checkArguments(unique, { a: [...many(200, (at) => at), 7] }).ok);
  });
});
