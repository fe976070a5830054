import assert from "node:assert/strict";
import type { HttpPlan } from "../../../src/core/config/plan/launchPlan";
import type { RequestOptions } from "../../../src/core/connection/link";
import { HubError } from "../../../src/core/kernel/hubError";
import type { BegunTask } from "../../../src/core/messages/task";
import { FakeAnswerer } from "../../support/fakeAnswerer";
import { type ModernTasks, startModernTasks } from "../../support/modernTasks";
import { noAbort, openLinks } from "../../support/openLinks";
import { startTaskServer, type TaskServer } from "../../support/taskServer";
import { until } from "../../support/until";

const plan = (url: string): HttpPlan => ({ kind: "http", server: "tasks", url, headers: {} });
const wanted = { optional: true, keepMs: 900_000 };

/** The SDK of the 1.x line as the peer. */
describe("a tool call as a task of revision 2025-11-25", function () {
  this.timeout(20_000);
  const open = openLinks();
  let server: TaskServer;
  beforeEach(async () => {
    server = await startTaskServer();
  });
  afterEach(() => server.stop());

  const start = async (tool: string, options: Partial<RequestOptions> = {}) => {
    const { link } = await open(plan(server.url));
    await link.catalog(noAbort());
    const begun: BegunTask[] = [];
    const call = link.callTool(tool, {}, { signal: noAbort(), onTask: (task) => begun.push(task), ...options });
    void Promise.allSettled([call]);
    const task = await until("the task has begun", () => server.begun.at(-1) ?? false);
    return { link, call, task, begun };
  };

  it("is known by the tools that may and must", async () => {
    const { link } = await open(plan(server.url));
    const { tools } = await link.catalog(noAbort());
    assert.deepEqual(
      tools.map(({ name, task }) => [name, task]),
      [
        ["dig", "optional"],
        ["mine", "required"],
      ],
    );
  });

  for (const [tool, options] of [
    ["dig", { task: wanted }],
    ["mine", { task: { ...wanted, optional: false } }],
  ] as const)
    it(`is begun once, and fetched at its end (${tool})`, async () => {
      const words: unknown[] = [];
      const { call, task, begun } = await start(tool, {
        ...options,
        onProgress: ({ message }) => words.push(message),
      });
      await server.say(task, "halfway");
      await until("it is told", () => words.includes("halfway"));
      await server.finish(task, "gold");
      assert.deepEqual((await call).content, [{ type: "text", text: "gold" }]);
      assert.deepEqual(begun, [{ id: task, ttlMs: 900_000 }]);
      assert.equal(server.asked.filter((method) => method === "tools/call").length, 1);
    });

  it("is none where a tool that may is not to", async () => {
    const { call, task, begun } = await start("dig", { task: { ...wanted, optional: false } });
    await server.finish(task, "gold"); // the SDK's server makes one for itself
    assert.deepEqual((await call).content, [{ type: "text", text: "gold" }]);
    assert.deepEqual(begun, []);
    assert.deepEqual(server.asked.slice(1), ["tools/call"]);
  });

  it("is cancelled at its server when its caller gives up", async () => {
    const abort = new AbortController();
    const { call, task } = await start("dig", { task: wanted, signal: abort.signal });
    await until("it was looked at", () => server.asked.includes("tasks/get"));
    abort.abort();
    await assert.rejects(call, { code: "cancelled" });
    await until("the server knows", async () => (await server.statusOf(task)) === "cancelled");
  });

  it("can be polled and cancelled over another link; an unknown one is an error", async () => {
    const { task } = await start("mine");
    const { link } = await open(plan(server.url));
    assert.equal(await link.lookAtTask(task, noAbort()), "working");
    await link.cancelTask(task, noAbort());
    assert.equal(await link.lookAtTask(task, noAbort()), "cancelled");
    await assert.rejects(link.lookAtTask("nobody's", noAbort()), { code: "server-error" });
    await assert.rejects(link.followTask({ id: "nobody's", tool: "dig" }, { signal: noAbort() }), {
      code: "server-error",
    });
  });
});

