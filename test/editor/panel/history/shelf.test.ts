import assert from "node:assert/strict";
import { bytesOf, Shelf } from "../../../../src/editor/panel/history/shelf";
import type { Stamped } from "../../../../src/protocol/hubEvent";

/** An event of so many bytes: what it is beside its texts counts 200. */
const event = (seq: number, bytes = 1000): Stamped => ({
  type: "hub.log",
  level: "info",
  text: "x".repeat(bytes - 200 - "hub.log".length - "info".length),
  seq,
  at: 0,
});
const seqs = (shelf: Shelf) => shelf.events.map(({ seq }) => seq);
const filled = (count: number, limit = Number.MAX_SAFE_INTEGER) => {
  const shelf = new Shelf(limit);
  for (let seq = 1; seq <= count; seq++) shelf.add(event(seq));
  return shelf;
};

describe("a shelf of events", () => {
  it("holds as many bytes as its limit, and drops the oldest beyond it", () => {
    const shelf = filled(3, 3000);
    assert.deepEqual([seqs(shelf), shelf.bytes, shelf.dropped], [[1, 2, 3], 3000, 0]);
    shelf.add(event(4));
    assert.deepEqual([seqs(shelf), shelf.bytes, shelf.dropped], [[2, 3, 4], 3000, 1]);
    shelf.add(event(5, 1001));
    assert.deepEqual([seqs(shelf), shelf.bytes, shelf.dropped], [[4, 5], 2001, 3]);
  });

  it("keeps the newest, however large it is", () => {
    const shelf = filled(2, 2000);
    shelf.add(event(3, 5000));
    assert.deepEqual([seqs(shelf), shelf.bytes, shelf.dropped], [[3], 5000, 2]);
  });

  it("forgets the events up to a number, and how many had to go before", () => {
    const shelf = filled(5, 4000);
    assert.equal(shelf.dropped, 1);
    shelf.dropUpTo(3);
    assert.deepEqual([seqs(shelf), shelf.bytes, shelf.dropped], [[4, 5], 2000, 0]);
    shelf.dropUpTo(3);
    assert.deepEqual(seqs(shelf), [4, 5]);
    shelf.dropUpTo(9);
    assert.deepEqual([seqs(shelf), shelf.bytes], [[], 0]);
    shelf.dropOldest();
    assert.deepEqual([shelf.bytes, shelf.dropped], [0, 0], "there was nothing to drop");
  });

  it("finds an event by its number, whatever was dropped before", () => {
    const shelf = filled(2500, 1_000_000);
    assert.equal(shelf.events.length, 1000);
    for (const seq of [1501, 1502, 2000, 2499, 2500]) assert.equal(shelf.find(seq)?.seq, seq);
    for (const seq of [0, 1, 1500, 2501]) assert.equal(shelf.find(seq), undefined);
    const gaps = new Shelf(10_000);
    for (const seq of [2, 5, 9]) gaps.add(event(seq));
    assert.deepEqual(
      [1, 2, 3, 5, 8, 9, 10].map((seq) => gaps.find(seq)?.seq),
      [undefined, 2, undefined, 5, undefined, 9, undefined],
    );
    assert.equal(new Shelf(1).find(1), undefined);
  });

  it("counts the texts of an event, and those one level below", () => {
    const base = { server: "abc", seq: 1, at: 2 } as const;
    assert.equal(
      bytesOf({ type: "server.notification", method: "12345", params: "{}", ...base }),
      200 + "server.notification".length + "12345".length + "{}".length + "abc".length,
    );
    const state = { kind: "waiting", attempt: 1, losses: 2, error: { code: "transport", message: "no" } } as const;
    assert.equal(
      bytesOf({ type: "server.state", state, ...base }),
      200 + "server.state".length + "abc".length + "waiting".length + 3 * 16,
    );
  });

  it("counts the headers of a message", () => {
    const rest = { server: "a", direction: "sent", kind: "request", text: "", bytes: 0, seq: 1, at: 1 } as const;
    const message = (headers: Record<string, string>): Stamped => ({
      type: "wire.message",
      ...rest,
      http: { headers },
    });
    assert.equal(bytesOf(message({ a: "12345", b: "1" })) - bytesOf(message({})), 5 + 32 + 1 + 32);
  });
});
