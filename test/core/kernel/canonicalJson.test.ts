import assert from "node:assert/strict";
import { canonicalJson } from "../../../src/core/kernel/canonicalJson";
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

  it("costs no more for large arguments", () => {
    const large = { list: Array.from({ length: 2_000_000 }, (_, n) => n), text: "x".repeat(5_000_000) };
    const ratio = cpuRatio(() => {
      for (let i = 0; i < 1000; i++) canonicalJson(large, 1000);
    });
    assert.ok(ratio < 20, `${ratio}`);
  });
});
