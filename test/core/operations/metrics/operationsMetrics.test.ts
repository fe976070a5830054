import assert from "node:assert/strict";
import { type MetricFamily, metricTable } from "../../../../src/core/operations/metrics/metricTable";
import { OperationsMetrics } from "../../../../src/core/operations/metrics/operationsMetrics";
import type { HubEvent, Stamped } from "../../../../src/protocol/hubEvent";
import { added, changed, ended, failed, stamp, started, states } from "../../../support/operationEvents";
import { parsedMetrics, typesOf } from "../../../support/parsedMetrics";
import { requestFacts } from "../../../support/requestFacts";

const process = () => ({ startedAt: 1000, cpuSeconds: 2.5, memoryBytes: 64, memoryLimitBytes: 128 });

function follow(...events: readonly (HubEvent | Stamped)[]): OperationsMetrics {
  const metrics = new OperationsMetrics({ now: () => 61_000, process, sessions: () => 3, failedSignIns: () => 4 });
  for (const event of events) metrics.follow("seq" in event ? event : stamp(event));
  return metrics;
}

/** The samples of a metric, each with the values of its labels and its own. */
const values = (metrics: OperationsMetrics, name: string) =>
  (parsedMetrics(metrics.text()).get(name) ?? []).map(({ labels, value }) => [...Object.values(labels), value]);

/** The buckets of the only series of a histogram, by their upper bounds. */
const buckets = (metrics: OperationsMetrics, name: string) =>
  Object.fromEntries(
    (parsedMetrics(metrics.text()).get(`${name}_bucket`) ?? []).map(({ labels, value }) => [labels.le, value]),
  );

const cursor = { door: "gateway", client: { id: "1", name: "Cursor" } } as const;

