import assert from "node:assert/strict";
import { matchesName } from "../../../../src/core/kernel/untrusted/matchesName";

describe("a pattern for names", () => {
  const rows: readonly [pattern: string, fits: readonly string[], fitsNot: readonly string[]][] = [
    ["read", ["read"], ["", "reads", "bread", "Read"]],
    ["", [""], ["a"]],
    ["*", ["", "a", "a*b"], []],
    ["read*", ["read", "read_file"], ["rea", "bread"]],
    ["*read", ["read", "bread"], ["reads"]],
    ["a*a", ["aa", "aba"], ["a", "ab", "ba"]],
    ["ab*ba", ["abba", "abxba"], ["aba"]],
    ["a*b*c", ["abc", "axbxc", "abcbc"], ["ac", "acb", "abcx"]],
    ["*b*", ["b", "abc"], ["ac"]],
    ["*aa*aa", ["aaaa", "xaaxaa"], ["aaa"]],
    ["a**b", ["ab", "axb"], ["a"]],
    ["a.b", ["a.b"], ["axb"]],
  ];
  for (const [pattern, fits, fitsNot] of rows)
    it(`"${pattern}" fits ${fits.join(", ")}${fitsNot.length > 0 ? `, and not ${fitsNot.join(", ")}` : ""}`, () => {
      for (const name of fits) assert.equal(matchesName(pattern, name), true, name);
      for (const name of fitsNot) assert.equal(matchesName(pattern, name), false, name);
    });
});
