import assert from "node:assert/strict";
import { type Note, newestOfEach, noteKey } from "../../../src/protocol/panel/note";

const note = (seq: number, server: string | undefined, more: Partial<Note> = {}): Note => ({
  ...{ seq, from: "server", name: "n", at: 0, level: "info", text: "" },
  ...(server !== undefined && { server }),
  ...more,
});
const numbers = (notes: readonly Note[], limit: number) => newestOfEach(notes, limit).map(({ seq }) => seq);

describe("the newest notices of each source", () => {
  const flood = [1, 2, 3, 4, 5, 6].map((seq) => note(seq, "a"));

  it("are all where there is room", () => {
    assert.equal(newestOfEach(flood, 6), flood);
    assert.deepEqual(numbers(flood, 5), [2, 3, 4, 5, 6]);
  });

  it("are as many of each, and what one does not need goes to the others", () => {
    const mixed = [note(0, "b"), ...flood, note(7, "b")];
    assert.deepEqual(numbers(mixed, 4), [0, 5, 6, 7]);
    assert.deepEqual(numbers(mixed, 2), [6, 7]);
    assert.deepEqual(numbers([note(0, "b"), ...flood], 4), [0, 4, 5, 6]);
  });

  it("are in the order of their numbers, whatever order they came in", () => {
    assert.deepEqual(
      numbers(
        [3, 1, 2].map((seq) => note(seq, "a")),
        2,
      ),
      [3, 2],
    );
  });

  it("tell the hub from a server, and not the kinds of one source apart", () => {
    const hub = [8, 9].map((seq) => note(seq, "a", { from: "hub" }));
    assert.deepEqual(numbers([...flood, ...hub], 4), [5, 6, 8, 9]);
    const kinds = flood.map((one) => ({ ...one, name: `${one.seq}` }));
    assert.deepEqual(numbers(kinds, 2), [5, 6]);
  });

  it("are 500 where nobody says otherwise", () => {
    const many = Array.from({ length: 501 }, (_, seq) => note(seq, "a"));
    assert.deepEqual([newestOfEach(many).length, newestOfEach(many)[0]?.seq], [500, 1]);
    assert.equal(newestOfEach(many.slice(1)).length, 500);
  });

  it("have a key of their source and their name", () => {
    const keys = [
      { from: "hub", name: "x" },
      { from: "server", name: "x" },
      { from: "server", server: "a", name: "x" },
      { from: "server", server: "a", name: "y" },
    ] as const;
    assert.equal(new Set(keys.map(noteKey)).size, 4);
  });
});
