import assert from "node:assert/strict";
import type { JsonSchema } from "../../../src/core/catalog/catalog";
import { argumentMistakes, checkArguments, checkValue, placedMistakes } from "../../../src/core/catalog/checkArguments";

const why = (property: unknown, value: unknown): string => {
  const check = checkArguments({ type: "object", properties: { a: property as JsonSchema } }, { a: value });
  return check.ok ? "fits" : check.why;
};
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

describe("a mistake in arguments, in words", () => {
  const rows: readonly [property: object, value: unknown, text: string][] = [
    [{ type: "string" }, 1, '"a" must be of type string, not number'],
    [{ type: ["string", "null"] }, 1, '"a" must be of type string or null, not number'],
    [{ enum: ["x"] }, 1, '"a" must be "x"'],
    [{ enum: ["x", 2] }, 1, '"a" must be "x" or 2'],
    [{ const: { b: 1 } }, 1, '"a" must be {"b":1}'],
    [{ minLength: 1 }, "", '"a" must have at least 1 character'],
    [{ minLength: 2 }, "x", '"a" must have at least 2 characters'],
    [{ maxLength: 1 }, "xy", '"a" must have at most 1 character'],
    [{ maxLength: 2 }, "xyz", '"a" must have at most 2 characters'],
    [{ minItems: 1 }, [], '"a" must have at least 1 item'],
    [{ minItems: 2 }, [1], '"a" must have at least 2 items'],
    [{ maxItems: 1 }, [1, 2], '"a" must have at most 1 item'],
    [{ maxItems: 2 }, [1, 2, 3], '"a" must have at most 2 items'],
    [{ uniqueItems: true }, [1, 1], '"a" must not contain an item twice'],
    [{ minimum: 2 }, 1, '"a" must be at least 2'],
    [{ maximum: 2 }, 3, '"a" must be at most 2'],
    [{ exclusiveMinimum: 2 }, 2, '"a" must be more than 2'],
    [{ exclusiveMaximum: 2 }, 2, '"a" must be less than 2'],
    [{ multipleOf: 2 }, 3, '"a" must be a multiple of 2'],
    [{ required: ["b"] }, {}, '"a.b" is missing'],
    [{ dependentRequired: { b: ["c"] } }, { b: 1 }, '"a.c" is missing'],
    [{ type: "object", additionalProperties: false }, { b: 1 }, '"b" is not one of its arguments'],
    [{ items: { type: "string" } }, ["x", 1], '"a.1" must be of type string, not number'],
  ];
  for (const [property, value, text] of rows)
    it(`${JSON.stringify(property)}: ${text}`, () => assert.equal(why(property, value), text));

  it("names twelve of the values that there may be, and counts the others", () => {
    assert.equal(why({ enum: numbers(12) }, "x"), `"a" must be ${numbers(12).join(" or ")}`);
    assert.equal(why({ enum: numbers(13) }, "x"), `"a" must be ${numbers(12).join(" or ")} or one other value`);
    assert.equal(why({ enum: numbers(14) }, "x"), `"a" must be ${numbers(12).join(" or ")} or one of 2 others`);
  });

  it("is named with two others, and the rest are counted", () => {
    const schema = (count: number): JsonSchema => ({
      type: "object",
      properties: Object.fromEntries(numbers(count).map((n) => [`a${n}`, { type: "string" }])),
    });
    const args = (count: number) => Object.fromEntries(numbers(count).map((n) => [`a${n}`, n]));
    const said = (count: number) => {
      const check = checkArguments(schema(count), args(count));
      return check.ok ? [] : check.why.split("; ").map((one) => /^"a\d+"|^and.*/.exec(one)?.[0]);
    };
    assert.deepEqual(said(3), ['"a0"', '"a1"', '"a2"']);
    assert.deepEqual(said(4), ['"a0"', '"a1"', '"a2"', "and 1 more"]);
    assert.deepEqual(said(60).at(-1), "and 57 more");
    assert.deepEqual(
      [50, 51].map((count) => argumentMistakes(schema(count), args(count)).length),
      [50, 50],
    );
    assert.deepEqual(
      [50, 51].map((count) => placedMistakes(schema(count), args(count)).length),
      [50, 50],
    );
  });

  it("says of the whole that it is wrong, by the name it has", () => {
    const check = checkValue({ type: "object" }, 1, "it");
    assert.equal(check.ok ? "" : check.why, "it must be of type object, not number");
    const args = checkValue({ type: "object" }, 1);
    assert.equal(args.ok ? "" : args.why, "the arguments as a whole must be of type object, not number");
  });
});

describe("a mistake at its place", () => {
  it("has the names as they are, and tells what is missing", () => {
    const schema = {
      type: "object",
      properties: { "a/b~c": { type: "array", items: { type: "object", required: ["d"] } }, e: { type: "string" } },
    };
    assert.deepEqual(placedMistakes(schema, { "a/b~c": [{}], e: 1 }), [
      { path: ["a/b~c", "0", "d"], text: '"a~1b~0c.0.d" is missing', isMissing: true },
      { path: ["e"], text: '"e" must be of type string, not number' },
    ]);
    assert.deepEqual(
      argumentMistakes(schema, { e: 1 }).map(({ path }) => path),
      ["e"],
    );
  });

  it("is that of the form that is meant", () => {
    const forms = {
      type: "object",
      properties: {
        a: {
          anyOf: [
            { type: "string" },
            { type: "object", properties: { kind: { const: "x" } }, required: ["kind", "one", "two", "three"] },
            { type: "object", properties: { kind: { const: "y" } }, required: ["kind", "other"] },
          ],
        },
      },
    };
    const places = (a: unknown) => placedMistakes(forms, { a }).map(({ path }) => path.join("."));
    assert.deepEqual(places({ kind: "x" }), ["a.one", "a.two", "a.three"]);
    assert.deepEqual(places({ kind: "y" }), ["a.other"]);
    assert.deepEqual(places({}), ["a.kind", "a.other"]);
  });
});
