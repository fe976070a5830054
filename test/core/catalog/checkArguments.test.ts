import assert from "node:assert/strict";
import { argumentMistakes, checkArguments, placedMistakes } from "../../../src/core/catalog/checkArguments";
import { cpuRatio } from "../../support/cpuMs";

const schema = {
  type: "object",
  properties: {
    path: { type: "string", minLength: 2 },
    depth: { type: "integer", minimum: 1 },
    mode: { enum: ["a", "b"] },
    where: { type: "object", properties: { x: { type: "number" } }, required: ["x"] },
  },
  required: ["path"],
  additionalProperties: false,
};

describe("arguments against the input schema", () => {
  it("fit", () => assert.deepEqual(checkArguments(schema, { path: "ab", depth: 2, mode: "a" }), { ok: true }));

  const rows: [args: Record<string, unknown>, why: RegExp][] = [
    [{}, /^"path" is missing$/],
    [{ path: 3 }, /^"path" must be of type string, not number$/],
    [{ path: "a" }, /^"path" must have at least 2 characters$/],
    [{ path: "ab", depth: 0 }, /^"depth" must be at least 1$/],
    [{ path: "ab", mode: "c" }, /^"mode" must be "a" or "b"$/],
    [{ path: "ab", wrong: 1 }, /^"wrong" is not one of its arguments$/],
    [{ path: "ab", where: {} }, /^"where\.x" is missing$/],
    [{ path: "ab", where: { x: "1" } }, /^"where\.x" must be of type number, not string$/],
    [{ path: 1, depth: "x", mode: 3, where: 4, more: 5 }, /; and \d more$/],
  ];
  for (const [args, why] of rows)
    it(`${JSON.stringify(args)} do not`, () => {
      const check = checkArguments(schema, args);
      assert.ok(!check.ok);
      assert.match(check.why, why);
    });

  it("are wrong at paths", () => {
    const args = { path: "a", depth: 0, wrong: 1, where: {} };
    const paths = argumentMistakes(schema, args).map(({ path }) => path);
    assert.deepEqual(paths.toSorted(), ["depth", "path", "where.x", "wrong"]);
    assert.deepEqual(argumentMistakes(schema, {}), [{ path: "path", text: '"path" is missing' }]);
    assert.deepEqual(argumentMistakes(schema, { path: "ab" }), []);
    assert.deepEqual(argumentMistakes({ $ref: "#/$defs/missing" }, {}), []);
  });

  it("are wrong at exact places, and against the nearest of several forms only", () => {
    const forms = {
      type: "object",
      required: ["a/b"],
      properties: {
        "a/b": { type: "string" },
        list: {
          type: "array",
          items: {
            oneOf: [
              {
                type: "object",
                required: ["type", "page"],
                properties: { type: { const: "page" }, page: { type: "string" } },
              },
              {
                type: "object",
                required: ["type", "row"],
                properties: { type: { const: "table" }, row: { type: "integer" } },
              },
              { type: "string" },
            ],
          },
        },
      },
    };
    assert.deepEqual(placedMistakes(forms, { "a/b": 1 }), [
      { path: ["a/b"], text: '"a~1b" must be of type string, not number' },
    ]);
    assert.deepEqual(placedMistakes(forms, {}), [{ path: ["a/b"], text: '"a/b" is missing', isMissing: true }]);
    const wrong = { "a/b": "x", list: ["text", { type: "table", row: "1" }] };
    assert.deepEqual(placedMistakes(forms, wrong), [
      { path: ["list", "1", "row"], text: '"list.1.row" must be of type integer, not string' },
    ]);
    const both = { type: "object", oneOf: [{ required: ["a"] }, { required: ["b"] }] };
    assert.match(placedMistakes(both, { a: 1, b: 1 })[0]?.text ?? "", /form|match/);
    assert.deepEqual(placedMistakes(forms, { "a/b": "x" }), []);
  });

  const unusable = [
    { type: "object", properties: { a: { $ref: "http://127.0.0.1:1/schema.json" } } },
    { type: "object", properties: { a: { $ref: "#/$defs/missing" } } },
  ];
  for (const bad of unusable)
    it(`a schema that cannot be used costs the check, not the call: ${JSON.stringify(bad.properties)}`, () => {
      const check = checkArguments(bad, { a: "1" });
      assert.ok(check.ok && check.unchecked);
    });

  it("runs no regular expression of a server's: one could take minutes for a short text", () => {
    const evil = { type: "object", properties: { a: { type: "string", pattern: "^(a+)+$" } }, required: ["a"] };
    const check = () => assert.deepEqual(checkArguments(evil, { a: `${"a".repeat(40)}!` }), { ok: true });
    const ratio = cpuRatio(check);
    assert.ok(ratio < 10, `${ratio}`);
    assert.ok(!checkArguments(evil, { a: 1 }).ok, "the rest is still checked");
  });

  it("does not refuse a name that only a pattern allows", () => {
    const patterned = { patternProperties: { "^x-": { type: "string" } }, additionalProperties: false, type: "object" };
    assert.ok(checkArguments(patterned, { "x-a": "b" }).ok);
  });

  it("leaves a property alone that is called pattern", () => {
    const named = { type: "object", properties: { pattern: { type: "string" } }, additionalProperties: false };
    assert.ok(checkArguments(named, { pattern: "a" }).ok);
    assert.ok(!checkArguments(named, { pattern: 1 }).ok);
  });

  it("follows a schema into itself", () => {
    const tree = {
      $defs: { node: { type: "object", properties: { next: { $ref: "#/$defs/node" }, name: { type: "string" } } } },
      $ref: "#/$defs/node",
    };
    assert.ok(checkArguments(tree, { name: "a", next: { name: "b", next: {} } }).ok);
    const check = checkArguments(tree, { next: { next: { name: 1 } } });
    assert.ok(!check.ok && check.why.startsWith('"next.next.name" must be of type string'));
  });

  it("reads draft-07 as draft-07", () => {
    const old = {
      $schema: "http://json-schema.org/draft-07/schema#",
      properties: { a: { items: [{ type: "string" }] } },
    };
    assert.ok(!checkArguments(old, { a: [1] }).ok);
  });
});
