import assert from "node:assert/strict";
import type { JsonSchema } from "../../../src/core/catalog/catalog";
import { modelTypes, typeFromParts } from "../../../src/core/catalog/modelKeywords";

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
