import assert from "node:assert/strict";
import { approve } from "../../../src/core/calls/approval/approve";
import type { ApprovalAnswer } from "../../../src/core/calls/approval/grants";
import { budget } from "../../../src/core/calls/budget";
import { deadline } from "../../../src/core/calls/deadline";
import { observe } from "../../../src/core/calls/observe";
import { prepare } from "../../../src/core/calls/prepare";
import { type Handler, newCall, pipeline, type ToolCall } from "../../../src/core/calls/toolCall";
import type { Tool } from "../../../src/core/catalog/catalog";
import { defaultOptions, type Options } from "../../../src/core/config/schema/settings";
import { HubError } from "../../../src/core/kernel/hubError";
import type { ToolResult } from "../../../src/core/messages/toolResult";
import type { QuestionDesk } from "../../../src/core/questions/questionDesk";
import type { HubEvent, Scope } from "../../../src/protocol/hubEvent";
import { aDesk } from "../../support/aDesk";
import { fakeGrants, fakeServers, lookedAtLater, turns, withOptions } from "../../support/callFixture";
import { FakeClock } from "../../support/fakeClock";
import { aTool, definition } from "../../support/fakeLink";

const ok: ToolResult = { content: [{ type: "text", text: "done" }], isError: false };

const aCall = (more: Partial<ToolCall> = {}): ToolCall =>
  newCall({
    server: "files",
    tool: "delete",
    args: {},
    caller: { door: "command" },
    signal: new AbortController().signal,
    ...more,
  });

/** A handler that counts how often it was reached. */
function counted(result: ToolResult | Error = ok) {
  const send = Object.assign(
    async (call: ToolCall) => {
      send.calls.push(call);
      if (result instanceof Error) throw result;
      return result;
    },
    { calls: [] as ToolCall[] },
  );
  return send;
}

describe("pipeline", () => {
  it("runs its layers from the outside in", async () => {
    const order: string[] = [];
    const layer = (name: string) => (next: Handler) => (call: ToolCall) => {
      order.push(name);
      return next(call);
    };
    const send: Handler = async () => {
      order.push("send");
      return ok;
    };
    await pipeline(layer("a"), layer("b"))(send)(aCall());
    assert.deepEqual(order, ["a", "b", "send"]);
  });
});

describe("observe", () => {
  function observed(send: Handler) {
    const events: HubEvent[] = [];
    const clock = new FakeClock();
    const run = observe((event) => events.push(event), clock)(send);
    return { events, clock, run };
  }

  it("tells the start, the progress and the end, with the time it took", async () => {
    const { events, clock, run } = observed(async (call) => {
      call.onProgress?.({ progress: 1, total: 2, message: "half" });
      clock.pass(40);
      return ok;
    });
    const heard: number[] = [];
    await run(aCall({ args: { path: "a" }, onProgress: ({ progress }) => heard.push(progress) }));
    assert.deepEqual(
      events.map(({ type }) => type),
      ["call.started", "call.progress", "call.ended"],
    );
    assert.deepEqual(events[0], {
      ...events[0],
      server: "files",
      tool: "delete",
      caller: { door: "command" },
      args: '{"path":"a"}',
    });
    assert.deepEqual(events[2], { ...events[2], outcome: "ok", ms: 40 });
    assert.deepEqual(heard, [1]);
  });

  const endings: [string, ToolResult | Error, string][] = [
    ["a tool that says no", { ...ok, isError: true }, "tool-error"],
    ["a failure", new HubError("timeout", "Late."), "failed"],
    ["a cancel", new HubError("cancelled", "Stopped."), "cancelled"],
    ["a no", new HubError("denied", "No."), "denied"],
    ["a defect", new TypeError("x is undefined"), "failed"],
  ];
  for (const [what, result, outcome] of endings)
    it(`ends ${what} as ${outcome}`, async () => {
      const { events, run } = observed(counted(result));
      if (result instanceof Error) await assert.rejects(run(aCall()), HubError);
      else assert.equal(await run(aCall()), result);
      const end = events.at(-1);
      assert.ok(end?.type === "call.ended" && end.outcome === outcome);
    });

  it("keeps secrets out of the stream", async () => {
    const { events, run } = observed(counted(new HubError("server-error", "Bad key sk-abcdefghijklmnopqrstuv.")));
    await assert.rejects(run(aCall({ args: { password: "hunter2", note: `ghp_${"a".repeat(36)}` } })));
    const text = JSON.stringify(events);
    for (const secret of ["hunter2", "ghp_", "sk-abc"]) assert.ok(!text.includes(secret), secret);
  });

  it("keeps a 5 MB argument out of the stream", async () => {
    const { events, run } = observed(counted());
    await run(aCall({ args: { text: "x".repeat(5_000_000) } }));
    assert.ok(JSON.stringify(events).length < 10_000);
  });
});

