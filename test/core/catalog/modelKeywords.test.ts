import assert from "node:assert/strict";
import type { JsonSchema } from "../../../src/core/catalog/catalog";
import { modelTypes, numberBounds, typeFromParts } from "../../../src/core/catalog/modelKeywords";

function typesOf(type: unknown, more: JsonSchema = {}) {
  const notes: string[] = [];
  return { types: modelTypes({ type, ...more }, notes), notes };
}

describe("the types of a schema for a model", () => {
  for (const [type, words] of Object.entries({
    string: ["str", "text", "date", "datetime", "uuid", "string", "String"],
    integer: ["int", "int32", "int64", "long", "integer"],
    number: ["float", "double", "decimal", "number"],
    boolean: ["bool", "boolean"],
    object: ["dict", "map", "hash", "record", "object"],
    array: ["list", "tuple", "set", "array"],
  }))
    for (const word of words)
      it(`${word} is ${type}`, () => assert.deepEqual(typesOf(word), { types: [type], notes: [] }));

  it("are open where nothing says them, and where nobody knows the word", () => {
    assert.deepEqual(typesOf(undefined), { types: [], notes: [] });
    assert.deepEqual(typesOf("any"), { types: [], notes: [] });
    assert.deepEqual(typesOf(7), { types: [], notes: [] });
    assert.deepEqual(typesOf("Money"), { types: [], notes: ['Its type is "Money".'] });
    assert.deepEqual(typesOf("x".repeat(70)).notes, [`Its type is "${"x".repeat(60)}".`]);
    assert.deepEqual(typesOf(["Money", "string"]), { types: ["string"], notes: ['Its type is "Money".'] });
  });

  it("are without null, which is noted once", () => {
    const notes = ["It may be null."];
    assert.deepEqual(typesOf(["string", "null"]), { types: ["string"], notes });
    assert.deepEqual(typesOf("string", { nullable: true }), { types: ["string"], notes });
    assert.deepEqual(typesOf(["string", "null"], { nullable: true }), { types: ["string"], notes });
    assert.deepEqual(typesOf("string", { nullable: false }), { types: ["string"], notes: [] });
    assert.deepEqual(typesOf("null"), { types: [], notes });
  });

  it("are each said once, and a number may be whole", () => {
    assert.deepEqual(typesOf(["str", "string", "int"]).types, ["string", "integer"]);
    assert.deepEqual(typesOf(["integer", "number"]).types, ["number"]);
  });
});

describe("the type that other keywords show", () => {
  const rows: [schema: JsonSchema, type: string | undefined][] = [
    [{ properties: {} }, "object"],
    [{ additionalProperties: {} }, "object"],
    [{ additionalProperties: false }, undefined],
    [{ required: [] }, "object"],
    [{ required: true }, undefined],
    [{ items: {} }, "array"],
    [{ prefixItems: [] }, "array"],
    [{ const: "a" }, "string"],
    [{ const: null }, undefined],
    [{ const: undefined, enum: ["a"] }, undefined],
    [{ enum: ["a", "b", null] }, "string"],
    [{ enum: [1, 2] }, "number"],
    [{ enum: [true] }, "boolean"],
    [{ enum: ["a", 1] }, undefined],
    [{ enum: [{}] }, undefined],
    [{ enum: "a" }, undefined],
    [{}, undefined],
  ];
  for (const [schema, type] of rows)
    it(`of ${JSON.stringify(schema)} is ${type}`, () => assert.equal(typeFromParts(schema), type));
});

describe("the bounds of a number for a model", () => {
  const largest = Number.MAX_SAFE_INTEGER;
  const rows: [type: "number" | "integer", schema: JsonSchema, bounds: JsonSchema, notes: readonly string[]][] = [
    ["integer", {}, {}, []],
    ["number", { minimum: 0, maximum: 1.5 }, { minimum: 0, maximum: 1.5 }, []],
    ["number", { minimum: "0", maximum: Number.POSITIVE_INFINITY }, {}, []],
    ["integer", { exclusiveMinimum: 1, exclusiveMaximum: 5 }, { minimum: 2, maximum: 4 }, []],
    ["integer", { exclusiveMinimum: 1.5, exclusiveMaximum: 4.5 }, { minimum: 2, maximum: 4 }, []],
    ["integer", { minimum: 7, exclusiveMinimum: 1, maximum: 8, exclusiveMaximum: 20 }, { minimum: 7, maximum: 8 }, []],
    [
      "integer",
      { minimum: 1, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: true },
      { minimum: 2, maximum: 8 },
      [],
    ],
    [
      "integer",
      { minimum: 1, exclusiveMinimum: false, maximum: 9, exclusiveMaximum: false },
      { minimum: 1, maximum: 9 },
      [],
    ],
    ["number", { exclusiveMinimum: 1, exclusiveMaximum: 5 }, {}, ["More than 1.", "Less than 5."]],
    [
      "number",
      { minimum: 1, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: true },
      { minimum: 1, maximum: 9 },
      ["More than 1.", "Less than 9."],
    ],
    ["number", { multipleOf: 0.5 }, {}, ["A multiple of 0.5."]],
    ["integer", { multipleOf: 5, minimum: 0 }, { minimum: 0 }, ["A multiple of 5."]],
    ["integer", { minimum: -largest, maximum: largest }, { minimum: -largest, maximum: largest }, []],
    ["integer", { minimum: -2 * largest, maximum: 2 * largest }, {}, []],
  ];
  for (const [type, schema, bounds, notes] of rows)
    it(`of ${type} with ${JSON.stringify(schema)}`, () => {
      const said: string[] = [];
      assert.deepEqual([numberBounds(schema, type, said), said], [bounds, notes]);
    });
});
