import assert from "node:assert/strict";
import type { JsonSchema } from "../../../src/core/catalog/catalog";
import { enterCheck, readValue, writeValue } from "../../../src/core/forms/fieldValue";
import { type FormAsker, type FormStep, fillForm, type Reply } from "../../../src/core/forms/fillForm";
import { formField, formFields } from "../../../src/core/forms/formFields";
import { expandTemplate, templateFields } from "../../../src/core/forms/resourceTemplate";

const field = (property: unknown, root = {}) => formField("it", property, root, true);
const kind = (property: unknown, root = {}) => field(property, root).input.kind;

describe("the fields of an input schema", () => {
  const kinds: [string, unknown, string][] = [
    ["a text", { type: "string" }, "text"],
    ["a number", { type: "number" }, "number"],
    ["an integer", { type: "integer" }, "number"],
    ["a boolean", { type: "boolean" }, "boolean"],
    ["an enum", { enum: ["a", "b"] }, "choice"],
    ["titled constants", { oneOf: [{ const: "a", title: "A" }] }, "choice"],
    ["a constant", { const: 3 }, "choice"],
    ["a list of texts", { type: "array", items: { type: "string" } }, "list"],
    ["a list without a type", { items: { type: "integer" } }, "list"],
    ["a list of an enum", { type: "array", items: { enum: ["a"] } }, "choices"],
    ["a list of titled constants", { type: "array", items: { anyOf: [{ const: "a", title: "A" }] } }, "choices"],
    ["a list of objects", { type: "array", items: { type: "object" } }, "json"],
    ["a list of anything", { type: "array" }, "json"],
    ["an object", { type: "object" }, "json"],
    ["a union", { anyOf: [{ type: "string" }, { type: "number" }] }, "json"],
    ["two types", { type: ["string", "number"] }, "json"],
    ["no schema", true, "json"],
    ["an allOf", { type: "string", allOf: [{ minLength: 1 }] }, "text"],
    ["an allOf around an enum", { allOf: [{ enum: ["a"] }], default: "a" }, "choice"],
    ["a text or null", { type: ["string", "null"] }, "text"],
    ["a union of number and null", { anyOf: [{ type: "number" }, { type: "null" }] }, "number"],
    ["an enum with null", { enum: ["a", null] }, "choice"],
    ["nothing but null", { enum: [null] }, "json"],
  ];
  for (const [what, schema, expected] of kinds) it(`${what} → ${expected}`, () => assert.equal(kind(schema), expected));

  it("follows local references, in either style, and not in circles", () => {
    const root = {
      $defs: { Size: { type: "integer" }, Loop: { $ref: "#/$defs/Loop" } },
      definitions: { "a/b": { enum: ["x"] } },
    };
    assert.equal(kind({ $ref: "#/$defs/Size" }, root), "number");
    assert.equal(kind({ $ref: "#/definitions/a~1b" }, root), "choice");
    assert.equal(kind({ $ref: "#/$defs/Loop" }, root), "json");
    assert.equal(kind({ $ref: "https://example.com/x" }, root), "json");
    assert.equal(kind({ $ref: "#/Inherited" }, Object.create({ Inherited: { type: "integer" } })), "json");
  });

  it("takes allOf around a reference for what it points at", () => {
    const root = { $defs: { Size: { type: "integer", minimum: 1 }, Hue: { enum: ["r"], title: "Color" } } };
    const size = field({ allOf: [{ $ref: "#/$defs/Size" }], description: "of it", default: 4 }, root);
    assert.deepEqual(
      [size.input.kind, size.description, size.initial, size.hint],
      ["number", "of it", 4, "integer, at least 1"],
    );
    assert.match(size.check(0) ?? "", /"it" must be at least 1/);
    const hue = field({ allOf: [{ $ref: "#/$defs/Hue" }] }, root);
    assert.deepEqual([hue.input.kind, hue.label], ["choice", "Color"]);
    const whole = formFields({ allOf: [{ properties: { a: {} }, required: ["a"] }, { properties: { b: {} } }] });
    assert.deepEqual(
      whole?.map(({ name, required }) => [name, required]),
      [
        ["a", true],
        ["b", false],
      ],
    );
  });

  it("begins with an empty box where the default is null, which then means null", () => {
    for (const schema of [
      { type: "string", default: null },
      { type: ["string", "null"], default: null },
    ]) {
      const { initial, input } = field(schema);
      assert.equal(writeValue(input, initial), "");
    }
    const nullable = field({ type: ["string", "null"], default: null });
    assert.deepEqual(readValue(nullable, ""), { ok: true, value: null });
    assert.deepEqual(readValue(field({ type: ["number", "null"] }), " "), { ok: true, value: null });
    assert.deepEqual(readValue(field({ type: ["string", "null"] }), ""), { ok: true, value: "" });
  });

  it("says in plain words what is wrong", () => {
    const said = (schema: object, value: unknown) => field(schema).check(value);
    assert.equal(said({ type: "string", minLength: 2 }, "a"), '"it" must have at least 2 characters');
    assert.equal(said({ type: "string", minLength: 1 }, ""), '"it" must have at least 1 character');
    assert.equal(said({ type: "string", maxLength: 2 }, "abc"), '"it" must have at most 2 characters');
    assert.equal(said({ type: "number", exclusiveMinimum: 0 }, 0), '"it" must be more than 0');
    assert.equal(said({ type: "number", exclusiveMaximum: 1 }, 1), '"it" must be less than 1');
    assert.equal(said({ type: "number", multipleOf: 0.5 }, 0.7), '"it" must be a multiple of 0.5');
    assert.equal(said({ type: "array", minItems: 2 }, [1]), '"it" must have at least 2 items');
    assert.equal(said({ type: "array", maxItems: 1 }, [1, 2]), '"it" must have at most 1 item');
    assert.equal(said({ type: "array", uniqueItems: true }, [1, 1]), '"it" must not contain an item twice');
    assert.equal(said({ enum: ["a", 2] }, "b"), '"it" must be "a" or 2');
    assert.equal(said({ type: "string", format: "date" }, "31.3.2026"), "Enter a date such as 2026-03-31.");
    assert.equal(said({ type: "string", format: "date" }, "2026-02-30"), "Enter a date such as 2026-03-31.");
    assert.equal(
      said({ type: "string", format: "date-time" }, "today"),
      "Enter a date and a time such as 2026-03-31T14:30:00Z.",
    );
    assert.equal(said({ type: "string", format: "time" }, "25:00"), "Enter a time such as 14:30:00.");
    assert.equal(said({ type: "string", format: "email" }, "ada"), "Enter an email address such as name@example.com.");
    assert.equal(
      said({ type: "string", format: "uri" }, "example.com"),
      "Enter an address such as https://example.com.",
    );
  });

  it("takes every value of a format that a server may take", () => {
    const fits = (format: string, value: string) =>
      assert.equal(field({ type: "string", format }).check(value), undefined);
    fits("date-time", "2025-01-01T10:00:00");
    fits("uri", "file:///my files/Ü.txt");
    fits("hostname", "not a host");
    fits("email", "ü@例.jp");
  });

  it("reads whole numbers with all their digits", () => {
    const { input } = field({ type: "integer" });
    const read = readValue(field({ type: "integer" }), "725653563933458433");
    assert.equal(read.ok && writeValue(input, read.value), "725653563933458433");
    assert.deepEqual(readValue(field({ type: "integer" }), "12"), { ok: true, value: 12 });
    assert.equal(readValue(field({ type: "integer" }), "1.5").ok, false);
    const json = readValue(field({ type: "object" }), '{"id":725653563933458433}');
    assert.equal(json.ok && writeValue({ kind: "json" }, json.value), '{"id":725653563933458433}');
  });

  it("knows null as a value where the schema does", () => {
    assert.equal(field({ type: ["string", "null"] }).nullable, true);
    assert.equal(field({ anyOf: [{ type: "string" }, { type: "null" }] }).nullable, true);
    assert.equal(field({ enum: ["a", null] }).nullable, true);
    assert.equal(field({ type: "string" }).nullable, false);
  });

  it("keeps titles, descriptions and defaults, also beside a reference or a union with null", () => {
    const root = { $defs: { Size: { type: "integer", description: "of it" } } };
    const { label, description, initial } = field({ $ref: "#/$defs/Size", title: "Size", default: 4 }, root);
    assert.deepEqual([label, description, initial], ["Size", "of it", 4]);
    const nullable = field({ anyOf: [{ type: "integer" }, { type: "null" }], default: null, description: "or none" });
    assert.deepEqual([nullable.initial, nullable.description, nullable.input.kind], [undefined, "or none", "number"]);
  });

  it("names choices by their titles, and by MCP's older enumNames", () => {
    const choices = (schema: unknown) => {
      const { input } = field(schema);
      return "choices" in input ? input.choices : undefined;
    };
    const expected = [
      { value: "r", label: "Red" },
      { value: 2, label: "2" },
    ];
    assert.deepEqual(choices({ oneOf: [{ const: "r", title: "Red" }, { const: 2 }] }), expected);
    assert.deepEqual(choices({ enum: ["r", 2], enumNames: ["Red"] }), expected);
    assert.deepEqual(choices({ enum: [null, "r"], enumNames: ["None", "Red"] }), expected.slice(0, 1));
  });

  it("puts required fields first and keeps the order otherwise", () => {
    const fields = formFields({ type: "object", required: ["c"], properties: { a: {}, b: {}, c: {} } });
    assert.deepEqual(
      fields?.map(({ name, required }) => [name, required]),
      [
        ["c", true],
        ["a", false],
        ["b", false],
      ],
    );
  });

  it("has no fields for a tool without arguments, and asks for JSON where the schema names none but takes some", () => {
    assert.deepEqual(formFields({ type: "object" }), []);
    assert.deepEqual(formFields({ type: "object", properties: {}, additionalProperties: false }), []);
    assert.equal(formFields({ type: "object", additionalProperties: true }), undefined);
    assert.equal(formFields({ oneOf: [{ required: ["a"] }] }), undefined);
  });

  it("shows an example where JSON is wanted", () => {
    const town = {
      type: "object",
      required: ["from"],
      properties: { to: { type: "string" }, from: { type: "string" } },
    };
    const rows: [schema: JsonSchema, hint: string][] = [
      [town, 'JSON such as {"from": "…"}'],
      [{ type: "array", items: town, minItems: 1 }, 'JSON such as [{"from": "…"}], at least 1 item'],
      [
        {
          type: "object",
          properties: { max: { type: "number" }, unit: { enum: ["EUR", "USD"] }, at: { $ref: "#/no" } },
        },
        'JSON such as {"max": 1, "unit": "EUR", "at": "…"}',
      ],
      [{ type: "object" }, "JSON"],
      [{ type: "array", items: {} }, "JSON"],
    ];
    for (const [schema, hint] of rows) assert.equal(field(schema).hint, hint);
  });

  it("ends an example of a schema that contains itself", () => {
    const node = { type: "object", properties: { next: { $ref: "#/$defs/node" } } };
    const schema = { type: "object", $defs: { node }, properties: { first: { $ref: "#/$defs/node" } } };
    assert.equal(formFields(schema)?.[0]?.hint, 'JSON such as {"next": {"next": {"next": {}}}}');
  });

  it("says in a few words what a value must be like", () => {
    assert.equal(field({ type: "integer", minimum: 1, maximum: 10 }).hint, "integer, 1 to 10");
    assert.equal(field({ type: "string", format: "date", maxLength: 9 }).hint, "date, at most 9 characters");
    assert.equal(field({ type: "string", pattern: "^a+$" }).hint, "matching ^a+$");
  });

  it("cleans what the server wrote", () => {
    assert.equal(field({ type: "string", title: "a\u001b[31m\nb" }).label, "a\ufffd[31m b");
  });
});

