import assert from "node:assert/strict";
import { OtlpExporter } from "../../../src/gateway/operations/otlpExporter";
import { otlpOptions } from "../../../src/gateway/operations/otlpOptions";
import { postJson } from "../../../src/gateway/operations/postJson";
import { mayPostTo } from "../../../src/gateway/operations/webhook";
import { type CollectorServer, collectorServer } from "../../support/collectorServer";
import { FakeClock } from "../../support/fakeClock";
import { ended, stamp } from "../../support/operationEvents";
import { until } from "../../support/until";

describe("what is sent to a collector", () => {
  let server: CollectorServer;
  let clock: FakeClock;
  let exporter: OtlpExporter;
  let failures: string[];
  const open = async (status: (post: number) => number = () => 200) => {
    server = await collectorServer(status);
    [clock, failures] = [new FakeClock(0), []];
    clock.pass(7000);
    const options = otlpOptions(server.address, {}, "1.2.3") ?? assert.fail("an address is given");
    exporter = new OtlpExporter(options, clock, "1.2.3", (text) => failures.push(text));
  };
  afterEach(async () => {
    exporter.dispose();
    await server.close();
  });
  const call = (count = 1) => {
    for (let n = 0; n < count; n++) exporter.follow(stamp(ended({ call: `c-${n}` })));
  };
  /** How many spans each post has. */
  const sizes = () =>
    server.posts
      .filter(({ path }) => path === "/v1/traces")
      .map(({ body }) => Object(body).resourceSpans[0].scopeSpans[0].spans.length);
  const perCall = async () => {
    await open();
    call();
    clock.pass(5000);
    await server.arrived(1);
    const [count = 0] = sizes();
    exporter.dispose();
    await server.close();
    return count;
  };

  it("waits for five seconds for others, and begins again after that", async () => {
    await open();
    call();
    clock.pass(4999);
    assert.equal(server.posts.length, 0);
    clock.pass(1);
    await server.arrived(1);
    call();
    clock.pass(4999);
    assert.equal(server.posts.length, 1);
    clock.pass(1);
    await server.arrived(2);
  });

  it("goes at once where 512 steps wait, and in parts of that many", async () => {
    const each = await perCall();
    await open();
    call(Math.ceil(512 / each));
    await server.arrived(1);
    assert.equal(sizes()[0], 512);
  });

  it("has the time of its start, and goes once a minute where there is anything", async () => {
    await open();
    clock.pass(60_000);
    call();
    clock.pass(59_999);
    await server.arrived(1);
    const metrics = () => server.posts.filter(({ path }) => path === "/v1/metrics");
    assert.equal(metrics().length, 0);
    clock.pass(1);
    await until("the metrics are there", () => metrics().length === 1);
    const point = Object(metrics()[0]?.body).resourceMetrics[0].scopeMetrics[0].metrics[0].histogram.dataPoints[0];
    assert.deepEqual([point.startTimeUnixNano, point.timeUnixNano], ["7000000000", "127000000000"]);
  });

  it("is said to be lost once an hour", async () => {
    await open(() => 503);
    call();
    clock.pass(5000);
    await until("it is said", () => failures.length === 1);
    const posts = server.posts.length;
    call();
    clock.pass(5000);
    await server.arrived(posts + 1);
    assert.equal(failures.length, 1);
    clock.pass(3_600_000);
    await until("it is said again", () => failures.length === 2);
  });

  it("is nothing anymore after the end", async () => {
    await open();
    call();
    exporter.dispose();
    call();
    clock.pass(120_000);
    assert.deepEqual([clock.background, server.posts.length], [0, 0]);
  });
});

