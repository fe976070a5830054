import assert from "node:assert/strict";
import { Allowance, allowanceLimits } from "../../../src/editor/api/allowance";

describe("what one extension may have open", () => {
  /** Subscriptions that say which of them are open. */
  function counted() {
    const open = new Set<number>();
    let last = 0;
    return {
      open,
      subscription: () => {
        const own = ++last;
        open.add(own);
        return { dispose: () => open.delete(own) };
      },
    };
  }

  it("is a number of subscriptions, one of which makes room for another when it ends", () => {
    const { open, subscription } = counted();
    const allowance = new Allowance("acme.tools");
    const all = Array.from({ length: allowanceLimits.subscriptions }, () => allowance.subscribe(subscription));
    assert.equal(open.size, allowanceLimits.subscriptions);
    assert.throws(() => allowance.subscribe(subscription), {
      code: "too-many-subscriptions",
      message: /"acme\.tools"/,
    });
    assert.equal(open.size, allowanceLimits.subscriptions, "nothing was opened");

    all[3]?.dispose();
    assert.equal(open.has(4), false, "it has ended");
    allowance.subscribe(subscription);
    assert.throws(() => allowance.subscribe(subscription), { code: "too-many-subscriptions" });
    assert.throws(() => Object.assign(all[0] ?? {}, { dispose: () => {} }), TypeError, "nobody can change it");
  });

  it("is a number of requests, one of which makes room for another when it ends, well or not", async () => {
    const allowance = new Allowance("acme.tools");
    const ends: (() => void)[] = [];
    const waiting = () => new Promise<string>((resolve) => ends.push(() => resolve("done")));
    const all = Array.from({ length: allowanceLimits.requests }, () => allowance.run(waiting));
    await assert.rejects(allowance.run(waiting), { name: "McpHubError", code: "queue-full", message: /"acme\.tools"/ });
    assert.equal(ends.length, allowanceLimits.requests, "the one too many was not begun");

    ends[0]?.();
    assert.equal(await all[0], "done");
    await assert.rejects(
      allowance.run(async () => {
        throw new Error("no");
      }),
      { name: "McpHubError" },
    );
    all.push(allowance.run(waiting));
    await assert.rejects(allowance.run(waiting), { code: "queue-full" });
    for (const end of ends) end();
    await Promise.all(all);
  });

  it("ends with the hub: every subscription, and whatever comes later", async () => {
    const { open, subscription } = counted();
    const allowance = new Allowance("acme.tools");
    allowance.subscribe(subscription);
    allowance.subscribe(subscription);
    allowance.dispose();
    assert.equal(open.size, 0);
    let begun = false;
    const closed = { code: "cancelled", message: "MCP Hub is closing. Nothing was sent." };
    assert.throws(() => allowance.subscribe(subscription), closed);
    await assert.rejects(
      allowance.run(async () => {
        begun = true;
      }),
      closed,
    );
    assert.deepEqual([open.size, begun], [0, false]);
  });
});
