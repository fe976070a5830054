import assert from "node:assert/strict";
import { canonicalJson, canonicalText } from "../../../src/core/kernel/canonicalJson";
import { parseJson } from "../../../src/core/kernel/json/exactJson";
import { cpuRatio } from "../../support/cpuMs";

describe("arguments as equal text", () => {
  it("does not depend on the order of keys, at any depth", () => {
    assert.equal(
      canonicalJson({ b: [{ y: 1, x: 2 }], a: null }, 100),
      canonicalJson({ a: null, b: [{ x: 2, y: 1 }] }, 100),
    );
  });

  it("tells apart what differs", () => {
    const texts = [
      {},
      { a: 1 },
      { a: "1" },
      { a: [1] },
      { a: { 0: 1 } },
      { a: true },
      { a: null },
      { b: 1 },
      { a: 'x","b":"y' },
      { a: "x", b: "y" },
    ];
    assert.equal(new Set(texts.map((value) => canonicalJson(value, 100))).size, texts.length);
  });

  it("reads as JSON, and leaves out what JSON leaves out", () => {
    const value = { a: [1, -2.5, '\u2028"', false], b: { c: undefined, d: {} } };
    assert.deepEqual(JSON.parse(canonicalJson(value, 100) ?? ""), JSON.parse(JSON.stringify(value)));
  });

  const loop: Record<string, unknown> = {};
  loop.self = loop;
  const refused: [string, unknown][] = [
    ["a long text", "x".repeat(101)],
    ["a long list", Array.from({ length: 101 }, () => 1)],
    ["many short ones", Array.from({ length: 60 }, () => 1)],
    ["what holds itself", loop],
    ["a date", { at: new Date(0) }],
    ["no number", Number.NaN],
    ["a function", () => 1],
  ];
  for (const [what, value] of refused)
    it(`gives up on ${what}`, () => assert.equal(canonicalJson(value, 100), undefined));

  it("takes what is as long as the limit, and is nested 40 levels deep", () => {
    const texts: [value: unknown, text: string][] = [
      [{ a: [1, "b"], c: null }, '{"a":[1,"b"],"c":null}'],
      [[], "[]"],
      ["abc", '"abc"'],
    ];
    for (const [value, text] of texts)
      assert.deepEqual([canonicalJson(value, text.length), canonicalJson(value, text.length - 1)], [text, undefined]);
    const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
    assert.deepEqual([canonicalJson(nested(40), 999) !== undefined, canonicalJson(nested(41), 999)], [true, undefined]);
  });

  it("costs no more for large arguments", () => {
    const large = { list: Array.from({ length: 2_000_000 }, (_, n) => n), text: "x".repeat(5_000_000) };
    const ratio = cpuRatio(() => {
      for (let i = 0; i < 1000; i++) canonicalJson(large, 1000);
    });
    assert.ok(ratio < 20, `${ratio}`);
  });
});

describe("canonical JSON (RFC 8785)", () => {
  it("writes the example of the RFC, section 3.2", () => {
    const example = {
      numbers: [Number("333333333.33333329"), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"/",
      literals: [null, true, false],
    };
    assert.equal(
      canonicalText(example),
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it("sorts keys by their UTF-16 code units, as section 3.2.3 has them", () => {
    const keys = ["\u20ac", "\r", "\ufb33", "1", "\u{1f600}", "\u0080", "\u00f6"];
    const text = canonicalText(Object.fromEntries(keys.map((key) => [key, key])));
    assert.deepEqual(
      [...text.matchAll(/"([^"]*)":/g)].map(([, key]) => key),
      ["\\r", "1", "\u0080", "\u00f6", "\u20ac", "\u{1f600}", "\ufb33"],
    );
  });

  it("keeps the digits of integers that no number holds, and has a text for everything that JSON has", () => {
    const sent = parseJson('{"toJSON":1,"maximum":9223372036854775807,"-0":-0,"__proto__":{"b":1,"a":2}}');
    assert.equal(canonicalText(sent), '{"-0":0,"__proto__":{"a":2,"b":1},"maximum":9223372036854775807,"toJSON":1}');
    const deep = JSON.parse(`${'{"a":'.repeat(1000)}1${"}".repeat(1000)}`);
    assert.equal(canonicalText(deep), JSON.stringify(deep));
  });
});