describe("the options of what is sent", () => {
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://a/" };
  const of = (env: Record<string, string>, setting = "") => otlpOptions(setting, env, "1");

  it("say where, for how long and as whom", () => {
    assert.deepEqual(of(endpoint), {
      traces: "http://a/v1/traces",
      metrics: "http://a/v1/metrics",
      headers: {},
      timeoutMs: 10_000,
      resource: { "service.version": "1", "service.name": "mcp-client-hub" },
    });
    const own = {
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "https://t/x",
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: "https://m/y",
    };
    assert.deepEqual([of(own)?.traces, of(own)?.metrics], ["https://t/x", "https://m/y"]);
    assert.deepEqual(
      [of(own, "http://s")?.traces, of(own, "http://s")?.metrics],
      ["http://s/v1/traces", "http://s/v1/metrics"],
    );
  });

  it("are none where they are switched off, and where the address is not one of the web", () => {
    for (const off of ["true", "TRUE"]) assert.equal(of({ ...endpoint, OTEL_SDK_DISABLED: off }), undefined);
    assert.ok(of({ ...endpoint, OTEL_SDK_DISABLED: "false" }));
    for (const address of ["", "nonsense", "ftp://a", "xhttp://a"])
      assert.equal(of({ OTEL_EXPORTER_OTLP_ENDPOINT: address }), undefined);
  });

  it("take a time of a millisecond to a minute", () => {
    const times = ["1", "60000", "60001", "0", "-5", "soon"];
    assert.deepEqual(
      times.map((time) => of({ ...endpoint, OTEL_EXPORTER_OTLP_TIMEOUT: time })?.timeoutMs),
      [1, 60_000, 10_000, 10_000, 10_000, 10_000],
    );
  });

  it("read pairs of names and values, encoded or not", () => {
    const headers = "a=1, b = x%20y ,c=%,=d,e,f=g=h";
    assert.deepEqual(of({ ...endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers })?.headers, {
      a: "1",
      b: "x y",
      c: "%",
      f: "g=h",
    });
    const OTEL_RESOURCE_ATTRIBUTES = "service.name=attribute,team=a,service.version=9";
    assert.deepEqual(of({ ...endpoint, OTEL_RESOURCE_ATTRIBUTES })?.resource, {
      "service.version": "9",
      team: "a",
      "service.name": "attribute",
    });
    assert.equal(of({ ...endpoint, OTEL_RESOURCE_ATTRIBUTES, OTEL_SERVICE_NAME: "n" })?.resource["service.name"], "n");
  });
});

describe("what is posted", () => {
  const posted = async (status: number) => {
    const server = await collectorServer(() => status);
    try {
      const outcome = await postJson(server.address, '{"a":1}', 5000, new AbortController().signal, { "x-own": "1" });
      const [post] = server.posts;
      return { outcome, sent: [post?.headers["content-type"], post?.headers["x-own"], post?.body] };
    } finally {
      await server.close();
    }
  };

  it("is JSON with the headers that it is given", async () => {
    const { outcome, sent } = await posted(204);
    assert.deepEqual([outcome, sent], [{ ok: true }, ["application/json", "1", { a: 1 }]]);
  });

  for (const [status, retryable] of [
    [302, false],
    [400, false],
    [408, true],
    [429, true],
    [499, false],
    [500, true],
    [503, true],
  ] as const)
    it(`${retryable ? "may be tried again" : "is not tried again"} after ${status}`, async () => {
      assert.deepEqual((await posted(status)).outcome, { ok: false, reason: `HTTP ${status}`, retryable });
    });

  it("may be tried again where nobody is there, unless it is given up", async () => {
    const server = await collectorServer();
    await server.close();
    const over = new AbortController();
    const post = () => postJson(server.address, "{}", 5000, over.signal);
    assert.deepEqual(await post(), { ok: false, reason: "ECONNREFUSED", retryable: true });
    over.abort();
    const given = await post();
    assert.deepEqual([given.ok, "retryable" in given && given.retryable], [false, false]);
  });

  it("goes over an encrypted connection, or to this machine", () => {
    for (const good of ["https://a.example/x", "http://127.0.0.1:1/", "http://localhost/"])
      assert.ok(mayPostTo(good), good);
    for (const bad of ["http://a.example", "ftp://localhost", "nonsense", ""]) assert.ok(!mayPostTo(bad), bad);
  });
});
