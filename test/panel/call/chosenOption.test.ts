import assert from "node:assert/strict";
import { chosenOption } from "../../../webview-ui/call/form/chosenOption";
import { fieldOf } from "../../../webview-ui/call/form/field";
import { readTyped, shows, typedText } from "../../../webview-ui/call/form/scalarText";
import type { Json } from "../../../webview-ui/call/json/exactJson";

const optionsOf = (...schemas: Json[]) => {
  const { input } = fieldOf({ anyOf: schemas }, {});
  return input.kind === "union" ? input.options : assert.fail("It is no union.");
};

describe("the option that a value has", () => {
  const text = { type: "string" };
  const integer = { type: "integer" };
  const closed = { type: "object", properties: { a: text }, required: ["a"], additionalProperties: false };
  const open = { type: "object", properties: { a: text, b: integer } };
  const rows: [
    what: string,
    schemas: Json[],
    value: Json | undefined,
    picked: number | undefined,
    option: number | undefined,
  ][] = [
    ["none without a value", [text, integer], undefined, undefined, undefined],
    ["what was picked without a value", [text, integer], undefined, 1, 1],
    ["none where what was picked is not there", [text, integer], undefined, 5, undefined],
    ["the best where what was picked is not there", [text, integer], 5, 5, 1],
    ["a text", [integer, text], "a", undefined, 1],
    ["an integer before a number", [{ type: "number" }, integer], 5, undefined, 1],
    ["a number that is no integer", [integer, { type: "number" }], 5.5, undefined, 1],
    ["a large integer", [text, integer], 2n ** 64n, undefined, 1],
    ["a boolean", [text, { type: "boolean" }], true, undefined, 1],
    ["one of the values before any text", [text, { enum: ["a", "b"] }], "b", undefined, 1],
    ["a text where it is none of the values", [{ enum: ["a"] }, text], "c", undefined, 1],
    ["what was picked, though another fits better", [text, { enum: ["a"] }], "a", 0, 0],
    ["what fits, though another was picked", [text, integer], "a", 1, 0],
    ["what was picked where nothing fits", [text, integer], true, 1, 1],
    ["the first where nothing fits", [text, integer], [1], undefined, 0],
    ["anything where nothing else fits", [text, {}], [1], undefined, 1],
    [
      "a list by its items",
      [
        { type: "array", items: text },
        { type: "array", items: integer },
      ],
      [1, 2],
      undefined,
      1,
    ],
    ["a list of which one item is wrong", [{ type: "array", items: text }, {}], ["a", 1], undefined, 1],
    ["an object by what it requires", [closed, open], { b: 1 }, undefined, 1],
    ["an object that knows more of it", [open, closed], { a: "x", b: 1 }, undefined, 0],
    ["an object that has it all", [open, closed], { a: "x" }, undefined, 1],
    ["null", [text, { type: "object", properties: { a: { type: ["string", "null"] } } }], { a: null }, undefined, 1],
    ["no null where none may be", [{ type: "object", properties: { a: text } }, {}], { a: null }, undefined, 1],
    [
      "the form that is the least wrong where all are",
      [closed, { ...closed, required: ["a", "c", "d"] }],
      { b: 1 },
      undefined,
      0,
    ],
  ];
  for (const [what, schemas, value, picked, option] of rows)
    it(what, () => assert.equal(chosenOption(optionsOf(...schemas), value, picked, {}), option));

  it("is looked for as deep as six levels", () => {
    const nested = (depth: number, inner: Json): Json =>
      depth === 0 ? inner : { type: "object", properties: { a: nested(depth - 1, inner) } };
    const value = (depth: number): Json => (depth === 0 ? 1 : { a: value(depth - 1) });
    const found = (depth: number) =>
      chosenOption(optionsOf(nested(depth, text), nested(depth, integer)), value(depth), undefined, {});
    assert.deepEqual([1, 6, 7].map(found), [1, 1, 0]);
  });
});

describe("a value in a box", () => {
  const input = (schema: Json) => fieldOf(schema, {}).input;
  const shown: [schema: Json, shows: Json[], hides: Json[]][] = [
    [{ type: "string" }, ["", "a"], [1, null, {}]],
    [{ type: "string", format: "byte" }, ["AAAA"], [1]],
    [{ type: "number" }, [1, 0.5, 2n ** 64n], ["1", null]],
    [{ type: "boolean" }, [true, false], ["true", 0]],
    [{ type: "null" }, [null], [0, ""]],
    [{ enum: ["a", 1] }, ["a", 1], ["1", "b"]],
    [{ type: "object" }, [{}], [[], null, "a"]],
    [{ type: "array" }, [[]], [{}, null]],
    [{}, [1, null, {}], []],
    [{ type: ["string", "number"] }, [{}, null], []],
  ];
  for (const [schema, can, cannot] of shown)
    it(`can be shown or not: ${JSON.stringify(schema)}`, () => {
      for (const value of can) assert.equal(shows(input(schema), value), true);
      for (const value of cannot) assert.equal(shows(input(schema), value), false);
      assert.equal(shows(input(schema), undefined), true);
    });

  const typed: [schema: Json, text: string, value: Json | undefined][] = [
    [{ type: "integer" }, " 12 ", 12],
    [{ type: "integer" }, "+007", 7],
    [{ type: "integer" }, "-0", -0],
    [{ type: "integer" }, "9223372036854775807", 9223372036854775807n],
    [{ type: "integer" }, "1e3", 1000],
    [{ type: "number" }, ".5", 0.5],
    [{ type: "number" }, "5.", 5],
    [{ type: "number" }, "1E-2", 0.01],
    [{ type: "number" }, "", undefined],
    [{ type: "string" }, "", undefined],
    [{ type: "string" }, " a ", " a "],
    [{}, "  ", undefined],
    [{}, '{"a":1}', { a: 1 }],
  ];
  for (const [schema, text, value] of typed)
    it(`is read: ${JSON.stringify(text)} as ${JSON.stringify(schema)}`, () => {
      const read = readTyped(input(schema), text, false);
      assert.deepEqual(read, { value });
    });

  const wrong: [schema: Json, text: string, problem: RegExp][] = [
    [{ type: "integer" }, "1.5", /whole number/],
    [{ type: "integer" }, "a", /whole number/],
    [{ type: "number" }, "a", /a number such as 12 or 0\.5/],
    [{ type: "number" }, "1e999", /a number/],
    [{ type: "number" }, "0x10", /a number/],
    [{ type: "number" }, ".", /a number/],
    [{}, "a", /not JSON/],
  ];
  for (const [schema, text, problem] of wrong)
    it(`cannot be read: ${text} as ${JSON.stringify(schema)}`, () => {
      const read = readTyped(input(schema), text, true);
      assert.match("problem" in read ? read.problem : "", problem);
    });

  it("is an empty text where one is required, and is written as it is shown", () => {
    assert.deepEqual(readTyped(input({ type: "string" }), "", true), { value: "" });
    assert.equal(typedText(input({ type: "string" }), "a"), "a");
    assert.equal(typedText(input({}), "a"), '"a"');
    assert.equal(typedText(input({ type: "integer" }), 5), "5");
    assert.equal(typedText(input({}), undefined), "");
  });
});
