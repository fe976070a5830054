import assert from "node:assert/strict";
import type { JsonSchema } from "../../../src/core/catalog/catalog";
import { jsonExample } from "../../../src/core/forms/jsonExample";

const texts = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`p${n}`, { type: "string" }]));

describe("an example of a value", () => {
  const rows: readonly [what: string, schema: JsonSchema, example: string][] = [
    ["a number", { type: "number" }, "1"],
    ["a number with a lower bound", { type: "integer", minimum: 5 }, "5"],
    ["a boolean", { type: "boolean" }, "true"],
    ["a text", { type: "string" }, '"…"'],
    ["a constant", { const: "x" }, '"x"'],
    ["one of several", { enum: ["b", "a"] }, '"b"'],
    ["anything", {}, ""],
    ["an empty object", { type: "object" }, ""],
    ["a list of anything", { type: "array" }, ""],
    ["a list", { type: "array", items: { type: "boolean" } }, "[true]"],
    ["an object without a type", { properties: { a: { type: "boolean" } } }, '{"a": true}'],
    ["four properties", { properties: texts(4) }, '{"p0": "…", "p1": "…", "p2": "…", "p3": "…"}'],
    ["more properties", { properties: texts(5) }, '{"p0": "…", "p1": "…", "p2": "…", "p3": "…"}'],
    ["those that are required", { properties: texts(5), required: ["p4", "p1"] }, '{"p1": "…", "p4": "…"}'],
    ["a property that may be anything", { properties: { a: {} } }, '{"a": "…"}'],
    [
      "three levels",
      { properties: { a: { properties: { b: { properties: { c: { properties: { d: {} } } } } } } } },
      '{"a": {"b": {"c": {}}}}',
    ],
    [
      "lists in lists, three levels",
      {
        type: "array",
        items: { type: "array", items: { type: "array", items: { type: "array", items: { type: "string" } } } },
      },
      "[[[[]]]]",
    ],
  ];
  for (const [what, schema, example] of rows)
    it(`of ${what}: ${example === "" ? "none" : example}`, () => assert.equal(jsonExample(schema, schema), example));

  it("is cut at 120 characters", () => {
    const ofLength = (length: number) => jsonExample({ const: "x".repeat(length - 2) }, {});
    assert.equal(ofLength(120).length, 120);
    assert.match(ofLength(121), /… \(1 more character\)$/);
  });
});
