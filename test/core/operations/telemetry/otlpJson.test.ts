import assert from "node:assert/strict";
import { Distribution } from "../../../../src/core/operations/metrics/distribution";
import type { Span } from "../../../../src/core/operations/telemetry/callSpans";
import { metricsBody, tracesBody } from "../../../../src/core/operations/telemetry/otlpJson";

const sender = { resource: { "service.name": "hub" }, version: "1.2.3" };
const from = {
  resource: { attributes: [{ key: "service.name", value: { stringValue: "hub" } }] },
  scope: { name: "mcp-client-hub", version: "1.2.3" },
};
const context = { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "00f067aa0ba902b7", sampled: true };

const aSpan = (more: Partial<Span> = {}): Span => ({
  ...{ context, name: "tools/call read", kind: "client", startMs: 1000.4, endMs: 1001, attributes: {} },
  ...more,
});
const written = (span: Span) => tracesBody([span], sender).resourceSpans[0]?.scopeSpans[0]?.spans[0];

describe("what is sent to a collector", () => {
  it("is a span with its sender, its ids, and nanoseconds as text", () => {
    const [one] = tracesBody([aSpan()], sender).resourceSpans;
    assert.deepEqual([one?.resource, one?.scopeSpans[0]?.scope], [from.resource, from.scope]);
    assert.deepEqual(written(aSpan()), {
      ...{ traceId: context.traceId, spanId: context.spanId, name: "tools/call read", kind: 3 },
      ...{ startTimeUnixNano: "1000000000", endTimeUnixNano: "1001000000", attributes: [], status: {} },
    });
  });

  it("says of a span what stands above it, what others noted, and why it failed", () => {
    const parentSpanId = "aaaaaaaaaaaaaaaa";
    const more = { kind: "server", parentSpanId, context: { ...context, tracestate: "a=1" }, error: "Late." } as const;
    const span = written(aSpan({ ...more, startMs: -5, attributes: { text: "a", number: 1.5 } }));
    assert.deepEqual(
      [span?.kind, span?.parentSpanId, span?.traceState, span?.status, span?.startTimeUnixNano],
      [2, parentSpanId, "a=1", { code: 2, message: "Late." }, "0000000"],
    );
    assert.deepEqual(span?.attributes, [
      { key: "text", value: { stringValue: "a" } },
      { key: "number", value: { doubleValue: 1.5 } },
    ]);
  });

  it("is a metric for each name, with a point for each of its series", () => {
    const series = (metric: string, tool: string) => ({
      ...{ metric, attributes: { tool }, distribution: new Distribution([1, 2]) },
    });
    const [a, b, other] = [series("calls", "a"), series("calls", "b"), series("sessions", "c")];
    a.distribution.add(1.5);
    const [one] = metricsBody([a, b, other], sender, 5, 7).resourceMetrics;
    assert.deepEqual([one?.resource, one?.scopeMetrics[0]?.scope], [from.resource, from.scope]);
    const metrics = one?.scopeMetrics[0]?.metrics ?? [];
    assert.deepEqual(
      metrics.map(({ name, unit, histogram }) => [name, unit, histogram.aggregationTemporality]),
      [
        ["calls", "s", 2],
        ["sessions", "s", 2],
      ],
    );
    assert.deepEqual(
      metrics.map(({ histogram }) => histogram.dataPoints.map(({ attributes }) => attributes[0]?.value)),
      [[{ stringValue: "a" }, { stringValue: "b" }], [{ stringValue: "c" }]],
    );
    assert.deepEqual(metrics[0]?.histogram.dataPoints[0], {
      attributes: [{ key: "tool", value: { stringValue: "a" } }],
      ...{ startTimeUnixNano: "5000000", timeUnixNano: "7000000", count: "1", sum: 1.5 },
      ...{ bucketCounts: ["0", "1", "0"], explicitBounds: [1, 2] },
    });
  });
});
