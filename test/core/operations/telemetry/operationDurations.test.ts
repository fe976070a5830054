import assert from "node:assert/strict";
import { OperationDurations } from "../../../../src/core/operations/telemetry/operationDurations";
import type { HubEvent } from "../../../../src/protocol/hubEvent";
import { changed, ended, failed, stamp, states } from "../../../support/operationEvents";

const split = { approval: 0, queue: 0, waits: 0, server: 2000 };
const cursor = { door: "gateway", client: { id: "1", name: "Cursor" } } as const;

function measured(...events: readonly (readonly [event: HubEvent, at: number])[]) {
  const durations = new OperationDurations();
  for (const [event, at] of events) durations.follow(stamp(event, at));
  return durations;
}

/** Each series: its metric, the values of its attributes, how often, and the seconds together. */
const told = (durations: OperationDurations) =>
  durations.series.map(({ metric, attributes, distribution: { count, sum } }) => [metric, attributes, count, sum]);

const tool = { "mcp.method.name": "tools/call", "gen_ai.tool.name": "read", "mcp_hub.server": "files" };

describe("the durations of operations", () => {
  it("of a call are the server's part, and the whole of it where a client asked at the gateway", () => {
    const durations = measured(
      [ended({ ms: 3000, split }), 0],
      [ended({ ms: 3000, split }), 0],
      [ended({ ms: 3000, split, caller: cursor }), 0],
    );
    assert.deepEqual(told(durations), [
      ["mcp.client.operation.duration", tool, 3, 6],
      ["mcp.server.operation.duration", tool, 1, 3],
    ]);
  });

  it("are told apart by the error, and name the tool of tool calls only", () => {
    const durations = measured(
      [failed("timeout", { split }), 0],
      [ended({ outcome: "tool-error", split }), 0],
      [ended({ method: "prompts/get", split }), 0],
      [ended({ outcome: "denied", caller: cursor, split }), 0],
    );
    assert.deepEqual(
      told(durations).map(([, attributes]) => attributes),
      [
        { ...tool, "error.type": "timeout" },
        { ...tool, "error.type": "tool_error" },
        { "mcp.method.name": "prompts/get", "mcp_hub.server": "files" },
      ],
    );
  });

  it("of a session run from the first time that it is ready to its loss", () => {
    const durations = measured(
      [changed(states.starting()), 500],
      [changed(states.ready), 1000],
      [changed(states.ready), 4000],
      [changed(states.starting()), 6000],
      [changed(states.waiting()), 7000],
      [changed(states.ready), 8000],
      [changed(states.stopped), 9000],
    );
    assert.deepEqual(told(durations), [["mcp.client.session.duration", { "mcp_hub.server": "files" }, 2, 6]]);
    durations.sessionEnded(1500);
    assert.deepEqual(told(durations)[1], ["mcp.server.session.duration", {}, 1, 1.5]);
  });

  it("use the bounds of the conventions, and have at most 1,000 series", () => {
    const durations = measured();
    for (let n = 0; n < 1001; n++) durations.follow(stamp(ended({ tool: `tool-${n}` })));
    durations.follow(stamp(ended({ tool: "tool-999" })));
    assert.deepEqual([durations.series.length, durations.series.at(-1)?.distribution.count], [1000, 2]);
    const bounds = durations.series[0]?.distribution.bounds;
    assert.deepEqual(bounds, [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300]);
  });
});