describe("Enter in a field", () => {
  it("asks once whether an empty required text is meant", () => {
    const check = enterCheck(field({ type: "string" }));
    assert.match(check("") ?? "", /required/);
    assert.equal(check(""), undefined);
    assert.equal(enterCheck(field({ type: "string" }))("a"), undefined);
  });

  it("takes an empty box where it means something", () => {
    assert.equal(enterCheck(formField("it", { type: "string" }, {}, false))(""), undefined);
    assert.equal(enterCheck(field({ type: ["string", "null"], default: null }))(""), undefined);
    assert.equal(enterCheck(field({ type: "array", items: { type: "string" } }))(""), undefined);
    assert.match(enterCheck(field({ type: "integer" }))("") ?? "", /number/);
  });
});

describe("what a person types into a field", () => {
  const rows: [what: string, schema: unknown, text: string, value: unknown | Error][] = [
    ["a text as it is", { type: "string" }, " a ", " a "],
    ["a number", { type: "number" }, " 0.5 ", 0.5],
    ["no number", { type: "number" }, "five", Error("Enter a number")],
    ["nothing for a number", { type: "number" }, "", Error("Enter a number")],
    ["a fraction for an integer", { type: "integer" }, "1.5", Error("whole number")],
    ["a number beyond its bound", { type: "integer", maximum: 10 }, "11", Error("10")],
    ["a number within it", { type: "integer", maximum: 10 }, "10", 10],
    ["an exclusive bound", { type: "number", exclusiveMinimum: 0 }, "0", Error("0")],
    ["a text too short", { type: "string", minLength: 3 }, "ab", Error("at least 3 characters")],
    [
      "a text, without running the server's pattern",
      { type: "string", pattern: "^(a+)+$" },
      `${"a".repeat(40)}b`,
      `${"a".repeat(40)}b`,
    ],
    ["no date", { type: "string", format: "date" }, "tomorrow", Error("date")],
    ["a date", { type: "string", format: "date" }, "2026-01-31", "2026-01-31"],
    ["no address", { type: "string", format: "email" }, "me", Error("email")],
    ["null for a nullable", { type: ["number", "null"] }, "null", null],
    ["null for what is not", { type: "number" }, "null", Error("Enter a number")],
    ["a list", { type: "array", items: { type: "string" } }, "a, b c ,d", ["a", "b c", "d"]],
    ["a list of numbers", { type: "array", items: { type: "number" } }, "1,2", [1, 2]],
    ["a list of numbers with a word", { type: "array", items: { type: "number" } }, "1,x", Error("Enter a number")],
    ["a list of booleans", { type: "array", items: { type: "boolean" } }, "true,false", [true, false]],
    ["a list as JSON", { type: "array", items: { type: "string" } }, '["a,b"]', ["a,b"]],
    ["JSON of the wrong items", { type: "array", items: { type: "string" } }, "[1]", Error("string")],
    ["a list too long", { type: "array", items: { type: "string" }, maxItems: 1 }, "a,b", Error("at most 1 item")],
    ["an empty list", { type: "array", items: { type: "string" } }, "", []],
    ["JSON", { type: "object" }, '{"a": 1}', { a: 1 }],
    ["no JSON", { type: "object" }, "{a}", Error("not JSON")],
    ["nothing where JSON is wanted", { type: "object" }, " ", Error("Enter a value as JSON.")],
    ["JSON of the wrong type", { type: "object" }, "3", Error("object")],
  ];
  for (const [what, schema, text, expected] of rows)
    it(what, () => {
      const read = readValue(field(schema), text);
      if (expected instanceof Error) {
        assert.ok(!read.ok && read.problem.includes(expected.message), JSON.stringify(read));
      } else assert.deepEqual(read, { ok: true, value: expected });
    });

  it("checks against references of the whole schema", () => {
    const root = { $defs: { Size: { type: "integer", minimum: 5 } } };
    assert.equal(readValue(field({ $ref: "#/$defs/Size" }, root), "4").ok, false);
    assert.deepEqual(readValue(field({ $ref: "#/$defs/Size" }, root), "5"), { ok: true, value: 5 });
  });

  it("reads back what it wrote", () => {
    const values: [unknown, unknown][] = [
      [{ type: "string" }, "a, b"],
      [{ type: "number" }, 0.5],
      [{ type: "array", items: { type: "string" } }, ["a", "b c"]],
      [{ type: "array", items: { type: "string" } }, ["a,b", ""]],
      [{ type: "array", items: { type: "string" } }, ["[x]"]],
      [{ type: "object" }, { a: [1] }],
      [{ type: ["string", "null"] }, null],
    ];
    for (const [schema, value] of values) {
      const { input } = field(schema);
      assert.deepEqual(readValue(field(schema), writeValue(input, value)), { ok: true, value }, JSON.stringify(value));
    }
  });
});

