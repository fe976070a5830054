import assert from "node:assert/strict";
import { decode } from "../../src/samples/documents/access/decode";

const bytes = (...values: number[]) => Uint8Array.from(values);
/** A hundred bytes: so many of this one, and letters. */
const withSome = (byte: number, count: number) => bytes(...Array(count).fill(byte), ...Array(100 - count).fill(97));

describe("the bytes of a file as text", () => {
  const rows: [what: string, given: Uint8Array, text: string][] = [
    ["only half of a little-endian mark", bytes(0xff, 97), "ÿa"],
    ["the other half of it", bytes(97, 0xfe), "aþ"],
    ["only half of a big-endian mark", bytes(0xfe, 97), "þa"],
    ["the other half of that", bytes(97, 0xff), "aÿ"],
    ["signs that Windows has in the place of control characters", bytes(0x80, 0x8a, 0x93, 0x9f, 0xe9), "€Š“Ÿé"],
    ["bytes that mean nothing to Windows", bytes(0x81, 0xe9), "\x81é"],
    ["ten control characters in a hundred", withSome(1, 10), `${"\x01".repeat(10)}${"a".repeat(90)}`],
    ...[9, 10, 12, 13, 27, 32].map((byte): [string, Uint8Array, string] => [
      `many of character ${byte}, which texts have`,
      withSome(byte, 99),
      `${String.fromCharCode(byte).repeat(99)}a`,
    ]),
  ];
  for (const [what, given, text] of rows) it(`reads ${what}`, () => assert.equal(decode(given, "f"), text));

  const binary: [what: string, given: Uint8Array][] = [
    ["a null byte", bytes(97, 0)],
    ["eleven control characters in a hundred", withSome(1, 11)],
    ["the signature of a PDF", Buffer.from("%PDF-")],
    ...[8, 11, 14, 26, 28, 31].map((byte): [string, Uint8Array] => [`many of character ${byte}`, withSome(byte, 11)]),
  ];
  for (const [what, given] of binary)
    it(`refuses ${what}`, () => assert.throws(() => decode(given, "f"), /^Refusal: "f" is a binary file/));

  it("looks at the first 8192 bytes only", () => {
    const withNull = (at: number) => Buffer.from(`${"a".repeat(at)}\0`);
    assert.throws(() => decode(withNull(8191), "f"), /binary file/);
    assert.equal(decode(withNull(8192), "f").length, 8193);
  });
});
