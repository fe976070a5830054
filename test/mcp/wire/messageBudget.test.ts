import assert from "node:assert/strict";
import { LineReader } from "../../../src/mcp/wire/lineReader";

const mb = 1024 * 1024;

/** What one server sends without ending the line. */
function sender(limit: number) {
  const refused: number[] = [];
  const lines: number[] = [];
  const reader = new LineReader(
    limit,
    ({ length }) => lines.push(length),
    () => refused.push(1),
  );
  return { reader, refused, lines, send: (size: number) => reader.push(Buffer.alloc(size, 0x20)) };
}

describe("the bytes of messages on their way, over all servers", () => {
  it("are limited to four of the largest messages, and free again once they are read or their server is gone", () => {
    const limit = 8 * mb;
    const all = Array.from({ length: 6 }, () => sender(limit));
    for (const { send } of all) for (let part = 0; part < 6; part++) send(mb);
    assert.deepEqual(
      all.map(({ refused }) => refused.length),
      [0, 0, 0, 0, 0, 1],
      "36 MB are more than 32",
    );
    const late = sender(limit);
    for (let part = 0; part < 4; part++) late.send(mb);
    assert.equal(late.refused.length, 1);

    const [first, second] = all;
    first?.reader.push(Buffer.from("\n"));
    assert.deepEqual(first?.lines, [6 * mb]);
    second?.reader.dispose();
    const next = sender(limit);
    for (let part = 0; part < 7; part++) next.send(mb);
    assert.equal(next.refused.length, 0);
    for (const { reader } of [...all, next]) reader.dispose();
    const last = sender(limit);
    last.send(7 * mb);
    assert.equal(last.refused.length, 0);
    last.reader.dispose();
  });
});
