import assert from "node:assert/strict";
import { logRecord } from "../../../../src/core/operations/log/logRecord";
import type { HubEvent } from "../../../../src/protocol/hubEvent";
import { changed, ended, failed, stamp, started, states } from "../../../support/operationEvents";

/** Level, component, and error code of the line of an event; nothing where there is none. */
const told = (event: HubEvent) => {
  const record = logRecord(stamp(event));
  return record && [record.level, record.component, ...(record.error_code ? [record.error_code] : [])];
};

const rows: readonly [title: string, event: HubEvent, told: readonly string[] | undefined][] = [
  ["a call that begins", started(), ["debug", "calls"]],
  ["a call that was answered", ended(), ["info", "calls"]],
  ["an error of a tool", ended({ outcome: "tool-error" }), ["warn", "calls"]],
  ["a call that failed", failed("timeout"), ["error", "calls", "timeout"]],
  ["a server that is ready", changed(states.ready), ["info", "connection"]],
  ["a server that failed", changed(states.failed), ["error", "connection", "transport"]],
  ["a server that waits for a sign-in", changed(states.needsAuth), ["warn", "connection", "needs-auth"]],
  ["a breaker that opens", { type: "breaker.changed", server: "files", state: "open", until: 1 }, ["warn", "breaker"]],
  [
    "what a server prints",
    { type: "server.log", server: "files", level: "warning", from: "stderr", text: "x" },
    ["warn", "stderr"],
  ],
  ["settings without a problem", { type: "config.read", problems: [] }, undefined],
  ["the order of the servers", { type: "server.order", servers: [] }, undefined],
];

describe("a line of the structured log", () => {
  for (const [title, event, wanted] of rows) it(`tells of ${title}`, () => assert.deepEqual(told(event), wanted));

  it("has the id of its request in each line about it", () => {
    for (const event of [started({ call: "r-1" }), ended({ call: "r-1" })])
      assert.equal(logRecord(stamp(event))?.correlation_id, "r-1");
  });

  it("has the request of its client in each line about it, where there is one", () => {
    for (const event of [started({ request: "trace-7" }), ended({ request: "trace-7" })])
      assert.equal(logRecord(stamp(event))?.request_id, "trace-7");
    assert.ok(!("request_id" in (logRecord(stamp(ended({ call: "r-1" }))) ?? {})));
  });
});
