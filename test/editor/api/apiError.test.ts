import assert from "node:assert/strict";
import { HubError } from "../../../src/core/kernel/hubError";
import { apiError, orApiError } from "../../../src/editor/api/apiError";

describe("a failure that another extension gets", () => {
  it("is an error of its own, without what caused it", () => {
    const cause = new Error("a part of the hub");
    const failure = apiError(new HubError("timeout", "It took too long.", { cause, begun: true }));
    assert.ok(failure instanceof Error && !(failure instanceof HubError));
    assert.equal(failure.cause, undefined);
    assert.deepEqual(
      { ...failure, message: failure.message },
      {
        ...{ name: "McpHubError", code: "timeout", message: "It took too long." },
      },
    );
  });

  it("says how long to wait, also where that is no time at all, and that nothing was sent", () => {
    const facts = ({ retryAfterMs, sent }: ReturnType<typeof apiError>) => [retryAfterMs, sent];
    const busy = (retryAfterMs: number) =>
      apiError(new HubError("rate-limited", "Wait.", { retryAfterMs, sent: "no" }));
    assert.deepEqual(facts(busy(2000)), [2000, "no"]);
    assert.deepEqual(facts(busy(0)), [0, "no"]);
  });

  it("has the same form for a defect, and lets answers through", () => {
    const broken = () => {
      throw new TypeError("x is undefined");
    };
    assert.throws(() => orApiError(broken), { name: "McpHubError", code: "internal", message: /x is undefined/ });
    assert.equal(
      orApiError(() => 7),
      7,
    );
  });
});
