import assert from "node:assert/strict";
import { composeOperations, type Operations, type OperationsPorts } from "../src/composeOperations";
import { Alerts } from "../src/core/config/schema/options/alertSettings";
import { defaultOptions, type Options } from "../src/core/config/schema/settings";
import { EventStream } from "../src/core/hub/eventStream";
import type { HubEvent } from "../src/protocol/hubEvent";
import { contextHere } from "./support/aComposedHub";
import { type CollectorServer, collectorServer } from "./support/collectorServer";
import { FakeClock } from "./support/fakeClock";
import { MapStore } from "./support/mapStore";
import { added, ended } from "./support/operationEvents";
import { until } from "./support/until";

/** How often alerts are looked at, in milliseconds. */
const lookMs = 15_000;

describe("how the hub does, put together", () => {
  let clock: FakeClock;
  let stream: EventStream;
  let state: MapStore;
  let collector: CollectorServer;
  let options: Options;
  let failedSignIns = 0;
  let operations: Operations | undefined;
  const errors: string[] = [];

  beforeEach(async () => {
    clock = new FakeClock();
    stream = new EventStream(
      () => clock.now(),
      (error) => assert.fail(String(error)),
    );
    state = new MapStore();
    collector = await collectorServer();
    options = defaultOptions;
    failedSignIns = errors.length = 0;
  });
  afterEach(async () => {
    await operations?.close();
    operations = undefined;
    await collector.close();
  });

  function begin(more: Partial<OperationsPorts> = {}): Operations {
    operations = composeOperations({
      composed: { stream },
      options: () => options,
      clock: { now: () => clock.now(), after: (...of) => clock.after(...of) },
      report: (error) => errors.push(String(error)),
      state,
      env: {},
      variables: {
        variableContext: contextHere,
        secrets: { get: async () => `${collector.address}/hook`, set: async () => {}, delete: async () => {} },
        ask: async () => undefined,
      },
      failedSignIns: () => failedSignIns,
      ...more,
    });
    return operations;
  }
  const alerts = (more: object) => {
    options = { ...options, alerts: Alerts.parse(more) };
  };
  const logs = () =>
    stream.history.flatMap((event: HubEvent) => (event.type === "hub.log" ? [`${event.level}: ${event.text}`] : []));
  const hitBy = (count: number) => {
    failedSignIns += count;
    clock.pass(lookMs);
  };

  it("has metrics of the events and of the gateway", () => {
    const { metrics } = begin({ sessions: () => 3 });
    failedSignIns = 7;
    stream.publish(added());
    stream.publish(ended());
    assert.match(metrics(), /^mcp_hub_sessions 3$/m);
    assert.match(metrics(), /^mcp_hub_failed_sign_ins_total 7$/m);
    assert.match(metrics(), /server="files".* 1$/m);
  });

  it("has no figures of sessions where there are none", () => {
    const { metrics } = begin();
    assert.doesNotMatch(metrics(), /mcp_hub_sessions/);
    assert.match(metrics(), /^mcp_hub_uptime_seconds /m);
  });

  it("reports of the calls, also those before a restart", async () => {
    const before = begin();
    stream.publish(ended());
    stream.publish(ended());
    assert.equal(before.report("day").calls.total, 2);
    await before.close();
    const after = begin();
    stream.publish(ended());
    assert.equal(after.report("day").calls.total, 3);
    assert.equal(after.report("week").range, "week");
  });

  it("says an alert in the log and in the editor, and posts it nowhere unless told to", () => {
    alerts({ failedSignIns: { count: 2 }, editor: true });
    const shown: string[] = [];
    begin({ show: ({ rule, state }, text) => shown.push(`${rule} ${state} ${text}`) });
    hitBy(2);
    assert.deepEqual([logs(), shown], [[], []]);
    hitBy(1);
    const [said = ""] = logs();
    assert.match(said, /^warning: /);
    assert.deepEqual(shown, [`failedSignIns firing ${said.replace("warning: ", "")}`]);
    assert.deepEqual([collector.posts.length, errors], [0, []]);
  });

  it("posts an alert to the address of the settings, with its secret put in", async () => {
    alerts({ failedSignIns: { count: 0 }, webhook: "${secret:ALERTS}", webhookForm: "slack" });
    begin();
    hitBy(1);
    await collector.arrived(1);
    const [{ path, body } = assert.fail("nothing was posted")] = collector.posts;
    assert.equal(path, "/hook");
    assert.deepEqual(Object.keys(body as object), ["text"]);
    assert.deepEqual(errors, []);
  });

  it("reports an alert that cannot be delivered", async () => {
    alerts({ failedSignIns: { count: 0 }, webhook: "${env:NO_SUCH_VARIABLE_HERE}" });
    const reported = new Promise((resolve) => begin({ report: resolve }));
    hitBy(1);
    assert.match(String(await reported), /An alert was not delivered to the webhook/);
  });

  it("sends telemetry to the collector of the settings", async () => {
    options = { ...options, otlpEndpoint: collector.address };
    const { close } = begin();
    const timers = clock.background;
    await until("the exporter is there", () => clock.background > timers);
    stream.publish(added());
    stream.publish(ended());
    await close();
    assert.ok(collector.posts.length > 0);
    assert.deepEqual(errors, []);
  });

  it("follows nothing once it is closed", async () => {
    alerts({ failedSignIns: { count: 0 } });
    const { close, metrics } = begin();
    await close();
    const before = metrics();
    stream.publish(added());
    stream.publish(ended());
    assert.equal(metrics().replaceAll(/^process.*$/gm, ""), before.replaceAll(/^process.*$/gm, ""));
    hitBy(1);
    assert.deepEqual(logs(), []);
    assert.deepEqual([clock.waiting, clock.background], [0, 0]);
  });
});
