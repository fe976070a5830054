import assert from "node:assert/strict";
import type { JsonSchema } from "../../../src/core/catalog/catalog";
import { checkArguments } from "../../../src/core/catalog/checkArguments";
import { judgedSchema } from "../../../src/core/catalog/judgedSchema";

const draft7 = "http://json-schema.org/draft-07/schema#";
const draft4 = "http://json-schema.org/draft-04/schema#";
const object = (a: unknown, more: object = {}): JsonSchema => ({ type: "object", properties: { a }, ...more });

/** A schema of the argument `a`, and values that a server may take: none of them is refused here. */
const lenient: [what: string, schema: unknown, ...values: unknown[]][] = [
  ["exclusiveMinimum: true", { type: "integer", exclusiveMinimum: true, minimum: 0 }, 1],
  ["exclusiveMaximum: true", { type: "number", exclusiveMaximum: true, maximum: 100 }, 50, 100],
  ["exclusiveMinimum: false", { type: "number", exclusiveMinimum: false, minimum: 0 }, 0],
  ["an unknown type", { type: "any" }, 1, "x", null, {}],
  ["a misspelled type", { type: "strng" }, 1, "x"],
  ["a type in capitals", { type: "STRING" }, "x", 1],
  ["an unknown type among others", { type: ["string", "int"] }, 1],
  ["a type that is no text", { type: 7 }, 1],
  ["no types", { type: [] }, 1],
  ["an object for a type", { type: { type: "string" } }, 1],
  ["bounds that are texts", { type: "string", minLength: "3", maxLength: "1" }, "xx"],
  ["a negative length", { type: "string", maxLength: -1 }, "x"],
  ["a bound of null", { type: "number", minimum: null, maximum: null }, 5],
  ["bounds that leave nothing", { type: "number", minimum: 5, maximum: 1 }, 3],
  ["multipleOf: 0", { type: "number", multipleOf: 0 }, 1],
  ["an empty enum", { type: "string", enum: [] }, "x"],
  ["an enum that is no list", { enum: "x" }, "y"],
  ["an enum of another type", { type: "number", enum: ["1", "2"] }, 1],
  ["a constant of another type", { type: "string", const: 5 }, "5"],
  ["required: true", { type: "object", required: true }, {}],
  ["required names that are no texts", { type: "object", required: [1] }, {}],
  ["properties that are a list", { type: "object", properties: ["x"], additionalProperties: false }, { x: 1 }],
  [
    "a property that is no schema",
    { type: "object", properties: { x: "text" }, additionalProperties: false },
    { x: 1 },
  ],
  ["a reference that is no text", { $ref: 5 }, 1],
  ["a reference to nothing", { $ref: "#/$defs/missing" }, 1],
  ["a reference to the network", { $ref: "http://127.0.0.1:1/x.json" }, 1],
  ["an identifier that is no address", { $id: 7, type: "string" }, "x"],
  ["an empty anyOf", { anyOf: [] }, 1],
  ["a choice of no schemas", { oneOf: ["x", 1] }, 1],
  ["a choice that is no list", { anyOf: { type: "string" } }, 1],
  ["items that are a list, in 2020-12", { type: "array", items: [{ type: "string" }] }, [1]],
  ["items that are a text", { type: "array", items: "string" }, [1]],
  ["additionalProperties that are a text", { type: "object", additionalProperties: "no" }, { x: 1 }],
  ["uniqueItems that is a text", { type: "array", uniqueItems: "yes" }, [1, 1]],
  ["a pattern that is none", { type: "string", pattern: "(" }, "x"],
  ["a pattern", { type: "string", pattern: "^a" }, "b"],
  [
    "a choice between patterns",
    {
      oneOf: [
        { type: "string", pattern: "^a" },
        { type: "string", pattern: "^b" },
      ],
    },
    "ab",
  ],
  ["a choice between unknown types", { oneOf: [{ type: "strng" }, { type: "integer" }] }, 5],
  ["a choice between references to patterns", { oneOf: [{ $ref: "#/$defs/A" }, { $ref: "#/$defs/B" }] }, "x"],
  ["not of a pattern", { not: { type: "string", pattern: "^x" } }, "abc"],
  ["a condition with a pattern", JSON.parse('{"if":{"pattern":"^x"},"then":{"type":"number"}}'), "abc"],
  ["OpenAPI's nullable", { type: "string", nullable: true }, null, "x"],
  ["OpenAPI's nullable beside an enum", { type: "string", enum: ["x"], nullable: true }, null, "x"],
  ["a date without a zone", { type: "string", format: "date-time" }, "2025-01-01T10:00:00"],
  ["an address with spaces and letters", { type: "string", format: "uri" }, "file:///my files/Ü.txt", "天気"],
  ["an unknown format", { type: "string", format: 7 }, "x"],
  [
    "unevaluatedProperties beside a pattern",
    { properties: { x: { pattern: "^a" } }, unevaluatedProperties: false },
    { x: "b" },
  ],
];

