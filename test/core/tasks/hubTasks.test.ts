import assert from "node:assert/strict";
import { StoredGrants } from "../../../src/core/calls/approval/storedGrants";
import { requestPath } from "../../../src/core/calls/requestPath";
import { newCall, type ToolCall } from "../../../src/core/calls/toolCall";
import type { LaunchPlan } from "../../../src/core/config/plan/launchPlan";
import type { ServerDefinition } from "../../../src/core/config/schema/serverDefinition";
import { defaultOptions, type Options } from "../../../src/core/config/schema/settings";
import { EventStream } from "../../../src/core/hub/eventStream";
import { LocalHub } from "../../../src/core/hub/localHub";
import { systemClock } from "../../../src/core/kernel/clock";
import type { ToolResult } from "../../../src/core/messages/toolResult";
import { openLink } from "../../../src/mcp/openLink";
import type { DetachedTask } from "../../../src/protocol/hubEvent";
import { aDesk } from "../../support/aDesk";
import { definition } from "../../support/fakeLink";
import { MapStore } from "../../support/mapStore";
import { type ModernTasks, startModernTasks } from "../../support/modernTasks";
import { noAbort } from "../../support/openLinks";
import { everythingOnStdio } from "../../support/startEverything";
import { startTaskServer, type TaskServer } from "../../support/taskServer";
import { until } from "../../support/until";

const server = "tasks";
const gold = { content: [{ type: "text", text: "gold" }], isError: false };
/** As a task gives it before revision 2026-07-28: it says which task it is of. */
const goldOf = (taskId: string) => ({ ...gold, meta: { "io.modelcontextprotocol/related-task": { taskId } } });