describe("the metrics of operations", () => {
  it("count requests and errors by server, tool, and client", () => {
    const metrics = follow(
      added(),
      ended(),
      ended(),
      ended({ caller: cursor, outcome: "tool-error" }),
      failed("timeout", { tool: "write", caller: cursor }),
    );
    assert.deepEqual(values(metrics, "mcp_hub_requests_total"), [
      ["files", "read", "chat", "ok", 2],
      ["files", "read", "Cursor", "tool-error", 1],
      ["files", "write", "Cursor", "failed", 1],
    ]);
    assert.deepEqual(values(metrics, "mcp_hub_errors_total"), [["files", "write", "Cursor", "timeout", 1]]);
  });

  it("measure answered requests in seconds, in buckets that add up", () => {
    const split = { approval: 3000, queue: 20, waits: 5, server: 275 };
    const metrics = follow(added(), ended({ ms: 0.5 }), ended({ ms: 300, split }), failed("timeout", { ms: 60_000 }));
    const whole = buckets(metrics, "mcp_hub_request_duration_seconds");
    assert.deepEqual([whole["0.0005"], whole["0.2"], whole["0.5"], whole["+Inf"]], [1, 1, 2, 2]);
    assert.deepEqual(Object.keys(whole).length, 19);
    assert.deepEqual(values(metrics, "mcp_hub_request_duration_seconds_sum"), [["files", "read", 0.3005]]);
    assert.deepEqual(values(metrics, "mcp_hub_request_duration_seconds_count"), [["files", "read", 2]]);
    assert.deepEqual(values(metrics, "mcp_hub_server_duration_seconds_sum"), [["files", "read", 0.2755]]);
    assert.deepEqual(values(metrics, "mcp_hub_overhead_seconds_sum"), [["files", 0.025]]);
    assert.deepEqual(values(metrics, "mcp_hub_approval_seconds_sum"), [["chat", 3]]);
  });

  it("follow what is on its way, the queue, retries, and breakers", () => {
    const metrics = follow(
      added(),
      started(),
      started(),
      ended(),
      { type: "queue.changed", server: "files", waiting: 7 },
      { type: "call.retried", ...requestFacts(), attempt: 1, waitMs: 1, error: { code: "transport", message: "" } },
      { type: "breaker.changed", server: "files", tool: "read", state: "open", until: 9 },
    );
    assert.deepEqual(values(metrics, "mcp_hub_requests_in_flight"), [["files", "chat", 1]]);
    assert.deepEqual(values(metrics, "mcp_hub_queue_waiting"), [["files", 7]]);
    assert.deepEqual(values(metrics, "mcp_hub_retries_total"), [["files", "read", "chat", 1]]);
    assert.deepEqual(values(metrics, "mcp_hub_breaker_state"), [
      ["files", "", 0],
      ["files", "read", 2],
    ]);
    assert.deepEqual(values(metrics, "mcp_hub_breaker_opened_total"), [["files", 1]]);
  });

  it("say how far a server is held back, while it is", () => {
    const held = { type: "rate.changed", server: "files", perMinute: 30 } as const;
    const rate = "mcp_hub_held_back_calls_per_minute";
    assert.deepEqual(values(follow(added(), held), rate), [["files", 30]]);
    assert.deepEqual(values(follow(added(), held, { type: "rate.changed", server: "files" }), rate), []);
  });

  it("follow connections, and how long they are there and away", () => {
    const { starting, waiting, ready } = states;
    const metrics = follow(
      added(),
      stamp(changed(starting()), 0),
      stamp(changed(waiting()), 1000),
      stamp(changed(starting(2)), 2000),
      stamp(changed(ready), 3000),
      stamp(changed(starting()), 13_000),
      stamp(changed(ready), 21_000),
    );
    assert.deepEqual(values(metrics, "mcp_hub_connection_attempts_total"), [["files", 3]]);
    assert.deepEqual(values(metrics, "mcp_hub_connection_successes_total"), [["files", 2]]);
    assert.deepEqual(values(metrics, "mcp_hub_connection_failures_total"), [["files", "transport", 1]]);
    assert.deepEqual(values(metrics, "mcp_hub_server_up"), [["files", 1]]);
    assert.deepEqual(values(metrics, "mcp_hub_server_up_seconds_total"), [["files", 50]]);
    assert.deepEqual(values(metrics, "mcp_hub_server_down_seconds_total"), [["files", 11]]);
    assert.deepEqual(values(metrics, "mcp_hub_recovery_seconds_count"), [["files", 1]]);
    assert.deepEqual(values(metrics, "mcp_hub_recovery_seconds_sum"), [["files", 8]]);
  });

  it("tell of the process, and of what others count", () => {
    const metrics = follow();
    const one = (name: string) => values(metrics, name)[0]?.[0];
    assert.deepEqual(
      ["mcp_hub_uptime_seconds", "process_cpu_seconds_total", "process_resident_memory_bytes"].map(one),
      [60, 2.5, 64],
    );
    assert.deepEqual(
      ["mcp_hub_sessions", "mcp_hub_failed_sign_ins_total", "mcp_hub_memory_limit_bytes"].map(one),
      [3, 4, 128],
    );
  });

  it("keep every text of a label as it is", () => {
    const odd = 'a "quoted" \\ name';
    assert.deepEqual(values(follow(added(odd), ended({ server: odd })), "mcp_hub_queue_waiting")[0]?.[0], odd);
  });

  it("write each family and each series once, with the labels of the table", () => {
    const { ready } = states;
    const all = follow(
      added(),
      added("web"),
      started(),
      ended({ decision: { by: "person" }, split: { approval: 5, queue: 0, waits: 0, server: 10 } }),
      ended({ server: "web" }),
      failed("timeout"),
      { type: "call.retried", ...requestFacts(), attempt: 1, waitMs: 1, error: { code: "transport", message: "" } },
      changed(states.starting()),
      changed(states.failed),
      changed(ready),
      { type: "server.catalog", server: "files", counts: { tools: 4, resources: 0, resourceTemplates: 0, prompts: 0 } },
      { type: "server.refused", server: "files", status: 401 },
      { type: "rate.changed", server: "files", perMinute: 30 },
      { type: "pin.changed", server: "files", of: "tool", name: "read", pinned: "a", digest: "b" },
      { type: "question.answered", question: "q", kind: "approval", server: "files", answer: "allowed", ms: 5 },
    );
    const text = all.text();
    const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    const series = lines.map((line) => line.slice(0, line.lastIndexOf(" ")));
    assert.equal(new Set(series).size, series.length, "each series once");
    const families: Readonly<Record<string, MetricFamily>> = metricTable;
    const types = Object.entries(families).map(([name, { type }]) => [name, type]);
    assert.deepEqual(typesOf(text), Object.fromEntries(types));
    for (const [name, samples] of parsedMetrics(text)) {
      const { labels } = families[name] ?? families[name.replace(/_(bucket|sum|count)$/, "")] ?? assert.fail(name);
      const wanted = name.endsWith("_bucket") ? [...labels, "le"] : labels;
      for (const sample of samples) assert.deepEqual(Object.keys(sample.labels).sort(), [...wanted].sort(), name);
    }
  });

  it("have a bounded number of tools and clients; the rest are together", () => {
    const many = (length: number, make: (n: number) => HubEvent) => Array.from({ length }, (_, n) => make(n));
    const tools = follow(added(), ...many(500, (n) => ended({ tool: `tool-${n}` })));
    const series = values(tools, "mcp_hub_requests_total");
    assert.equal(series.length, 201);
    assert.deepEqual(series.at(-1), ["files", "other", "chat", "ok", 300]);

    const named = (n: number) => ({ door: "gateway", client: { id: `${n}`, name: `client-${n}` } }) as const;
    const clients = follow(added(), ...many(300, (n) => ended({ caller: named(n) })));
    assert.deepEqual(values(clients, "mcp_hub_requests_total").at(-1), ["files", "read", "other", "ok", 250]);
  });

  it("have at most 2,000 pairs of a tool and a client, and give the room of a removed server back", () => {
    const named = (n: number) => ({ door: "gateway", client: { id: `${n}`, name: `client-${n}` } }) as const;
    const call = (n: number, server = "files") =>
      ended({ server, tool: `tool-${n % 50}`, caller: named(Math.floor(n / 50)) });
    const metrics = follow(added(), added("web"));
    for (let n = 0; n < 2000; n++) metrics.follow(stamp(call(n)));
    const clients = () => values(metrics, "mcp_hub_requests_total").map(([server, , client]) => `${server} ${client}`);
    assert.deepEqual([clients().length, clients().some((one) => one.endsWith("other"))], [2000, false]);
    metrics.follow(stamp(ended({ server: "web", caller: named(0) })));
    assert.deepEqual(clients().slice(2000), ["web other"]);
    metrics.follow(stamp({ type: "server.removed", server: "files" }));
    metrics.follow(stamp(ended({ server: "web", tool: "write", caller: named(0) })));
    assert.deepEqual(clients(), ["web other", "web client-0"]);
  });

  it("have at most 200 tools of all servers, and give the room of a removed server back", () => {
    const metrics = follow(added(), added("web"));
    for (let n = 0; n < 200; n++) metrics.follow(stamp(ended({ tool: `tool-${n}` })));
    const tools = () => values(metrics, "mcp_hub_requests_total").map(([server, tool]) => `${server} ${tool}`);
    metrics.follow(stamp(ended({ server: "web", tool: "get" })));
    assert.deepEqual(tools().slice(199), ["files tool-199", "web other"]);
    metrics.follow(stamp({ type: "server.removed", server: "files" }));
    metrics.follow(stamp(ended({ server: "web", tool: "get" })));
    assert.deepEqual(tools(), ["web other", "web get"]);
  });

  it("keep the breakers of at most 200 tools of a server, and what becomes of those", () => {
    const breaker = (tool: string, state: "open" | "closed") =>
      ({ type: "breaker.changed", server: "files", tool, state }) as const;
    const metrics = follow(added());
    for (let n = 0; n < 200; n++) metrics.follow(stamp(breaker(`tool-${n}`, "open")));
    metrics.follow(stamp(breaker("tool-198", "closed")));
    const states = values(metrics, "mcp_hub_breaker_state");
    assert.deepEqual([states.length, states.at(-1)], [200, ["files", "tool-198", 0]]);
    assert.deepEqual(values(metrics, "mcp_hub_breaker_opened_total"), [["files", 200]]);
  });

  it("count what only happens now and then", () => {
    const answered = (answer: "allowed" | "refused"): HubEvent => ({
      ...{ type: "question.answered", question: "q", kind: "approval", server: "files", answer, ms: 5 },
    });
    const metrics = follow(
      ...[added(), answered("allowed"), answered("refused"), answered("refused")],
      ...[
        ended({ decision: { by: "grant" } }),
        ended({ decision: { by: "grant" } }),
        ended({ decision: { by: "person" } }),
      ],
      { type: "server.refused", server: "files", status: 403 },
      { type: "pin.changed", server: "files", of: "tool", name: "read", pinned: "a", digest: "b" },
      { type: "server.catalog", server: "files", counts: { tools: 4, resources: 0, resourceTemplates: 0, prompts: 0 } },
      changed(states.failed),
    );
    const of = (name: string) => values(metrics, name);
    assert.deepEqual(of("mcp_hub_questions_total"), [
      ["files", "approval", "allowed", 1],
      ["files", "approval", "refused", 2],
    ]);
    assert.deepEqual(of("mcp_hub_decisions_total"), [
      ["files", "grant", 2],
      ["files", "person", 1],
    ]);
    assert.deepEqual(of("mcp_hub_server_refusals_total"), [["files", "403", 1]]);
    assert.deepEqual([of("mcp_hub_pin_changes_total"), of("mcp_hub_server_tools")], [[["files", 1]], [["files", 4]]]);
    assert.deepEqual(of("mcp_hub_server_up"), [["files", 0]]);
  });

  it("have no series for names that a client makes up", () => {
    const metrics = follow(
      added(),
      started({ tool: "made-up" }),
      failed("unknown-tool", { tool: "made-up" }),
      failed("unknown-server", { server: "nowhere" }),
    );
    assert.deepEqual(values(metrics, "mcp_hub_errors_total"), [
      ["other", "other", "chat", "unknown-server", 1],
      ["files", "other", "chat", "unknown-tool", 1],
    ]);
    assert.ok(!metrics.text().includes("made-up"));
  });

  it("forget a server that is removed", () => {
    const metrics = follow(added(), started(), ended(), { type: "server.removed", server: "files" }, ended());
    assert.deepEqual(values(metrics, "mcp_hub_queue_waiting"), []);
    assert.deepEqual(values(metrics, "mcp_hub_requests_total"), [["other", "read", "chat", "ok", 1]]);
  });
});
