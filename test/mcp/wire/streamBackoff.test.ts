import assert from "node:assert/strict";
import { StreamBackoff } from "../../../src/mcp/wire/streamBackoff";

const closed = { broken: false, hadEvents: false, retryMs: undefined };

describe("StreamBackoff", () => {
  it("asks a server that keeps closing the stream less and less often", () => {
    const backoff = new StreamBackoff();
    const waits = Array.from({ length: 9 }, () => backoff.next(closed, 0));
    assert.deepEqual(waits, [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  it("opens a broken stream at once, and not so again without events", () => {
    const backoff = new StreamBackoff();
    const broken = { ...closed, broken: true };
    assert.deepEqual([backoff.next(broken, 0), backoff.next(broken, 0)], [50, 2000]);
  });

  it("starts over once there were events, and waits as long as the server asks", () => {
    const backoff = new StreamBackoff();
    const polled = { broken: false, hadEvents: true, retryMs: 300 };
    assert.deepEqual([backoff.next(polled), backoff.next(polled), backoff.next(closed, 0)], [300, 300, 2000]);
  });

  it("never waits in step with others, nor longer than a minute", () => {
    const backoff = new StreamBackoff();
    assert.equal(backoff.next({ ...closed, retryMs: 1e9 }), 60_000);
    assert.equal(backoff.next(closed, 1), 1500);
  });

  it("waits for as long as the server asks", () => {
    const backoff = new StreamBackoff();
    assert.equal(backoff.next({ ...closed, retryAfterMs: 3_600_000 }), 3_600_000);
    assert.equal(backoff.next({ ...closed, retryAfterMs: 1 }, 0), 2000);
  });
});