describe("prepare", () => {
  const tool = aTool("delete", { inputSchema: { type: "object", required: ["path"] } });
  const run = (send: Handler) => prepare({ tool: async () => tool }, () => defaultOptions, new FakeClock())(send);

  it("waits for a server no longer than the call may take, and what it waited counts", async () => {
    const clock = new FakeClock(0);
    const send = counted();
    let ready = (_: Tool): void => assert.fail("nobody has asked");
    const asked = () => new Promise<Tool>((resolve) => (ready = resolve));
    const options = () => ({ ...defaultOptions, callLimitSeconds: 5 });
    const waits = pipeline(prepare({ tool: asked }, options, clock), budget(options, clock))(send);
    const first = assert.rejects(waits(aCall()), { code: "timeout", sent: "no", message: /within 5 seconds/ });
    clock.pass(5000);
    await first;
    const second = waits(aCall({ args: { path: "a" } }));
    clock.pass(4000);
    ready(tool);
    await second;
    assert.deepEqual(
      send.calls.map(({ endsAt }) => endsAt),
      [10_000],
    );
  });

  it("waits for nothing where the server is ready, and for no cancelled call", async () => {
    const send = counted();
    let asked = 0;
    const ask = async () => {
      asked++;
      return tool;
    };
    const toolNow = (_: string, name: string) => (name === "delete" ? tool : undefined);
    const layer = prepare({ tool: ask, toolNow }, () => defaultOptions, new FakeClock())(send);
    await layer(aCall({ args: { path: "a" } }));
    await assert.rejects(layer(aCall()), { code: "bad-arguments" });
    assert.deepEqual([asked, send.calls.map(({ offered }) => offered?.name)], [0, ["delete"]]);
    await assert.rejects(layer(aCall({ args: { path: "a" }, signal: AbortSignal.abort() })), { code: "cancelled" });
    await layer(aCall({ tool: "other", args: { path: "a" } }));
    assert.deepEqual([asked, send.calls.length], [1, 2]);
  });

  it("lets arguments through that fit", async () => {
    const send = counted();
    await run(send)(aCall({ args: { path: "a" } }));
    assert.equal(send.calls.length, 1);
  });

  it("leaves out what is null where the schema knows no null, and only there", async () => {
    const inputSchema = {
      type: "object",
      properties: { path: { type: "string" }, depth: { type: "integer" }, mode: { type: ["string", "null"] } },
      required: ["path"],
    };
    const send = counted();
    const offered = async () => aTool("list", { inputSchema });
    const runNullable = prepare({ tool: offered }, () => defaultOptions, new FakeClock())(send);
    await runNullable(aCall({ args: { path: "a", depth: null } }));
    await runNullable(aCall({ args: { path: "a", mode: null } }));
    assert.deepEqual(
      send.calls.map(({ args }) => args),
      [{ path: "a" }, { path: "a", mode: null }],
    );
    await assert.rejects(runNullable(aCall({ args: { path: null, depth: null } })), { code: "bad-arguments" });
  });

  it("stops arguments that do not fit, and says which", async () => {
    const send = counted();
    await assert.rejects(run(send)(aCall()), (error: HubError) => {
      assert.equal(error.code, "bad-arguments");
      assert.match(error.message, /"delete" on "files" was not called: "path" is missing/);
      return true;
    });
    assert.equal(send.calls.length, 0);
  });
});

