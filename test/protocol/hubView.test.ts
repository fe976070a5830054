import assert from "node:assert/strict";
import type { ConnectionState } from "../../src/protocol/connectionState";
import type { HubEvent } from "../../src/protocol/hubEvent";
import { apply, emptyView, type HubView } from "../../src/protocol/hubView";
import { describeState, summary } from "../../src/protocol/summary";
import { info } from "../support/fakeLink";
import { atServer, requestFacts } from "../support/requestFacts";

const error = { code: "exited", message: "It ended." } as const;
const ready: ConnectionState = { kind: "ready", since: 0, info, losses: 0 };
const fold = (...events: HubEvent[]): HubView => events.reduce(apply, emptyView);
const added = (server: string): HubEvent => ({ type: "server.added", server, label: server, scope: "user" });
const state = (server: string, state: ConnectionState): HubEvent => ({ type: "server.state", server, state });

describe("the view folded from events", () => {
  it("adds, orders, relabels and removes servers", () => {
    const view = fold(
      added("a"),
      added("b"),
      { type: "server.order", servers: ["b", "a"] },
      { type: "server.added", server: "a", label: "A", scope: "folder", source: "/f" },
    );
    assert.deepEqual(
      view.servers.map(({ id, label }) => [id, label]),
      [
        ["b", "b"],
        ["a", "A"],
      ],
    );
    assert.deepEqual(apply(view, { type: "server.removed", server: "b" }).servers, [view.servers[1]]);
  });

  it("an event that changes nothing returns the same view", () => {
    const view = fold(added("a"));
    const quiet: HubEvent[] = [
      { type: "hub.log", level: "info", text: "x" },
      { type: "server.log", server: "a", level: "info", from: "hub", text: "x" },
      { type: "server.notification", server: "a", method: "m", params: "" },
      state("unknown", ready),
    ];
    for (const event of quiet) assert.equal(apply(view, event), view);
  });

  it("marks counts that are those of the last connection", () => {
    const counts = { tools: 2, resources: 0, resourceTemplates: 0, prompts: 0 };
    const event = { type: "server.catalog", server: "a", counts } as const;
    assert.equal(fold(added("a"), { ...event, stale: true }).servers[0]?.stale, true);
    assert.equal(fold(added("a"), { ...event, stale: true }, event).servers[0]?.stale, undefined);
  });

  it("never counts fewer than no calls", () => {
    const ended: HubEvent = {
      type: "call.ended",
      ...requestFacts({ call: "c", server: "a", tool: "t" }),
      outcome: "ok",
      ms: 1,
      split: atServer(1),
    };
    assert.equal(fold(added("a"), ended).servers[0]?.inFlight, 0);
  });
});

describe("the hub in a few characters", () => {
  const rows: [events: HubEvent[], text: string, attention: boolean, busy: boolean][] = [
    [[], "MCP 0/0", false, false],
    [[added("a"), state("a", ready), added("b"), state("b", { kind: "failed", error })], "MCP 1/2", true, false],
    [[added("a"), state("a", { kind: "starting", attempt: 1, losses: 0 })], "MCP 0/1", false, true],
    [[added("a"), state("a", { kind: "needs-auth", error })], "MCP 0/1", true, false],
    [
      [added("a"), state("a", ready), added("b"), state("b", { kind: "stopped", reason: "disabled" })],
      "MCP 1/1",
      false,
      false,
    ],
    [
      [{ type: "config.read", problems: [{ scope: "user", path: [], severity: "error", message: "x" }] }],
      "MCP 0/0",
      true,
      false,
    ],
  ];
  for (const [events, text, attention, busy] of rows)
    it(`${text}${attention ? " with a warning" : ""}${busy ? ", busy" : ""}`, () =>
      assert.deepEqual(summary(fold(...events)), { text, attention, busy }));

  it("says each state in words", () => {
    const words = (one: ConnectionState) => {
      const server = fold(added("a"), state("a", one)).servers[0];
      assert.ok(server);
      return describeState({ ...server, counts: { ...server.counts, tools: 1 } });
    };
    assert.equal(words(ready), "Ready, 1 tool");
    assert.equal(words({ kind: "starting", attempt: 2, losses: 0 }), "Connecting, attempt 2");
    assert.equal(words({ kind: "waiting", attempt: 1, losses: 0, error }), "Attempt 1 failed, trying again. It ended.");
    assert.equal(words({ kind: "failed", error }), "Failed. It ended.");
    assert.equal(words({ kind: "stopped", reason: "person" }), "Disconnected");
    assert.equal(words({ kind: "stopped", reason: "lazy" }), "Starts when used, 1 tool");
    assert.equal(words({ kind: "waiting", attempt: 0, losses: 2, error }), "Connection lost, trying again. It ended.");
    assert.equal(words({ kind: "failed", error, until: 9 }), "Failed, trying again. It ended.");
    assert.equal(words({ ...ready, health: { kind: "slow", ms: 2449 } }), "Ready, 1 tool, slow (2.4 s)");
    assert.equal(words({ ...ready, health: { kind: "failing", failures: 1 } }), "Ready, 1 tool, 1 health check failed");
  });
});
