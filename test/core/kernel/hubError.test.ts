import assert from "node:assert/strict";
import { abortError, asHubError, HubError, reworded, toErrorView } from "../../../src/core/kernel/hubError";

const facts = { retryAfterMs: 7, sent: "no", begun: true, outage: true, unasked: true } as const;
const factsIn = ({ retryAfterMs, sent, begun, outage, unasked }: HubError) => ({
  ...{ retryAfterMs, sent, begun, outage, unasked },
});
const none = { retryAfterMs: undefined, sent: undefined, begun: undefined, outage: undefined, unasked: undefined };

describe("a failure of the hub", () => {
  it("has its facts, and none that it was not given", () => {
    assert.deepEqual(factsIn(new HubError("timeout", "Late.", facts)), facts);
    assert.deepEqual(factsIn(new HubError("timeout", "Late.")), none);
  });

  it("keeps its code and its facts in other words, and is the cause of them unless there is another", () => {
    const error = new HubError("timeout", "Late.", facts);
    const other = reworded(error, "Too late.");
    assert.deepEqual([other.code, other.message, other.cause], ["timeout", "Too late.", error]);
    assert.deepEqual(factsIn(other), facts);
    const changed = reworded(error, "Too late.", { sent: undefined, retryAfterMs: 9, cause: "x" });
    assert.deepEqual(factsIn(changed), { ...facts, sent: undefined, retryAfterMs: 9 });
    assert.equal(changed.cause, "x");
  });

  it("is what it is, and anything else is a defect that says why", () => {
    const error = new HubError("timeout", "Late.");
    assert.equal(asHubError(error), error);
    for (const [thrown, reason] of [
      [new Error("No such file."), "No such file"],
      [new Error("And so on ..."), "And so on ..."],
      ["odd", "odd"],
      [undefined, "undefined"],
    ] as const) {
      const defect = asHubError(thrown);
      assert.deepEqual([defect.code, defect.cause], ["internal", thrown]);
      assert.equal(defect.message, `The hub failed: ${reason}. Please report it with the MCP Hub log.`);
    }
  });

  it("is plain data for a view", () => {
    assert.deepEqual(toErrorView(new HubError("timeout", "Late.", facts)), { code: "timeout", message: "Late." });
    assert.equal(toErrorView("odd").code, "internal");
  });

  it("of an aborted signal is its reason, or a cancel of what was waited for", () => {
    const reason = new HubError("timeout", "Late.");
    assert.equal(abortError(AbortSignal.abort(reason), "It"), reason);
    const cancelled = abortError(AbortSignal.abort("because"), "It");
    assert.deepEqual(
      [cancelled.code, cancelled.message, cancelled.cause],
      ["cancelled", "It was cancelled.", "because"],
    );
  });
});
