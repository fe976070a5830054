import assert from "node:assert/strict";
import { OperationsMetrics } from "../../../../src/core/operations/metrics/operationsMetrics";
import type { HubEvent } from "../../../../src/protocol/hubEvent";
import { added, ended, stamp, started } from "../../../support/operationEvents";
import { parsedMetrics } from "../../../support/parsedMetrics";
import { requestFacts } from "../../../support/requestFacts";

const process = () => ({ startedAt: 0, cpuSeconds: 0, memoryBytes: 0, memoryLimitBytes: 0 });

/** What of a metric is written after these events: the values of the labels, and that of each sample. */
function written(name: string, ...events: readonly HubEvent[]) {
  const metrics = new OperationsMetrics({ now: () => 0, process, sessions: () => 0, failedSignIns: () => 0 });
  for (const event of events) metrics.follow(stamp(event));
  return (parsedMetrics(metrics.text()).get(name) ?? []).map(({ labels, value }) => [...Object.values(labels), value]);
}

const retried = (): HubEvent => ({
  ...{ type: "call.retried", ...requestFacts(), attempt: 1, waitMs: 1 },
  error: { code: "transport", message: "" },
});

describe("the series of calls and servers", () => {
  it("has retries only of what was sent again", () => {
    assert.deepEqual(written("mcp_hub_retries_total", added(), ended()), []);
    assert.deepEqual(written("mcp_hub_retries_total", added(), retried(), retried()), [["files", "read", "chat", 2]]);
  });

  it("has never less than nothing on its way", () => {
    const name = "mcp_hub_requests_in_flight";
    assert.deepEqual(written(name, added(), ended(), started()), [["files", "chat", 1]]);
    assert.deepEqual(written(name, added(), started(), ended(), ended()), [["files", "chat", 0]]);
  });

  it("goes on with a tool that has a series where there is no room for another", () => {
    const tools = Array.from({ length: 205 }, (_, n) => ended({ tool: `t${n}` }));
    const rows = written("mcp_hub_requests_total", added(), ...tools, ended({ tool: "t7" }), ended({ tool: "t203" }));
    const of = (tool: string) => rows.find((row) => row[1] === tool)?.at(-1);
    assert.deepEqual([of("t7"), of("t8"), of("t203"), of("other")], [2, 1, undefined, 6]);
  });

  it("keeps what is counted of a server that is added again, and begins at nothing", () => {
    const waiting: HubEvent = { type: "queue.changed", server: "files", waiting: 7 };
    assert.deepEqual(written("mcp_hub_queue_waiting", added()), [["files", 0]]);
    assert.deepEqual(written("mcp_hub_queue_waiting", added(), waiting, added()), [["files", 7]]);
    for (const name of ["connection_attempts", "connection_successes", "breaker_opened", "pin_changes"])
      assert.deepEqual(written(`mcp_hub_${name}_total`, added()), [["files", 0]], name);
    assert.deepEqual(written("mcp_hub_server_tools", added()), []);
  });
});
