import assert from "node:assert/strict";
import { openTelemetry } from "../../../src/gateway/operations/openTelemetry";
import type { OtlpExporter } from "../../../src/gateway/operations/otlpExporter";
import { otlpOptions } from "../../../src/gateway/operations/otlpOptions";
import { type CollectorServer, collectorServer } from "../../support/collectorServer";
import { FakeClock } from "../../support/fakeClock";
import { changed, ended, failed, stamp, states } from "../../support/operationEvents";
import { until } from "../../support/until";

interface SpanJson {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, unknown> }[];
  readonly status: { readonly code?: number; readonly message?: string };
}

interface MetricsJson {
  readonly resourceMetrics: readonly {
    readonly resource: { readonly attributes: readonly { key: string; value: { stringValue: string } }[] };
    readonly scopeMetrics: readonly {
      readonly metrics: readonly { readonly name: string; readonly unit: string; readonly histogram: HistogramJson }[];
    }[];
  }[];
}

interface HistogramJson {
  readonly aggregationTemporality: number;
  readonly dataPoints: readonly { count: string; sum: number; bucketCounts: string[]; explicitBounds: number[] }[];
}

const traceId = "0af7651916cd43dd8448eb211c80319c";
const given = { traceparent: `00-${traceId}-b7ad6b7169203331-01`, tracestate: "congo=t61rcWkgMzE", baggage: "user=7" };
const cursor = { door: "gateway", client: { id: "1", name: "Cursor" } } as const;

