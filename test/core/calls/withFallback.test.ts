import assert from "node:assert/strict";
import { withFallback } from "../../../src/core/calls/withFallback";
import { errorTable } from "../../../src/core/kernel/errorTable";
import { HubError } from "../../../src/core/kernel/hubError";
import type { HubErrorCode } from "../../../src/protocol/hubErrorCode";
import { aCall, done } from "../../support/callFixture";

const instead = { ...done, structured: "instead" };
const codes = Object.keys(errorTable) as HubErrorCode[];

describe("a caller's fallback", () => {
  it("answers where the server cannot, and nowhere where somebody has to put something right", async () => {
    const answered: HubErrorCode[] = [];
    for (const code of codes) {
      const error = new HubError(code, "It failed.");
      const call = withFallback(
        () => Promise.reject(error),
        ({ code: known }) => ({ ...instead, structured: known }),
      );
      try {
        assert.equal((await call(aCall())).structured, code);
        answered.push(code);
      } catch (thrown) {
        assert.equal(thrown, error);
      }
    }
    assert.deepEqual(answered, [
      "circuit-open",
      "exited",
      "not-connected",
      "protocol",
      "queue-full",
      "rate-limited",
      "server-error",
      "session-lost",
      "spawn-failed",
      "timeout",
      "transport",
    ]);
  });

  it("does not run for a result, not even for one that says that the tool failed", async () => {
    const result = { ...done, isError: true };
    const call = withFallback(
      async () => result,
      () => assert.fail("The server has answered."),
    );
    assert.equal(await call(aCall()), result);
  });

  it("may fail itself, and a defect is not hidden by it", async () => {
    const late = async () => Promise.reject(new HubError("timeout", "Late."));
    const own = new RangeError("my own");
    await assert.rejects(withFallback(late, () => Promise.reject(own))(aCall()), own);
    const broken = async () => Promise.reject(new TypeError("x is undefined"));
    await assert.rejects(withFallback(broken, () => instead)(aCall()), TypeError);
    await assert.rejects(withFallback(late, undefined)(aCall()), { code: "timeout" });
  });
});
