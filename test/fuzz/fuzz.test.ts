import assert from "node:assert/strict";
import { findingText, fuzz, type Target } from "./fuzz";
import { targets } from "./targets";

/** The short form of `npm run fuzz`: the same inputs in each run. */
describe("bad input", () => {
  for (const target of targets)
    it(`ends nothing, stops nothing and is not kept: ${target.name}`, () => {
      const finding = fuzz(target, { seed: 12, runs: 60, seconds: 1 });
      assert.ok(!finding, finding && findingText(finding));
    }).timeout(30_000);

  const faulty: readonly [what: string, run: Target["run"], found: RegExp][] = [
    ["a crash", (text) => text.length > 50 && JSON.parse(text), /SyntaxError/],
    ["a stack that overflows", deep, /RangeError/],
    ["a square", (text) => quadratic(text), /ms of the processor/],
    ["a regular expression that backtracks", (text) => /^(?:[^x]+)+y/.test(text.slice(0, 28)), /ms of the processor/],
  ];
  for (const [what, run, found] of faulty)
    it(`is found where there is ${what}`, () => {
      const finding = fuzz({ name: what, seeds: ['[{"a":1}]', "abc"], run }, { seed: 12, runs: 500, seconds: 100 });
      assert.match(finding?.what ?? "nothing", found);
    }).timeout(120_000);

  it("is found where it is kept", () => {
    const kept: string[][] = [];
    const run = (text: string) => void kept.push([...text.slice(0, 8000).padEnd(8000)]);
    const finding = fuzz({ name: "kept", seeds: ['[{"a":1}]', "abc"], run }, { seed: 12, runs: 600, seconds: 20 });
    assert.match(finding?.what ?? "nothing", /holds \d+ KB more/);
  }).timeout(60_000);
});

function deep(text: string, at = 0): number {
  return text[at] === "[" || text[at] === "{" ? 1 + deep(text, at + (text[at] === "{" ? 5 : 1)) : 0;
}

function quadratic(text: string): number {
  let sum = 0;
  for (let a = 0; a < text.length; a += 3)
    for (let b = 0; b < text.length; b += 3) sum = (sum + text.charCodeAt(b)) | 0;
  return sum;
}
