import assert from "node:assert/strict";
import { cleanLine } from "../../../src/mcp/stdio/cleanLine";

const message = '{"jsonrpc":"2.0","id":1,"result":{"text":"a\\u001b[31mb"}}';

describe("a line of standard output", () => {
  const rows: [around: string, line: string][] = [
    ["nothing", message],
    ["a byte order mark", `\ufeff${message}`],
    ["a hidden cursor", `\u001b[?25l${message}`],
    ["colors", `\u001b[1;32m${message}\u001b[0m`],
    ["a title", `\u001b]0;server\u0007${message}`],
    ["a reset and a byte order mark", `\ufeff\u001bc${message}`],
  ];
  for (const [around, line] of rows)
    it(`is the message alone, with ${around} around it`, () =>
      assert.equal(cleanLine(Buffer.from(line)).toString(), message));

  it("is not copied where it is clean", () => {
    const line = Buffer.from(message);
    assert.equal(cleanLine(line), line);
  });
});
