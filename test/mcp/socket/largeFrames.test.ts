import assert from "node:assert/strict";
import { LargeFrames } from "../../../src/mcp/socket/largeFrames";

/** A frame as a server sends it (RFC 6455, section 5.2). */
function frame(data: Buffer, opcode: number, fin = true): Buffer {
  const { length } = data;
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  head[0] = (fin ? 0x80 : 0) | opcode;
  head[1] = length < 126 ? length : length < 65_536 ? 126 : 127;
  if (head.length === 4) head.writeUInt16BE(length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, data]);
}
const bytes = (size: number): Buffer => Buffer.alloc(size, "0123456789");

/** What these bytes say when they come in chunks of a size. */
function heard(sent: Buffer, size: number): { messages: Buffer[]; pings: string[]; pieces: number[] } {
  const frames = new LargeFrames();
  const cut: Buffer[] = [];
  for (let at = 0; at < sent.length; at += size) cut.push(...frames.cut(Buffer.from(sent.subarray(at, at + size))));
  const all = Buffer.concat(cut);
  const messages: Buffer[] = [];
  const pings: string[] = [];
  const pieces: number[] = [];
  let parts: Buffer[] = [];
  for (let at = 0; at < all.length; ) {
    const [first = 0, short = 0] = all.subarray(at, at + 2);
    const long = short === 127 ? Number(all.readBigUInt64BE(at + 2)) : short === 126 ? all.readUInt16BE(at + 2) : short;
    const from = at + (short === 127 ? 10 : short === 126 ? 4 : 2);
    const data = all.subarray(from, from + long);
    at = from + long;
    const opcode = first & 0x0f;
    if (opcode === 9) {
      pings.push(data.toString());
      continue;
    }
    assert.equal(opcode, parts.length === 0 ? 2 : 0);
    parts.push(data);
    pieces.push(data.length);
    if ((first & 0x80) === 0) continue;
    messages.push(Buffer.concat(parts));
    parts = [];
  }
  return { messages, pings, pieces };
}

describe("LargeFrames", () => {
  const sizes = [0, 5, 125, 126, 65_535, 65_536, 65_537, 300_000];

  for (const size of [1000, 64 * 1024, 1_000_000])
    it(`keeps every message whole, in chunks of ${size} bytes`, () => {
      const sent = sizes.flatMap((length) => [frame(bytes(length), 1), frame(bytes(length), 2)]);
      const { messages } = heard(Buffer.concat(sent), size);
      assert.deepEqual(
        messages,
        sizes.flatMap((length) => [bytes(length), bytes(length)]),
      );
    });

  it("finds heads wherever they are cut, and leaves control frames between fragments", () => {
    const sent = [frame(bytes(3), 1, false), frame(Buffer.from("a"), 9), frame(bytes(300), 0), frame(bytes(70_000), 1)];
    for (const size of [1, 2, 3, 7]) {
      const { messages, pings } = heard(Buffer.concat(sent), size);
      assert.deepEqual(messages, [Buffer.concat([bytes(3), bytes(300)]), bytes(70_000)]);
      assert.deepEqual(pings, ["a"]);
    }
  });

  it("hands a large message over in pieces as they came", () => {
    const { pieces } = heard(frame(bytes(10_000_000), 1), 64 * 1024);
    assert.ok(Math.max(...pieces) <= 64 * 1024, `a piece of ${Math.max(...pieces)} bytes`);
  });

  it("leaves what no server may send to the WebSocket", () => {
    const sent = Buffer.from([0x81, 0x85, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const frames = new LargeFrames();
    assert.deepEqual(
      Buffer.concat([...frames.cut(Buffer.from(sent)), ...frames.cut(Buffer.from(sent))]).subarray(11),
      sent,
    );
  });
});
