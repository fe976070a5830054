import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { newCall } from "../../../src/core/calls/toolCall";
import type { LaunchPlan } from "../../../src/core/config/plan/launchPlan";
import { defaultOptions, type Options } from "../../../src/core/config/schema/settings";
import { EventStream } from "../../../src/core/hub/eventStream";
import { LocalHub } from "../../../src/core/hub/localHub";
import { systemClock } from "../../../src/core/kernel/clock";
import { openLink } from "../../../src/mcp/openLink";
import { assertSoon, tookQuiet } from "../../faults/asserts";
import { ComingAndGoing } from "../../support/comingAndGoing";
import { definition } from "../../support/fakeLink";
import { fixturePlan, type HttpFixture, startHttpFixture } from "../../support/fixtures";
import { noAbort } from "../../support/openLinks";

const server = "fixture";

describe("recovery from real faults", function () {
  this.timeout(30_000);
  const hubs: LocalHub[] = [];
  const fixtures: HttpFixture[] = [];
  const places: ComingAndGoing[] = [];
  const reported: unknown[] = [];

  afterEach(async () => {
    await Promise.all(hubs.splice(0).map((hub) => hub.close()));
    await Promise.all(places.splice(0).map((place) => place.go()));
    await Promise.all(fixtures.splice(0).map((fixture) => fixture.stop()));
    const [first] = reported.splice(0);
    if (first !== undefined) throw first;
  });

  async function fixture(...switches: string[]) {
    const started = await startHttpFixture(...switches);
    fixtures.push(started);
    return started;
  }

  /** A hub with one server, ready; and how long that took. */
  async function hubOf(plan: LaunchPlan, changed: Partial<Options> = {}) {
    const stream = new EventStream(Date.now, (error) => reported.push(error));
    const report = (error: unknown) => reported.push(error);
    const clientInfo = { name: "hub-test", version: "0.0.0" };
    const hub = new LocalHub({
      open: openLink({ clientInfo, shellEnv: async () => process.env, report }),
      plan: async () => plan,
      options: () => ({ ...defaultOptions, ...changed }),
      clock: systemClock,
      publish: stream.publish,
    });
    hubs.push(hub);
    const config = plan.kind === "stdio" ? { command: plan.command } : { url: plan.url };
    const began = performance.now();
    hub.configure([definition(server, { entry: { kind: "valid", config } })]);
    await hub.connect(server);
    const startMs = performance.now() - began;
    const call = (tool: string, args = {}) =>
      hub.servers.callTool(newCall({ server, tool, args, caller: { door: "command" }, signal: noAbort() }));
    const state = () => stream.view.servers[0]?.state;
    const pid = () => {
      const now = state();
      return now?.kind === "ready" ? now.info.pid : undefined;
    };
    return { hub, call, state, pid, startMs, stream };
  }

  const http = (url: string): LaunchPlan => ({ kind: "http", server, url, headers: {} });
  const echoed = { content: [{ type: "text", text: "hi" }], isError: false };

  it("a process that crashes in a call: the next call succeeds, after little more than a start", async () => {
    const { call, startMs } = await hubOf(fixturePlan());
    assert.deepEqual(await call("echo", { text: "hi" }), echoed);
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      await assert.rejects(call("crash"), { code: "exited" });
      times.push(await tookQuiet(async () => assert.deepEqual(await call("echo", { text: "hi" }), echoed)));
    }
    assertSoon(times, 2 * startMs + 200);
  });

  it("a process that crashes between calls: the next call succeeds, and has another process", async () => {
    const { call, pid } = await hubOf(fixturePlan());
    const first = pid();
    assert.ok(first);
    process.kill(first, "SIGKILL");
    while (pid() === first) await delay(5);
    assert.deepEqual(await call("echo", { text: "hi" }), echoed);
    assert.notEqual(pid(), first);
  });

  it("a process that ends as soon as it has started is given up, with the reason", async () => {
    await assert.rejects(hubOf(fixturePlan("--exit=3"), { connectRetryDelayMs: 10 }), {
      code: "exited",
      message: /: the port is taken\. Its process ended with exit code 3\./,
    });
  });

  for (const status of [404, 400])
    it(`a session that the server forgot (HTTP ${status}): one new session, and the next call succeeds`, async () => {
      const { url, journal } = await fixture(`--forgotten-status=${status}`);
      const { call, state } = await hubOf(http(url));
      await assert.rejects(call("forget"));
      await assert.rejects(call("echo", { text: "hi" }));
      assert.deepEqual(await call("echo", { text: "hi" }), echoed);
      assert.equal(state()?.kind, "ready");
      const opened = (await journal()).filter(({ body }) => body?.includes('"initialize"'));
      assert.equal(opened.length, 2);
    });

  it("a server that is restarted at its address is in use again within half a second of its return", async () => {
    const place = new ComingAndGoing();
    places.push(place);
    await place.come((await fixture()).url);
    const { call, state } = await hubOf(http(place.url("/mcp")));
    const times: number[] = [];
    for (let round = 0; round < 3; round++) {
      await place.go();
      await assert.rejects(call("echo", { text: "hi" }), { code: "transport" });
      await delay(1500);
      assert.notEqual(state()?.kind, "ready");
      await place.come((await fixture()).url);
      times.push(
        await tookQuiet(async () => {
          while (state()?.kind !== "ready") await delay(5);
        }),
      );
      assert.deepEqual(await call("echo", { text: "hi" }), echoed);
    }
    assertSoon(times, 500);
  });

  it("a server that is not there yet when the hub starts is found when it comes", async () => {
    const place = new ComingAndGoing();
    places.push(place);
    await place.come((await fixture()).url);
    await place.go();
    const quick = { connectAttempts: 2, connectRetryDelayMs: 10, connectRetryMaxDelayMs: 10 };
    const url = place.url("/mcp");
    await assert.rejects(hubOf(http(url), quick), { code: "transport", message: /nothing listens/ });
    await place.come(fixtures[0]?.url ?? "");
    const [hub] = hubs;
    assert.ok(hub);
    while (hub.tools().length === 0) await delay(20);
  });

  it("a server that went away unnoticed is found out by its health checks", async () => {
    const place = new ComingAndGoing();
    places.push(place);
    await place.come((await fixture("--json")).url);
    const { state, stream } = await hubOf(http(place.url("/mcp")), { healthCheckSeconds: 1 });
    await place.go();
    while (state()?.kind === "ready") await delay(20);
    await place.come((await fixture("--json")).url);
    while (state()?.kind !== "ready") await delay(20);
    assert.ok(stream.history.some((event) => event.type === "server.log" && event.level === "warning"));
  });
});
