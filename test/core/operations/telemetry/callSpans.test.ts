import assert from "node:assert/strict";
import { CallSpans, type Span } from "../../../../src/core/operations/telemetry/callSpans";
import type { HubEvent } from "../../../../src/protocol/hubEvent";
import { ended, failed, stamp, started } from "../../../support/operationEvents";

const [traceId, spanId] = ["4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"];
const traceparent = `00-${traceId}-${spanId}-01`;
const cursor = { door: "gateway", client: { id: "1", name: "Cursor" } } as const;
const split = { approval: 300, queue: 20, waits: 5, server: 75 };

function traced() {
  const spans: Span[] = [];
  const calls = new CallSpans((span) => spans.push(span));
  const hear = (event: HubEvent, at = 1000) => calls.follow(stamp(event, at));
  return { spans, calls, hear };
}

/** The id of the step that a request to the server names as its parent. */
const stepIn = (fields: Readonly<Record<string, string>> | undefined) => fields?.traceparent?.split("-")[2];

describe("the spans of a call", () => {
  it("through the gateway are one for the client and one below it for the server", () => {
    const { spans, calls, hear } = traced();
    const call = ended({ caller: cursor, ms: 100, split });
    const sent = calls.begin(call.call, { traceparent, tracestate: "a=1" });
    assert.equal(sent?.tracestate, "a=1");
    hear(call);
    const [inbound, outbound] = spans;
    assert.deepEqual(
      spans.map(({ kind, parentSpanId, startMs, endMs }) => [kind, parentSpanId, startMs, endMs]),
      [
        ["server", spanId, 600, 1000],
        ["client", inbound?.context.spanId, 925, 1000],
      ],
    );
    assert.equal(outbound?.context.spanId, stepIn(sent));
    assert.notEqual(inbound?.context.spanId, outbound?.context.spanId);
    assert.deepEqual([inbound?.context.traceId, outbound?.context.traceId], [traceId, traceId]);
  });

  it("of the editor are one for the server, below what it came with", () => {
    const { spans, calls, hear } = traced();
    const call = ended();
    calls.begin(call.call, { traceparent });
    hear(call);
    hear(ended({ call: "another" }));
    assert.deepEqual(
      spans.map((span) => [span.kind, span.parentSpanId]),
      [
        ["client", spanId],
        ["client", undefined],
      ],
    );
    assert.ok(!("parentSpanId" in (spans[1] ?? {})), "a new trace has nothing above it");
    assert.notEqual(spans[1]?.context.traceId, traceId);
  });

  it("have none for the server where the hub refused, and none at all where the trace is not recorded", () => {
    const { spans, calls, hear } = traced();
    hear(ended({ caller: cursor, outcome: "denied" }));
    assert.deepEqual(
      spans.map(({ kind }) => kind),
      ["server"],
    );
    calls.begin("silent", { traceparent: `00-${traceId}-${spanId}-00` });
    hear(ended({ call: "silent", caller: cursor }));
    assert.equal(spans.length, 1);
    hear(started());
    assert.equal(spans.length, 1, "only an end makes a span");
  });

  it("say what was asked, by whom, and how long the hub took", () => {
    const { spans, hear } = traced();
    hear(ended({ caller: cursor, split }));
    hear(ended({ method: "prompts/get", tool: "summary", split: { approval: 0, queue: 0, waits: 0, server: 9 } }));
    const [call, , prompt] = spans;
    const named = { "mcp_hub.server": "files", "mcp_hub.call": ended().call };
    assert.equal(call?.name, "tools/call read");
    assert.deepEqual(call?.attributes, {
      ...named,
      "mcp.method.name": "tools/call",
      "gen_ai.tool.name": "read",
      "gen_ai.operation.name": "execute_tool",
      "mcp_hub.client": "Cursor",
      "mcp_hub.queue_ms": 20,
      "mcp_hub.waits_ms": 5,
      "mcp_hub.approval_ms": 300,
    });
    assert.equal(prompt?.name, "prompts/get");
    assert.deepEqual(prompt?.attributes, { ...named, "mcp.method.name": "prompts/get", "mcp_hub.client": "chat" });
  });

  it("say why a call failed", () => {
    const { spans, hear } = traced();
    hear(failed("timeout"));
    hear(ended({ outcome: "tool-error" }));
    hear(ended());
    assert.deepEqual(
      spans.map(({ error, attributes }) => [error, attributes["error.type"]]),
      [
        ["It failed.", "timeout"],
        ["tool_error", "tool_error"],
        [undefined, undefined],
      ],
    );
    assert.ok(!("error" in (spans[2] ?? {})));
  });

  it("are made for 10,000 calls at once, and an end makes room for the next", () => {
    const { spans, calls, hear } = traced();
    for (let n = 0; n < 10_000; n++) assert.ok(calls.begin(`call-${n}`));
    assert.equal(calls.begin("one too many", { traceparent }), undefined);
    hear(ended({ call: "one too many" }));
    assert.deepEqual(spans, [], "what has no room leaves no span");
    hear(ended({ call: "call-0" }));
    assert.equal(spans.length, 1);
    assert.ok(calls.begin("the next"));
  });
});
