import assert from "node:assert/strict";
import * as z from "zod";
import { closestIssue, issueSentence, kindOf, pathText } from "../../../../src/core/config/reading/issueSentence";

const Kinds = z.union([
  z.strictObject({ type: z.literal("a"), size: z.number() }),
  z.strictObject({ type: z.literal("b"), name: z.string(), more: z.string() }),
]);

const rows: readonly [schema: z.ZodType, value: unknown, sentence: string][] = [
  [z.object({ a: z.string() }), {}, '"a" is missing.'],
  [z.object({ a: z.string() }), { a: 1 }, '"a" must be text, but it is a number.'],
  [z.object({ a: z.string() }), { a: null }, '"a" must be text, but it is null.'],
  [z.object({ a: z.boolean() }), { a: [] }, '"a" must be true or false, but it is a list.'],
  [z.object({ a: z.int() }), { a: "1" }, '"a" must be a number, but it is text.'],
  [z.object({ a: z.int() }), { a: 1.5 }, '"a" must be a whole number, but it is a number with a fraction.'],
  [z.object({ a: z.number() }), { a: true }, '"a" must be a number, but it is true.'],
  [z.object({ a: z.array(z.string()) }), { a: {} }, '"a" must be a list of texts, but it is an object.'],
  [z.object({ a: z.object({}) }), { a: 1 }, '"a" must be an object such as {"NAME": "value"}, but it is a number.'],
  [
    z.object({ a: z.record(z.string(), z.string()) }),
    { a: 1 },
    '"a" must be an object such as {"NAME": "value"}, but it is a number.',
  ],
  [z.object({ a: z.null() }), { a: 1 }, '"a" must be null, but it is a number.'],
  [
    z.object({ env: z.record(z.string(), z.string()) }),
    { env: { A: 1 } },
    '"env.A" must be text, but it is a number. Put it in quotes.',
  ],
  [
    z.object({ env: z.record(z.string(), z.string()) }),
    { env: { A: true } },
    '"env.A" must be text, but it is true. Put it in quotes.',
  ],
  [z.object({ env: z.record(z.string(), z.string()) }), { env: { A: [] } }, '"env.A" must be text, but it is a list.'],
  [
    z.object({ args: z.array(z.string()) }),
    { args: ["a", 7] },
    '"args[1]" must be text, but it is a number. Put it in quotes.',
  ],
  [z.object({ a: z.enum(["x", "y", "z"]) }), {}, '"a" is missing. It must be "x", "y" or "z".'],
  [z.object({ a: z.enum(["x", "y"]) }), { a: "w" }, '"a" must be "x" or "y", but it is "w".'],
  [z.object({ a: z.enum(["x"]) }), { a: "y".repeat(40) }, `"a" must be "x", but it is "${"y".repeat(40)}".`],
  [z.strictObject({}), { ["k".repeat(80)]: 1 }, `"${"k".repeat(80)}" is not known here.`],
  [z.object({ a: z.union([z.never(), z.never()]) }), { a: 7 }, '"a" must be never, but it is a number.'],
  [z.object({ a: z.enum(["x"]) }), { a: 7 }, '"a" must be "x", but it is a number.'],
  [z.object({ a: z.string().min(1) }), { a: "" }, '"a" is empty.'],
  [z.object({ a: z.number().min(3) }), { a: 2 }, '"a" must be at least 3.'],
  [z.object({ a: z.string().max(2) }), { a: "abc" }, '"a" must not be longer than 2 characters.'],
  [z.object({ a: z.number().max(2) }), { a: 3 }, '"a" must be at most 2.'],
  [z.record(z.string().max(1), z.string()), { ab: "" }, '"ab" cannot be a name here.'],
  [z.object({ env: z.record(z.string().max(1), z.string()) }), { env: { ab: "" } }, '"ab" cannot be a name in "env".'],
  [z.strictObject({}), { a: 1 }, '"a" is not known here.'],
  [z.strictObject({}), { a: 1, b: 2 }, '"a", "b" are not known here.'],
  [z.object({ a: z.string().refine(() => false, "of the moon") }), { a: "x" }, '"a" cannot be used: of the moon.'],
  [
    z.object({ a: z.union([z.string(), z.literal(false)]) }),
    { a: 7 },
    '"a" must be text or false, but it is a number.',
  ],
  [z.object({ a: z.union([z.string(), z.string()]) }), { a: 7 }, '"a" must be text, but it is a number.'],
  [
    z.object({ e: z.object({ a: z.union([z.string(), z.array(z.string())]) }) }),
    { e: { a: 7 } },
    '"e.a" must be text or a list of texts, but it is a number. Put it in quotes.',
  ],
  [z.object({ a: Kinds }), { a: { type: "c" } }, '"a.type" must be "a" or "b", but it is "c".'],
  [z.object({ a: Kinds }), { a: { type: "a" } }, '"a.size" is missing.'],
  [
    z.object({ a: Kinds }),
    { a: { type: "b", name: 1, more: "" } },
    '"a.name" must be text, but it is a number. Put it in quotes.',
  ],
  [
    z.object({ a: z.union([z.object({ x: z.string(), y: z.string() }), z.object({ z: z.string() })]) }),
    { a: {} },
    '"a.z" is missing.',
  ],
];

const issueOf = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value).error?.issues[0] ?? assert.fail("it fits");

describe("what is wrong with a value, as a sentence", () => {
  for (const [schema, value, sentence] of rows)
    it(`${JSON.stringify(value)}: ${sentence}`, () =>
      assert.equal(issueSentence(issueOf(schema, value), value), sentence));

  it("starts at the value that was checked", () => {
    const issue = issueOf(z.object({ a: Kinds }), { a: { type: "c" } });
    assert.deepEqual(closestIssue(issue, { a: { type: "c" } }).path, ["a", "type"]);
    const other = issueOf(z.object({ a: z.string() }), { a: 1 });
    assert.equal(closestIssue(other, { a: 1 }), other);
  });

  it("cuts long words and names, which are not secrets but may be anything", () => {
    const cut = (schema: z.ZodType, value: unknown) => issueSentence(issueOf(schema, value), value);
    assert.doesNotMatch(cut(z.object({ a: z.enum(["x"]) }), { a: "y".repeat(41) }), /y{41}/);
    assert.doesNotMatch(cut(z.strictObject({}), { ["k".repeat(81)]: 1 }), /k{81}/);
    assert.doesNotMatch(cut(z.record(z.string().max(1), z.string()), { ["k".repeat(81)]: "" }), /k{81}/);
    assert.match(cut(z.record(z.string().max(1), z.string()), { ["k".repeat(80)]: "" }), /k{80}/);
    assert.equal(pathText(["k".repeat(80)]), "k".repeat(80));
    assert.doesNotMatch(pathText(["k".repeat(81)]), /k{81}/);
  });

  it("names paths and kinds as people do", () => {
    assert.deepEqual(
      [pathText(["args", 1]), pathText(["env", "A"]), pathText([0, "a"]), pathText([])],
      ["args[1]", "env.A", "[0].a", ""],
    );
    assert.deepEqual([null, [], "", 1, 1.5, true, {}, undefined].map(kindOf), [
      "null",
      "a list",
      "text",
      "a number",
      "a number with a fraction",
      "true",
      "an object",
      "an object",
    ]);
  });
});
