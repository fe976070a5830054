import assert from "node:assert/strict";
import { once } from "node:events";
import { Readable } from "node:stream";
import { readInTurns } from "../../../src/mcp/wire/readInTurns";

const chunk = Buffer.alloc(64 * 1024);

/** A stream in which all of it waits already. */
function waiting(chunks: number): Readable {
  const stream = new Readable({ read: () => {}, highWaterMark: chunks * chunk.length });
  for (let at = 0; at < chunks; at++) stream.push(chunk);
  stream.push(null);
  return stream;
}

describe("reading in turns", () => {
  it("lets everything else have its turn after every 256 KB", async () => {
    const stream = waiting(64);
    const perTurn: number[] = [0];
    readInTurns(stream, ({ length }) => {
      perTurn.push((perTurn.pop() ?? 0) + length);
      return undefined;
    });
    const turn = () => {
      perTurn.push(0);
      if (!stream.readableEnded) setImmediate(turn);
    };
    setImmediate(turn);
    await once(stream, "end");
    assert.equal(
      perTurn.reduce((sum, bytes) => sum + bytes),
      64 * chunk.length,
    );
    assert.equal(Math.max(...perTurn), 256 * 1024);
  });

  it("reads nothing more until what a chunk began is over", async () => {
    const stream = waiting(3);
    const ended = once(stream, "end");
    const settle: (() => void)[] = [];
    readInTurns(stream, () => new Promise((resolve) => settle.push(resolve)));
    for (const read of [1, 2, 3]) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      assert.equal(settle.length, read);
      settle.at(-1)?.();
    }
    await ended;
  });
});