/** The SDK of the 2.x line as the peer, which leaves the extension to its users. */
describe("a tool call that the server answers with a task (revision 2026-07-28)", function () {
  this.timeout(20_000);
  const open = openLinks();
  let server: ModernTasks;
  beforeEach(async () => {
    server = await startModernTasks();
  });
  afterEach(() => server.stop());

  const start = async (options: Partial<RequestOptions> = {}, clientFeatures = new FakeAnswerer()) => {
    const { link, heard } = await open(plan(server.url), { clientFeatures });
    const { tools } = await link.catalog(noAbort());
    assert.deepEqual([link.info.protocolVersion, tools[0]?.task], ["2026-07-28", "unasked"]);
    const begun: BegunTask[] = [];
    const call = link.callTool("dig", {}, { signal: noAbort(), onTask: (task) => begun.push(task), ...options });
    void Promise.allSettled([call]);
    const task = await until("the task has begun", () => server.tasks.get("task 1") ?? false);
    return { link, heard, call, task, begun, clientFeatures };
  };
  const methods = () => server.asked.map(([method]) => method);

  it("is followed to its result, each request with the extension declared and the task in its header", async () => {
    const words: unknown[] = [];
    const { call, task, begun } = await start({ onProgress: ({ message }) => words.push(message) });
    task.statusMessage = "halfway";
    await until("it is told", () => words.includes("halfway"));
    Object.assign(task, { status: "completed", result: { content: [{ type: "text", text: "gold" }] } });
    assert.deepEqual(await call, { content: [{ type: "text", text: "gold" }], isError: false });
    assert.deepEqual(begun, [{ id: "task 1", ttlMs: 60_000 }]);
    assert.equal(methods().filter((method) => method === "tools/call").length, 1);
    assert.deepEqual(server.asked.at(-1), ["tasks/get", "task 1", true]);
    assert.ok(server.asked.every(([, , declared]) => declared));
  });

  it("fails with the error that its task failed with", async () => {
    const { call, task } = await start();
    Object.assign(task, { status: "failed", error: { code: -32603, message: "No more gold" } });
    await assert.rejects(call, { code: "server-error", message: /No more gold/ });
  });

  it("may end with a tool error", async () => {
    const { call, task } = await start();
    Object.assign(task, { status: "completed", result: { content: [{ type: "text", text: "no" }], isError: true } });
    assert.equal((await call).isError, true);
  });

  it("is cancelled at its server when its caller gives up", async () => {
    const abort = new AbortController();
    const { call, task } = await start({ signal: abort.signal });
    await until("it was looked at", () => methods().includes("tasks/get"));
    abort.abort();
    await assert.rejects(call, { code: "cancelled" });
    await until("the server knows", () => task.status === "cancelled");
  });

  const form = {
    method: "elicitation/create",
    params: { mode: "form", message: "Where?", requestedSchema: { type: "object", properties: {} } },
  };

  it("has its questions answered once each, and an answer that did not arrive is sent again", async () => {
    const clientFeatures = new FakeAnswerer();
    const looks = () => methods().filter((method) => method === "tasks/get").length;
    clientFeatures.onForm = async () => {
      const before = looks();
      await until("the question was seen again meanwhile", () => looks() > before + 1);
      return { action: "accept", content: { where: "here" } };
    };
    server.refusals = 1;
    const { call, task } = await start({}, clientFeatures);
    const hello = { role: "user", content: { type: "text", text: "Hello" } };
    const inputRequests = {
      place: form,
      model: { method: "sampling/createMessage", params: { messages: [hello], maxTokens: 10 } },
      folders: { method: "roots/list" },
    };
    Object.assign(task, { status: "input_required", inputRequests });
    await until("all are answered", () => Object.keys(server.answers).length === 3);
    assert.deepEqual(server.answers, {
      place: { action: "accept", content: { where: "here" } },
      model: { model: "fake-1", role: "assistant", stopReason: "endTurn", content: { type: "text", text: "said" } },
      folders: { roots: [{ uri: "file:///one", name: "one" }] },
    });
    assert.deepEqual([clientFeatures.forms.length, clientFeatures.samples.length], [1, 1]);
    Object.assign(task, { status: "completed", result: { content: [] } });
    await call;
  });

  it("is cancelled, with the reason, where its question is not supported", async () => {
    const clientFeatures = new FakeAnswerer();
    clientFeatures.onSample = async () => {
      throw new HubError("denied", "The request was declined.");
    };
    const { call, task } = await start({}, clientFeatures);
    const hello = { role: "user", content: { type: "text", text: "Hello" } };
    const model = { method: "sampling/createMessage", params: { messages: [hello], maxTokens: 10 } };
    Object.assign(task, { status: "input_required", inputRequests: { model } });
    await assert.rejects(call, { code: "denied", message: "The request was declined." });
    await until("the server knows", () => task.status === "cancelled");
  });

  it("is followed over another link", async () => {
    const { task } = await start();
    const { link } = await open(plan(server.url));
    assert.equal(await link.lookAtTask("task 1", noAbort()), "working");
    const followed = link.followTask({ id: "task 1", tool: "dig" }, { signal: noAbort() });
    Object.assign(task, { status: "completed", result: { content: [{ type: "text", text: "gold" }] } });
    assert.deepEqual((await followed).content, [{ type: "text", text: "gold" }]);
    await assert.rejects(link.lookAtTask("task 9", noAbort()), { code: "server-error", message: /not found/ });
  });
});
