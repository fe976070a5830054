import assert from "node:assert/strict";
import type { JsonSchema } from "../../../src/core/catalog/catalog";
import { fieldInput, readSchema } from "../../../src/core/forms/fieldInput";

describe("a schema as a form reads it", () => {
  const root: JsonSchema = {
    $defs: { text: { type: "string" }, maybe: { type: ["string", "null"] }, again: { $ref: "#/$defs/again" } },
  };
  const rows: [schema: unknown, read: JsonSchema, nullable: boolean][] = [
    [undefined, {}, false],
    [true, {}, false],
    [{ type: "string" }, { type: "string" }, false],
    [{ type: ["string", "null"], title: "a" }, { type: "string", title: "a" }, true],
    [{ type: ["string", "number", "null"] }, { type: ["string", "number"] }, true],
    [{ type: ["string", "number"] }, { type: ["string", "number"] }, false],
    [{ $ref: "#/$defs/text", title: "a" }, { type: "string", title: "a" }, false],
    [{ $ref: "#/$defs/maybe" }, { type: "string" }, true],
    [{ $ref: "#/$defs/gone", title: "a" }, { title: "a" }, false],
    [{ allOf: [{ $ref: "#/$defs/text" }], title: "a" }, { type: "string", title: "a" }, false],
    [{ allOf: [{ $ref: "#/$defs/maybe" }] }, { type: "string" }, true],
    [{ allOf: [{ type: ["string", "null"] }, { type: "string" }] }, { type: "string" }, false],
    [
      {
        allOf: [{ properties: { a: { type: "string" } }, required: ["a"] }],
        properties: { b: { type: "number" } },
        required: ["b"],
      },
      { properties: { a: { type: "string" }, b: { type: "number" } }, required: ["a", "b"] },
      false,
    ],
    [{ allOf: [{ properties: { a: {} } }] }, { properties: { a: {} } }, false],
    [{ allOf: [{ required: ["a"] }] }, { required: ["a"] }, false],
    [{ allOf: [{ title: "a" }] }, { title: "a" }, false],
    [{ anyOf: [{ type: "string" }, { type: "null" }], title: "a" }, { type: "string", title: "a" }, true],
    [{ oneOf: [{ type: "string" }, { const: null }] }, { type: "string" }, true],
    [{ anyOf: [{ type: "string" }] }, { anyOf: [{ type: "string" }] }, false],
  ];
  for (const [schema, read, nullable] of rows)
    it(`${JSON.stringify(schema)}`, () => assert.deepEqual(readSchema(schema, root), { schema: read, nullable }));

  it("keeps a union of several", () => {
    const anyOf = [{ type: "string" }, { type: "number" }, { type: "null" }];
    assert.deepEqual(readSchema({ anyOf }, root), { schema: { anyOf }, nullable: true });
    assert.deepEqual(readSchema({ oneOf: anyOf.slice(0, 2) }, root).nullable, false);
  });

  it("follows no cycle, and eight references", () => {
    assert.deepEqual(readSchema({ $ref: "#/$defs/again" }, root).nullable, false);
    const chain = (length: number): JsonSchema => ({
      ...Object.fromEntries(Array.from({ length }, (_, n) => [`r${n}`, { $ref: `#/r${n + 1}` }])),
      [`r${length}`]: { type: "string" },
    });
    assert.equal(readSchema({ $ref: "#/r0" }, chain(7)).schema.type, "string");
    assert.equal(readSchema({ $ref: "#/r0" }, chain(8)).schema.type, undefined);
  });

  it("that takes too much to read allows anything", () => {
    const properties = Object.fromEntries(Array.from({ length: 2000 }, (_, n) => [`p${n}`, {}]));
    assert.deepEqual(readSchema({ type: ["object", "null"], properties }, root), { schema: {}, nullable: false });
    const { p0: _, ...fewer } = properties;
    assert.deepEqual(readSchema({ type: ["object", "null"], properties: fewer }, root).nullable, true);
  });
});

describe("how a person enters a value", () => {
  const json = { kind: "json" };
  const choice = (...values: readonly unknown[]) => ({
    kind: "choice",
    choices: values.map((value) => ({ value, label: typeof value === "string" ? value : JSON.stringify(value) })),
  });
  const rows: [schema: JsonSchema, input: unknown][] = [
    [{ type: "string" }, { kind: "text" }],
    [
      { type: "string", format: "date" },
      { kind: "text", format: "date" },
    ],
    [{ type: "string", format: 7 }, { kind: "text" }],
    [{ type: "number" }, { kind: "number", integer: false }],
    [{ type: "integer" }, { kind: "number", integer: true }],
    [{ type: "boolean" }, { kind: "boolean" }],
    [{ type: "object" }, json],
    [{}, json],
    [{ type: ["string", "number"] }, json],
    [{ anyOf: [{ type: "string" }, { type: "number" }] }, json],
    [{ allOf: [], type: "string" }, json],
    [{ enum: ["a", 1] }, choice("a", 1)],
    [{ enum: ["a", null] }, choice("a")],
    [{ enum: [null], type: "string" }, { kind: "text" }],
    [{ enum: [], type: "string" }, { kind: "text" }],
    [{ const: "a" }, choice("a")],
    [{ const: "a", title: "" }, choice("a")],
    [
      { const: "a", title: "An a" },
      { kind: "choice", choices: [{ value: "a", label: "An a" }] },
    ],
    [
      { enum: ["a", "b"], enumNames: ["An a"] },
      {
        kind: "choice",
        choices: [
          { value: "a", label: "An a" },
          { value: "b", label: "b" },
        ],
      },
    ],
    [
      { oneOf: [{ const: 1, title: "One" }, { const: 2 }, { const: null }] },
      {
        kind: "choice",
        choices: [
          { value: 1, label: "One" },
          { value: 2, label: "2" },
        ],
      },
    ],
    [{ oneOf: [{ const: 1 }, { type: "string" }] }, json],
    [{ oneOf: [], type: "string" }, json],
    [
      { type: "array", items: { type: "string" } },
      { kind: "list", item: { kind: "text" } },
    ],
    [{ items: { type: "integer" } }, { kind: "list", item: { kind: "number", integer: true } }],
    [
      { type: "array", items: { type: "boolean" } },
      { kind: "list", item: { kind: "boolean" } },
    ],
    [
      { type: "array", items: { enum: ["a"] } },
      { ...choice("a"), kind: "choices" },
    ],
    [{ type: "array", items: { type: ["string", "null"] } }, json],
    [{ type: "array", items: { type: "array", items: { type: "string" } } }, json],
    [{ type: "array", items: { type: "object" } }, json],
    [{ type: "array" }, json],
  ];
  for (const [schema, input] of rows)
    it(`${JSON.stringify(schema)}`, () => assert.deepEqual(fieldInput(schema, {}), input));
});