describe("approve", () => {
  interface Setting {
    readonly options?: Partial<Options>;
    readonly allowed?: boolean;
    readonly trusted?: boolean;
    readonly scope?: Scope;
    readonly tool?: Tool;
    readonly answer?: ApprovalAnswer | ((call: ToolCall) => Promise<ApprovalAnswer>);
    readonly desk?: QuestionDesk;
  }

  function setUp({
    options,
    allowed = false,
    trusted = false,
    scope = "user",
    tool = aTool("delete"),
    answer,
    desk = aDesk(),
  }: Setting) {
    const granted: string[] = [];
    let asked = 0;
    const grants = fakeGrants({
      allows: () => allowed || granted.length > 0,
      grant: async (_, { span }) => void granted.push(span),
      trusts: () => trusted,
    });
    const events: HubEvent[] = [];
    const send = counted();
    const run = approve({
      servers: fakeServers({ tool: async () => tool, definition: (id) => definition(id, { scope }) }),
      clock: new FakeClock(),
      publish: (event) => events.push(event),
      options: () => ({ ...defaultOptions, ...options }),
      grants,
      desk,
      ask: async (call) => {
        asked++;
        return typeof answer === "function" ? answer(call) : (answer ?? { allow: false });
      },
    })(send);
    return { run, send, granted, events, asked: () => asked };
  }

  const readOnly = aTool("read", { hints: { readOnly: true } });
  const rows: [why: string, setting: Setting, reached: boolean, asked: boolean][] = [
    ["asks by default, and a no stops it", {}, false, true],
    ["asks by default, and a yes lets it run", { answer: { allow: true, span: "once", what: "tool" } }, true, true],
    ["does not ask for what was allowed", { allowed: true }, true, false],
    ["never asks when told so", { options: { approval: "never" } }, true, false],
    ["policy allows", { options: { policy: { "files/*": "allow" } } }, true, false],
    ["policy denies, over a grant", { options: { policy: { "*/delete": "deny" } }, allowed: true }, false, false],
    ["policy denies, over approval never", { options: { policy: { "*/*": "deny" }, approval: "never" } }, false, false],
    [
      "policy asks, but not for what was allowed",
      { options: { policy: { "*/*": "ask" } }, allowed: true },
      true,
      false,
    ],
    ["policy asks, over approval never", { options: { policy: { "*/*": "ask" }, approval: "never" } }, false, true],
    [
      "a workspace's server does not inherit the person's policy by its name",
      { options: { policy: { "files/*": "allow" } }, scope: "workspace" },
      false,
      true,
    ],
    ["a server's own read-only claim grants nothing", { options: { approval: "writes" }, tool: readOnly }, false, true],
    [
      "the claim of a trusted server does",
      { options: { approval: "writes" }, tool: readOnly, trusted: true },
      true,
      false,
    ],
    ["but not for a tool that may write", { options: { approval: "writes" }, trusted: true }, false, true],
    [
      "nor for one that contradicts itself",
      {
        options: { approval: "writes" },
        tool: aTool("x", { hints: { readOnly: true, destructive: true } }),
        trusted: true,
      },
      false,
      true,
    ],
    ["and not by default", { tool: readOnly, trusted: true }, false, true],
  ];
  for (const [why, setting, reached, asked] of rows)
    it(why, async () => {
      const { run, send, asked: times } = setUp(setting);
      if (reached) await run(aCall());
      else await assert.rejects(run(aCall()), { code: "denied" });
      assert.equal(send.calls.length, reached ? 1 : 0);
      assert.equal(times(), asked ? 1 : 0);
    });

  it("asks one question at a time, and one answer for the session covers those who wait", async () => {
    let open = 0;
    const { run, send, granted, asked } = setUp({
      answer: async () => {
        assert.equal(++open, 1);
        await new Promise((resolve) => setTimeout(resolve, 2));
        open--;
        return { allow: true, span: "session", what: "tool" };
      },
    });
    await Promise.all([run(aCall()), run(aCall()), run(aCall())]);
    assert.deepEqual([send.calls.length, asked(), granted], [3, 1, ["session"]]);
  });

  it("waits at the desk for the questions of others", async () => {
    const desk = aDesk();
    const { run, send, asked } = setUp({ desk, answer: { allow: true, span: "once", what: "tool" } });
    let close = () => {};
    const signal = new AbortController().signal;
    void desk.ask(
      { kind: "form", server: "other", signal, what: "A form" },
      () => new Promise<void>((end) => (close = end)),
    );
    const done = run(aCall());
    await turns();
    assert.deepEqual([asked(), send.calls.length], [0, 0]);
    close();
    await done;
    assert.deepEqual([asked(), send.calls.length], [1, 1]);
  });

  it("closes the question of a call that was cancelled, whose late answer grants nothing", async () => {
    const abort = new AbortController();
    let answerLate: (answer: ApprovalAnswer) => void = () => assert.fail("nobody was asked");
    let onScreen: AbortSignal | undefined;
    const { run, send, granted } = setUp({
      answer: ({ signal }) => {
        onScreen = signal;
        return new Promise((resolve) => (answerLate = resolve));
      },
    });
    const cancelled = lookedAtLater(run(aCall({ signal: abort.signal })));
    await turns();
    assert.equal(onScreen?.aborted, false);
    abort.abort();
    assert.equal(onScreen?.aborted, true);
    await assert.rejects(cancelled, { code: "cancelled" });
    answerLate({ allow: true, span: "always", what: "server" });
    await turns();
    assert.deepEqual([granted, send.calls.length], [[], 0]);
  });

  it("an answer is for the server that was asked about, not for one that took its name meanwhile", async () => {
    const first = definition("files");
    const second = definition("files", { entry: { kind: "valid", config: { command: "evil" } } });
    let current = first;
    const granted: string[] = [];
    const send = counted();
    const run = approve({
      servers: fakeServers({ tool: async () => aTool("delete"), definition: () => current }),
      clock: new FakeClock(),
      options: () => defaultOptions,
      grants: fakeGrants({ grant: async (_, { span }) => void granted.push(span) }),
      desk: aDesk(),
      publish: () => {},
      ask: async () => {
        current = second;
        return { allow: true, span: "always", what: "server" };
      },
    })(send);
    await assert.rejects(run(aCall()), { code: "denied", message: /changed while you were asked/ });
    assert.deepEqual([send.calls.length, granted], [0, []]);
  });

  it("publishes each question with the call that it is about, and how it was answered", async () => {
    const answers: ApprovalAnswer[] = [{ allow: false }, { allow: true, span: "session", what: "tool" }];
    const { run, events } = setUp({ answer: async () => answers.shift() ?? { allow: false } });
    const call = aCall();
    await assert.rejects(run(call), { code: "denied" });
    await run(aCall());
    await run(aCall()); // covered by the answer before it: not asked
    const [first, second, ...others] = events;
    assert.ok(first?.type === "question.asked" && second?.type === "question.answered");
    assert.deepEqual([first.kind, first.server, first.about?.call], ["approval", "files", call.id]);
    assert.deepEqual([second.question, second.answer], [first.question, "refused"]);
    assert.deepEqual(
      others.map((event) => [event.type, event.type === "question.answered" && event.answer]),
      [
        ["question.asked", false],
        ["question.answered", "allowed"],
      ],
    );
  });

  it("a no to one call is not a no to the next", async () => {
    let answers = 0;
    const { run, send } = setUp({
      answer: async () => (++answers === 1 ? { allow: false } : { allow: true, span: "once", what: "tool" }),
    });
    const [first, second] = await Promise.allSettled([run(aCall()), run(aCall())]);
    assert.deepEqual([first.status, second.status, send.calls.length], ["rejected", "fulfilled", 1]);
  });

  it("a cancel ends the call while the question is on the screen, and nothing runs", async () => {
    const abort = new AbortController();
    let answerYes = () => {};
    const { run, send } = setUp({
      answer: () =>
        new Promise((resolve) => {
          answerYes = () => resolve({ allow: true, span: "once", what: "tool" });
          abort.abort();
        }),
    });
    await assert.rejects(run(aCall({ signal: abort.signal })), { code: "cancelled" });
    answerYes();
    await new Promise((resolve) => setTimeout(resolve, 2));
    assert.equal(send.calls.length, 0);
  });
});