/** The whole way of a call, from a door to servers of both eras over real sockets and pipes. */
describe("tasks in the hub", function () {
  this.timeout(40_000);
  const hubs: LocalHub[] = [];
  const reported: unknown[] = [];
  let tasks: TaskServer;
  let modern: ModernTasks;
  let state: MapStore;

  beforeEach(async () => {
    [tasks, modern] = await Promise.all([startTaskServer(), startModernTasks()]);
    state = new MapStore();
  });
  afterEach(async () => {
    await Promise.all(hubs.splice(0).map((hub) => hub.close()));
    await Promise.all([tasks.stop(), modern.stop()]);
    const [first] = reported.splice(0);
    if (first !== undefined) throw first;
  });

  const http = (url: string): LaunchPlan => ({ kind: "http", server, url, headers: {} });

  /** A window: its hub with the one server, ready. What it remembers is in `state`. */
  async function openWindow(plan: LaunchPlan, changed: Partial<Options> = {}) {
    const stream = new EventStream(Date.now, (error) => reported.push(error));
    const config = plan.kind === "stdio" ? { command: plan.command } : { url: plan.url };
    const defined: ServerDefinition = definition(server, { entry: { kind: "valid", config } });
    const clock = systemClock;
    const options = () => ({ ...defaultOptions, approval: "never" as const, reconnectMaxDelaySeconds: 1, ...changed });
    const { publish } = stream;
    const clientInfo = { name: "hub-test", version: "0.0.0" };
    const hub = new LocalHub({
      open: openLink({ clientInfo, shellEnv: async () => process.env, report: (error) => reported.push(error) }),
      plan: async () => plan,
      options,
      clock,
      publish,
      state,
    });
    hubs.push(hub);
    let left: readonly DetachedTask[] = [];
    stream.onEvent((event) => {
      if (event.type === "server.tasks") left = event.left;
    });
    hub.configure([defined]);
    await hub.connect(server);
    const stores = { workspace: new MapStore(), always: new MapStore() };
    const { callTool, followTask } = requestPath({
      servers: hub.servers,
      options,
      grants: new StoredGrants(hub.definition.bind(hub), stores, publish),
      ask: async () => ({ allow: false }),
      desk: aDesk(),
      clock,
      publish,
      random: () => 0,
    });
    const call = (tool: string, more: Partial<ToolCall> = {}): Promise<ToolResult> => {
      const made = callTool(newCall({ server, tool, args: {}, caller: { door: "chat" }, signal: noAbort(), ...more }));
      void Promise.allSettled([made]);
      return made;
    };
    return {
      hub,
      stream,
      call,
      left: () => left,
      follow: (task: DetachedTask) => followTask({ server, task, caller: { door: "command" }, signal: noAbort() }),
    };
  }
  const calls = () => tasks.asked.filter((method) => method === "tools/call").length;
  const begun = () => until("the task has begun", () => tasks.begun.at(-1) ?? false);
  const looked = () => {
    const before = tasks.asked.length;
    return until("it is looked at", () => tasks.asked.slice(before).includes("tasks/get"));
  };

  it("a call goes on when the server was away, and begins its task once", async () => {
    const { call, stream } = await openWindow(http(tasks.url));
    const result = call("dig");
    const task = await begun();
    await looked();
    await tasks.away();
    await until("the hub has noticed", () => stream.view.servers[0]?.state.kind !== "ready");
    await tasks.back();
    await looked();
    await tasks.finish(task, "gold");
    assert.deepEqual(await result, goldOf(task));
    assert.equal(calls(), 1);
    assert.deepEqual(
      stream.history.flatMap((event) => (event.type === "call.task" ? [[event.tool, event.caller.door]] : [])),
      [["dig", "chat"]],
    );
  });

  it("a call of a modern server goes on likewise", async () => {
    const { call } = await openWindow(http(modern.url));
    const result = call("dig");
    const task = await until("the task has begun", () => modern.tasks.get("task 1") ?? false);
    const gets = () => modern.asked.filter(([method]) => method === "tasks/get").length;
    await until("it is looked at", () => gets() > 0);
    modern.cut();
    const before = gets();
    await until("it is looked at again", () => gets() > before + 1);
    Object.assign(task, { status: "completed", result: { content: gold.content } });
    assert.deepEqual(await result, gold);
    assert.equal(modern.asked.filter(([method]) => method === "tools/call").length, 1);
  });

  it("the settings say that tools which may run as tasks do not", async () => {
    const { call, stream } = await openWindow(http(tasks.url), { runAsTask: false });
    const result = call("dig");
    await tasks.finish(await begun(), "gold"); // the SDK's server makes one for itself
    assert.deepEqual(await result, gold);
    assert.ok(!tasks.asked.some((method) => method.startsWith("tasks/")));
    assert.ok(!stream.history.some(({ type }) => type === "call.task"));
  });

  it("a process that crashes takes its task with it, and says so", async () => {
    const plan: LaunchPlan = { kind: "stdio", server, env: {}, ...everythingOnStdio };
    const { call, stream } = await openWindow(plan);
    const result = call("simulate-research-query", { args: { topic: "boats" } });
    await until("it is a task", () => stream.history.some(({ type }) => type === "call.task"));
    const now = stream.view.servers[0]?.state;
    assert.ok(now?.kind === "ready" && now.info.pid);
    process.kill(now.info.pid, "SIGKILL");
    await assert.rejects(result, { code: "exited", message: /SIGKILL.* Its task was lost with it\.$/s, begun: true });
    assert.equal(stream.history.filter(({ type }) => type === "call.started").length, 1);
  });

  it("is given up at its own limit, not at that of other calls", async () => {
    const { call } = await openWindow(http(tasks.url), { callLimitSeconds: 1, taskLimitSeconds: 2 });
    const result = call("dig");
    const task = await begun();
    await assert.rejects(result, {
      code: "timeout",
      message: /did not end within 2 seconds.*mcpHub\.taskLimitSeconds/,
    });
    await until("the server knows", async () => (await tasks.statusOf(task)) === "cancelled");
  });

  it("can be cancelled by who did not call it", async () => {
    const { hub, call, stream } = await openWindow(http(tasks.url));
    const result = call("dig");
    const task = await begun();
    const id = await until("it is told", () => {
      const event = stream.history.find(({ type }) => type === "call.task");
      return event?.type === "call.task" ? event.call : false;
    });
    hub.tasks.cancel(id);
    await assert.rejects(result, { code: "cancelled" });
    await until("the server knows", async () => (await tasks.statusOf(task)) === "cancelled");
    assert.deepEqual(state.get("mcpHub.tasks"), []);
  });

  it("is cancelled at its server as soon as that is back, where its caller gave up meanwhile", async () => {
    const { call, stream } = await openWindow(http(tasks.url));
    const abort = new AbortController();
    const result = call("dig", { signal: abort.signal });
    const task = await begun();
    await looked();
    await tasks.away();
    await until("the hub has noticed", () => stream.view.servers[0]?.state.kind !== "ready");
    abort.abort();
    await assert.rejects(result, { code: "cancelled" });
    await tasks.back();
    await until("the server knows", async () => (await tasks.statusOf(task)) === "cancelled");
    await until("it is forgotten", () => JSON.stringify(state.get("mcpHub.tasks")) === "[]");
  });

  describe("after a reload", () => {
    /** A window that was closed while its call of this tool ran. */
    async function closedWhile(tool: string, plan = http(tasks.url)) {
      const { call, hub, stream } = await openWindow(plan);
      const result = call(tool);
      await until("it is a task", () => stream.history.some(({ type }) => type === "call.task"));
      await hub.close();
      await assert.rejects(result, { begun: true });
    }

    for (const tool of ["dig", "mine"])
      it(`is found again, and its result is shown (${tool})`, async () => {
        await closedWhile(tool);
        const task = await begun();
        const { left, follow, stream } = await openWindow(http(tasks.url));
        const [found] = await until("it is told", () => left().length > 0 && left());
        assert.ok(found);
        assert.deepEqual([found.tool, found.ended], [tool, false]);
        const result = follow(found);
        await looked();
        await tasks.finish(task, "gold");
        assert.deepEqual(await result, goldOf(task));
        assert.deepEqual([calls(), left(), state.get("mcpHub.tasks")], [1, [], []]);
        const outcomes = stream.history.flatMap((event) => (event.type === "call.ended" ? [event.outcome] : []));
        assert.deepEqual(outcomes, ["ok"]);
        await assert.rejects(follow(found), {
          code: "unknown-task",
          message: '"tasks" no longer has this task. Call the tool again.',
        });
      });

    it("is found again at a modern server, also where it has ended", async () => {
      await closedWhile("dig", http(modern.url));
      Object.assign(modern.tasks.get("task 1") ?? {}, { status: "completed", result: { content: gold.content } });
      const { left, follow } = await openWindow(http(modern.url));
      const [found] = await until("it is told", () => left().length > 0 && left());
      assert.ok(found?.ended);
      assert.deepEqual(await follow(found), gold);
    });

    it("can be cancelled unseen", async () => {
      await closedWhile("dig");
      const { left, hub } = await openWindow(http(tasks.url));
      const [found] = await until("it is told", () => left().length > 0 && left());
      await hub.tasks.abandon(server, found?.key ?? "");
      assert.equal(await tasks.statusOf(await begun()), "cancelled");
      assert.deepEqual([left(), hub.tasks.left(), state.get("mcpHub.tasks")], [[], [], []]);
    });

    it("is forgotten where the server does not know it", async () => {
      await closedWhile("dig");
      const url = tasks.url;
      await tasks.stop();
      tasks = await startTaskServer(Number(new URL(url).port)); // as if it had been restarted, and had lost all
      const { stream, left } = await openWindow(http(url));
      await until("it is said", () =>
        stream.history.some(
          (event) => event.type === "server.log" && /The earlier task of "dig" no longer exists\./.test(event.text),
        ),
      );
      assert.deepEqual([left(), state.get("mcpHub.tasks")], [[], []]);
    });

    it("means nothing where another server stands behind the name", async () => {
      await closedWhile("dig");
      const { stream, hub } = await openWindow(http(modern.url));
      await hub.restart(server);
      assert.ok(!stream.history.some(({ type }) => type === "server.tasks"));
      assert.ok(!modern.asked.some(([method]) => method === "tasks/get"), "the id is not told to it");
    });
  });
});
