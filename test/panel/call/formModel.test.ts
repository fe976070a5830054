import assert from "node:assert/strict";
import { chosenOption } from "../../../webview-ui/call/form/chosenOption";
import { fieldOf } from "../../../webview-ui/call/form/field";
import { hintOf } from "../../../webview-ui/call/form/hint";
import { moved, pathKey, valueAt, withValueAt } from "../../../webview-ui/call/form/path";
import { readTyped, shows, typedText } from "../../../webview-ui/call/form/scalarText";
import { converted, startValue } from "../../../webview-ui/call/form/startValue";
import { type Json, JsonError, type JsonObject, parseJson, writeJson } from "../../../webview-ui/call/json/exactJson";
import { filled } from "./fillForm";

const input = (schema: Json, root: JsonObject = {}) => fieldOf(schema, root).input;
const kinds = (schema: Json, root: JsonObject = {}) => input(schema, root).kind;

describe("the form of a schema", () => {
  const rows: [what: string, schema: Json, kind: string, nullable?: true][] = [
    ["a text", { type: "string" }, "text"],
    ["bytes", { type: "string", contentEncoding: "base64" }, "file"],
    ["an integer", { type: "integer" }, "number"],
    ["a boolean", { type: "boolean" }, "boolean"],
    ["an enum", { enum: ["a", "b"] }, "choice"],
    ["titled constants", { oneOf: [{ const: 1, title: "One" }] }, "choice"],
    ["a constant", { const: false }, "choice"],
    ["a text or null", { type: ["string", "null"] }, "text", true],
    ["a union with null", { anyOf: [{ type: "integer" }, { type: "null" }] }, "number", true],
    ["a union of two with null", { anyOf: [{ type: "integer" }, { type: "object" }, { type: "null" }] }, "union", true],
    ["an enum with null", { type: ["string", "null"], enum: ["a", null] }, "choice", true],
    ["an enum without its null", { type: ["string", "null"], enum: ["a"] }, "choice"],
    ["only null", { type: "null" }, "null"],
    ["two types", { type: ["string", "number"] }, "union"],
    ["an object without a type", { properties: { a: {} } }, "object"],
    ["a list without a type", { items: { type: "string" } }, "list"],
    ["a tuple", { prefixItems: [{ type: "string" }] }, "list"],
    ["parts that all apply", { allOf: [{ type: "string" }, { minLength: 2 }] }, "text"],
    ["what must stand together", { type: "object", anyOf: [{ required: ["a"] }, { required: ["b"] }] }, "object"],
    ["no schema", true, "any"],
    ["nothing known", { description: "…" }, "any"],
  ];
  for (const [what, schema, kind, nullable = false] of rows)
    it(`${what} → ${kind}${nullable ? " or null" : ""}`, () => {
      const field = fieldOf(schema, {});
      assert.deepEqual([field.input.kind, field.nullable], [kind, nullable]);
    });

  it("follows references, and what contains itself only as far as it is opened", () => {
    const root: JsonObject = {
      type: "object",
      required: ["tree"],
      properties: { tree: { $ref: "#/$defs/Node", description: "The whole" } },
      $defs: {
        Node: {
          type: "object",
          required: ["name", "left"],
          properties: {
            name: { type: "string" },
            left: { $ref: "#/$defs/Node" },
            all: { type: "array", items: { $ref: "#/$defs/Node" } },
          },
        },
        Circle: { $ref: "#/$defs/Circle" },
      },
    };
    const tree = fieldOf(root.properties && (root.properties as JsonObject).tree, root);
    assert.deepEqual([tree.description, tree.input.kind], ["The whole", "object"]);
    assert.equal(kinds({ $ref: "#/$defs/Circle" }, root), "any");
    assert.equal(kinds({ $ref: "https://example.com/x" }, root), "any");
    assert.ok(writeJson(startValue(root, root) ?? null).length < 300, "it has an end");
  });

  it("merges what all applies: names, required names, bounds, choices", () => {
    const schema: JsonObject = {
      allOf: [
        { type: "object", properties: { a: { type: "string" }, n: { minimum: 1, type: "integer" } }, required: ["a"] },
        { properties: { n: { maximum: 9, minimum: 0 } }, required: ["n"] },
      ],
    };
    const root = input(schema);
    assert.ok(root.kind === "object");
    assert.deepEqual([...root.members.required], ["a", "n"]);
    assert.equal(fieldOf(new Map(root.members.properties).get("n"), schema).hint, "integer, 1 to 9");
  });

  it("shows titles of choices with their values, also those of older servers", () => {
    const labels = (schema: Json) => {
      const read = input(schema);
      return read.kind === "choice" ? read.choices.map(({ label }) => label) : [];
    };
    assert.deepEqual(labels({ oneOf: [{ const: "r", title: "Red" }, { const: "g" }] }), ["Red (r)", "g"]);
    assert.deepEqual(labels({ enum: ["r", 1, true], enumNames: ["Red"] }), ["Red (r)", "1", "true"]);
  });

  const hints: [schema: JsonObject, hint: string][] = [
    [{ type: "string", minLength: 1 }, "at least 1 character"],
    [{ type: "string", minLength: 1, maxLength: 1 }, "1 character"],
    [{ type: "string", minLength: 11 }, "at least 11 characters"],
    [{ type: "string", minLength: 2, maxLength: 5 }, "2 to 5 characters"],
    [{ type: "array", items: { type: "object" }, maxItems: 1 }, "at most 1 item"],
    [{ type: "array", items: { type: "object" }, minItems: 2, uniqueItems: true }, "at least 2 items, each once"],
    [{ type: "integer", exclusiveMinimum: 0, multipleOf: 5 }, "integer, more than 0, a multiple of 5"],
  ];
  for (const [schema, hint] of hints)
    it(`says in a few words what ${writeJson(schema)} wants`, () =>
      assert.equal(hintOf(schema, fieldOf(schema, schema).input), hint));

  it("starts with defaults, null and false too, and with what cannot be otherwise", () => {
    const schema: JsonObject = {
      type: "object",
      required: ["kind", "nested", "open"],
      properties: {
        kind: { const: "page" },
        nothing: { type: ["string", "null"], default: null },
        off: { type: "boolean", default: false },
        zero: { type: "integer", default: 0 },
        optional: { type: "object", properties: { deep: { type: "string", default: "x" } } },
        nested: { type: "object", properties: { deep: { type: "string", default: "x" }, more: { type: "string" } } },
        open: { type: "string" },
      },
    };
    const start = { kind: "page", nothing: null, off: false, zero: 0, nested: { deep: "x" } };
    assert.deepEqual(startValue(schema, schema), start);
  });

  it("names the options of a union by what tells them apart", () => {
    const schema: JsonObject = {
      oneOf: [
        {
          type: "object",
          properties: { type: { const: "page_id" }, id: { type: "string" } },
          required: ["type", "id"],
        },
        { type: "object", properties: { type: { const: "workspace" } }, required: ["type"] },
        { type: "string", format: "uri" },
        { title: "Several", type: "array", items: { type: "string" } },
      ],
    };
    const union = input(schema);
    assert.ok(union.kind === "union");
    const labels = union.options.map(({ label }) => label);
    assert.deepEqual(labels, ["type: page_id", "type: workspace", "text (uri)", "Several"]);
    const chosen = (value: Json, picked?: number) => chosenOption(union.options, value, picked, schema);
    assert.equal(chosen({ type: "page_id", id: "1" }), 0);
    assert.equal(chosen({ type: "workspace" }), 1);
    assert.equal(chosen("https://example.com"), 2);
    assert.equal(chosen(["a"]), 3);
    assert.equal(chosen(["a"], 1), 3, "a value that speaks against what was picked wins");
    assert.equal(chosen({ type: "page_id" }, 0), 0, "an unfinished value stays where the person is");
    assert.equal(chosenOption(union.options, undefined, undefined, schema), undefined);
    assert.deepEqual(converted({ type: "page_id", id: "1" }, union.options[1]?.schema ?? {}, schema), {
      type: "workspace",
    });
    assert.deepEqual(converted({ type: "workspace", id: "1" }, union.options[0]?.schema ?? {}, schema), {
      type: "page_id",
      id: "1",
    });
    assert.deepEqual(converted("a", union.options[3]?.schema ?? {}, schema), ["a"]);
  });

  it("keeps an object's own properties in each option of its union", () => {
    const schema: JsonObject = {
      type: "object",
      properties: { name: { type: "string" } },
      oneOf: [
        { properties: { a: { type: "string" } }, required: ["a"] },
        { properties: { b: { type: "integer" } }, required: ["b"] },
      ],
    };
    assert.deepEqual(filled(schema, { name: "n", b: 1 }, schema, true), { name: "n", b: 1 });
  });

  it("offers each value of a list of choices once", () => {
    const list = input({ type: "array", items: { enum: ["a", "b"] } });
    assert.ok(list.kind === "list");
    assert.equal(list.items.choices?.length, 2);
  });

  const typed: [kind: Json, text: string, value: Json | undefined | RegExp][] = [
    [{ type: "integer" }, "9007199254740993", 9007199254740993n],
    [{ type: "integer" }, " -12 ", -12],
    [{ type: "integer" }, "007", 7],
    [{ type: "integer" }, "", undefined],
    [{ type: "integer" }, "1.5", /whole number/],
    [{ type: "number" }, "1.5e3", 1500],
    [{ type: "number" }, "12e", /Enter a number/],
    [{ type: "number" }, "1e999", /Enter a number/],
    [{ type: "string" }, "12", "12"],
    [{ type: "string" }, "", undefined],
    [{}, '{"a": 1}', { a: 1 }],
    [{}, "plain", /This is not JSON\. Line 1, column 1: .* double quotes\./],
  ];
  for (const [schema, text, expected] of typed)
    it(`reads ${writeJson(text)} for ${writeJson(schema)}`, () => {
      const read = readTyped(input(schema), text, false);
      if (expected instanceof RegExp) assert.match("problem" in read ? read.problem : "", expected);
      else assert.deepEqual(read, { value: expected });
    });

  it("takes an emptied box for an empty text only where a text is required", () => {
    assert.deepEqual(readTyped({ kind: "text" }, "", true), { value: "" });
  });

  it("knows which values an input cannot show", () => {
    assert.equal(shows(input({ type: "string" }), 3), false);
    assert.equal(shows(input({ type: "integer" }), 3n), true);
    assert.equal(shows(input({ enum: [{ a: 1 }] }), { a: 1 }), true);
    assert.equal(shows(input({ enum: ["a"] }), "b"), false);
    assert.equal(typedText({ kind: "any" }, "text"), '"text"');
  });

  it("changes one place of the arguments, and nothing else", () => {
    const value: Json = { a: { b: [1, 2, 3] }, "": true };
    assert.deepEqual(withValueAt(value, ["a", "b", 1], 9n), { a: { b: [1, 9n, 3] }, "": true });
    assert.deepEqual(withValueAt(value, ["a", "b", 1], undefined), { a: { b: [1, 3] }, "": true });
    assert.deepEqual(withValueAt(value, ["a"], undefined), { "": true });
    assert.deepEqual(withValueAt(undefined, ["x", 0, "y"], null), { x: [{ y: null }] });
    assert.deepEqual(Object.keys(withValueAt({}, ["__proto__"], { polluted: true }) as object), ["__proto__"]);
    assert.equal(valueAt(value, ["a", "b", 2]), 3);
    assert.equal(valueAt(value, ["constructor"]), undefined);
    assert.equal(pathKey(["a/b", 0, "~"]), "/a~1b/0/~0");
    assert.deepEqual(moved([1, 2, 3], 2, 0), [3, 1, 2]);
  });
});

