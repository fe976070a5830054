import assert from "node:assert/strict";
import { Metrics } from "../../../src/core/hub/metrics";
import type { HubEvent, Stamped } from "../../../src/protocol/hubEvent";
import { info } from "../../support/fakeLink";
import { atServer, requestFacts } from "../../support/requestFacts";

let seq = 0;
const stamp = (event: HubEvent, at = 0): Stamped => ({ ...event, seq: ++seq, at });
const added: HubEvent = { type: "server.added", server: "files", label: "files", scope: "user" };
const started = (tool = "read", call = "c"): HubEvent => ({
  type: "call.started",
  ...requestFacts({ call, server: "files", tool, caller: { door: "command" } }),
  args: "{}",
});
const ended = (more: Partial<Extract<HubEvent, { type: "call.ended" }>> = {}): HubEvent => ({
  type: "call.ended",
  ...requestFacts({ call: "c", server: "files", tool: "read" }),
  outcome: "ok",
  ms: 10,
  split: atServer(10),
  ...more,
});
const ready: HubEvent = {
  type: "server.state",
  server: "files",
  state: { kind: "ready", since: 0, info, losses: 0 },
};
const stopped: HubEvent = { type: "server.state", server: "files", state: { kind: "stopped", reason: "person" } };

function fold(events: readonly (HubEvent | Stamped)[], now = 0) {
  const metrics = new Metrics();
  for (const event of events) metrics.add("seq" in event ? event : stamp(event));
  return metrics.figures(now)[0] ?? assert.fail("there is no server");
}

