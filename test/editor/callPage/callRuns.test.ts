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
  const clock = new FakeClock(0);
  clock.pass(5000); // what is measured must not depend on when it began
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

  it("keep no arguments that are longer than is remembered, and take no less time than none", async () => {
    const { told, runs } = world(async (call) => {
      call.onAsked?.(1000);
      return text("x");
    });
    const args = (length: number) => JSON.stringify({ a: "x".repeat(length - '{"a":""}'.length) });
    runs.start(tool, args(100_000));
    await settled();
    assert.deepEqual([runs.history(tool).length, runs.history(tool)[0]?.at, told.at(-1)?.ms], [1, 5000, 0]);
    runs.start(tool, args(100_001));
    await settled();
    assert.equal(runs.history(tool).length, 1);
  });

  it("keep the results of the latest thirty targets, but those that still run", async () => {
    let isWaiting = true;
    const { runs } = world(() => (isWaiting ? new Promise(() => {}) : Promise.resolve(text("x"))));
    const target = (at: number): CallTarget => ({ kind: "tool", server: "one", name: `t${at}` });
    runs.start(target(0), "{}");
    isWaiting = false;
    for (let at = 1; at <= 31; at++) {
      runs.start(target(at), "{}");
      await settled();
    }
    const kept = Array.from({ length: 32 }, (_, at) => at).filter((at) => runs.of(target(at)) !== undefined);
    assert.equal(kept.length, 30);
    assert.equal(runs.of(target(0))?.state, "running");
    assert.ok(!kept.includes(1) && kept.includes(31), kept.join());
  });
});
