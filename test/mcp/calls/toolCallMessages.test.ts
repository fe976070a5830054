import assert from "node:assert/strict";
import type { JSONRPCRequest, JSONRPCResponse, TransportSendOptions } from "@modelcontextprotocol/client";
import type { Ending } from "../../../src/core/kernel/timeLimit";
import { ToolCalls } from "../../../src/mcp/calls/toolCalls";
import { noAbort } from "../../support/openLinks";

const firstId = 1_000_000_000;

function calling() {
  const sent: JSONRPCRequest[] = [];
  const options: TransportSendOptions[] = [];
  const calls = new ToolCalls(
    "files",
    async (one, more) => {
      sent.push(one as JSONRPCRequest);
      if (more) options.push(more);
    },
    (error) => assert.fail(String(error)),
  );
  return { calls, sent, options };
}
const answer = (id: unknown, more: object) => ({ jsonrpc: "2.0", id, ...more }) as JSONRPCResponse;

describe("the messages of tool calls", () => {
  it("are requests with ids of their own, and the name of the hub's request where there is one", () => {
    const { calls, sent, options } = calling();
    for (const request of [undefined, "r1"])
      calls.call("t", {}, { signal: noAbort(), ...(request && { request }) }).catch(() => {});
    assert.deepEqual(
      sent.map(({ jsonrpc, id, method }) => [jsonrpc, id, method]),
      [1, 2].map((at) => ["2.0", firstId + at, "tools/call"]),
    );
    const headers = options.map((one) => Reflect.get(one, "headers"));
    assert.deepEqual(headers, [undefined, { "x-request-id": "r1" }]);
    assert.deepEqual(calls.waiting(), [firstId + 1, firstId + 2]);
  });

  it("do not cancel what has been answered", async () => {
    const { calls, sent } = calling();
    const ending: Ending = { onEnd: undefined };
    const call = calls.call("t", {}, { signal: noAbort(), ending });
    const { onEnd } = ending;
    calls.answer(answer(sent[0]?.id, { result: { a: 1 } }));
    assert.deepEqual(await call, { a: 1 });
    assert.equal(ending.onEnd, undefined);
    onEnd?.();
    assert.equal(sent.length, 1);
  });

  for (const [what, more] of [
    ["an error that is a text", { error: "No" }],
    ["a result that is a text", { result: "done" }],
    ["neither", {}],
  ] as const)
    it(`fail where the answer has ${what}`, async () => {
      const { calls, sent } = calling();
      const call = calls.call("t", {}, { signal: noAbort() });
      assert.equal(calls.answer(answer(sent[0]?.id, more)), true);
      await assert.rejects(call, { code: "protocol", message: /answered tools\/call with an invalid result/ });
    });

  it("are told from those of others by their ids", () => {
    const { calls } = calling();
    const ids = [firstId, firstId + 1, String(firstId + 1), 5, "x", undefined];
    const isOwn = [false, true, true, false, false, false];
    assert.deepEqual(
      ids.map((id) => calls.answer(answer(id, { result: {} }))),
      isOwn,
    );
    assert.deepEqual(
      ids.map((progressToken) => calls.progress({ progressToken, progress: 1 })),
      isOwn,
    );
    assert.deepEqual([calls.progress(undefined), calls.progress("x")], [false, false]);
  });

  it("of lasting progress have tokens of their own, until the transport ends", () => {
    const { calls } = calling();
    const heard: unknown[] = [];
    const tokens = [1, 2].map(() => calls.listen((progress) => heard.push(progress)).token);
    assert.deepEqual(tokens, ["mcp-hub-1", "mcp-hub-2"]);
    const progress = (more: object) => calls.progress({ progressToken: tokens[0], ...more });
    assert.equal(progress({ progress: 1, total: 2, message: "m" }), true);
    assert.equal(progress({ progress: 2, total: "2", message: 3 }), true);
    assert.equal(progress({ progress: "3" }), true);
    calls.end();
    assert.equal(progress({ progress: 4 }), true);
    assert.deepEqual(heard, [{ progress: 1, total: 2, message: "m" }, { progress: 2 }]);
  });
});
