import assert from "node:assert/strict";
import type { Requests } from "../../../src/core/calls/requests";
import type { ToolCall } from "../../../src/core/calls/toolCall";
import { HubError } from "../../../src/core/kernel/hubError";
import { ExactInteger } from "../../../src/core/kernel/json/exactInteger";
import type { ToolResult } from "../../../src/core/messages/toolResult";
import { CallRuns } from "../../../src/editor/callPage/callRuns";
import type { CallRun, CallTarget } from "../../../src/protocol/callPageMessages";
import { FakeClock } from "../../support/fakeClock";

const tool: CallTarget = { kind: "tool", server: "one", name: "echo" };

function world(callTool: (call: ToolCall) => Promise<ToolResult>) {
  const clock = new FakeClock();
  const told: CallRun[] = [];
  const asked: unknown[] = [];
  const requests = {
    callTool,
    getPrompt: async (ask: unknown) => {
      asked.push(ask);
      return [{ role: "assistant" as const, content: { type: "text" as const, text: "hello" } }];
    },
    readResource: async (ask: unknown) => {
      asked.push(ask);
      return [{ uri: "demo://7", text: "seven" }];
    },
  } as Pick<Requests, "callTool" | "getPrompt" | "readResource">;
  const report = (error: unknown) => assert.fail(String(error));
  return { clock, told, asked, runs: new CallRuns({ requests, clock, publish: (run) => told.push(run), report }) };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const text = (said: string): ToolResult => ({ content: [{ type: "text", text: said }], isError: false });

describe("calls of the call page", () => {
  it("are the person's own by hand, with all digits, and leave time of the person out", async () => {
    const calls: ToolCall[] = [];
    const { clock, told, runs } = world(async (call) => {
      calls.push(call);
      call.onProgress?.({ progress: 1, total: 2, message: "half\u202e" });
      clock.pass(500);
      call.onAsked?.(400);
      return text("done");
    });
    runs.start(tool, '{"id":9223372036854775807}');
    await settled();
    const [call] = calls;
    assert.equal(call?.byHand, true);
    assert.deepEqual(call?.caller, { door: "panel" });
    assert.deepEqual(call?.args, { id: new ExactInteger("9223372036854775807") });
    assert.deepEqual(
      told.map(({ state }) => state),
      ["running", "running", "ok"],
    );
    assert.deepEqual(told[1]?.progress, { done: 1, total: 2, text: "half\ufffd" });
    assert.equal(told.at(-1)?.ms, 100);
    assert.equal(told.at(-1)?.progress, undefined);
    assert.deepEqual(runs.history(tool)[0]?.args, '{"id":9223372036854775807}');
    assert.deepEqual(runs.resultOf(tool)?.content, text("done").content);
    runs.forget(tool);
    assert.deepEqual(runs.history(tool), []);
  });

  it("run one at a time for a target, and can be cancelled", async () => {
    const { told, runs } = world(
      ({ signal }) =>
        new Promise((_, reject) =>
          signal.addEventListener("abort", () => reject(new HubError("cancelled", "The call was cancelled."))),
        ),
    );
    runs.start(tool, "{}");
    assert.throws(() => runs.start(tool, "{}"), /still running/);
    runs.cancel(tool);
    await settled();
    assert.equal(told.at(-1)?.state, "cancelled");
  });

  it("say why they failed, and what a tool reported", async () => {
    let answer: () => Promise<ToolResult> = async () => {
      throw new HubError("denied", '"echo" was not run: a rule forbids it.');
    };
    const { told, runs } = world(() => answer());
    runs.start(tool, "{}");
    await settled();
    assert.deepEqual([told.at(-1)?.state, told.at(-1)?.error], ["failed", '"echo" was not run: a rule forbids it.']);
    answer = async () => ({ ...text("no such"), isError: true });
    runs.start(tool, "{}");
    await settled();
    assert.equal(told.at(-1)?.state, "tool-error");
    assert.throws(() => runs.start(tool, "[]"), /one JSON object/);
  });

  it("get prompts and read what a template makes", async () => {
    const { told, asked, runs } = world(async () => text(""));
    runs.start({ kind: "prompt", server: "one", name: "praise" }, '{"who":"Ada"}');
    await settled();
    assert.deepEqual(told.at(-1)?.result?.parts, [
      { kind: "text", text: "hello", language: "text", role: "assistant" },
    ]);
    runs.start({ kind: "template", server: "one", name: "demo://{id}" }, '{"id":"7"}');
    await settled();
    const last = asked.at(-1) as { uri: string; byHand: boolean };
    assert.deepEqual([last.uri, last.byHand], ["demo://7", true]);
    const [part] = told.at(-1)?.result?.parts ?? [];
    assert.ok(part?.kind === "text" && part.text === "seven");
  });

  it("keep the latest twenty of a target", async () => {
    const { runs } = world(async () => text("x"));
    for (let at = 0; at < 25; at++) {
      runs.start(tool, `{"n":${at}}`);
      await settled();
    }
    assert.equal(runs.history(tool).length, 20);
    assert.equal(runs.history(tool)[0]?.args, '{"n":24}');
  });
});
