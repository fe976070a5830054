import assert from "node:assert/strict";
import { reasonFirst } from "../../../src/core/presentation/reasonFirst";

const rows: [message: string, shown: string][] = [
  ['"files" could not start: the program "npx" was not found.', 'The program "npx" was not found.'],
  [
    '"files" stopped: its process ended with exit code 3. Last output: no luck',
    "Its process ended with exit code 3. Last output: no luck",
  ],
  ['Server "files": it has neither "command" nor "url".', 'It has neither "command" nor "url".'],
  ['Server "files" needs the secret "TOKEN". Set it.', 'Needs the secret "TOKEN". Set it.'],
  ['"Files (mine)" cannot be reached: nothing listens at localhost:1.', "Nothing listens at localhost:1."],
  ['"files" at http://localhost:1 failed (HTTP 500): out of memory.', "Failed (HTTP 500): out of memory."],
  [
    '"files" at http://localhost:1/mcp has no MCP endpoint (HTTP 404). Correct "url" in the settings.',
    'Has no MCP endpoint (HTTP 404). Correct "url" in the settings.',
  ],
  ['"files": no luck: none', "No luck: none"],
  ['"files": ', '"files": '],
  ['"files" stopped', "Stopped"],
  ['"files" was lost: -x', "-x"],
  ["The program ended with code 1.", "The program ended with code 1."],
  ['"other" is not connected.', '"other" is not connected.'],
  ['"files"', '"files"'],
];

describe("a failure below its server", () => {
  for (const [message, shown] of rows)
    it(`${message} → ${shown}`, () => assert.equal(reasonFirst(message, ["files", "Files (mine)"]), shown));
});
