import assert from "node:assert/strict";
import { systemClock } from "../../../src/core/kernel/clock";
import { HubError } from "../../../src/core/kernel/hubError";
import { noClientFeatures } from "../../../src/core/questions/noClientFeatures";
import { connect } from "../../../src/mcp/link/connect";
import { LinkListener } from "../../../src/mcp/link/linkListener";
import type { Negotiation } from "../../../src/mcp/revisions/negotiation";
import { noAbort } from "../../support/openLinks";

describe("opening a link", () => {
  const cause = Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
  const broken = new HubError("transport", '"x" no longer reads its input (write EPIPE).', { cause });
  const ended = new HubError("exited", '"x" stopped: its process ended with exit code 3.');

  /** To a program whose pipe is broken at the first write, and whose end is known a few turns later, or never. */
  const opened = (why: HubError | undefined, negotiation: Negotiation = { mode: "legacy" }) => {
    let looks = 0;
    const line = {
      server: "x",
      kind: "stdio" as const,
      transport: { start: async () => {}, send: () => Promise.reject(broken), close: async () => {} },
      negotiation,
      closeReason: () => (++looks > 3 ? why : undefined),
    };
    const events = { changed: () => {}, log: () => {}, notification: () => {}, lost: () => {} };
    const profile = {
      clientInfo: { name: "test", version: "0" },
      clientFeatures: noClientFeatures,
      clock: systemClock,
    };
    return connect(line, profile, new LinkListener(events), noAbort());
  };

  it("fails with how the program ended, where its pipe broke first", () =>
    assert.rejects(opened(ended), { code: "exited", message: /exit code 3/ }));

  it("fails with how the program ended also where its era was asked for first", () =>
    assert.rejects(opened(ended, { mode: "auto", probeTimeoutMs: 200 }), { code: "exited", message: /exit code 3/ }));

  it("fails with the broken pipe where nothing more comes to be known", () =>
    assert.rejects(opened(undefined), { code: "transport", message: /write EPIPE/ }));
});
