import assert from "node:assert/strict";
import { parseJson } from "../../../../src/core/kernel/json/exactJson";
import { knownSecrets } from "../../../../src/core/kernel/secrets/knownSecrets";
import { keptArguments } from "../../../../src/core/operations/history/keptArguments";

describe("arguments of a call on disk", () => {
  afterEach(() => knownSecrets.clear());

  it("are whole where nothing is a secret, with every digit of large integers", () => {
    const args = parseJson('{"id":12345678901234567890,"deep":[{"on":false,"none":null}],"text":"a\\nb"}');
    assert.deepEqual(keptArguments(args as Record<string, unknown>), {
      json: '{"id":12345678901234567890,"deep":[{"on":false,"none":null}],"text":"a\\nb"}',
      isWhole: true,
    });
  });

  const token = "ghp_abcdefghijklmnopqrstuvwxyz";
  const secrets: [what: string, args: Record<string, unknown>, json: string][] = [
    ["under the name of a secret", { user: "me", password: "x" }, '{"user":"me"}'],
    ["under such a name, as a number", { pin: 1, apiKey: 42 }, '{"pin":1}'],
    ["in a list under such a name", { tokens: [], token: ["x"] }, '{"tokens":[],"token":[]}'],
    ["that looks like one", { deep: { list: ["kept", `use ${token}`] } }, '{"deep":{"list":["kept"]}}'],
    ["that the hub has resolved", { note: "it is hunter2hunter2" }, "{}"],
    ["in a name", { [token]: 1, b: 2 }, '{"b":2}'],
  ];
  for (const [what, args, json] of secrets)
    it(`leave out a secret ${what}, and say so`, () => {
      knownSecrets.add(["hunter2hunter2"]);
      assert.deepEqual(keptArguments(args), { json, isWhole: false });
    });

  it("keep an empty password: nothing is missing", () => {
    assert.equal(keptArguments({ password: "", token: null })?.isWhole, true);
  });

  it("are not kept where a secret would remain, such as one of digits", () => {
    knownSecrets.add(["4711471147"]);
    assert.equal(keptArguments({ code: 4711471147 }), undefined);
  });

  it("are kept up to 64 Ki characters of JSON, and 100 levels", () => {
    const ofLength = (length: number) => keptArguments({ a: "x".repeat(length - '{"a":""}'.length) });
    assert.deepEqual([ofLength(64 * 1024)?.json.length, ofLength(64 * 1024 + 1)], [64 * 1024, undefined]);
    const nested = (depth: number): Record<string, unknown> => (depth === 1 ? { a: 1 } : { a: nested(depth - 1) });
    assert.deepEqual([keptArguments(nested(100))?.isWhole, keptArguments(nested(101))], [true, undefined]);
    assert.deepEqual(keptArguments({ a: undefined, b: [1, undefined] }), { json: '{"b":[1]}', isWhole: true });
  });

  it("are not kept where they are too large or too deep", () => {
    assert.equal(keptArguments({ text: "x".repeat(70_000) }), undefined);
    let deep: Record<string, unknown> = {};
    for (let level = 0; level < 5000; level++) deep = { deep };
    assert.equal(keptArguments(deep), undefined);
  });
});