describe("JSON of the call page", () => {
  const texts = [
    '{"id":9223372036854775807,"n":[-9007199254740993,1.5,1e3,0]}',
    '{"a":{"b":[[],{}]},"text":"\\u0001\\"\\\\ 12345678901234567890"}',
    '{"__proto__":{"x":1}}',
    "[]",
    "12345678901234567890",
  ];
  for (const text of texts)
    it(`comes back as it was: ${text}`, () => {
      assert.equal(writeJson(parseJson(text)), text.replace("1e3", "1000"));
      assert.equal(writeJson(parseJson(writeJson(parseJson(text), 2))), text.replace("1e3", "1000"));
    });

  it("is written as JSON.stringify does it, where that knows the value", () => {
    const value = { a: [1, { b: null }], c: {}, d: [], e: "x" };
    assert.equal(writeJson(value, 2), JSON.stringify(value, undefined, 2));
  });

  const bad: [text: string, problem: RegExp][] = [
    ["", /Line 1, column 1: a value is missing\./],
    ['{\n  "a": 1,\n}', /Line 3, column 1: a name in double quotes/],
    ["{'a': 1}", /column 2: a name in double quotes/],
    ['{"a" 1}', /column 6: ":" is expected/],
    ["[1 2]", /column 4: a comma or "]"/],
    ["[1] 2", /column 5: nothing may follow/],
    ["01234567890123456789", /column 2: nothing may follow/],
    ['"a\nb"', /this text has no end/],
    [`${"[".repeat(500)}`, /nested too deeply/],
    ["[1e999, 12345678901234567890]", /too large/],
  ];
  for (const [text, problem] of bad)
    it(`says where it is wrong: ${JSON.stringify(text.slice(0, 30))}`, () => {
      assert.throws(
        () => parseJson(text),
        (error) => error instanceof JsonError && problem.test(error.message),
      );
    });
});
