import assert from "node:assert/strict";
import type { Link, RequestOptions } from "../../../src/core/connection/link";
import { HubError } from "../../../src/core/kernel/hubError";
import { lastingCall } from "../../../src/core/tasks/lastingCall";
import type { HubErrorCode } from "../../../src/protocol/hubErrorCode";
import { aCall, aClient } from "../../support/callFixture";
import { FakeClock } from "../../support/fakeClock";
import { FakeLink } from "../../support/fakeLink";
import { passing, turn } from "../../support/passing";

const noOptions: RequestOptions = { signal: new AbortController().signal };

class TaskLink extends FakeLink {
  calls = 0;

  constructor(private readonly ends: { readonly asTask: boolean; readonly code: HubErrorCode }) {
    super(
      { kind: "stdio", server: "files", command: "files", args: [], env: {} },
      { lost() {}, changed() {}, log() {}, notification() {} },
    );
  }

  override callTool: Link["callTool"] = async (_name, _args, options) => {
    this.calls++;
    if (this.ends.asTask) options?.onTask?.({ id: "t1" });
    throw new HubError(this.ends.code, "It ended.");
  };
}

describe("a call that runs as a task", () => {
  const cancelledWhileAway: string[] = [];
  let gone = false;
  beforeEach(() => {
    cancelledWhileAway.length = 0;
    gone = false;
  });

  const start = (link: TaskLink, clock: FakeClock, signal = new AbortController().signal) =>
    lastingCall(aCall({ signal }), {
      run: (_, work) => work(link),
      clock,
      isAsAgreed: () => true,
      isGone: () => gone,
      cancelledWhileAway: ({ id }) => cancelledWhileAway.push(id),
    });
  const run = async (link: TaskLink, signal?: AbortSignal) => {
    const clock = new FakeClock();
    const { content } = await passing(clock, start(link, clock, signal), 15_000);
    const [first] = content;
    return first?.type === "text" ? first.text : undefined;
  };

  it("says whose it is, and what its door knows of it, to the server", async () => {
    const answers = aClient("a");
    const told: unknown[] = [];
    const link = new TaskLink({ asTask: false, code: "transport" });
    link.callTool = async (_name, _args, { answers, request, meta } = noOptions) => {
      told.push(answers, request, meta);
      return { content: [], isError: false };
    };
    await lastingCall(aCall({ answers, request: "r1", meta: { a: 1 } }), {
      run: (_, work) => work(link),
      clock: new FakeClock(),
      isAsAgreed: () => true,
      isGone: () => false,
      cancelledWhileAway: () => {},
    });
    assert.deepEqual(told, [answers, "r1", { a: 1 }]);
  });

  for (const code of ["exited", "not-connected", "rate-limited", "session-lost", "transport"] as const)
    it(`is followed over the next line after ${code}, and not called again`, async () => {
      const link = new TaskLink({ asTask: true, code });
      assert.equal(await run(link), "task t1");
      assert.deepEqual([link.calls, link.tasks], [1, ["t1"]]);
    });

  for (const [asTask, code] of [
    [false, "transport"],
    [true, "server-error"],
    [true, "timeout"],
  ] as const)
    it(`fails with ${code}${asTask ? ", and is not to be sent again" : " before it was a task"}`, async () => {
      const link = new TaskLink({ asTask, code });
      await assert.rejects(run(link), { code, begun: asTask || undefined });
      assert.deepEqual(link.tasks, []);
    });

  it("fails with its loss where the server does not know it anymore", async () => {
    const link = new TaskLink({ asTask: true, code: "exited" });
    link.followTask = async () => {
      throw new HubError("server-error", "Unknown task.");
    };
    await assert.rejects(run(link), {
      code: "exited",
      message: "It ended. Its task was lost with it.",
      begun: true,
    });
  });

  it("is not followed for ever, and a look at it counts again", async () => {
    const link = new TaskLink({ asTask: true, code: "transport" });
    let follows = 0;
    link.followTask = async (_, options) => {
      if (++follows === 3) options?.onAlive?.();
      throw new HubError("transport", "Gone.");
    };
    await assert.rejects(run(link), { code: "transport", message: "Gone. The task may still be running." });
    assert.equal(follows, 3 + 8);
  });

  it("is not followed where the server is not wanted anymore", async () => {
    const link = new TaskLink({ asTask: true, code: "not-connected" });
    gone = true;
    await assert.rejects(run(link), { code: "not-connected", begun: true });
    assert.deepEqual(link.tasks, []);
  });

  it("is not followed for a caller who gave up", async () => {
    const link = new TaskLink({ asTask: true, code: "transport" });
    await assert.rejects(run(link, AbortSignal.abort()), { code: "transport" });
    assert.deepEqual([link.tasks, cancelledWhileAway], [[], []], "the link itself told the server");
  });

  it("is to be cancelled later where its caller gives up between two lines", async () => {
    const link = new TaskLink({ asTask: true, code: "transport" });
    const clock = new FakeClock();
    const abort = new AbortController();
    const call = start(link, clock, abort.signal);
    await turn();
    abort.abort();
    await assert.rejects(call, { code: "cancelled" });
    assert.deepEqual([link.tasks, cancelledWhileAway, clock.waiting], [[], ["t1"], 0]);
  });
});
