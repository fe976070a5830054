import assert from "node:assert/strict";
import { readServers, validName } from "../../../../src/core/config/reading/readServers";
import { maxServerName, serverName } from "../../../../src/core/config/schema/settings";

describe("a name for a server whose own cannot be one", () => {
  const longest = "x".repeat(maxServerName);
  const rows: [what: string, written: string, taken: string[], name: string][] = [
    ["too long", `${longest}y`, [], longest],
    ["too long, and the rest is taken", `${longest}y`, [longest], `${longest.slice(2)}-2`],
    ["cut at a space", `${longest.slice(1)} y`, [], longest.slice(1)],
    ["with spaces and signs at its ends", " - a b - ", [], "a b"],
    ["with what nobody sees", "a\n\u200bb", [], "a-b"],
    ["empty", "", [], "server"],
    ["taken twice", " a", ["a", "a-2"], "a-3"],
  ];
  for (const [what, written, taken, name] of rows)
    it(`is made of one that is ${what}`, () => {
      assert.equal(validName(written, new Set(taken)), name);
      assert.match(name, serverName);
    });

  it("goes to one entry only", () => {
    const { entries } = readServers({ " a": { command: "x" }, "a ": { command: "y" } }, { scope: "user" });
    assert.deepEqual(
      entries.map(({ name, key }) => [name, key]),
      [
        ["a", " a"],
        ["a-2", "a "],
      ],
    );
  });
});
