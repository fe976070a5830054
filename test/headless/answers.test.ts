import assert from "node:assert/strict";
import { createHub } from "../../src/headless";
import type { HeadlessHub } from "../../src/headless/headlessHub";
import { everythingOnStdio } from "../support/startEverything";

const servers = { everything: { command: everythingOnStdio.command, args: [...everythingOnStdio.args] } };

/** A script as the one that answers servers, and that hears them. */
describe("the hub as a module, asked back", function () {
  this.timeout(30_000);
  let hub: HeadlessHub;
  const start = async (options: Parameters<typeof createHub>[0]["answers"]) => {
    hub = createHub({ servers, ...(options && { answers: options }) });
    await hub.ready();
  };
  afterEach(() => hub.close());
  const tools = () => hub.listTools().map(({ tool }) => tool);
  const said = async (tool: string, args = {}) =>
    JSON.stringify((await hub.callTool("everything", tool, args)).content);

  it("declares nothing that the script does not answer", async () => {
    await start(undefined);
    assert.deepEqual(
      tools().filter((name) => /elicitation|sampling|roots/.test(name)),
      [],
    );
  });

  it("answers as the script says, a form with its defaults", async () => {
    await start({
      roots: [{ uri: "file:///srv/data", name: "data" }],
      onForm: async () => ({ action: "accept", content: { name: "Ada" } }),
    });
    assert.ok(tools().includes("get-roots-list"));
    assert.match(await said("get-roots-list"), /file:\/\/\/srv\/data/);
    assert.match(await said("trigger-elicitation-request"), /Name: Ada.*Favorite Integer: 42/);
    assert.ok(!tools().includes("trigger-sampling-request"));
  });

  it("tells notifications as data, by server and method, and keeps them", async () => {
    await start(undefined);
    const heard: unknown[] = [];
    const filter = { server: "everything", method: "notifications/progress" };
    hub.onNotification(({ params }) => heard.push(params), filter);
    await said("trigger-long-running-operation", { duration: 0.2, steps: 2 });
    assert.deepEqual(
      heard.map((params) => Object(params).progress),
      [1, 2],
    );
    assert.equal(hub.notifications(filter).length, 2);
    assert.deepEqual(hub.notifications({ server: "nobody" }), []);
  });
});
