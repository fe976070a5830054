import assert from "node:assert/strict";
import { parseArguments, splitCommandInput } from "../../../src/core/conversation/commandInput";
import { toJson } from "../../../src/core/kernel/json/exactJson";

const schema = {
  type: "object",
  properties: {
    path: { type: "string" },
    sentences: { type: "integer" },
    strict: { type: ["boolean", "null"] },
    tags: { type: "array" },
    id: { anyOf: [{ type: "string" }, { type: "integer" }] },
    depth: { anyOf: [{ type: "integer" }, { type: "null" }] },
  },
};

describe("the input after /call", () => {
  it("names the tool, then the arguments", () => {
    assert.deepEqual(splitCommandInput('  a__b  {"c": 1} '), { name: "a__b", rest: '{"c": 1}' });
    assert.deepEqual(splitCommandInput("a__b"), { name: "a__b", rest: "" });
    assert.throws(() => splitCommandInput("  "), {
      code: "bad-arguments",
      message: /^Name a tool: \/call server__tool \{"name": "value"\} or \/call server__tool name=value\.$/,
    });
  });

  for (const [line, args] of [
    ["", {}],
    ['{"path": "a b", "sentences": 2}', { path: "a b", sentences: 2 }],
    ["path=a.md sentences=3 strict=true", { path: "a.md", sentences: 3, strict: true }],
    ['path="a b.md"  strict=null', { path: "a b.md", strict: null }],
    ["path='it is \"here\"'", { path: 'it is "here"' }],
    ['path="say \\"hi\\""', { path: 'say "hi"' }],
    ['path="C:\\Users\\me\\a b.md"', { path: "C:\\Users\\me\\a b.md" }],
    ["path=C:\\a.md", { path: "C:\\a.md" }],
    ["path=5", { path: "5" }],
    ["id=5", { id: "5" }],
    ["depth=5", { depth: 5 }],
    ['tags=["a","b"]', { tags: ["a", "b"] }],
    ["unknown=5 url=https://a.example/?b=c", { unknown: "5", url: "https://a.example/?b=c" }],
    ["path=", { path: "" }],
  ] as const)
    it(`reads ${line || "nothing"}`, () => assert.deepEqual(parseArguments(line, schema), args));

  for (const [line, expected] of [
    ['{"path": ', /^The arguments are not valid JSON: .* Enter a JSON object, such as \{"name": "value"\}/],
    [
      "just words",
      /^The arguments are invalid at "just words"\. Enter a JSON object, such as \{"name": "value"\}, or pairs/,
    ],
    ["path=a more words", /^The arguments are invalid at "more words"\./],
    ["sentences=many", /^The argument "sentences" must be of type integer, but "many" is not\.$/],
    ["strict=maybe", /must be of type boolean or null/],
  ] as const)
    it(`refuses ${line}`, () =>
      assert.throws(() => parseArguments(line, schema), { code: "bad-arguments", message: expected }));

  it("keeps every digit of an integer", () => {
    const schema = { properties: { id: { type: "integer" } } };
    for (const rest of ['{"id": 725653563933458433}', "id=725653563933458433"])
      assert.equal(toJson(parseArguments(rest, schema)), '{"id":725653563933458433}');
  });
});
