import assert from "node:assert/strict";
import { newCall } from "../../../src/core/calls/toolCall";
import type { LaunchPlan } from "../../../src/core/config/plan/launchPlan";
import { defaultOptions } from "../../../src/core/config/schema/settings";
import { EventStream } from "../../../src/core/hub/eventStream";
import { LocalHub } from "../../../src/core/hub/localHub";
import type { NotificationFilter } from "../../../src/core/hub/notifications";
import { systemClock } from "../../../src/core/kernel/clock";
import { openLink } from "../../../src/mcp/openLink";
import { definition } from "../../support/fakeLink";
import { fixturePlan, type HttpFixture, startHttpFixture } from "../../support/fixtures";
import { noAbort } from "../../support/openLinks";
import { until } from "../../support/until";

const unknown = "vendor/never_heard_of";

/** What real servers send on their own, over a pipe and over HTTP, known or not. */
describe("the notifications of servers", function () {
  this.timeout(30_000);
  let http: HttpFixture;
  let hub: LocalHub;
  let stream: EventStream;

  before(async () => {
    http = await startHttpFixture();
    const plans: Record<string, LaunchPlan> = {
      pipe: { ...fixturePlan(), server: "pipe" },
      http: { kind: "http", server: "http", url: http.url, headers: {} },
    };
    const fail = (error: unknown) => assert.fail(String(error));
    stream = new EventStream(Date.now, fail);
    const clientInfo = { name: "hub-test", version: "0.0.0" };
    hub = new LocalHub({
      open: openLink({ clientInfo, shellEnv: async () => process.env, report: fail }),
      plan: async ({ id }) => plans[id] ?? fixturePlan(),
      options: () => defaultOptions,
      clock: systemClock,
      publish: stream.publish,
    });
    hub.configure([definition("pipe"), definition("http")]);
    await hub.ready();
  });
  after(async () => {
    await hub.close();
    await http.stop();
  });

  const announce = (server: string, method: string, params: object) =>
    hub.servers.callTool(
      newCall({ server, tool: "announce", args: { method, params }, caller: { door: "command" }, signal: noAbort() }),
    );

  it("reach who listens to all, to one server, to one type, or to both, and are kept", async () => {
    const filters: Record<string, NotificationFilter> = {
      all: {},
      ofPipe: { server: "pipe" },
      unknown: { method: unknown },
      both: { server: "http", method: unknown },
    };
    const heard: Record<string, string[]> = {};
    const listening = Object.entries(filters).map(([name, filter]) => {
      const list: string[] = [];
      heard[name] = list;
      return hub.notifications.on(filter, ({ server, method }) => list.push(`${server} ${method}`));
    });
    for (const server of ["pipe", "http"])
      for (const method of [unknown, "notifications/resources/updated"]) await announce(server, method, { uri: "a:b" });
    await until("all are heard", () => heard.all?.length === 4);
    for (const one of listening) one.dispose();
    assert.deepEqual(heard.ofPipe, [`pipe ${unknown}`, "pipe notifications/resources/updated"]);
    assert.deepEqual(heard.unknown, [`pipe ${unknown}`, `http ${unknown}`]);
    assert.deepEqual(heard.both, [`http ${unknown}`]);
    for (const [name, filter] of Object.entries(filters))
      assert.equal(hub.notifications.history(filter).length, heard[name]?.length, name);
    await announce("pipe", unknown, {});
    assert.equal(heard.all?.length, 4, "nothing is heard after disposal");
  });

  it("that nobody knows reach the stream that the panel shows, with what they say", async () => {
    await announce("http", unknown, { level: 7 });
    const shown = await until("it is told", () => {
      const told = stream.history.findLast((event) => event.type === "server.notification" && event.server === "http");
      return told?.type === "server.notification" && told.params.includes("7") && told;
    });
    assert.deepEqual([shown.method, shown.params], [unknown, '{"level":7}']);
  });
});
