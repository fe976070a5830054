import assert from "node:assert/strict";
import { chaos } from "./chaos";
import { faultsOf, printed } from "./verdict";

/** The short form of `npm run chaos`. */
describe("chaos", function () {
  this.timeout(90_000);

  it("no call hangs, no write is lost or doubled, every server is back: 8 servers, 12 seconds or more", async () => {
    const durationMs = 12_000;
    const figures = await chaos({ seed: 3, servers: 8, durationMs, leastFaults: 40, callers: 16 });
    // Too short a time to tell a leak from a warm-up.
    const found = faultsOf({ ...figures, memory: { first: 1, last: 1 } });
    assert.deepEqual(found, [], printed(figures, durationMs / 1000));
    assert.ok(figures.faults > 20 && figures.restarts > 5, printed(figures, durationMs / 1000));
  });
});