describe("metrics", () => {
  it("counts calls by how they ended, errors by code, and what is in flight, per server and per tool", () => {
    const error = { code: "timeout", message: "Late." } as const;
    const figures = fold([
      added,
      started(),
      ended(),
      started("list"),
      ended({ tool: "list", outcome: "failed", error }),
      started("list"),
      ended({ tool: "list", outcome: "cancelled", error: { code: "cancelled", message: "Stopped." } }),
      started("list"),
    ]);
    assert.deepEqual(figures.outcomes, { ok: 1, "tool-error": 0, failed: 1, cancelled: 1, denied: 0 });
    assert.deepEqual([figures.errors, figures.inFlight], [{ timeout: 1, cancelled: 1 }, 1]);
    assert.deepEqual(figures.tools.read?.outcomes.ok, 1);
    assert.deepEqual([figures.tools.list?.errors.timeout, figures.tools.list?.inFlight], [1, 1]);
  });

  it("measures what the server answered, and not how long a failure or a cancel took", () => {
    const figures = fold([
      added,
      ended({ ms: 10 }),
      ended({ ms: 20, outcome: "tool-error" }),
      ended({ ms: 60_000, outcome: "failed" }),
      ended({ ms: 60_000, outcome: "cancelled" }),
    ]);
    assert.deepEqual([figures.ms.max, figures.ms.mean], [20, 15]);
    assert.ok(Math.abs(figures.ms.p99 - 20) <= 0.4);
  });

  it("follows retries, the queue and the breakers", () => {
    const figures = fold([
      added,
      started(),
      {
        type: "call.retried",
        ...requestFacts({ call: "c", server: "files", tool: "read" }),
        attempt: 1,
        waitMs: 5,
        error: { code: "transport", message: "" },
      },
      { type: "queue.changed", server: "files", waiting: 7 },
      { type: "breaker.changed", server: "files", tool: "read", state: "open", until: 9 },
    ]);
    assert.deepEqual([figures.retries, figures.waiting, figures.breaker], [1, 7, "closed"]);
    assert.deepEqual([figures.tools.read?.breaker, figures.tools.read?.retries], ["open", 1]);
  });

  it("counts how often a server came up again, and since when it is up", () => {
    const life = [added, stamp(ready, 1000), stamp(ready, 1500), stamp(stopped, 2000), stamp(ready, 5000)];
    assert.deepEqual([fold(life, 9000).restarts, fold(life, 9000).uptimeMs], [1, 4000]);
    const down = fold([...life, stamp(stopped, 8000)], 9000);
    assert.deepEqual([down.restarts, down.uptimeMs], [1, 0]);
    assert.equal(fold(life, 4999).uptimeMs, 0, "the clock was set back");
  });

  it("keeps a bounded number of tools; the rest are together", () => {
    const figures = fold([added, ...Array.from({ length: 700 }, (_, n) => ended({ tool: `tool-${n}` }))]);
    assert.equal(Object.keys(figures.tools).length, 500);
    assert.equal(figures.toolsBeyond?.outcomes.ok, 200);
    const opened = fold([
      added,
      ...Array.from({ length: 501 }, (_, n) => ended({ tool: `tool-${n}` })),
      ...["tool-499", "tool-500"].map(
        (tool): HubEvent => ({ type: "breaker.changed", server: "files", tool, state: "open" }),
      ),
    ]);
    assert.deepEqual([opened.tools["tool-499"]?.breaker, opened.toolsBeyond?.breaker], ["open", "closed"]);
    assert.equal(figures.outcomes.ok, 700);
  });

  it("keeps 500 tools and 50 callers apart, and has the others together from then on", () => {
    const caller = (n: number) => ({ door: "gateway", client: { id: `${n}`, name: "x" } }) as const;
    const tools = (count: number) =>
      fold([added, ...Array.from({ length: count }, (_, n) => ended({ tool: `t${n}` }))]);
    const callers = (count: number) =>
      fold([added, ...Array.from({ length: count }, (_, n) => ended({ caller: caller(n) }))]);
    assert.deepEqual(
      [499, 500, 501].map((count) => [Object.keys(tools(count).tools).length, tools(count).toolsBeyond?.outcomes.ok]),
      [
        [499, undefined],
        [500, 0],
        [500, 1],
      ],
    );
    assert.deepEqual(
      [49, 50, 51].map((count) => [
        Object.keys(callers(count).callers).length,
        callers(count).callersBeyond?.outcomes.ok,
      ]),
      [
        [49, undefined],
        [50, 0],
        [50, 1],
      ],
    );
    assert.deepEqual(Object.keys(callers(1).callers), ["gateway:0"]);
  });

  it("has nothing of a server that has done nothing, and the breaker of a server and of a tool apart", () => {
    const breaker = (tool?: string): HubEvent => ({
      ...{ type: "breaker.changed", server: "files", state: "open" },
      ...(tool !== undefined && { tool }),
    });
    const nothing = fold([added], 5000);
    assert.deepEqual(
      [nothing.waiting, nothing.restarts, nothing.uptimeMs, nothing.retries, nothing.inFlight, nothing.breaker],
      [0, 0, 0, 0, 0, "closed"],
    );
    assert.equal(fold([added, breaker()]).breaker, "open");
    const ofTool = fold([added, breaker("read")]);
    assert.deepEqual([ofTool.breaker, ofTool.tools.read?.breaker], ["closed", "open"]);
    assert.equal(fold([added, ended()]).inFlight, 0, "an end without a beginning");
  });

  it("has the quantiles of its times", () => {
    const { ms } = fold([added, ...Array.from({ length: 100 }, (_, n) => ended({ ms: n + 1 }))]);
    const near = (value: number, wanted: number) =>
      assert.ok(Math.abs(value / wanted - 1) < 0.02, `${value}, not ${wanted}`);
    near(ms.p50, 50);
    near(ms.p95, 95);
    near(ms.p99, 99);
    assert.deepEqual([ms.max, ms.mean], [100, 50.5]);
  });

  it("gives one server, and none of a name that there is not", () => {
    const metrics = new Metrics();
    for (const event of [added, ended()]) metrics.add(stamp(event));
    assert.deepEqual([metrics.of("files", 0)?.outcomes.ok, metrics.of("web", 0)], [1, undefined]);
  });

  it("forgets a server that is removed, and is not disturbed by what ends after it", () => {
    const metrics = new Metrics();
    for (const event of [added, started(), { type: "server.removed", server: "files" } as const, ended()])
      metrics.add(stamp(event));
    assert.deepEqual(metrics.figures(0), []);
  });

  it("gives the same figures for the same events", () => {
    const events = [added, started(), ended({ ms: 3 }), ready];
    assert.deepEqual(fold(events, 5), fold(events, 5));
  });
});
