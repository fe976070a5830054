import assert from "node:assert/strict";
import { Alerts } from "../../../../src/core/config/schema/options/alertSettings";
import { type AlertRule, readings } from "../../../../src/core/operations/alerts/alertRules";
import { AlertWindow } from "../../../../src/core/operations/alerts/alertWindow";
import type { HubEvent } from "../../../../src/protocol/hubEvent";
import { changed, ended, failed, stamp, states } from "../../../support/operationEvents";

const minute = 60_000;
const none = { cpu: 0, memory: 0 };
const off = {
  ...{ errorRate: false, slowCalls: false, connectionFailures: false, serverDown: false, cpu: false, memory: false },
  failedSignIns: false,
};

/** A window in which all of this happened at once. */
function windowOf(...parts: readonly (readonly [count: number, event: HubEvent])[]): AlertWindow {
  const window = new AlertWindow();
  for (const [count, event] of parts) for (let n = 0; n < count; n++) window.follow(stamp(event));
  return window;
}

const measured = (rule: AlertRule, settings: object, window: AlertWindow, at = 0) =>
  readings(Alerts.parse({ ...off, [rule]: settings }), window, at).find((reading) => reading.rule === rule)?.value;

const attempts = (succeeded: number, refused: number): AlertWindow => {
  const window = new AlertWindow();
  const [ok, failing] = [states.ready, states.failed];
  for (let n = 0; n < succeeded + refused; n++) {
    window.follow(stamp(changed(states.starting(), `server-${n}`)));
    window.follow(stamp(changed(n < succeeded ? ok : failing, `server-${n}`)));
  }
  return window;
};

describe("what a rule measures", () => {
  const rows: [what: string, rule: AlertRule, settings: object, window: AlertWindow, value: number | undefined][] = [
    ["the share of failed calls", "errorRate", {}, windowOf([48, ended()], [2, failed("timeout")]), 4],
    ["nothing of fewer calls", "errorRate", {}, windowOf([47, ended()], [2, failed("timeout")]), undefined],
    [
      "no call that was given up",
      "errorRate",
      {},
      windowOf([49, ended()], [9, ended({ outcome: "cancelled" })]),
      undefined,
    ],
    ["no call that a rule refused as a failure", "errorRate", {}, windowOf([50, ended({ outcome: "denied" })]), 0],
    ["an error of a tool as an answer", "errorRate", {}, windowOf([50, ended({ outcome: "tool-error" })]), 0],
    ["how long calls take", "slowCalls", {}, windowOf([50, ended({ ms: 0 })]), 0],
    ["also those with an error of a tool", "slowCalls", {}, windowOf([50, ended({ ms: 0, outcome: "tool-error" })]), 0],
    ["not how long fewer take", "slowCalls", {}, windowOf([49, ended({ ms: 0 })]), undefined],
    ["only of calls that were answered", "slowCalls", {}, windowOf([49, ended()], [9, failed("timeout")]), undefined],
    ["the share of refused connections", "connectionFailures", {}, attempts(4, 1), 20],
    ["nothing of fewer attempts", "connectionFailures", {}, attempts(3, 1), undefined],
    ["failed sign-ins, none", "failedSignIns", {}, new AlertWindow(), 0],
  ];
  for (const [what, rule, settings, window, value] of rows)
    it(`${rule}: ${what}`, () => assert.equal(measured(rule, settings, window), value));

  it("the 95th of a hundred calls is the one that counts", () => {
    const slow = (count: number) => windowOf([100 - count, ended({ ms: 10 })], [count, ended({ ms: 9000 })]);
    const p95 = (count: number) => Math.round((measured("slowCalls", {}, slow(count)) ?? 0) / 1000);
    assert.deepEqual([p95(5), p95(6)], [0, 9]);
  });

  it("load counts once nine tenths of its minutes were measured", () => {
    const window = new AlertWindow();
    const load = (rule: "cpu" | "memory") => measured(rule, { minutes: 10 }, window);
    for (let look = 1; look < 36; look++, window.turn()) window.measured({ cpu: 0.5, memory: 0.25 }, 0);
    assert.deepEqual([load("cpu"), load("memory")], [undefined, undefined]);
    window.measured({ cpu: 0.5, memory: 0.25 }, 0);
    assert.deepEqual([load("cpu"), load("memory")], [50, 25]);
  });

  it("a server that is away counts from its loss, and one that is stopped or removed does not", () => {
    const window = new AlertWindow();
    const away = (at: number) =>
      readings(Alerts.parse({ ...off, serverDown: { minutes: 2 } }), window, at).map((one) => [one.server, one.value]);
    window.follow(stamp(changed(states.ready), 0));
    assert.deepEqual(away(minute), [["files", 0]]);
    window.follow(stamp(changed(states.waiting()), minute));
    assert.deepEqual(away(3 * minute), [["files", 2 * minute]]);
    window.follow(stamp(changed(states.stopped), 4 * minute));
    assert.deepEqual(away(5 * minute), [["files", 0]]);
    window.follow(stamp({ type: "server.removed", server: "files" }));
    assert.deepEqual(away(6 * minute), []);
  });

  it("says its limit, its unit, and its minutes", () => {
    const window = new AlertWindow();
    window.follow(stamp(changed(states.ready)));
    assert.deepEqual(
      readings(Alerts.parse({}), window, 0).map(({ rule, limit, unit, minutes }) => [rule, limit, unit, minutes]),
      [
        ["errorRate", 1, "percent", 5],
        ["slowCalls", 2000, "ms", 5],
        ["connectionFailures", 10, "percent", 15],
        ["cpu", 80, "percent", 15],
        ["memory", 80, "percent", 15],
        ["failedSignIns", 10, "count", 5],
        ["serverDown", 300_000, "ms", 5],
      ],
    );
    assert.deepEqual(readings(Alerts.parse(off), window, 0), []);
  });
});

describe("the window of an alert", () => {
  it("holds as many slices of 15 seconds as its minutes have", () => {
    const window = new AlertWindow();
    for (let slice = 0; slice < 8; slice++) {
      if (slice > 0) window.turn();
      window.follow(stamp(ended()));
      window.measured(none, 1);
    }
    assert.deepEqual(
      [1, 2, 3].map((minutes) => [window.last(minutes).calls, window.last(minutes).failedSignIns]),
      [
        [4, 4],
        [8, 8],
        [8, 8],
      ],
    );
  });

  it("is an hour at most", () => {
    const window = new AlertWindow();
    window.follow(stamp(ended()));
    for (let slice = 1; slice < 240; slice++) window.turn();
    assert.equal(window.last(600).calls, 1);
    window.turn();
    assert.equal(window.last(600).calls, 0);
  });

  it("does not count back where the count of failed sign-ins begins again", () => {
    const window = new AlertWindow();
    window.measured(none, 3);
    window.measured(none, -2);
    assert.equal(window.last(1).failedSignIns, 3);
  });
});
