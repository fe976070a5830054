import assert from "node:assert/strict";
import { detailShape, stateShape, summaryShape } from "../../../../src/gateway/rest/servers/serverShape";
import type { ConnectionState } from "../../../../src/protocol/connectionState";
import type { ServerView } from "../../../../src/protocol/hubView";
import { aClient } from "../../../support/restServer";

const info = { name: "fixture", version: "1", protocolVersion: "2025-11-25", transport: "stdio" };
const ready = { kind: "ready", since: 1000, info } as unknown as ConnectionState;
const server: ServerView = {
  id: "files",
  label: "Files",
  scope: "user",
  state: ready,
  counts: { tools: 9, resources: 1, resourceTemplates: 2, prompts: 3 },
  inFlight: 4,
};
const summary = {
  ...{ id: "files", label: "Files", status: "ready", ready: true, tools: 5 },
  ...{ resources: 1, resource_templates: 2, prompts: 3, in_flight: 4, waiting: 0 },
};

describe("a server as the API shows it", () => {
  it("has its state, with the reason and the time of the next attempt", () => {
    const error = { code: "transport", message: "It is away." };
    const failed = { kind: "failed", error } as unknown as ConnectionState;
    assert.deepEqual(stateShape(ready), { status: "ready", ready: true });
    assert.deepEqual(stateShape(failed), { status: "failed", ready: false, error });
    assert.deepEqual(stateShape({ ...failed, until: 0 } as ConnectionState), {
      ...{ status: "failed", ready: false, error, retry_at: "1970-01-01T00:00:00.000Z" },
    });
    for (const [reason, starts] of [
      ["idle", true],
      ["lazy", true],
      ["person", false],
      ["disabled", false],
    ] as const)
      assert.deepEqual(stateShape({ kind: "stopped", reason }), {
        ...{ status: "stopped", ready: false, reason, starts_when_used: starts },
      });
  });

  it("has in a list how many tools this client may use, and what it waits for", () => {
    assert.deepEqual(summaryShape(server, 5), summary);
    assert.deepEqual(summaryShape({ ...server, stale: true, waiting: 6, perMinute: 0 }, 5), {
      ...{ ...summary, stale: true, waiting: 6, calls_per_minute: 0 },
    });
  });

  it("says by itself who it is, for as long as it is connected", () => {
    const client = aClient("a");
    const own = { name: "fixture", version: "1", protocol_version: "2025-11-25", transport: "stdio" };
    const detail = { ...summary, server: own, connected_since: "1970-01-01T00:00:01.000Z", missing: [], breakers: [] };
    assert.deepEqual(detailShape(server, 5, client), detail);
    const health = { kind: "slow" };
    const slow = { ...server, state: { ...ready, health } as unknown as ConnectionState, missing: ["No prompts."] };
    assert.deepEqual(detailShape(slow, 5, client), { ...detail, health, missing: ["No prompts."] });
    const stopped = detailShape({ ...server, state: { kind: "stopped", reason: "idle" } }, 0, client);
    assert.deepEqual([stopped.server, stopped.connected_since], [null, null]);
  });

  it("has the breakers of the whole server and of the tools that this client may use", () => {
    const breakers = [
      { state: "open", until: 0 },
      { tool: "read", state: "half-open" },
      { tool: "write", state: "open" },
    ] as const;
    const client = aClient("a", { scopes: [{ servers: ["files"], tools: ["files/read"] }] });
    assert.deepEqual(detailShape({ ...server, breakers }, 5, client).breakers, [
      { state: "open", until: "1970-01-01T00:00:00.000Z" },
      { tool: "read", state: "half-open" },
    ]);
  });
});
