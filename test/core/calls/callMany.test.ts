import assert from "node:assert/strict";
import { broadcast, callMany } from "../../../src/core/calls/callMany";
import type { ToolCall } from "../../../src/core/calls/toolCall";
import { HubError } from "../../../src/core/kernel/hubError";
import { aCall, done, turns } from "../../support/callFixture";
import { aTool } from "../../support/fakeLink";

describe("callMany", () => {
  it("settles each in its place: one that fails loses no other", async () => {
    const outcomes = await callMany(
      async ({ args }) => {
        if (args.n === 1) throw new HubError("timeout", "Late.");
        if (args.n === 2) throw new TypeError("x is undefined");
        for (let i = 0; i < 5 - Number(args.n); i++) await turns();
        return { ...done, structured: args.n };
      },
      [0, 1, 2, 3, 4].map((n) => aCall({ args: { n } })),
    );
    assert.deepEqual(
      outcomes.map((one) => (one.ok ? one.result.structured : one.error.code)),
      [0, "timeout", "internal", 3, 4],
    );
  });

  it("runs no more at once than it may", async () => {
    let running = 0;
    let most = 0;
    const call = async () => {
      most = Math.max(most, ++running);
      await turns();
      running--;
      return done;
    };
    await callMany(
      call,
      Array.from({ length: 20 }, () => aCall()),
      3,
    );
    assert.equal(most, 3);
  });

  it("of nothing is nothing", async () => assert.deepEqual(await callMany(async () => done, []), []));
});

describe("broadcast", () => {
  it("calls every server that has a tool of that name, and says which answered what", async () => {
    const tools = [
      { modelName: "a__echo", server: "a", tool: aTool("echo") },
      { modelName: "a__other", server: "a", tool: aTool("other") },
      { modelName: "b__echo", server: "b", tool: aTool("echo") },
      { modelName: "c__echo", server: "c", tool: aTool("echo") },
    ];
    const calls: ToolCall[] = [];
    const answers = await broadcast(
      { tools: () => tools },
      async (call) => {
        calls.push(call);
        if (call.server === "b") throw new HubError("exited", "It ended.");
        return done;
      },
      { tool: "echo", args: { n: 1 }, caller: { door: "command" }, signal: new AbortController().signal },
    );
    assert.deepEqual(
      answers.map((one) => [one.server, one.ok]),
      [
        ["a", true],
        ["b", false],
        ["c", true],
      ],
    );
    assert.equal(new Set(calls.map(({ id }) => id)).size, 3);
    assert.ok(calls.every(({ tool, args }) => tool === "echo" && args.n === 1));
  });
});