describe("what cannot be judged", () => {
  const $defs = { A: { type: "string", pattern: "^a" }, B: { type: "string", pattern: "^b" } };
  for (const [what, schema, ...values] of lenient)
    it(`is left to the server: ${what}`, () => {
      for (const $schema of [undefined, draft7])
        for (const value of values) {
          const check = checkArguments({ ...object(schema, { $defs }), ...($schema && { $schema }) }, { a: value });
          if ($schema && what.endsWith("in 2020-12")) assert.ok(!check.ok, "draft-07 knows it");
          else assert.ok(check.ok, `${JSON.stringify(value)}: ${check.ok || check.why}`);
        }
    });

  const unknown: [dialect: string, keyword: object, value: unknown][] = [
    [draft7, { prefixItems: [{ type: "string" }], items: false }, [1]],
    [draft7, { dependentRequired: { x: ["y"] } }, { x: 1 }],
    [draft7, { unevaluatedProperties: false }, { x: 1 }],
    [draft4, { const: 5 }, 6],
    [draft4, { propertyNames: { maxLength: 1 } }, { long: 1 }],
    ["https://json-schema.org/draft/2020-12/schema", { dependencies: { x: ["y"] } }, { x: 1 }],
    ["https://json-schema.org/draft/2020-12/schema", { $recursiveRef: "#" }, 7],
  ];
  for (const [dialect, keyword, value] of unknown)
    it(`is a keyword that the dialect does not know: ${JSON.stringify(keyword)}`, () =>
      assert.ok(checkArguments({ ...object(keyword), $schema: dialect }, { a: value }).ok));

  const strict: [schema: unknown, value: unknown, why: RegExp][] = [
    [{ type: "integer", exclusiveMinimum: true, minimum: 0 }, -1, /"a" must be at least 0/],
    [{ type: "string", format: "date" }, 5, /"a" must be of type string, not number/],
    [{ oneOf: [{ type: "string" }, { type: "integer" }] }, true, /does not fit the forms that it may have/],
    [{ oneOf: [{ type: "string", pattern: "^a" }, { type: "integer" }] }, true, /must be of type string/],
    [{ type: "number", enum: [1, "2"] }, 3, /"a" must be 1 or "2"/],
    [{ $ref: "#/$defs/A" }, 5, /"a" must be of type string/],
    [
      { type: "object", properties: { x: { type: "string", nullable: true } }, required: ["y"] },
      {},
      /"a\.y" is missing/,
    ],
  ];
  for (const [schema, value, why] of strict)
    it(`does not keep the rest from being judged: ${JSON.stringify(schema)}`, () => {
      const check = checkArguments(object(schema, { $defs }), { a: value });
      assert.match(check.ok ? "" : check.why, why);
    });

  it("takes no longer for a choice in a choice in a choice", () => {
    let deep: object = { type: "string", pattern: "^a" };
    for (let level = 0; level < 40; level++) deep = { oneOf: [deep, { not: deep }] };
    assert.ok(
      checkArguments(object({ anyOf: [{ type: "string" }, { oneOf: [{ if: { not: { pattern: "a" } } }] }] }), {
        a: "x",
      }).ok,
    );
    assert.ok(Object.keys(deep).length === 1);
  });
});

