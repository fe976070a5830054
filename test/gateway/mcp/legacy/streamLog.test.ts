import assert from "node:assert/strict";
import { readEventId, StreamLog } from "../../../../src/gateway/mcp/legacy/streamLog";

describe("the events of one stream", () => {
  const aLog = (isPrimed = true) => new StreamLog(7, isPrimed, () => {});
  const numbers = (log: StreamLog, after = 0) => log.since(after).map(({ number }) => number);

  it("have the id of their stream and their number, and begin with one where the revision has that", () => {
    const log = aLog();
    assert.deepEqual([log.firstId, log.add("a"), log.add("b")], ["7-0", "7-1", "7-2"]);
    assert.deepEqual(log.since(1), [{ number: 2, id: "7-2", message: "b" }]);
    assert.deepEqual([numbers(log), numbers(log, 2)], [[1, 2], []]);
    assert.equal(aLog(false).firstId, undefined);
  });

  it("are the latest 500", () => {
    const log = aLog();
    for (let n = 0; n < 500; n++) log.add("x");
    assert.equal(numbers(log)[0], 1);
    log.add("x");
    assert.deepEqual([numbers(log)[0], numbers(log).length, log.characters], [2, 500, 500]);
  });

  it("are at most 8 MB, and the last one whatever its size", () => {
    const log = aLog();
    const half = "x".repeat(4 * 1024 * 1024);
    log.add(half);
    log.add(half);
    assert.deepEqual(numbers(log), [1, 2]);
    log.add("x");
    assert.deepEqual([numbers(log), log.characters], [[2, 3], half.length + 1]);
    log.add(half + half + half);
    assert.deepEqual([numbers(log), log.characters], [[4], 3 * half.length]);
  });

  it("say when the answer was the last one", () => {
    let ended = 0;
    new StreamLog(1, true, () => ended++).end();
    assert.equal(ended, 1);
  });

  it("are known again by their ids alone", () => {
    assert.deepEqual(readEventId("7-0"), { stream: 7, number: 0 });
    assert.deepEqual(readEventId("123456789-987654321"), { stream: 123_456_789, number: 987_654_321 });
    for (const id of ["", "7", "7-", "-7", "a-1", "7-1-2", "1234567890-1", "1-1234567890", " 7-1"])
      assert.equal(readEventId(id), undefined, id);
  });
});
