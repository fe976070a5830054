import assert from "node:assert/strict";
import { LineReader } from "../../src/mcp/stdio/lineReader";

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

  it("says once that a line is too long, and is deaf from then on", () => {
    const { lines, tooLong, push } = reading(4);
    push("ok\n123");
    push("45");
    push("6\nlater\n");
    assert.deepEqual([lines, tooLong.length], [["ok"], 1]);
  });

  it("takes time in proportion to the size of a message, not to its square", () => {
    const time = (megabytes: number) => {
      const { push } = reading(Number.POSITIVE_INFINITY);
      const chunk = Buffer.alloc(1024, 0x78);
      const start = process.hrtime.bigint();
      for (let n = 0; n < megabytes * 1024; n++) push(chunk);
      push("\n");
      return Number(process.hrtime.bigint() - start);
    };
    const best = (megabytes: number) => Math.min(...[1, 2, 3].map(() => time(megabytes)));
    best(2); // warm
    const ratio = best(32) / best(2);
    assert.ok(ratio < 100, `16 times the size took ${ratio.toFixed(1)} times as long; the square would be 256 times`);
  }).timeout(20_000);
});
