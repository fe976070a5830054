import assert from "node:assert/strict";
import { defaultOptions } from "../../../src/core/config/schema/settings";
import { afterFailure, afterLossMs, type Outage } from "../../../src/core/connection/recovery";
import { HubError } from "../../../src/core/kernel/hubError";

const options = { ...defaultOptions, connectRetryDelayMs: 100, connectRetryMaxDelayMs: 1000 };
const gone = new HubError("transport", "Nothing listens.");
const outage = (more: Partial<Outage>): Outage => ({
  error: gone,
  attempts: 1,
  awayMs: 0,
  wasUp: true,
  isProcess: false,
  ...more,
});
const half = () => 0.5;
const at = (more: Partial<Outage>, random = half) => afterFailure(outage(more), options, random);

describe("what follows a failed attempt to connect", () => {
  const rows: [words: string, more: Partial<Outage>, kind: string, delayMs: number | undefined][] = [
    ["a process is started again", { isProcess: true, attempts: 1 }, "again", 75],
    ["ever later", { isProcess: true, attempts: 3 }, "again", 300],
    ["and is given up after the last attempt", { isProcess: true, attempts: 5 }, "give-up", undefined],
    ["a remote server at start: as a process", { wasUp: false, attempts: 2 }, "again", 150],
    ["but never given up", { wasUp: false, attempts: 5 }, "away", 200],
    ["a remote server that was up: at short intervals", { attempts: 40, awayMs: 8_000 }, "again", 400],
    ["then it counts as failed, and attempts go on", { attempts: 60, awayMs: 60_000 }, "away", 3_000],
    ["not before the time that is waited for it", { attempts: 60, awayMs: 9_999 }, "again", 500],
    ["and from that moment on", { attempts: 60, awayMs: 10_000 }, "away", 500],
    ["never further apart than the limit", { attempts: 999, awayMs: 86_400_000 }, "away", 30_000],
    [
      "what only the person can end is given up",
      { error: new HubError("needs-auth", "Sign in.") },
      "give-up",
      undefined,
    ],
    ["a defect too", { error: new HubError("internal", "Oops.") }, "give-up", undefined],
    [
      "a server that says when is asked then",
      { error: new HubError("rate-limited", "Later.", { retryAfterMs: 7_000 }) },
      "again",
      7_000,
    ],
  ];
  for (const [words, more, kind, delayMs] of rows)
    it(words, () => assert.deepEqual({ delayMs, ...at(more) }, { kind, delayMs }));

  it("tries a server that was just lost at least four times a second, whatever the random spread", () => {
    for (const random of [() => 0, () => 0.999_999])
      for (const awayMs of [0, 500, 4_000]) {
        const { delayMs = 0 } = at({ awayMs }, random);
        assert.ok(delayMs > 0 && delayMs <= 250, `${delayMs} ms after ${awayMs} ms`);
      }
  });

  it("does not wait after the first early loss, and waits longer after each following one", () =>
    assert.deepEqual(
      [0, 1, 2, 3, 4].map((losses) => afterLossMs(losses, options, half)),
      [0, 0, 75, 150, 300],
    ));
});
