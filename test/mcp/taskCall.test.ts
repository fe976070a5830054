import assert from "node:assert/strict";
import type { LaunchPlan } from "../../src/core/config/launchPlan";
import { callAsTask, type Request } from "../../src/mcp/link/taskCall";
import { FakeAnswerer } from "../support/fakeAnswerer";
import { FakeClock } from "../support/fakeClock";
import { noAbort, openLinks } from "../support/openLinks";
import { passing, turn } from "../support/passing";
import { type Everything, everythingOnStdio, startEverything } from "../support/startEverything";

describe("a tool that runs as a task", () => {
  const result = { content: [{ type: "text", text: "done" }] };
  const task = (status: string, more: object = {}) => ({ taskId: "t1", status, pollInterval: 1000, ...more });

  /** A server whose task has these states, one at each look. */
  const served = (...states: object[]) => {
    const asked: string[] = [];
    const request: Request = async (method, _, { signal }) => {
      asked.push(method);
      if (signal.aborted) throw signal.reason;
      if (method === "tools/call") return { task: states.shift() };
      return method === "tasks/result" ? result : { ...states.shift() };
    };
    return { asked, request };
  };
  const start = (request: Request, clock: FakeClock, signal = noAbort(), told: unknown[] = []) =>
    callAsTask(
      { server: "files", request, clock, tell: () => {} },
      "dig",
      {},
      {
        signal,
        onProgress: (progress) => told.push(progress),
      },
    );

  it("is looked at until it has ended, and tells how it stands", async () => {
    const clock = new FakeClock();
    const { asked, request } = served(task("working"), task("working", { statusMessage: "half" }), task("completed"));
    const told: unknown[] = [];
    assert.deepEqual(await passing(clock, start(request, clock, noAbort(), told), 500), result);
    assert.deepEqual(asked, ["tools/call", "tasks/get", "tasks/get", "tasks/result"]);
    assert.deepEqual(told, [{ progress: 1 }, { progress: 2, message: "half" }, { progress: 3 }]);
    assert.equal(clock.waiting, 0);
  });

  it("may be answered at once", async () => {
    const request: Request = async () => result;
    assert.deepEqual(await start(request, new FakeClock()), result);
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

  it("is cancelled with its caller", async () => {
    const clock = new FakeClock();
    const abort = new AbortController();
    const { asked, request } = served(task("working"));
    const call = start(request, clock, abort.signal);
    await turn();
    abort.abort();
    await assert.rejects(call, { name: "AbortError" });
    assert.equal(asked.at(-1), "tasks/cancel");
    assert.equal(clock.waiting, 0);
  });

  it("is not looked at without pause, whatever its server says", async () => {
    const clock = new FakeClock();
    const { asked, request } = served(task("working", { pollInterval: 0 }), task("completed"));
    const call = start(request, clock);
    await turn();
    clock.pass(99);
    await turn();
    assert.deepEqual(asked, ["tools/call"]);
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
    const answerer = new FakeAnswerer();
    answerer.onForm = async () => ({ action: "accept", content: { interpretation: "snake" } });
    await Promise.all(
      plans.map(async (plan) => {
        const { link } = await open(plan, { answerer });
        const { tools } = await link.catalog(noAbort());
        assert.equal(tools.find(({ name }) => name === "simulate-research-query")?.asTask, true);
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
    assert.equal(answerer.forms.length, 3);
  });
});
