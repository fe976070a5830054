import assert from "node:assert/strict";
import { hearsEscape } from "../../../src/editor/ui/escapeKey";

describe("Escape in a quick input", () => {
  for (const [version, isHeard] of [
    ["1.103.2", false],
    ["1.104.3", false],
    ["1.105.0", true],
    ["1.139.1", true],
    ["1.105.0-insider", true],
    ["2.0.0", true],
    ["0.200.0", false],
  ] as const)
    it(`${isHeard ? "reaches" : "does not reach"} a key binding in VS Code ${version}`, () =>
      assert.equal(hearsEscape(version), isHeard));
});