describe("OpenTelemetry", () => {
  let server: CollectorServer;
  let exporter: OtlpExporter;
  let clock: FakeClock;
  const failures: string[] = [];

  async function open(answer?: (post: number) => number | undefined, env: Record<string, string> = {}) {
    server = await collectorServer(answer);
    failures.length = 0;
    clock = new FakeClock();
    const opened = await openTelemetry(
      "",
      { OTEL_EXPORTER_OTLP_ENDPOINT: server.address, ...env },
      { clock, version: "1.2.3", failed: (text) => failures.push(text) },
    );
    exporter = opened ?? assert.fail("an address is given");
  }

  afterEach(async () => {
    exporter.dispose();
    await server.close();
  });

  const spans = () =>
    server.posts
      .filter(({ path }) => path === "/v1/traces")
      .flatMap(({ body }) => (body as { resourceSpans: { scopeSpans: { spans: SpanJson[] }[] }[] }).resourceSpans)
      .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));

  const attributesOf = ({ attributes }: SpanJson) =>
    Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

  it("sends a step of the client's trace for the hub, and below it one for the server, which goes on in the same trace", async () => {
    await open();
    const sent = exporter.spans.begin("call-1", given);
    exporter.follow(
      stamp(ended({ caller: cursor, ms: 20, split: { approval: 5, queue: 8, waits: 0, server: 12 } }), 1_000),
    );
    clock.pass(5000);
    await server.arrived(1);
    const [inbound, outbound] = spans();
    assert.ok(inbound && outbound);
    assert.deepEqual([inbound.traceId, outbound.traceId], [traceId, traceId]);
    assert.deepEqual([inbound.parentSpanId, outbound.parentSpanId], ["b7ad6b7169203331", inbound.spanId]);
    assert.deepEqual([inbound.kind, outbound.kind], [2, 3]);
    assert.deepEqual([inbound.startTimeUnixNano, inbound.endTimeUnixNano], ["975000000", "1000000000"]);
    assert.equal(outbound.startTimeUnixNano, "988000000");
    assert.deepEqual(sent, { ...given, traceparent: `00-${traceId}-${outbound.spanId}-01` });
    assert.equal(outbound.name, "tools/call read");
    assert.deepEqual(attributesOf(outbound), {
      ...{ "mcp.method.name": "tools/call", "gen_ai.tool.name": "read", "gen_ai.operation.name": "execute_tool" },
      ...{ "mcp_hub.server": "files", "mcp_hub.client": "Cursor", "mcp_hub.call": "call-1" },
      ...{ "mcp_hub.queue_ms": 8, "mcp_hub.approval_ms": 5 },
    });
    assert.deepEqual(inbound.status, {});
  });

  it("says what failed, and sends nothing of what was refused", async () => {
    await open();
    exporter.follow(stamp(failed("timeout")));
    exporter.follow(stamp(ended({ call: "2", outcome: "tool-error" })));
    exporter.follow(stamp(ended({ call: "3", outcome: "denied" })));
    clock.pass(5000);
    await server.arrived(1);
    const [timeout, toolError, ...others] = spans();
    assert.deepEqual(timeout?.status, { code: 2, message: "It failed." });
    assert.equal(toolError && attributesOf(toolError)["error.type"], "tool_error");
    assert.equal(others.length, 0);
  });

  it("follows the client's choice not to sample, and begins a trace where none came", async () => {
    await open();
    const quiet = exporter.spans.begin("quiet", { traceparent: given.traceparent.replace(/01$/, "00") });
    assert.match(quiet?.traceparent ?? "", new RegExp(`^00-${traceId}-[0-9a-f]{16}-00$`));
    const own = exporter.spans.begin("own", { traceparent: "junk" });
    assert.match(own?.traceparent ?? "", /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    for (const call of ["quiet", "own"]) exporter.follow(stamp(ended({ call })));
    clock.pass(5000);
    await server.arrived(1);
    assert.deepEqual(
      spans().map((span) => attributesOf(span)["mcp_hub.call"]),
      ["own"],
    );
  });

  it("sends the durations of operations and sessions once a minute", async () => {
    await open(undefined, { OTEL_EXPORTER_OTLP_HEADERS: "authorization=Basic%20eHg6eXk", OTEL_SERVICE_NAME: "hub" });
    exporter.follow(stamp(ended({ caller: cursor, ms: 30 })));
    exporter.follow(stamp(changed(states.ready), 1000));
    exporter.follow(stamp(changed(states.stopped), 4000));
    exporter.durations.sessionEnded(2000);
    clock.pass(60_000);
    await server.arrived(2);
    const post = server.posts.find(({ path }) => path === "/v1/metrics") ?? assert.fail();
    assert.equal(post.headers.authorization, "Basic eHg6eXk");
    const { resourceMetrics } = post.body as MetricsJson;
    const resource = resourceMetrics[0]?.resource.attributes.map(({ key, value }) => [key, value.stringValue]);
    assert.deepEqual(Object.fromEntries(resource ?? []), { "service.name": "hub", "service.version": "1.2.3" });
    const metrics = resourceMetrics[0]?.scopeMetrics[0]?.metrics ?? [];
    assert.deepEqual(
      metrics.map(({ name, unit, histogram }) => [name, unit, histogram.dataPoints[0]?.sum]),
      [
        ["mcp.client.operation.duration", "s", 0.03],
        ["mcp.server.operation.duration", "s", 0.03],
        ["mcp.client.session.duration", "s", 3],
        ["mcp.server.session.duration", "s", 2],
      ],
    );
    const point = metrics[0]?.histogram.dataPoints[0];
    assert.deepEqual([point?.count, point?.bucketCounts.length, point?.explicitBounds.length], ["1", 15, 14]);
    assert.equal(metrics[0]?.histogram.aggregationTemporality, 2);
  });

  it("keeps a bounded number of spans while the collector does not answer, and says once that it does not", async () => {
    await open((post) => (post <= 2 ? 503 : 200));
    for (let n = 0; n < 10_000; n++) exporter.follow(stamp(ended({ call: `c-${n}` })));
    await until("the first failure is said", () => failures.length > 0);
    clock.pass(5000);
    await server.arrived(2);
    await exporter.close();
    assert.equal(failures.length, 1);
    assert.match(failures.join(), /do not reach the collector \(HTTP 503\)/);
    assert.equal(spans().length, 4096 + 512); // those that waited, and those that were on their way
  });

  it("sends what waits when it is closed", async () => {
    await open();
    exporter.follow(stamp(ended()));
    await exporter.close();
    assert.deepEqual(server.posts.map(({ path }) => path).sort(), ["/v1/metrics", "/v1/traces"]);
    assert.deepEqual([clock.waiting, clock.background], [0, 0]);
  });

  it("is not there without an address, or where it is switched off", async () => {
    await open();
    const parts = { clock, version: "1", failed: assert.fail };
    assert.equal(await openTelemetry("", {}, parts), undefined);
    const off = { OTEL_EXPORTER_OTLP_ENDPOINT: server.address, OTEL_SDK_DISABLED: "true" };
    assert.equal(await openTelemetry(server.address, off, parts), undefined);
    assert.equal(otlpOptions("", { OTEL_EXPORTER_OTLP_ENDPOINT: "file:///etc" }, "1"), undefined);
    const both = otlpOptions("http://localhost:4318/", { OTEL_EXPORTER_OTLP_ENDPOINT: "http://other" }, "1");
    assert.equal(both?.traces, "http://localhost:4318/v1/traces");
    const one = otlpOptions("", { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "https://traces.example/x" }, "1");
    assert.deepEqual([one?.traces, one?.metrics], ["https://traces.example/x", undefined]);
  });
});
