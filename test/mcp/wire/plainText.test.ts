import assert from "node:assert/strict";
import { isPlainText } from "../../../src/mcp/wire/parseInSlices";

const refused = (byte: number): boolean => byte < 0x20 || byte === 0x5c;

describe("plain text in JSON", () => {
  it("is distinguished from all other bytes, wherever they are", () => {
    for (let byte = 0; byte < 256; byte++)
      for (let length = 1; length <= 9; length++)
        for (let at = 0; at < length; at++)
          for (let offset = 0; offset < 4; offset++) {
            const bytes = Buffer.alloc(16, 0xc3);
            bytes[offset + at] = byte;
            const where = `${byte} at ${at} of ${length}, from ${offset}`;
            assert.equal(isPlainText(bytes, offset, offset + length), !refused(byte), where);
          }
  });

  it("ends at its bounds: bytes before and after do not count", () => {
    const bytes = Buffer.from('\\\n"plain"\n\\');
    assert.equal(isPlainText(bytes, 2, 9), true);
    assert.equal(isPlainText(bytes, 2, 10), false);
    assert.equal(isPlainText(bytes, 1, 9), false);
    assert.equal(isPlainText(bytes, 5, 5), true);
  });
});
