import assert from "node:assert/strict";
import { ByteChunks } from "../../../src/mcp/wire/byteChunks";

const mebibyte = 1024 * 1024;
const of = (size: number, byte = 1) => Buffer.alloc(size, byte);

/** Adds parts that are counted from 1, each filled with its number, and says what is joined of them. */
function joined(sizes: readonly number[], limit = 32 * mebibyte) {
  const chunks = new ByteChunks(limit);
  for (const [index, size] of sizes.entries()) assert.equal(chunks.add(of(size, index + 1)), true);
  const { size } = chunks;
  return { size, whole: chunks.take(), chunks };
}

describe("bytes that come in parts", () => {
  const rows: [what: string, sizes: number[]][] = [
    ["none", []],
    ["one", [3]],
    ["several", [3, 1, 2]],
    ["empty ones between them", [0, 3, 0, 2, 0]],
    ["as many as are kept apart", Array<number>(1024).fill(2)],
    ["more than are kept apart", Array<number>(1030).fill(2)],
    ["as long as what is kept apart", [mebibyte - 1, 1]],
    ["longer than what is kept apart", [mebibyte, 1, 2]],
    ["longer than the first buffer", [mebibyte, mebibyte, 1, 5]],
    ["as long as the limit", [mebibyte, 2 * mebibyte, mebibyte]],
  ];
  for (const [what, sizes] of rows)
    it(`are joined in their order: ${what}`, () => {
      const { size, whole, chunks } = joined(sizes, 4 * mebibyte);
      const expected = Buffer.concat(sizes.map((length, index) => of(length, index + 1)));
      assert.ok(whole.equals(expected), `${whole.length} of ${expected.length} bytes`);
      assert.equal(size, expected.length);
      assert.equal(chunks.size, 0, "it is empty afterwards");
      assert.equal(chunks.take().length, 0);
    });

  it("are not copied where they came in one part", () => {
    const chunks = new ByteChunks(mebibyte);
    const part = of(10);
    chunks.add(part);
    assert.equal(chunks.take(), part);
  });

  it("can be added again after they were taken, or given up", () => {
    const chunks = new ByteChunks(4 * mebibyte);
    chunks.add(of(2 * mebibyte));
    chunks.take();
    chunks.add(of(2, 7));
    assert.deepEqual([...chunks.take()], [7, 7]);
    chunks.add(of(2 * mebibyte));
    chunks.clear();
    assert.equal(chunks.size, 0);
    chunks.add(of(3, 9));
    assert.deepEqual([...chunks.take()], [9, 9, 9]);
  });

  const rooms: [what: string, sizes: number[], room: number][] = [
    ["many small parts", [...Array<number>(1024).fill(1), 1], 8 * 1025],
    ["more than a megabyte", [mebibyte, 1], 2 * mebibyte],
    ["just as much as the first buffer", [mebibyte, mebibyte], 2 * mebibyte],
    ["more than the first buffer", [mebibyte, mebibyte, 1], 32 * mebibyte],
    ["one large part", [3 * mebibyte], 32 * mebibyte],
  ];
  for (const [what, sizes, room] of rooms)
    it(`get room that grows in few steps: ${what}`, () => assert.equal(joined(sizes).whole.buffer.byteLength, room));

  it("get no more room than the limit", () =>
    assert.equal(joined([mebibyte, 1], mebibyte + 100).whole.buffer.byteLength, mebibyte + 100));

  it("are refused beyond four times the limit over all of them, and count no longer once taken, given up or refused", () => {
    const limit = 2 * mebibyte;
    const all = Array.from({ length: 4 }, () => new ByteChunks(limit));
    for (const one of all) assert.equal(one.add(of(limit)), true);
    const late = new ByteChunks(limit);
    assert.equal(late.add(of(10)), true, "short ones do not count");
    assert.equal(late.add(of(mebibyte)), false);
    assert.equal(late.size, 0, "nothing of it is kept");

    all[0]?.clear();
    assert.equal(late.add(of(limit)), true);
    assert.equal(new ByteChunks(limit).add(of(mebibyte + 1)), false);
    all[1]?.take();
    const other = new ByteChunks(limit);
    assert.equal(other.add(of(mebibyte + 1)), true);
    assert.equal(other.add(of(mebibyte - 1)), true, "exactly four times the limit");
    for (const one of [...all, late, other]) one.clear();
  });
});
