import assert from "node:assert/strict";
import { Alerts } from "../../../../src/core/config/schema/options/alertSettings";
import type { Alert } from "../../../../src/core/operations/alerts/alertStates";
import { AlertWatch } from "../../../../src/core/operations/alerts/alertWatch";
import type { HubEvent } from "../../../../src/protocol/hubEvent";
import { FakeClock } from "../../../support/fakeClock";
import { changed, ended, failed, stamp, states } from "../../../support/operationEvents";

const minute = 60_000;

/** A hub that is watched; each alert is written down as `rule state`, and with its server. */
function watched(settings: unknown = {}) {
  const clock = new FakeClock();
  const load = { cpu: 0, memory: 0, failedSignIns: 0 };
  const alerts: Alert[] = [];
  const published: HubEvent[] = [];
  const posted: string[] = [];
  let cpuSeconds = 0;
  let lookedAt = 0;
  const process = () => {
    cpuSeconds += ((clock.now() - lookedAt) / 1000) * load.cpu;
    lookedAt = clock.now();
    return { startedAt: 0, cpuSeconds, memoryBytes: load.memory * 100, memoryLimitBytes: 100 };
  };
  const watch = new AlertWatch({
    settings: () => Alerts.parse(settings),
    clock,
    process,
    publish: (event) => published.push(event),
    show: (alert) => alerts.push(alert),
    post: (_, text) => posted.push(text),
    failedSignIns: () => load.failedSignIns,
  });
  const hear = (count: number, event: HubEvent) => {
    for (let n = 0; n < count; n++) watch.follow(stamp(event, clock.now()));
  };
  const said = () =>
    alerts.splice(0).map(({ rule, state, server }) => [rule, state, ...(server ? [server] : [])].join(" "));
  return { clock, load, watch, hear, said, published, posted };
}

const editor = { editor: true };

describe("alerts", () => {
  it("say once that too many calls fail, and once that it is over", () => {
    const { clock, hear, said } = watched(editor);
    hear(98, ended());
    hear(2, failed("timeout"));
    clock.pass(15_000);
    assert.deepEqual(said(), ["errorRate firing"]);
    hear(5, failed("timeout"));
    clock.pass(2 * minute);
    assert.deepEqual(said(), []);
    hear(3000, ended());
    clock.pass(15_000);
    assert.deepEqual(said(), ["errorRate over"]);
    clock.pass(minute);
    assert.deepEqual(said(), []);
  });

  it("do not go on and off around a limit", () => {
    const { clock, hear, said } = watched(editor);
    hear(196, ended());
    hear(4, failed("timeout"));
    clock.pass(15_000);
    assert.deepEqual(said(), ["errorRate firing"]);
    hear(240, ended()); // 0.9 %, which is below the limit, but not by much
    clock.pass(15_000);
    assert.deepEqual(said(), []);
  });

  it("do not judge by a few calls, and blame nobody for mistakes of callers and for cancels", () => {
    const few = watched(editor);
    few.hear(49, failed("timeout"));
    few.hear(60, ended({ outcome: "cancelled", error: { code: "cancelled", message: "" } }));
    few.clock.pass(minute);
    assert.deepEqual(few.said(), []);
    const others = watched(editor);
    others.hear(60, ended());
    others.hear(60, failed("bad-arguments"));
    others.clock.pass(minute);
    assert.deepEqual(others.said(), []);
  });

  it("are over when the failures are older than the window", () => {
    const { clock, hear, said } = watched(editor);
    hear(60, failed("timeout"));
    clock.pass(15_000);
    assert.deepEqual(said(), ["errorRate firing"]);
    clock.pass(4 * minute);
    assert.deepEqual(said(), []);
    clock.pass(minute);
    assert.deepEqual(said(), ["errorRate over"]);
  });

  it("watch the p95 of calls", () => {
    const { clock, hear, said } = watched(editor);
    hear(90, ended({ ms: 100 }));
    hear(10, ended({ ms: 2500 }));
    clock.pass(15_000);
    assert.deepEqual(said(), ["slowCalls firing"]);
  });

  it("watch connections, and each server that is away", () => {
    const { clock, hear, said } = watched(editor);
    for (let attempt = 1; attempt <= 5; attempt++) {
      hear(1, changed(states.starting(attempt)));
      hear(1, changed(states.waiting(attempt)));
    }
    clock.pass(15_000);
    assert.deepEqual(said(), ["connectionFailures firing"]);
    clock.pass(5 * minute);
    assert.deepEqual(said(), ["serverDown firing files"]);
    hear(1, changed(states.ready));
    clock.pass(15_000);
    assert.deepEqual(said(), ["serverDown over files"]);
  });

  it("watch the load of the process over the whole window", () => {
    const { clock, load, said } = watched(editor);
    load.cpu = 0.9;
    load.memory = 0.9;
    clock.pass(10 * minute);
    assert.deepEqual(said(), []);
    clock.pass(5 * minute);
    assert.deepEqual(said(), ["cpu firing", "memory firing"]);
    load.cpu = 0.1;
    clock.pass(15 * minute);
    assert.deepEqual(said(), ["cpu over"]);
  });

  it("watch sign-ins to the gateway that fail again and again", () => {
    const { clock, load, said } = watched(editor);
    load.failedSignIns = 10;
    clock.pass(minute);
    assert.deepEqual(said(), []);
    load.failedSignIns = 21;
    clock.pass(15_000);
    assert.deepEqual(said(), ["failedSignIns firing"]);
  });

  it("can be changed and switched off one by one, also while one fires", () => {
    const settings: Record<string, unknown> = { ...editor, errorRate: { percent: 50 }, slowCalls: false };
    const { clock, hear, said } = watched(settings);
    hear(60, ended({ ms: 9000 }));
    hear(40, failed("timeout"));
    clock.pass(15_000);
    assert.deepEqual(said(), []);
    hear(100, failed("timeout"));
    clock.pass(15_000);
    assert.deepEqual(said(), ["errorRate firing"]);
    settings.errorRate = false;
    clock.pass(15_000);
    assert.deepEqual(said(), ["errorRate over"]);
  });

  it("go to the log, the editor, and the webhook as the settings say", () => {
    const loud = watched({ editor: true, webhook: "https://example.org/alerts" });
    const quiet = watched({ log: false });
    for (const { hear, clock } of [loud, quiet]) {
      hear(60, failed("timeout"));
      clock.pass(15_000);
    }
    const text = "100 % of the calls in the last 5 minutes failed (limit: 1 %).";
    assert.deepEqual(
      loud.published.map((event) => event.type === "hub.log" && [event.level, event.text.startsWith(text)]),
      [["warning", true]],
    );
    assert.deepEqual([loud.said(), loud.posted.length], [["errorRate firing"], 1]);
    assert.deepEqual([quiet.published, quiet.said(), quiet.posted], [[], [], []]);
  });

  it("stop with the hub", () => {
    const { clock, watch } = watched();
    watch.dispose();
    assert.deepEqual([clock.waiting, clock.background], [0, 0]);
  });

  it("have settings that refuse an address that is not encrypted", () => {
    for (const webhook of ["http://example.org/x", "ftp://example.org", "http://127.0.0.1.example.org/"])
      assert.equal(Alerts.safeParse({ webhook }).success, false, webhook);
    for (const webhook of ["", "https://example.org/x", "http://127.0.0.1:9/x", "http://localhost/", "${secret:HOOK}"])
      assert.equal(Alerts.safeParse({ webhook }).success, true, webhook);
  });
});
