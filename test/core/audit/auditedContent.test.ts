import assert from "node:assert/strict";
import { digestedContent, maskedContent } from "../../../src/core/audit/auditedContent";

const result = (text: string, more: object = {}) => ({ content: [{ type: "text", text }], isError: false, ...more });
const long = (length: number) => "x".repeat(length);

describe("what a digest is taken of", () => {
  const whole: readonly [what: string, value: unknown][] = [
    ["nothing at all", null],
    ["a short text", result("abc")],
    ["structured content", result("abc", { structured: { a: 1 } })],
    [
      "several texts",
      {
        content: [
          { type: "text", text: "a" },
          { type: "text", text: "b" },
        ],
      },
    ],
    ["no text", { content: [] }],
    ["an image", { content: [{ type: "image", data: "AA==" }] }],
  ];
  for (const [what, value] of whole)
    it(`${what} is all of it`, () => assert.equal(digestedContent(value), JSON.stringify(value)));

  it("is the beginning of what is longer than 64 Ki characters, with a mark", () => {
    const fits = result(long(64 * 1024));
    assert.equal(digestedContent(fits), JSON.stringify(fits), "one text that just fits is taken whole");
    const larger = digestedContent(result(long(64 * 1024 + 1)));
    assert.ok(larger.endsWith("…") && larger.length < 64 * 1024 + 10, `${larger.length}`);
    const beside = digestedContent(result(long(64 * 1024), { structured: {} }));
    assert.ok(beside.endsWith("…"), "what stands around it counts");
    const list = digestedContent(Array.from({ length: 40_000 }, () => 1));
    assert.ok(list.endsWith("…") && list.length <= 64 * 1024 + 2, `${list.length}`);
  });

  it("is only the length of a text of more than 1 Mi characters", () => {
    const length = 1024 * 1024;
    assert.ok(digestedContent(result(long(length))).includes("xxx"));
    assert.match(digestedContent(result(long(length + 1))), new RegExp(`"text":${length + 1}[,}]`));
  });
});

describe("content that is masked", () => {
  it("is cut at 4,000 characters, without a half secret", () => {
    assert.equal(maskedContent({ a: "abc", password: "x" }), '{"a":"abc","password":"•••"}');
    const cut = maskedContent({ a: long(5000) });
    assert.match(cut, /^\{"a":"x{3994}… \(\d+ more characters\)$/);
    for (let at = 3960; at < 4000; at++) {
      const text = maskedContent({ a: `${long(at)} ghp_${"a".repeat(36)} ${long(200)}` });
      assert.ok(!text.includes("ghp_"), `a secret at ${at}`);
    }
  });

  it("has a text of more than 1 Mi characters as its length", () => {
    assert.equal(maskedContent({ a: long(1024 * 1024 + 1) }), `{"a":${1024 * 1024 + 1}}`);
    assert.match(maskedContent({ a: long(1024 * 1024) }), /^\{"a":"xxx/);
  });
});
