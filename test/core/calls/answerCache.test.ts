import assert from "node:assert/strict";
import { AnswerCache, bytesOf } from "../../../src/core/calls/answerCache";
import type { ToolResult } from "../../../src/core/messages/toolResult";

const says = (text: string): ToolResult => ({ content: [{ type: "text", text }], isError: false });
const most = { bytes: 100_000, entries: 3 };

describe("how much memory an answer takes", () => {
  const rows: [value: unknown, bytes: number][] = [
    ["", 16],
    ["abc", 22],
    [7, 8],
    [true, 8],
    [null, 8],
    [undefined, 8],
    [{}, 32],
    [[1, 2], 32 + 2 * 16 + 2 * 8],
    [{ a: "bc", d: {} }, 32 + 2 * 16 + 20 + 32],
  ];
  for (const [value, bytes] of rows)
    it(`${JSON.stringify(value)}: ${bytes} bytes`, () => assert.equal(bytesOf(value, 1e9), bytes));

  it("is counted up to a limit, and a value that just fits is counted whole", () => {
    assert.equal(bytesOf([1, 2], 80), 80);
    assert.equal(bytesOf([1, 2], 64), 72, "what is counted last goes past it");
    assert.equal(bytesOf([1, 2], 63), 64, "its members are not looked at");
  });
});

describe("the answers that are kept", () => {
  it("are those whose size is a quarter of the room at most, with their key", () => {
    const answer = says("x".repeat(100));
    const bytes = bytesOf(answer, 1e9) + 2 * "key".length;
    for (const [room, size] of [
      [4 * bytes, 1],
      [4 * bytes - 1, 0],
    ] as const) {
      const cache = new AnswerCache();
      cache.put("s", "key", answer, 0, { bytes: room, entries: 9 });
      assert.deepEqual([cache.size, cache.bytes], [size, size * bytes]);
    }
  });

  it("take the place of an older one with the same key, and know when they were got", () => {
    const cache = new AnswerCache();
    cache.put("s", "k", says("one"), 5, most);
    cache.put("s", "k", says("two"), 7, most);
    assert.deepEqual([cache.size, cache.get("s", "k")?.at, cache.get("s", "k")?.result], [1, 7, says("two")]);
    assert.equal(cache.bytes, cache.get("s", "k")?.bytes);
  });

  it("give way in the order of their use, as many as it takes and no more", () => {
    const cache = new AnswerCache();
    for (const key of "abcdefgh") cache.put("s", key, says(key), 0, { bytes: 100_000, entries: 8 });
    assert.equal(cache.size, 8);
    const each = cache.bytes / 8;
    cache.put("s", "i", says("i"), 0, { bytes: 8 * each, entries: 99 });
    const kept = () => [..."abcdefghij"].filter((key) => cache.get("s", key)).join("");
    assert.equal(kept(), "bcdefghi");
    cache.put("s", "j", says("j"), 0, { bytes: 7 * each, entries: 99 });
    assert.equal(kept(), "defghij");
    cache.put("s", "a", says("a"), 0, { ...most, entries: 1 });
    assert.deepEqual([kept(), cache.size, cache.bytes], ["a", 1, each]);
  });

  it("are no longer fresh once their server may have changed, and those of another server are", () => {
    const cache = new AnswerCache();
    for (const server of ["a", "b"]) cache.put(server, "k", says("x"), 0, most);
    cache.age("a");
    cache.age("unknown");
    assert.deepEqual([cache.get("a", "k")?.fresh, cache.get("b", "k")?.fresh], [false, true]);
  });

  it("can be taken out one by one", () => {
    const cache = new AnswerCache();
    for (const key of "ab") cache.put("s", key, says(key), 0, most);
    cache.delete("s", "a");
    cache.delete("s", "unknown");
    cache.delete("unknown", "b");
    assert.deepEqual([cache.size, cache.get("s", "a"), cache.get("s", "b")?.result], [1, undefined, says("b")]);
    cache.delete("s", "b");
    assert.deepEqual([cache.size, cache.bytes], [0, 0]);
  });
});
