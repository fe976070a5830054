import assert from "node:assert/strict";
import type { LaunchPlan } from "../../../src/core/config/plan/launchPlan";
import type { RequestOptions } from "../../../src/core/connection/link";
import { followTask } from "../../../src/mcp/calls/followTask";
import { legacyTask, type Request } from "../../../src/mcp/calls/toolTasks";
import { FakeAnswerer } from "../../support/fakeAnswerer";
import { FakeClock } from "../../support/fakeClock";
import { noAbort, openLinks } from "../../support/openLinks";
import { passing, turn } from "../../support/passing";
import { type Everything, everythingOnStdio, startEverything } from "../../support/startEverything";

describe("a task that is followed", () => {
  const result = { content: [{ type: "text", text: "done" }] };
  const task = (status: string, more: object = {}) => ({ taskId: "t1", status, pollInterval: 1000, ...more });

  /** A server whose task has these states, one at each look. */
  const served = (...states: object[]) => {
    const asked: string[] = [];
    const request: Request = async (method, _, { signal }) => {
      asked.push(method);
      if (signal.aborted) throw signal.reason;
      return method === "tasks/result" ? result : { ...states.shift() };
    };
    return { asked, request };
  };
  const start = (
    request: Request,
    clock: FakeClock,
    { signal = noAbort(), ...more }: Partial<RequestOptions> = {},
    told: unknown[] = [],
  ) =>
    followTask({ server: "files", clock, report: (error) => told.push(error) }, legacyTask("files", "t1", request), {
      signal,
      ...more,
    });

  it("is polled until it has ended, and reports new status messages", async () => {
    const clock = new FakeClock();
    const half = { statusMessage: "half" };
    const { asked, request } = served(task("working"), task("working", half), task("working", half), task("completed"));
    const told: unknown[] = [];
    const onProgress = (progress: unknown) => told.push(progress);
    assert.deepEqual(await passing(clock, start(request, clock, { onProgress }), 500), result);
    assert.deepEqual(asked, ["tasks/get", "tasks/get", "tasks/get", "tasks/get", "tasks/result"]);
    assert.deepEqual(told, [{ progress: 2, message: "half" }]);
    assert.equal(clock.waiting, 0);
  });

  it("has its result asked for where it waits for input, once", async () => {
    const clock = new FakeClock();
    const { asked, request } = served(task("input_required"), task("input_required"), task("completed"));
    await passing(clock, start(request, clock), 500);
    assert.deepEqual(
      asked.filter((method) => method === "tasks/result"),
      ["tasks/result"],
    );
  });

  it("fails where the server cancels it", async () => {
    const { request } = served(task("cancelled", { statusMessage: "too much to do" }));
    await assert.rejects(start(request, new FakeClock()), { code: "server-error", message: /too much to do/ });
  });

  it("fails where its state is none", async () => {
    const { request } = served(task("sleeping"));
    await assert.rejects(start(request, new FakeClock()), {
      code: "protocol",
      message: /"files" reported a task in an unknown state/,
    });
  });

  it("is cancelled with its caller, and a server that does not take that is not waited for", async () => {
    const clock = new FakeClock();
    const abort = new AbortController();
    const { asked, request } = served(task("working"));
    const told: unknown[] = [];
    const deaf: Request = (method, params, options) =>
      method === "tasks/cancel"
        ? new Promise((_, reject) => options.signal.addEventListener("abort", () => reject(new Error("too late"))))
        : request(method, params, options);
    const call = start(deaf, clock, { signal: abort.signal }, told);
    await turn();
    abort.abort();
    await assert.rejects(call, { name: "AbortError" });
    assert.equal(asked.length, 1);
    clock.pass(10_000);
    await turn();
    assert.deepEqual([told.map(String), clock.waiting], [["Error: too late"], 0]);
  });

  for (const [pollInterval, waitMs] of [
    [0, 100],
    [2500, 2500],
    [86_400_000, 60_000],
    ["soon", 1000],
  ] as const)
    it(`is polled after ${waitMs} ms where its server asks for ${pollInterval}, and is alive until then`, async () => {
      const clock = new FakeClock();
      const { asked, request } = served(task("working", { pollInterval }), task("completed"));
      let alive = 0;
      const call = start(request, clock, { onAlive: () => alive++ });
      await turn();
      const beats = Math.ceil(waitMs / 500);
      for (let beat = 1; beat < beats; beat++) {
        clock.pass(500);
        await turn();
      }
      clock.pass(waitMs - 500 * (beats - 1) - 1);
      await turn();
      assert.deepEqual(asked, ["tasks/get"]);
      assert.equal(alive, beats, "twice a second, the limits of its caller start again");
      clock.pass(1);
      assert.deepEqual(await call, result);
    });
});

describe("a task of server-everything", function () {
  this.timeout(60_000);
  const open = openLinks();
  const running: Everything[] = [];
  let plans: LaunchPlan[];

  before(async () => {
    running.push(...(await Promise.all([startEverything("streamableHttp"), startEverything("sse")])));
    const [http, sse] = running.map(({ url }) => url);
    plans = [
      { kind: "stdio", server: "everything", env: {}, ...everythingOnStdio },
      { kind: "http", server: "everything", url: http ?? "", headers: {} },
      { kind: "sse", server: "everything", url: sse ?? "", headers: {} },
    ];
  });
  after(() => Promise.all(running.map((server) => server.stop())));

  it("asks on its way, and ends, on each transport", async () => {
    const clientFeatures = new FakeAnswerer();
    clientFeatures.onForm = async () => ({ action: "accept", content: { interpretation: "snake" } });
    await Promise.all(
      plans.map(async (plan) => {
        const { link } = await open(plan, { clientFeatures });
        const { tools } = await link.catalog(noAbort());
        assert.equal(tools.find(({ name }) => name === "simulate-research-query")?.task, "required");
        const words: (string | undefined)[] = [];
        const { content } = await link.callTool(
          "simulate-research-query",
          { topic: "python", ambiguous: true },
          { signal: noAbort(), onProgress: ({ message }) => words.push(message) },
        );
        assert.match(JSON.stringify(content), /Research Report: python \(snake\)/);
        assert.ok(
          words.some((said) => said?.includes("Gathering sources")),
          words.join(),
        );
      }),
    );
    assert.equal(clientFeatures.forms.length, 3);
  });
});
