import assert from "node:assert/strict";
import { argumentSummaries } from "../../../src/core/forms/argumentSummaries";

const typeOf = (property: unknown, more: Record<string, unknown> = {}) =>
  argumentSummaries({ type: "object", properties: { it: property }, ...more }, 10).summaries[0]?.type;

const rows: [property: unknown, type: string][] = [
  [{ type: "string" }, "text"],
  [{ type: "string", format: "date" }, "text (date)"],
  [{ type: "integer" }, "integer"],
  [{ type: ["number", "null"] }, "number"],
  [{ type: "boolean" }, "true or false"],
  [{ enum: ["small", "large", 3] }, "one of small, large, 3"],
  [{ enum: ["a", "b", "c", "d", "e"] }, "one of a, b, c, d, …"],
  [{ enum: ["x".repeat(30), "y".repeat(31)] }, `one of ${"x".repeat(30)}, ${"y".repeat(30)}… (1 more character)`],
  [{ type: "array", items: { type: "string" } }, "list of text"],
  [{ type: "array", items: { enum: ["a", "b"] } }, "list of one of a, b"],
  [{ type: "array", items: { type: "object" } }, "list of objects"],
  [{ type: "array" }, "list"],
  [{ type: "object", properties: { a: {} } }, "object"],
  [{ $ref: "#/$defs/Day" }, "text (date)"],
  [{ anyOf: [{ type: "string" }, { type: "integer" }] }, "any JSON"],
  [true, "any JSON"],
  [null, "any JSON"],
];

describe("the arguments of a tool in words", () => {
  for (const [property, type] of rows)
    it(`${JSON.stringify(property)} → ${type}`, () =>
      assert.equal(typeOf(property, { $defs: { Day: { type: "string", format: "date" } } }), type));

  it("name those that are required first, at most as many as are wanted, and count all", () => {
    const properties = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`a${at}`, { type: "string" }]));
    const { summaries, count } = argumentSummaries({ properties, required: ["a40"] }, 3);
    assert.deepEqual([summaries.map(({ name }) => name), count], [["a40", "a0", "a1"], 50]);
    assert.deepEqual(
      summaries.map(({ required }) => required),
      [true, false, false],
    );
  });

  it("clean and cut what the server says", () => {
    const { summaries } = argumentSummaries({ properties: { a: { description: `x\u202e\n${"y".repeat(400)}` } } }, 1);
    assert.match(summaries[0]?.about ?? "", /^x\ufffd y+… \(\d+ more characters\)$/);
  });

  it("are none where the schema names none", () => {
    for (const schema of [{}, { type: "object" }, { properties: [] }, { properties: null }])
      assert.deepEqual(argumentSummaries(schema, 5), { summaries: [], count: 0 });
  });
});
