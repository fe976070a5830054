import assert from "node:assert/strict";
import type { JSONRPCMessage } from "@modelcontextprotocol/client";
import { HubError } from "../../../src/core/kernel/hubError";
import type { Json } from "../../../src/mcp/calls/taskState";
import { ClientTasks } from "../../../src/mcp/serverRequests/clientTasks";
import { FakeAnswerer } from "../../support/fakeAnswerer";
import { FakeClock } from "../../support/fakeClock";
import { noAbort, openLinks } from "../../support/openLinks";
import { everythingPlans } from "../../support/startEverything";
import { until } from "../../support/until";

describe("what a server asks back as a task", () => {
  let clock: FakeClock;
  let sent: Json[];
  let asked: {
    readonly question: Json;
    readonly signal: AbortSignal;
    resolve(result: Json): void;
    reject(e: unknown): void;
  }[];
  let tasks: ClientTasks;

  beforeEach(() => {
    clock = new FakeClock();
    sent = [];
    asked = [];
    tasks = new ClientTasks({
      clock,
      methods: new Set(["elicitation/create"]),
      answer: (question, signal) =>
        new Promise((resolve, reject) => asked.push({ question: { ...question }, signal, resolve, reject })),
      toErrorObject: (error) => ({ code: -7, message: error instanceof Error ? error.message : "no error" }),
      send: async (message: JSONRPCMessage) => void sent.push(JSON.parse(JSON.stringify(message))),
      report: (error) => assert.fail(String(error)),
    });
  });

  let lastId = 0;
  const take = (method: string, params: Json = {}) =>
    tasks.take({ jsonrpc: "2.0", id: ++lastId, method, params: { ...params } });
  /** The answer to a request. */
  const said = async (method: string, params: Json = {}): Promise<Json> => {
    assert.ok(take(method, params));
    const id = lastId;
    await until("it is answered", () => sent.some((message) => message.id === id));
    return sent.find((message) => message.id === id) ?? {};
  };
  const create = async (ttl?: number): Promise<Json> => {
    const before = asked.length;
    const { result } = await said("elicitation/create", {
      message: "Which?",
      task: { ...(ttl !== undefined && { ttl }) },
    });
    await until("the question is asked", () => asked.length > before);
    return Object(result).task;
  };
  const told = () => sent.filter(({ method }) => method === "notifications/tasks/status").map(({ params }) => params);

  it("is answered with a task at once, and with the answer when there is one", async () => {
    const task = await create(5000);
    const { taskId } = task;
    const at = new Date(clock.now()).toISOString();
    const state = { taskId, ttl: 5000, pollInterval: 1000, status: "working", createdAt: at, lastUpdatedAt: at };
    assert.deepEqual(task, state);
    assert.deepEqual(asked[0]?.question, { method: "elicitation/create", params: { message: "Which?" } });
    assert.deepEqual((await said("tasks/get", { taskId })).result, state);

    const result = said("tasks/result", { taskId });
    clock.pass(10);
    asked[0]?.resolve({ action: "accept", content: { a: 1 } });
    assert.deepEqual((await result).result, {
      action: "accept",
      content: { a: 1 },
      _meta: { "io.modelcontextprotocol/related-task": { taskId } },
    });
    const done = { ...state, status: "completed", lastUpdatedAt: new Date(clock.now()).toISOString() };
    assert.deepEqual((await said("tasks/get", { taskId })).result, done);
    assert.deepEqual((await said("tasks/list")).result, { tasks: [done] });
    assert.deepEqual(told(), [done]);
    assert.match(JSON.stringify((await said("tasks/cancel", { taskId })).error), /-32602.*it is completed/);
  });

  it("fails as the question would have failed", async () => {
    const { taskId } = await create();
    asked[0]?.reject(new HubError("denied", "No."));
    assert.deepEqual((await said("tasks/result", { taskId })).error, { code: -7, message: "No." });
    const { status, statusMessage } = Object((await said("tasks/get", { taskId })).result);
    assert.deepEqual([status, statusMessage], ["failed", "No."]);
  });

  it("is withdrawn when the server cancels it, and a later answer is ignored", async () => {
    const { taskId } = await create();
    const result = said("tasks/result", { taskId });
    assert.equal(Object((await said("tasks/cancel", { taskId })).result).status, "cancelled");
    assert.equal(asked[0]?.signal.aborted, true);
    asked[0]?.resolve({ action: "accept" });
    assert.match(JSON.stringify((await result).error), /cancelled/);
    assert.equal(Object((await said("tasks/get", { taskId })).result).status, "cancelled");
    assert.equal(told().length, 1);
  });

  it("is kept as long as the server asks, and at most an hour", async () => {
    const { taskId } = await create(5000);
    assert.equal((await create(1e12)).ttl, 3_600_000);
    clock.pass(5000);
    assert.equal(asked[0]?.signal.aborted, true);
    assert.match(JSON.stringify((await said("tasks/get", { taskId })).error), /-32602.*no such task/);
    assert.equal(Object((await said("tasks/list")).result).tasks.length, 1);
    tasks.end();
    assert.equal(asked[1]?.signal.aborted, true);
    assert.deepEqual([clock.waiting, clock.background], [0, 0]);
  });

  it("is refused where fifty are running, and replaces one that has ended", async () => {
    const [first] = await Promise.all(Array.from({ length: 50 }, () => create()));
    assert.match(
      JSON.stringify((await said("elicitation/create", { task: {} })).error),
      /50 tasks are already running here/,
    );
    await said("tasks/cancel", { taskId: first?.taskId });
    await create();
    assert.equal(Object((await said("tasks/list")).result).tasks.length, 50);
  });

  it("is not handled where it is not a task, or was not declared", () => {
    assert.equal(take("elicitation/create", { message: "Which?" }), false);
    assert.equal(take("sampling/createMessage", { task: {} }), false);
    assert.equal(take("roots/list"), false);
    assert.deepEqual(sent, []);
  });
});

describe("server-everything, which asks back as tasks", function () {
  this.timeout(30_000);
  const open = openLinks();
  const planOf = everythingPlans();

  for (const name of ["stdio", "http", "sse"])
    it(`gets an answer and a model's words over ${name}`, async () => {
      const plan = planOf(name);
      const clientFeatures = new FakeAnswerer();
      clientFeatures.onForm = async () => ({ action: "accept", content: { name: "Ada" } });
      const { link } = await open(plan, { clientFeatures });
      const call = async (tool: string, args = {}) =>
        JSON.stringify((await link.callTool(tool, args, { signal: noAbort() })).content);
      const [form, model] = await Promise.all([
        call("trigger-elicitation-request-async"),
        call("trigger-sampling-request-async", { prompt: "Hello", maxTokens: 20 }),
      ]);
      assert.match(form, /\[COMPLETED\] User provided.*- Name: Ada.*Poll 1: completed/);
      assert.match(model, /\[COMPLETED\] Async sampling completed!.*Poll 1: completed.*fake-1/);
      assert.match(clientFeatures.forms[0]?.message ?? "", /async task demo/);
    });

  it("lists neither tool where nothing answers", async () => {
    const plan = planOf("stdio");
    const { link } = await open(plan);
    const { tools } = await link.catalog(noAbort());
    assert.deepEqual(
      tools.filter(({ name }) => name.endsWith("-async")),
      [],
    );
  });
});
