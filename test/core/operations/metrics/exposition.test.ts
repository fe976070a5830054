import assert from "node:assert/strict";
import { BoundedLabels } from "../../../../src/core/operations/metrics/boundedLabels";
import { Distribution } from "../../../../src/core/operations/metrics/distribution";
import { Exposition, expositionType } from "../../../../src/core/operations/metrics/exposition";
import { metricTable } from "../../../../src/core/operations/metrics/metricTable";

describe("the page of metrics", () => {
  it("has a family with its help, its type, and a line for each sample", () => {
    const page = new Exposition();
    page.numbers("mcp_hub_queue_waiting", [
      [["a"], 1],
      [['b "c" \\ \n'], 0.5],
    ]);
    page.numbers("mcp_hub_sessions", [[[], 3]]);
    page.numbers("mcp_hub_server_tools", []);
    assert.equal(
      page.text(),
      [
        "# HELP mcp_hub_queue_waiting Requests that wait for a place at the server.",
        "# TYPE mcp_hub_queue_waiting gauge",
        'mcp_hub_queue_waiting{server="a"} 1',
        'mcp_hub_queue_waiting{server="b \\"c\\" \\\\ \\n"} 0.5',
        "# HELP mcp_hub_sessions Open sessions of clients at the gateway.",
        "# TYPE mcp_hub_sessions gauge",
        "mcp_hub_sessions 3",
        "",
      ].join("\n"),
    );
  });

  it("has the buckets of a histogram, each with all that lies below its bound", () => {
    const distribution = new Distribution([1, 2]);
    for (const seconds of [0.5, 1.5, 1.5, 9]) distribution.add(seconds);
    const page = new Exposition();
    page.histograms("mcp_hub_overhead_seconds", [[["a"], distribution]]);
    assert.deepEqual(page.text().split("\n").slice(1), [
      "# TYPE mcp_hub_overhead_seconds histogram",
      'mcp_hub_overhead_seconds_bucket{server="a",le="1"} 1',
      'mcp_hub_overhead_seconds_bucket{server="a",le="2"} 3',
      'mcp_hub_overhead_seconds_bucket{server="a",le="+Inf"} 4',
      'mcp_hub_overhead_seconds_sum{server="a"} 12.5',
      'mcp_hub_overhead_seconds_count{server="a"} 4',
      "",
    ]);
  });

  it("writes what is not a number as Prometheus does", () => {
    const page = new Exposition();
    const { NaN: none, POSITIVE_INFINITY: most, NEGATIVE_INFINITY: least } = Number;
    for (const value of [none, most, least]) page.numbers("mcp_hub_sessions", [[[], value]]);
    assert.deepEqual(
      page
        .text()
        .split("\n")
        .flatMap((line) => (/^mcp_hub_sessions (.*)/.exec(line) ?? []).slice(1)),
      ["NaN", "+Inf", "-Inf"],
    );
  });

  it("is of the type that Prometheus asks for", () =>
    assert.equal(expositionType, "text/plain; version=0.0.4; charset=utf-8"));
});

describe("a label that others choose", () => {
  it("has so many values, each on one line, and is other beyond them", () => {
    const labels = new BoundedLabels(2);
    assert.deepEqual(
      ["a\nb", "c", "d", "a\nb", "c"].map((value) => labels.of(value)),
      ["a b", "c", "other", "a b", "c"],
    );
  });
});

describe("the metrics that dashboards and rules of people name", () => {
  it("keep their names, their types, and their labels", () =>
    assert.deepEqual(
      Object.entries(metricTable).map(([name, { type, labels }]) => [name, type, ...labels].join(" ")),
      [
        "mcp_hub_requests_total counter server tool client outcome",
        "mcp_hub_errors_total counter server tool client code",
        "mcp_hub_retries_total counter server tool client",
        "mcp_hub_requests_in_flight gauge server client",
        "mcp_hub_request_duration_seconds histogram server tool",
        "mcp_hub_server_duration_seconds histogram server tool",
        "mcp_hub_overhead_seconds histogram server",
        "mcp_hub_client_duration_seconds histogram client",
        "mcp_hub_approval_seconds histogram client",
        "mcp_hub_decisions_total counter server by",
        "mcp_hub_questions_total counter server kind answer",
        "mcp_hub_queue_waiting gauge server",
        "mcp_hub_held_back_calls_per_minute gauge server",
        "mcp_hub_breaker_state gauge server tool",
        "mcp_hub_breaker_opened_total counter server",
        "mcp_hub_connection_attempts_total counter server",
        "mcp_hub_connection_successes_total counter server",
        "mcp_hub_connection_failures_total counter server code",
        "mcp_hub_server_up gauge server",
        "mcp_hub_server_up_seconds_total counter server",
        "mcp_hub_server_down_seconds_total counter server",
        "mcp_hub_recovery_seconds histogram server",
        "mcp_hub_server_tools gauge server",
        "mcp_hub_pin_changes_total counter server",
        "mcp_hub_server_refusals_total counter server status",
        "mcp_hub_failed_sign_ins_total counter",
        "mcp_hub_sessions gauge",
        "mcp_hub_uptime_seconds gauge",
        "process_start_time_seconds gauge",
        "process_cpu_seconds_total counter",
        "process_resident_memory_bytes gauge",
        "mcp_hub_memory_limit_bytes gauge",
      ],
    ));
});
