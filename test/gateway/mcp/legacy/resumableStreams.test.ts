import assert from "node:assert/strict";
import type { Exchange } from "../../../../src/gateway/http/exchange";
import { ResumableStreams } from "../../../../src/gateway/mcp/legacy/resumableStreams";
import type { Reply } from "../../../../src/gateway/mcp/reply";
import { FakeClock } from "../../../support/fakeClock";

const million = 1024 * 1024;

describe("the streams that a client may come back to", () => {
  const clock = new FakeClock();
  const reply = { resume: () => {} } as unknown as Reply;
  const exchange = {} as Exchange;
  const setUp = () => {
    const streams = new ResumableStreams("2025-11-25", clock, 0);
    const isKept = (stream: number) => streams.resume(exchange, { stream, number: 0 });
    /** A stream with so many characters, which is answered unless told otherwise. */
    const add = (characters: number, isAnswered = true) => {
      const log = streams.begin(reply);
      log.add("x".repeat(characters));
      if (isAnswered) log.end();
    };
    return { streams, isKept, add };
  };

  it("are kept for a minute after their answer", () => {
    const { isKept, add } = setUp();
    add(10);
    add(10, false);
    clock.pass(59_000);
    assert.deepEqual([isKept(1), isKept(2), isKept(3)], [true, true, false]);
    clock.pass(1000);
    assert.deepEqual([isKept(1), isKept(2)], [false, true], "one that is not answered stays");
  });

  it("are the latest 20", () => {
    const { isKept, add } = setUp();
    for (let at = 0; at < 21; at++) add(1);
    assert.deepEqual([isKept(1), isKept(2), isKept(21)], [false, true, true]);
  });

  it("make room for later answers once all of them are more than 16 MB, the oldest first", () => {
    const { isKept, add } = setUp();
    add(6 * million);
    add(6 * million);
    assert.deepEqual([isKept(1), isKept(2)], [true, true]);
    add(7 * million, false);
    assert.equal(isKept(1), true, "a stream that goes on does not count");
    add(7 * million);
    assert.deepEqual([1, 2, 3, 4].map(isKept), [false, true, true, true]);
  });

  it("are gone with the session", () => {
    const { streams, isKept, add } = setUp();
    add(1);
    streams.dispose();
    assert.equal(isKept(1), false);
  });
});
