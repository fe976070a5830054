import assert from "node:assert/strict";
import { mock } from "node:test";
import { LineReader } from "../../../src/mcp/wire/lineReader";

function reading(limit = 1000) {
  const lines: string[] = [];
  const tooLong: true[] = [];
  const reader = new LineReader(
    limit,
    (line) => lines.push(line.toString("utf8")),
    () => tooLong.push(true),
  );
  return { lines, tooLong, push: (text: string | Buffer) => reader.push(Buffer.from(text)) };
}

describe("LineReader", () => {
  it("cuts at line ends, wherever the chunks are cut", () => {
    const text = "one\ntwo with ünïcödé 🎉\n\nfour\n";
    for (let size = 1; size <= text.length; size++) {
      const { lines, push } = reading();
      const bytes = Buffer.from(text);
      for (let from = 0; from < bytes.length; from += size) push(bytes.subarray(from, from + size));
      assert.deepEqual(lines, ["one", "two with ünïcödé 🎉", "", "four"], `chunks of ${size} bytes`);
    }
  });

  it("keeps what is not ended yet", () => {
    const { lines, push } = reading();
    push("half");
    assert.deepEqual(lines, []);
    push(" and half\n");
    assert.deepEqual(lines, ["half and half"]);
  });

  it("takes a line of exactly the limit", () => {
    const { lines, tooLong, push } = reading(4);
    push("1234\n1234\n");
    assert.deepEqual([lines.length, tooLong.length], [2, 0]);
  });

  it("reports once that a line is too long, and ignores the rest", () => {
    const { lines, tooLong, push } = reading(4);
    push("ok\n123");
    push("45");
    push("6\nlater\n");
    assert.deepEqual([lines, tooLong.length], [["ok"], 1]);
  });

  it("copies a message once, however many chunks it came in", () => {
    const { lines, push } = reading(Number.POSITIVE_INFINITY);
    const concat = mock.method(Buffer, "concat");
    for (let n = 0; n < 1000; n++) push(Buffer.alloc(1000, 0x78));
    push("\n");
    const copied = concat.mock.calls.reduce((sum, { result }) => sum + (result?.length ?? 0), 0);
    concat.mock.restore();
    assert.equal(lines[0]?.length, 1_000_000);
    assert.equal(copied, 1_000_000);
  });

  it("stops between two lines where it may not go on, and takes the rest up again", () => {
    const lines: string[] = [];
    const reader = new LineReader(
      100,
      (line) => lines.push(line.toString()),
      () => assert.fail(),
      () => lines.length % 2 === 0,
    );
    assert.equal(reader.push(Buffer.from("1\n2\n3\n4")), false);
    assert.deepEqual(lines, ["1"]);
    assert.equal(reader.resume(), false);
    assert.deepEqual(lines, ["1", "2", "3"]);
    assert.equal(reader.resume(), true);
    assert.equal(reader.push(Buffer.from("5\n")), true);
    assert.deepEqual(lines, ["1", "2", "3", "45"]);
  });
});
