import type { AttributeValue, Span } from "./callSpans";
import type { DurationSeries } from "./operationDurations";

/** Who sends: the attributes of the resource, and the version of the hub. */
export interface Sender {
  readonly resource: Readonly<Record<string, string>>;
  readonly version: string;
}

/** The body of a request with spans (OTLP 1.x, JSON Protobuf encoding: ids in hexadecimal, 64-bit numbers as text). */
export const tracesBody = (spans: readonly Span[], sender: Sender) => ({
  resourceSpans: [{ resource: resource(sender), scopeSpans: [{ scope: scope(sender), spans: spans.map(spanOf) }] }],
});

/** The same with histograms, each from `startMs` to `nowMs` (milliseconds since the epoch). */
export const metricsBody = (series: readonly DurationSeries[], sender: Sender, startMs: number, nowMs: number) => ({
  resourceMetrics: [
    {
      resource: resource(sender),
      scopeMetrics: [{ scope: scope(sender), metrics: metricsOf(series, startMs, nowMs) }],
    },
  ],
});

const kinds = { server: 2, client: 3 } as const;
const cumulative = 2;
const failed = 2;

function spanOf({ context, parentSpanId, name, kind, startMs, endMs, attributes, error }: Span) {
  return {
    traceId: context.traceId,
    spanId: context.spanId,
    ...(parentSpanId !== undefined && { parentSpanId }),
    ...(context.tracestate !== undefined && { traceState: context.tracestate }),
    name,
    kind: kinds[kind],
    startTimeUnixNano: nanoseconds(startMs),
    endTimeUnixNano: nanoseconds(endMs),
    attributes: attributesOf(attributes),
    status: error === undefined ? {} : { code: failed, message: error },
  };
}

function metricsOf(series: readonly DurationSeries[], startMs: number, nowMs: number) {
  const names = [...new Set(series.map(({ metric }) => metric))];
  return names.map((name) => ({
    name,
    unit: "s",
    histogram: {
      aggregationTemporality: cumulative,
      dataPoints: series
        .filter(({ metric }) => metric === name)
        .map(({ attributes, distribution: { bounds, counts, sum, count } }) => ({
          attributes: attributesOf(attributes),
          startTimeUnixNano: nanoseconds(startMs),
          timeUnixNano: nanoseconds(nowMs),
          count: String(count),
          sum,
          bucketCounts: counts.map(String),
          explicitBounds: bounds,
        })),
    },
  }));
}

const resource = (sender: Sender) => ({ attributes: attributesOf(sender.resource) });
const scope = ({ version }: Sender) => ({ name: "mcp-client-hub", version });

const attributesOf = (values: Readonly<Record<string, AttributeValue>>) =>
  Object.entries(values).map(([key, value]) => ({
    key,
    value: typeof value === "string" ? { stringValue: value } : { doubleValue: value },
  }));

/** Six digits are added to whole milliseconds: as a number it would lose digits. */
const nanoseconds = (ms: number): string => `${Math.max(0, Math.round(ms))}000000`;
