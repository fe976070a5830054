import assert from "node:assert/strict";
import { adviceFor, errorTable, healthAfter, isRetryable, mayReconnect } from "../../../src/core/kernel/errorTable";
import { asHubError, HubError } from "../../../src/core/kernel/hubError";
import type { HubErrorCode } from "../../../src/protocol/hubErrorCode";

const codes = Object.keys(errorTable) as HubErrorCode[];
const where = (holds: (error: HubError) => boolean) => codes.filter((code) => holds(new HubError(code, "It failed.")));

describe("the table of errors", () => {
  it("retries what may pass by itself, and nothing that only a person or other arguments can mend", () => {
    assert.deepEqual(where(isRetryable), ["exited", "rate-limited", "session-lost", "timeout", "transport"]);
  });

  it("counts against a server what it failed at, not what others did", () => {
    assert.deepEqual(
      where((error) => healthAfter(error) === "fails"),
      ["protocol", "timeout"],
    );
    assert.deepEqual(
      where((error) => healthAfter(error) === "lost"),
      ["exited", "session-lost", "spawn-failed", "transport"],
    );
    assert.equal(healthAfter(new TypeError("x is undefined")), "unknown");
    assert.equal(healthAfter(new HubError("timeout", "Late.", { sent: "no" })), "unknown");
  });

  it("does not connect again where only the person can help", () => {
    assert.deepEqual(
      where((error) => !mayReconnect(error)),
      [
        "bad-config",
        "cancelled",
        "forbidden",
        "internal",
        "needs-auth",
        "needs-consent",
        "needs-input",
        "protocol",
        "spawn-failed",
        "untrusted",
      ],
    );
    assert.equal(mayReconnect(new TypeError("x is undefined")), false);
  });

  it("tells a model what to do next, in whole sentences", () => {
    for (const code of codes)
      assert.match(adviceFor(new HubError(code, "It failed.")), /^It failed\. [A-Z].+\.$/, code);
  });

  it("ends what a server said without a period, and ends nothing twice", () => {
    assert.match(adviceFor(new HubError("server-error", "declare the capability")), /^declare the capability\. Read/);
    assert.match(adviceFor(new HubError("server-error", "Really?")), /^Really\? Read/);
    assert.match(asHubError(new Error("The response broke off.")).message, /broke off\. Please/);
  });

  it("tells a model how long to wait, and whether something may have happened", () => {
    assert.match(adviceFor(new HubError("rate-limited", "Too many.", { retryAfterMs: 40_000 })), /Wait 40 seconds/);
    assert.match(adviceFor(new HubError("transport", "The line broke.")), /may have taken effect/);
    assert.match(adviceFor(new HubError("transport", "No line.", { sent: "no" })), /not sent, so nothing has changed/);
  });
});
