import assert from "node:assert/strict";
import { neverAborted } from "../../../../src/core/kernel/abortSignals";
import { noSupport } from "../../../../src/core/questions/clientFeatures";
import { HeldRequests } from "../../../../src/gateway/mcp/modern/heldRequests";
import { FakeClock } from "../../../support/fakeClock";

describe("the requests that are held for the answers of clients without a handshake", () => {
  const request = { method: "tools/call", params: { name: "book" } };
  /** A request whose server asks something at once; `signals` gets what would end it. */
  const ask = (held: HeldRequests, id: string, signal = neverAborted, signals: AbortSignal[] = []) =>
    held.run({
      client: { id, name: id },
      can: noSupport,
      request,
      signal,
      start: async ({ answers, signal }) => {
        signals.push(signal);
        const question = { server: "one", method: "elicitation/create", params: {} } as const;
        return { answer: await answers?.ask(question, signal) };
      },
    });

  it("are bounded for each client: the oldest make room, and those of others stay", async () => {
    const held = new HeldRequests(new FakeClock());
    await ask(held, "other");
    for (let at = 0; at < 201; at++) await ask(held, "many");
    assert.equal(held.count, 201);
    held.endOf("other");
    assert.equal(held.count, 200);
    held.dispose();
    assert.equal(held.count, 0);
  });

  it("end where the client has left before they began", async () => {
    const held = new HeldRequests(new FakeClock());
    const left = new AbortController();
    left.abort();
    const signals: AbortSignal[] = [];
    void ask(held, "one", left.signal, signals).catch(() => {});
    assert.equal(signals[0]?.aborted, true);
    held.dispose();
  });
});