describe("deadline", () => {
  const options = withOptions({ callTimeoutSeconds: 10, callLimitSeconds: 35 });

  /** A server that never answers, and ignores its signal. */
  function hanging() {
    const clock = new FakeClock();
    const seen: { call?: ToolCall } = {};
    const run = pipeline(
      budget(options, clock),
      deadline(options, clock),
    )((call) => {
      seen.call = call;
      return new Promise(() => {});
    });
    return { clock, seen, run };
  }

  it("gives up after the idle limit and tells the server to stop", async () => {
    const { clock, seen, run } = hanging();
    const running = run(aCall());
    clock.pass(9_999);
    assert.equal(seen.call?.signal.aborted, false);
    clock.pass(1);
    await assert.rejects(running, { code: "timeout", message: /gave no answer and no progress for 10 seconds/ });
    assert.equal(seen.call?.signal.aborted, true);
    assert.equal(clock.waiting, 0);
  });

  it("progress extends the idle limit, nothing extends the absolute one", async () => {
    const { clock, seen, run } = hanging();
    const running = run(aCall());
    for (let progress = 1; progress <= 4; progress++) {
      clock.pass(8_000);
      seen.call?.onProgress?.({ progress });
    }
    assert.equal(seen.call?.signal.aborted, false);
    clock.pass(3_000);
    await assert.rejects(running, { code: "timeout", message: /did not finish within 35 seconds/ });
  });

  it("a server that waits for an answer from here does not hang", async () => {
    const { clock, seen, run } = hanging();
    const running = run(aCall());
    for (let beat = 1; beat <= 4; beat++) {
      clock.pass(8_000);
      seen.call?.onAlive?.();
    }
    assert.equal(seen.call?.signal.aborted, false);
    clock.pass(3_000);
    await assert.rejects(running, { code: "timeout", message: /did not finish within 35 seconds/ });
  });

  it("a cancel reaches the server and the caller at once", async () => {
    const { clock, seen, run } = hanging();
    const abort = new AbortController();
    const running = run(aCall({ signal: abort.signal }));
    abort.abort();
    await assert.rejects(running, { code: "cancelled" });
    assert.equal(seen.call?.signal.aborted, true);
    assert.equal(clock.waiting, 0);
  });

  it("a call that was cancelled before is not sent", async () => {
    const send = counted();
    await assert.rejects(deadline(options, new FakeClock())(send)(aCall({ signal: AbortSignal.abort() })), {
      code: "cancelled",
    });
    assert.equal(send.calls.length, 0);
  });

  it("sends nothing when the limit of the call is over before its turn", async () => {
    const clock = new FakeClock();
    const send = counted();
    const run = deadline(options, clock)(send);
    clock.pass(100);
    await assert.rejects(run(aCall({ endsAt: 100 })), { code: "timeout", sent: "no" });
    assert.equal(send.calls.length, 0);
  });

  it("leaves no timer behind", async () => {
    const clock = new FakeClock();
    await deadline(options, clock)(counted())(aCall());
    await assert.rejects(deadline(options, clock)(counted(new HubError("exited", "Gone.")))(aCall()), {
      code: "exited",
    });
    assert.equal(clock.waiting, 0);
  });
});