describe("a schema with only what can be judged", () => {
  const text = { type: "string" };
  const unjudged = { pattern: "^a" };
  const condition = (when: object, then: object): JsonSchema =>
    JSON.parse(`{"if":${JSON.stringify(when)},"then":${JSON.stringify(then)},"else":false}`);
  const rows: [schema: JsonSchema, judged: JsonSchema][] = [
    [{ ...text, ...unjudged, format: "date", patternProperties: {} }, text],
    [
      { prefixItems: [unjudged, text], items: false },
      { prefixItems: [{}, text], items: false },
    ],
    [{ prefixItems: 7, items: false }, {}],
    [
      { description: 7, title: "t", default: 5, examples: [1] },
      { title: "t", default: 5, examples: [1] },
    ],
    [
      { properties: { a: text }, unevaluatedProperties: false },
      { properties: { a: text }, unevaluatedProperties: false },
    ],
    [{ properties: { a: unjudged }, unevaluatedProperties: false }, { properties: { a: {} } }],
    [{ prefixItems: [unjudged], unevaluatedItems: false }, { prefixItems: [{}] }],
    [{ properties: { a: 7 } }, { properties: { a: true } }],
    [{ properties: 7, additionalProperties: false }, {}],
    [{ patternProperties: {}, additionalProperties: false }, {}],
    [{ contains: unjudged, maxContains: 1 }, { contains: {} }],
    [
      { contains: text, maxContains: 1 },
      { contains: text, maxContains: 1 },
    ],
    [condition(unjudged, text), {}],
    [condition(text, unjudged), condition(text, {})],
    [{ not: unjudged }, {}],
    [{ not: text }, { not: text }],
    [{ oneOf: [unjudged, text] }, { allOf: [{ anyOf: [{}, text] }] }],
    [{ oneOf: [unjudged, text], allOf: [{ minLength: 1 }] }, { allOf: [{ minLength: 1 }, { anyOf: [{}, text] }] }],
    [{ oneOf: [text, { minLength: 1 }] }, { oneOf: [text, { minLength: 1 }] }],
    [
      { oneOf: [{ $ref: "#/$defs/A" }, text], $defs: { A: unjudged } },
      { allOf: [{ anyOf: [{ $ref: "#/$defs/A" }, text] }], $defs: { A: {} } },
    ],
    [
      { oneOf: [{ $ref: "#/$defs/A" }, text], $defs: { A: text } },
      { oneOf: [{ $ref: "#/$defs/A" }, text], $defs: { A: text } },
    ],
    [
      { x: unjudged, const: unjudged, definitions: { a: unjudged } },
      { x: {}, const: unjudged, definitions: { a: {} } },
    ],
    [{ dependentRequired: { a: ["b"] } }, { dependentRequired: { a: ["b"] } }],
    [
      { ...text, enum: ["x"], nullable: true },
      { type: ["string", "null"], enum: ["x", null], nullable: true },
    ],
    [{ anyOf: [text], nullable: true }, { anyOf: [{ type: "null" }, { anyOf: [text], nullable: true }] }],
    [
      { anyOf: [text], nullable: true, $defs: {} },
      { anyOf: [text], nullable: true, $defs: {} },
    ],
    [
      { anyOf: [text], nullable: true, definitions: {} },
      { anyOf: [text], nullable: true, definitions: {} },
    ],
    [
      { enum: ["x"], nullable: true },
      { enum: ["x", null], nullable: true },
    ],
    [
      { ...text, nullable: false },
      { ...text, nullable: false },
    ],
  ];
  for (const [schema, judged] of rows)
    it(`${JSON.stringify(schema)} is ${JSON.stringify(judged)}`, () =>
      assert.deepEqual(judgedSchema(schema, "2020-12"), judged));

  it("has each of its parts made once, and what stands around a part that may be null", () => {
    const made: JsonSchema[] = [];
    judgedSchema({ properties: { a: { ...text, nullable: true } } }, "2020-12", (part) => {
      made.push(part);
      return part;
    });
    assert.deepEqual(
      made.map(({ type }) => type),
      ["string", ["string", "null"], undefined],
    );
  });
});
