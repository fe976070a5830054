import assert from "node:assert/strict";
import { StreamBackoff } from "../../../src/mcp/wire/streamBackoff";

const closed = { broke: false, heard: false, retryMs: undefined };

describe("StreamBackoff", () => {
  it("asks a server less and less often that closes the stream again and again", () => {
    const backoff = new StreamBackoff();
    const waits = Array.from({ length: 9 }, () => backoff.next(closed, 0));
    assert.deepEqual(waits, [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  it("looks after a line that broke at once, and not so again while nothing is heard", () => {
    const backoff = new StreamBackoff();
    const broke = { ...closed, broke: true };
    assert.deepEqual([backoff.next(broke, 0), backoff.next(broke, 0)], [50, 2000]);
  });

  it("begins anew once something was heard, and waits as long as the server asks", () => {
    const backoff = new StreamBackoff();
    const polled = { broke: false, heard: true, retryMs: 300 };
    assert.deepEqual([backoff.next(polled), backoff.next(polled), backoff.next(closed, 0)], [300, 300, 2000]);
  });

  it("never waits in step with others, nor longer than a minute", () => {
    const backoff = new StreamBackoff();
    assert.equal(backoff.next({ ...closed, retryMs: 1e9 }), 60_000);
    assert.equal(backoff.next(closed, 1), 1500);
  });

  it("leaves a server alone for as long as it asks", () => {
    const backoff = new StreamBackoff();
    assert.equal(backoff.next({ ...closed, waitMs: 3_600_000 }), 3_600_000);
    assert.equal(backoff.next({ ...closed, waitMs: 1 }, 0), 2000);
  });
});