describe("filling in a form", () => {
  const fields = (required: number, optional: number) =>
    formFields({
      required: Array.from({ length: required }, (_, at) => `r${at}`),
      properties: Object.fromEntries([
        ...Array.from({ length: optional }, (_, at) => [`o${at}`, { type: "string", default: `d${at}` }]),
        ...Array.from({ length: required }, (_, at) => [`r${at}`, { type: "string" }]),
      ]),
    }) ?? [];

  /** Answers in order, and notes what was asked. */
  function asker(replies: readonly Reply<unknown>[], chosen?: readonly string[]) {
    const asked: string[] = [];
    const left = [...replies];
    const port: FormAsker = {
      ask: async ({ field: { name }, step, totalSteps, start }: FormStep) => {
        asked.push(`${name} ${step}/${totalSteps} ${JSON.stringify(start)}`);
        return left.shift() ?? { kind: "cancel" };
      },
      choose: async (all, before) => {
        asked.push(`choose of ${all.length}, ${before.length} chosen`);
        return chosen && all.filter(({ name }) => chosen.includes(name));
      },
    };
    return { port, asked };
  }
  const value = (one: unknown): Reply<unknown> => ({ kind: "value", value: one });

  it("asks one by one, and leaves out what is skipped", async () => {
    const { port, asked } = asker([value("a"), { kind: "skip" }]);
    assert.deepEqual(await fillForm(fields(1, 1), port), { r0: "a" });
    assert.deepEqual(asked, ["r0 1/2 undefined", 'o0 2/2 "d0"']);
  });

  it("goes back to the answer that was given", async () => {
    const { port, asked } = asker([value("a"), { kind: "back" }, value("b"), value("c")]);
    assert.deepEqual(await fillForm(fields(2, 0), port), { r0: "b", r1: "c" });
    assert.equal(asked[2], 'r0 1/2 "a"');
  });

  it("gives nothing when the person cancels", async () => {
    assert.equal(await fillForm(fields(2, 0), asker([value("a"), { kind: "cancel" }]).port), undefined);
    assert.equal(await fillForm(fields(0, 4), asker([]).port), undefined);
  });

  it("asks first which of many optional fields to fill, and starts with those of the last time", async () => {
    const { port, asked } = asker([value("a"), value("b")], ["o2"]);
    assert.deepEqual(await fillForm(fields(1, 4), port, { o2: "x" }), { r0: "a", o2: "b" });
    assert.deepEqual(asked, ["choose of 4, 1 chosen", "r0 1/2 undefined", 'o2 2/2 "x"']);
  });

  it("asks nothing where there is nothing to ask", async () => {
    assert.deepEqual(await fillForm([], asker([]).port), {});
  });
});

describe("a resource template", () => {
  it("becomes one field per variable, optional ones where they are a query", () => {
    const fields = templateFields("repo://{owner}/{+path}/{owner}{?ref,depth:3}");
    assert.deepEqual(
      fields.map(({ name, required }) => [name, required]),
      [
        ["owner", true],
        ["path", true],
        ["ref", false],
        ["depth", false],
      ],
    );
  });

  it("is filled in as RFC 6570 says", () => {
    const uri = expandTemplate("repo://{owner}/{+path}{?ref}", { owner: "a b", path: "x/y" });
    assert.equal(uri, "repo://a%20b/x/y");
  });
});
