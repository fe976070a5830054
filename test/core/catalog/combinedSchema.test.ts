import assert from "node:assert/strict";
import type { JsonSchema } from "../../../src/core/catalog/catalog";
import { acceptsNull, alternatives, combined } from "../../../src/core/catalog/combinedSchema";
import { WorkBudget } from "../../../src/core/kernel/untrusted/workBudget";
import { isObject } from "../../../src/protocol/isObject";

const text = { type: "string" };
const whole = { type: "integer" };
const nothing = { type: "null" };

describe("a choice of schemas", () => {
  it("accepts null where one of its branches is null", () => {
    for (const one of [{ anyOf: [text, nothing] }, { oneOf: [{ const: null }] }]) assert.ok(acceptsNull(one));
    for (const one of [{}, { anyOf: [text] }, { anyOf: nothing }, { oneOf: [null, { const: 0 }] }])
      assert.ok(!acceptsNull(one));
  });

  const around = { type: "string", description: "d", title: "t", default: "x", minLength: 1 };
  const rows: [what: string, schema: JsonSchema, types: string[], branches: unknown[] | undefined][] = [
    ["nothing to choose", text, ["string"], undefined],
    ["only null", { anyOf: [nothing, false] }, [], undefined],
    ["more than a choice", { anyOf: [text], allOf: [text] }, [], undefined],
    ["anyOf before oneOf", { anyOf: [text], oneOf: [whole] }, [], [text]],
    ["oneOf, without null", { oneOf: [text, nothing, whole, false, true] }, [], [text, whole, true]],
    [
      "conditions on a type",
      { ...around, anyOf: [{ maxLength: 3 }, whole, { $ref: "#/$defs/a" }, true] },
      ["string"],
      [{ type: "string", minLength: 1, maxLength: 3 }, whole, { $ref: "#/$defs/a" }, true],
    ],
    ["conditions on no type", { minLength: 1, anyOf: [{ maxLength: 3 }] }, [], [{ maxLength: 3 }]],
  ];
  for (const [what, schema, types, branches] of rows)
    it(`has branches: ${what}`, () => assert.deepEqual(alternatives(schema, types), branches));
});

describe("a schema with its branches made part of it", () => {
  function madeWhole(schema: JsonSchema) {
    const notes: string[] = [];
    const budget = new WorkBudget({ steps: 1000, ms: 1000 });
    const resolve = (one: unknown): JsonSchema => (isObject(one) ? one : {});
    return { schema: combined(schema, { resolve, budget, notes }), notes };
  }
  const having = (properties: object, ...required: string[]) => ({ properties, required });

  const rows: [what: string, schema: JsonSchema, expected: JsonSchema, notes: string[]][] = [
    ["none", { type: "object", minProperties: 1 }, { type: "object", minProperties: 1 }, []],
    [
      "allOf, where the first words win",
      { title: "a", properties: { a: text }, allOf: [{ title: "b", ...having({ a: whole, b: text }, "a", "b") }] },
      { title: "a", properties: { a: text, b: text }, required: ["a", "b"] },
      [],
    ],
    [
      "anyOf, of which only what all require is required",
      { anyOf: [having({ a: text, b: text }, "a", "b"), having({ a: text }, "a")] },
      { properties: { a: text, b: text }, required: ["a"] },
      ['At least one of these must hold: {"required":["a","b"],"names":["a","b"]} | {"required":["a"],"names":["a"]}'],
    ],
    ["anyOf of one", { anyOf: [having({ a: text }, "a"), nothing] }, { properties: { a: text }, required: ["a"] }, []],
    ["anyOf of null", { type: "object", anyOf: [nothing] }, { type: "object" }, []],
    [
      "oneOf with fixed values",
      { oneOf: [having({ kind: { const: "a" } }), having({ kind: { enum: ["b", "c"] } })] },
      { properties: { kind: { enum: ["a", "b", "c"] } }, required: [] },
      [
        'Exactly one of these must hold: {"required":[],"names":["kind"],"values":{"kind":"a"}} | {"required":[],"names":["kind"],"values":{"kind":["b","c"]}}',
      ],
    ],
    [
      "what one declares in two ways",
      { anyOf: [having({ a: text }), having({ a: whole })] },
      { properties: { a: { anyOf: [text, whole] } }, required: [] },
      ['At least one of these must hold: {"required":[],"names":["a"]} | {"required":[],"names":["a"]}'],
    ],
    [
      "what one declares as anything first",
      { anyOf: [having({ a: true }), having({ a: text })] },
      { properties: { a: true }, required: [] },
      ['At least one of these must hold: {"required":[],"names":["a"]} | {"required":[],"names":["a"]}'],
    ],
    [
      "what is fixed in one place only",
      { allOf: [{ anyOf: [having({ a: { const: 1 } }, "a"), having({ a: whole }, "a")] }] },
      { properties: { a: { anyOf: [{ const: 1 }, whole] } }, required: ["a"] },
      [
        'At least one of these must hold: {"required":["a"],"names":["a"],"values":{"a":1}} | {"required":["a"],"names":["a"]}',
      ],
    ],
  ];
  for (const [what, schema, expected, notes] of rows)
    it(`has ${what}`, () => assert.deepEqual(madeWhole(schema), { schema: expected, notes }));

  it("is looked into ten levels deep", () => {
    const nested = (levels: number): JsonSchema =>
      levels === 0 ? { properties: { a: text } } : { allOf: [nested(levels - 1)] };
    assert.deepEqual(madeWhole(nested(11)).schema, { properties: { a: text } });
    assert.deepEqual(madeWhole(nested(12)).schema, {});
  });

  it("has conditions in 500 characters", () => {
    const branch = (title: string, length: number) => ({ required: ["x".repeat(length)], title });
    const [note = ""] = madeWhole({ anyOf: [branch("a", 300), branch("b", 300), branch("c", 1)] }).notes;
    assert.ok(note.endsWith("x…") && !note.includes('"c"'));
    assert.equal(note.length, "At least one of these must hold: ".length + 501);
    const [exact = ""] = madeWhole({ anyOf: [branch("a", 463), branch("b", 0)] }).notes;
    assert.ok(exact.endsWith('{"required":[""]}'), exact);
    const [longer = ""] = madeWhole({ anyOf: [branch("a", 464), branch("b", 0)] }).notes;
    assert.ok(longer.endsWith('{"required":[""]…'), longer);
  });
});
