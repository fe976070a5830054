import assert from "node:assert/strict";
import { merged, resolve } from "../../../webview-ui/call/form/schema";
import type { Json, JsonObject } from "../../../webview-ui/call/json/exactJson";

const resolved = (schema: Json, root: JsonObject = {}) => resolve(schema, root);

describe("a schema, resolved", () => {
  const rows: [what: string, schema: Json, expected: JsonObject, nullable?: true][] = [
    ["no object", true, {}],
    ["a list", [1], {}],
    ["a type", { type: "string" }, { type: "string" }],
    ["a type or null", { type: ["string", "null"] }, { type: "string" }, true],
    ["two types", { type: ["string", "number"] }, { type: ["string", "number"] }],
    ["two types or null", { type: ["string", "null", "number"] }, { type: ["string", "number"] }, true],
    ["only null", { type: ["null"] }, { type: "null" }],
    ["values with null", { enum: ["a", null] }, { enum: ["a"] }, true],
    ["values that are only null", { enum: [null] }, { enum: [null] }],
    [
      "values without null, of a type with it",
      { type: ["string", "null"], enum: ["a"] },
      { type: "string", enum: ["a"] },
    ],
    [
      "one of null and another",
      { oneOf: [{ type: "null" }, { type: "string" }], title: "T" },
      { type: "string", title: "T" },
      true,
    ],
    ["any of null as a constant", { anyOf: [{ const: null }, { type: "string" }] }, { type: "string" }, true],
    ["any of null as a value", { anyOf: [{ enum: [null] }, { type: "string" }] }, { type: "string" }, true],
    [
      "any of values with null",
      { anyOf: [{ enum: [null, 1] }, { type: "string" }] },
      { anyOf: [{ enum: [null, 1] }, { type: "string" }] },
    ],
    ["any of one", { anyOf: [{ type: "string" }] }, { type: "string" }],
    ["any of one that may be null", { anyOf: [{ type: ["string", "null"] }] }, { type: "string" }, true],
    [
      "any of two or null",
      { oneOf: [{ type: "null" }, { type: "string" }, { type: "number" }], title: "T" },
      { title: "T", anyOf: [{ type: "string" }, { type: "number" }] },
      true,
    ],
    [
      "one of two",
      { oneOf: [{ type: "string" }, { type: "number" }] },
      { oneOf: [{ type: "string" }, { type: "number" }] },
    ],
    [
      "parts that all apply",
      { allOf: [{ type: "string" }, { minLength: 2 }], maxLength: 9 },
      { type: "string", minLength: 2, maxLength: 9 },
    ],
    [
      "parts that all may be null",
      { allOf: [{ type: ["string", "null"] }, { type: ["string", "null"] }] },
      { type: "string" },
      true,
    ],
    [
      "parts of which one may be null",
      { allOf: [{ type: ["string", "null"] }, { type: "string" }] },
      { type: "string" },
    ],
  ];
  for (const [what, schema, expected, nullable = false] of rows)
    it(what, () => assert.deepEqual(resolved(schema), { schema: expected, nullable }));

  const root: JsonObject = {
    $defs: {
      Name: { type: ["string", "null"], minLength: 2 },
      "a/b~c d": { type: "integer" },
      list: [{ type: "boolean" }],
    },
    circle: { $ref: "#/circle" },
  };
  const references: [reference: string, expected: JsonObject][] = [
    ["#/$defs/Name", { type: "string", minLength: 2 }],
    ["#/$defs/a~1b~0c%20d", { type: "integer" }],
    ["#/$defs/list/0", { type: "boolean" }],
    ["#/$defs/list/1", {}],
    ["#/$defs/none", {}],
    ["#/$defs/toString", {}],
    ["#/%zz", {}],
    ["#/circle", {}],
    ["other.json#/$defs/Name", {}],
    ["/$defs/Name", {}],
    [`#/$defs/Name${"/".repeat(1000)}`, {}],
  ];
  for (const [$ref, expected] of references)
    it(`follows ${$ref.slice(0, 40)}`, () => {
      assert.deepEqual(resolved({ $ref }, root).schema, expected);
      assert.deepEqual(resolved({ $dynamicRef: $ref }, root).schema, expected);
    });

  it("takes what stands beside a reference before what it refers to", () => {
    assert.deepEqual(resolved({ $ref: "#/$defs/Name", minLength: 1, title: "T" }, root), {
      schema: { type: "string", minLength: 2, title: "T" },
      nullable: true,
    });
    assert.deepEqual(resolved({ $ref: "#" }, { type: "string" }), { schema: { type: "string" }, nullable: false });
  });

  it("follows a chain of references to its end, and gives a circle up", () => {
    const chain = (length: number): JsonObject => ({
      ...Object.fromEntries(Array.from({ length }, (_, at) => [`s${at}`, { $ref: `#/s${at + 1}` }])),
      [`s${length}`]: { type: "string" },
    });
    assert.deepEqual(resolved({ $ref: "#/s0" }, chain(15)).schema, { type: "string" });
    assert.deepEqual(resolved({ $ref: "#/s0" }, chain(16)).schema, {});
  });

  it("gives the same answer for the same schema", () => {
    const schema = { type: "string" };
    assert.equal(resolved(schema), resolved(schema));
  });
});

describe("two schemas that both apply", () => {
  const rows: [what: string, a: JsonObject, b: JsonObject, expected: JsonObject][] = [
    ["the later word holds", { title: "A", a: 1 }, { title: "B" }, { title: "B", a: 1 }],
    ["all that is required", { required: ["a", "b"] }, { required: ["b", "c"] }, { required: ["a", "b", "c"] }],
    ["what is required by one", { required: ["a"] }, {}, { required: ["a"] }],
    ["values of both", { enum: [1, 2, 3] }, { enum: [3, 2] }, { enum: [2, 3] }],
    [
      "the narrower lower bounds",
      { minimum: 1, minLength: 5, minItems: 2 },
      { minimum: 3, minLength: 4, minItems: 2 },
      { minimum: 3, minLength: 5, minItems: 2 },
    ],
    [
      "the narrower upper bounds",
      { maximum: 1, maxLength: 5, maxItems: 2 },
      { maximum: 3, maxLength: 4, maxItems: 9 },
      { maximum: 1, maxLength: 4, maxItems: 2 },
    ],
    ["a bound of one", { minimum: 1 }, { minimum: "x" }, { minimum: "x" }],
    [
      "members of both, and of one",
      { properties: { a: { type: "string" }, b: { minLength: 1 } } },
      { properties: { b: { maxLength: 2 }, c: true } },
      { properties: { a: { type: "string" }, b: { allOf: [{ minLength: 1 }, { maxLength: 2 }] }, c: true } },
    ],
    ["members of one", { properties: { a: {} } }, { type: "object" }, { properties: { a: {} }, type: "object" }],
  ];
  for (const [what, a, b, expected] of rows) it(what, () => assert.deepEqual(merged(a, b), expected));
});
