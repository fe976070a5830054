import assert from "node:assert/strict";
import type { Link } from "../../src/core/connection/link";
import { HubError } from "../../src/core/hubError";
import { lastingCall } from "../../src/core/lastingCall";
import type { HubErrorCode } from "../../src/protocol/hubErrorCode";
import { FakeLink } from "../support/fakeLink";
import { aCall } from "./callFixture";

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
    if (this.ends.asTask) options?.onTask?.("t1");
    throw new HubError(this.ends.code, "It ended.");
  };
}

describe("a call that runs as a task", () => {
  const run = async (link: TaskLink, signal = new AbortController().signal) => {
    const result = await lastingCall(aCall({ signal }), (work) => work(link));
    const [first] = result.content;
    return first?.type === "text" ? first.text : undefined;
  };

  for (const code of ["exited", "not-connected", "session-lost", "transport"] as const)
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
    it(`fails with ${code}${asTask ? "" : " before it was a task"}`, async () => {
      const link = new TaskLink({ asTask, code });
      await assert.rejects(run(link), { code });
      assert.deepEqual(link.tasks, []);
    });

  it("fails with its loss where the server does not know it any more", async () => {
    const link = new TaskLink({ asTask: true, code: "exited" });
    link.followTask = async () => {
      throw new HubError("server-error", "Unknown task.");
    };
    await assert.rejects(run(link), { code: "exited" });
  });

  it("is not followed for ever", async () => {
    const link = new TaskLink({ asTask: true, code: "transport" });
    let follows = 0;
    link.followTask = async () => {
      follows++;
      throw new HubError("transport", "Gone.");
    };
    await assert.rejects(run(link), { code: "transport" });
    assert.equal(follows, 5);
  });

  it("is not followed for a caller who gave up", async () => {
    const link = new TaskLink({ asTask: true, code: "transport" });
    await assert.rejects(run(link, AbortSignal.abort()), { code: "transport" });
    assert.deepEqual(link.tasks, []);
  });
});
