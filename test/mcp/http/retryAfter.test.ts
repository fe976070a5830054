import assert from "node:assert/strict";
import { retryAfterMs } from "../../../src/mcp/http/retryAfter";

const now = Date.UTC(2026, 10, 21, 12, 0, 0);
const day = 24 * 60 * 60 * 1000;

describe("the wait that a server asks for", () => {
  const rows: [headers: Record<string, string>, ms: number | undefined][] = [
    [{}, undefined],
    [{ "retry-after": "120" }, 120_000],
    [{ "retry-after": " 0 " }, 0],
    [{ "retry-after": "1.5" }, 1500],
    [{ "retry-after": "-5" }, undefined],
    [{ "retry-after": "soon" }, undefined],
    [{ "retry-after": "9999999" }, day],
    [{ "retry-after": "Sat, 21 Nov 2026 12:00:30 GMT" }, 30_000],
    [{ "retry-after": "Saturday, 21-Nov-26 12:00:30 GMT" }, 30_000],
    [{ "retry-after": "Sat Nov 21 12:00:30 2026" }, 30_000],
    [{ "retry-after": "Sat, 21 Nov 2026 11:00:00 GMT" }, 0],
    [{ "retry-after": "Sat, 99 Nov 2026 11:00:00 GMT" }, undefined],
    [{ "retry-after": "2", "retry-after-ms": "1500" }, 1500],
    [{ "retry-after": "later", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "7" }, 7000],
    [{ ratelimit: '"default";r=0;t=30' }, 30_000],
    [{ ratelimit: '"default";r=5;t=30' }, undefined],
    [{ ratelimit: '"burst";r=0;t=2, "day";r=0;t=90, "hour";r=4;t=900' }, 90_000],
    [{ ratelimit: "limit=100, remaining=0, reset=30" }, 30_000],
    [{ ratelimit: "limit=100, remaining=3, reset=30" }, undefined],
    [{ "ratelimit-remaining": "0", "ratelimit-reset": "12" }, 12_000],
    [{ "ratelimit-remaining": "1", "ratelimit-reset": "12" }, undefined],
    [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(now / 1000 + 45) }, 45_000],
    [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(now + 45_000) }, 45_000],
    [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset-after": "0.75" }, 750],
    [{ "x-ratelimit-reset": "45" }, undefined],
  ];
  for (const [headers, ms] of rows)
    it(`${JSON.stringify(headers)} → ${ms}`, () =>
      assert.equal(
        retryAfterMs((name) => headers[name], now),
        ms,
      ));

  it("reads a date in its own zone, whatever the zone of the machine", () => {
    const zone = process.env.TZ;
    process.env.TZ = "America/New_York";
    try {
      assert.equal(
        retryAfterMs((name) => (name === "retry-after" ? "Sat Nov 21 12:00:30 2026" : null), now),
        30_000,
      );
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });
});
