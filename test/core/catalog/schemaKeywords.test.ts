import assert from "node:assert/strict";
import type { JsonSchema } from "../../../src/core/catalog/catalog";
import {
  type Dialect,
  dialectOf,
  fitsType,
  isDialectKeyword,
  isWellFormed,
  typeOf,
} from "../../../src/core/catalog/schemaKeywords";

const dialects: readonly Dialect[] = ["4", "7", "2019-09", "2020-12"];

describe("the dialect of a schema", () => {
  const rows: readonly [name: unknown, dialect: Dialect][] = [
    ["http://json-schema.org/draft-03/schema#", "4"],
    ["http://json-schema.org/draft-04/schema#", "4"],
    ["http://json-schema.org/draft-05/schema#", "2020-12"],
    ["http://json-schema.org/draft-06/schema#", "7"],
    ["http://json-schema.org/draft-07/schema#", "7"],
    ["https://json-schema.org/draft/2019-09/schema", "2019-09"],
    ["https://json-schema.org/draft/2020-12/schema", "2020-12"],
    [undefined, "2020-12"],
    [7, "2020-12"],
  ];
  for (const [name, dialect] of rows)
    it(`${name} is ${dialect}`, () => assert.equal(dialectOf({ $schema: name } as JsonSchema), dialect));
});

describe("the dialects that have a keyword", () => {
  const rows: readonly [keys: string, dialects: readonly Dialect[]][] = [
    ["type properties items $ref", dialects],
    ["additionalItems", ["4", "7", "2019-09"]],
    ["dependencies", ["4", "7"]],
    ["const contains propertyNames if then else", ["7", "2019-09", "2020-12"]],
    [
      "dependentRequired dependentSchemas unevaluatedItems unevaluatedProperties minContains maxContains",
      ["2019-09", "2020-12"],
    ],
    ["$recursiveRef $recursiveAnchor", ["2019-09"]],
    ["prefixItems", ["2020-12"]],
  ];
  for (const [keys, having] of rows)
    for (const key of keys.split(" "))
      it(`of ${key} are ${having.join(", ")}`, () =>
        assert.deepEqual(
          dialects.filter((dialect) => isDialectKeyword(key, dialect)),
          having,
        ));
});

describe("a keyword with a value that means something", () => {
  const schemas = [{}, true, false];
  const noSchemas = [1, "x", null, []];
  const rows: readonly [keys: string, good: readonly unknown[], bad: readonly unknown[]][] = [
    [
      "type",
      ["string", "number", "integer", "boolean", "object", "array", "null", ["string", "null"]],
      ["text", [], ["text"], 1, null],
    ],
    ["enum", [[1], [null, "a"]], [[], "a", {}]],
    ["const", [null, 1, {}], []],
    ["minimum maximum", [0, -1.5], ["1", null, Number.NaN, true]],
    ["exclusiveMinimum exclusiveMaximum", [0, 1.5], [true, "1"]],
    ["multipleOf", [0.1, 3], [0, -1, "1"]],
    [
      "minLength maxLength minItems maxItems minProperties maxProperties minContains maxContains",
      [0, 3],
      [-1, 1.5, "1", null],
    ],
    ["uniqueItems $recursiveAnchor", [true, false], [1, "true"]],
    ["required", [[], ["a"]], ["a", [1], {}]],
    ["$ref $recursiveRef", ["#"], [1, {}]],
    [
      "additionalItems additionalProperties contains else if not propertyNames then unevaluatedItems unevaluatedProperties",
      schemas,
      noSchemas,
    ],
    ["allOf anyOf oneOf prefixItems", [[{}], [true, {}]], [[], {}, [1]]],
    ["properties", [{}, { a: 1 }], [[], true, null]],
    ["dependentRequired", [{}, { a: ["b"] }], [[], { a: "b" }, { a: [1] }]],
    ["dependentSchemas", [{}, { a: {}, b: true }], [[], { a: ["b"] }]],
    ["dependencies", [{}, { a: ["b"], c: {} }], [[], { a: 1 }, { a: [1] }]],
    ["anything", [1, null, "x"], []],
  ];
  for (const [keys, good, bad] of rows)
    for (const key of keys.split(" "))
      it(key, () => {
        for (const value of good) assert.equal(isWellFormed(key, value, {}, "2020-12"), true, JSON.stringify(value));
        for (const value of bad) assert.equal(isWellFormed(key, value, {}, "2020-12"), false, JSON.stringify(value));
      });

  it("has a list of items in older dialects alone, and limits that are true in the oldest", () => {
    const having = (key: string, value: unknown) => dialects.filter((dialect) => isWellFormed(key, value, {}, dialect));
    assert.deepEqual(
      [having("items", [{}]), having("items", {}), having("items", [])],
      [["4", "7", "2019-09"], dialects, []],
    );
    for (const key of ["exclusiveMinimum", "exclusiveMaximum"])
      assert.deepEqual([having(key, true), having(key, 1)], [["4"], ["7", "2019-09", "2020-12"]]);
  });

  for (const pair of [
    "minimum maximum",
    "minLength maxLength",
    "minItems maxItems",
    "minProperties maxProperties",
    "minContains maxContains",
  ])
    it(`${pair} leave a value between them`, () => {
      const [low = "", high = ""] = pair.split(" ");
      for (const key of [low, high]) {
        assert.equal(isWellFormed(key, 2, { [low]: 2, [high]: 2 }, "2020-12"), true, key);
        assert.equal(isWellFormed(key, 2, { [low]: 3, [high]: 2 }, "2020-12"), false, key);
        assert.equal(isWellFormed(key, 2, { [key]: 2 }, "2020-12"), true, key);
      }
    });

  it("allows a value that its own type has", () => {
    assert.equal(isWellFormed("enum", ["a", 1], { type: "integer" }, "7"), true);
    assert.equal(isWellFormed("enum", ["a"], { type: "integer" }, "7"), false);
    assert.equal(isWellFormed("const", 1.5, { type: "integer" }, "7"), false);
    assert.equal(isWellFormed("const", 1, { type: ["string", "number"] }, "7"), true);
  });
});

describe("the type of a value", () => {
  const rows: readonly [value: unknown, type: string][] = [
    [null, "null"],
    [[], "array"],
    [{}, "object"],
    [1, "integer"],
    [1.5, "number"],
    ["1", "string"],
    [true, "boolean"],
  ];
  for (const [value, type] of rows) it(`${JSON.stringify(value)} is ${type}`, () => assert.equal(typeOf(value), type));

  it("fits a schema of that type, of a wider one, or of none that is known", () => {
    const fits: readonly [value: unknown, type: unknown, fits: boolean][] = [
      [1, "number", true],
      [1.5, "integer", false],
      [1, ["string", "integer"], true],
      ["a", ["number", "null"], false],
      ["a", undefined, true],
      ["a", "text", true],
      ["a", ["number", "text"], true],
      [null, "null", true],
    ];
    for (const [value, type, expected] of fits)
      assert.equal(fitsType(value, type), expected, JSON.stringify([value, type]));
  });
});
