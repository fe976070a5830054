import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import type { JSONRPCMessage, JSONRPCRequest, TransportSendOptions } from "@modelcontextprotocol/client";
import type { Ending } from "../../../src/core/kernel/timeLimit";
import { ToolCalls } from "../../../src/mcp/calls/toolCalls";
import { noAbort } from "../../support/openLinks";

/** Calls whose messages go nowhere. */
function calling(send: () => Promise<void> = async () => {}) {
  const sent: JSONRPCMessage[] = [];
  const options: (TransportSendOptions | undefined)[] = [];
  const told: unknown[] = [];
  const calls = new ToolCalls(
    "files",
    (message, more) => {
      sent.push(message);
      options.push(more);
      return send();
    },
    (error) => told.push(error),
  );
  const last = () => sent.at(-1) as JSONRPCRequest;
  return { calls, sent, options, told, last };
}

describe("ToolCalls", () => {
  it("passes on the progress of a token also after its request was answered, until it is disposed", async () => {
    const { calls, last } = calling();
    const heard: number[] = [];
    const listening = calls.listen(({ progress }) => heard.push(progress));
    const params = { name: "dig", _meta: { progressToken: listening.token } };
    const answered = calls.request("tools/call", params, { signal: noAbort() });
    const { id } = last();
    assert.deepEqual(last().params?._meta, { progressToken: listening.token });
    assert.ok(calls.progress({ progressToken: listening.token, progress: 1 }));
    assert.ok(calls.answer({ jsonrpc: "2.0", id, result: {} }));
    await answered;
    calls.progress({ progressToken: listening.token, progress: 2 });
    listening.dispose();
    calls.progress({ progressToken: listening.token, progress: 3 });
    assert.deepEqual(heard, [1, 2]);
  });

  it("answers each call with its own result, in any order", async () => {
    const { calls, sent } = calling();
    const both = Promise.all(["a", "b"].map((name) => calls.call(name, { of: name }, { signal: noAbort() })));
    const [first, second] = sent as JSONRPCRequest[];
    assert.deepEqual(first?.params, { name: "a", arguments: { of: "a" }, _meta: { progressToken: first?.id } });
    for (const [request, text] of [
      [second, "two"],
      [first, "one"],
    ] as const)
      assert.ok(request && calls.answer({ jsonrpc: "2.0", id: request.id, result: { text } }));
    assert.deepEqual(await both, [{ text: "one" }, { text: "two" }]);
  });

  it("knows a progress token that the server sends back as text", async () => {
    const { calls, last } = calling();
    const heard: number[] = [];
    const call = calls.call("a", {}, { signal: noAbort(), onProgress: ({ progress }) => heard.push(progress) });
    const { id } = last();
    assert.ok(calls.progress({ progressToken: String(id), progress: 1 }));
    assert.ok(calls.progress({ progressToken: id, progress: 2 }));
    assert.equal(calls.progress({ progressToken: "3", progress: 3 }), false);
    assert.equal(calls.progress({ progressToken: null, progress: 3 }), false);
    assert.ok(calls.answer({ jsonrpc: "2.0", id, result: {} }));
    await call;
    assert.deepEqual(heard, [1, 2]);
  });

  it("tells the server of the context and of the request that a call is part of", () => {
    const { calls, last } = calling();
    void calls.call("a", {}, { signal: noAbort(), meta: { "mcp-client-hub/language": "pt" }, request: "r-1" });
    const { id, params } = last();
    assert.deepEqual(params?._meta, {
      "mcp-client-hub/language": "pt",
      "mcp-client-hub/request": "r-1",
      progressToken: id,
    });
  });

  it("leaves the answers and the progress of the SDK's requests to it", () => {
    const { calls } = calling();
    assert.equal(calls.answer({ jsonrpc: "2.0", id: 3, result: {} }), false);
    assert.equal(calls.answer({ jsonrpc: "2.0", id: "probe", result: {} }), false);
    assert.equal(calls.progress({ progressToken: 3, progress: 1 }), false);
  });

  it("passes progress on, and nothing after the response", async () => {
    const { calls, last } = calling();
    const heard: unknown[] = [];
    const call = calls.call("a", {}, { signal: noAbort(), onProgress: (progress) => heard.push(progress) });
    const { id: progressToken } = last();
    assert.ok(calls.progress({ progressToken, progress: 1, total: 2, message: "half" }));
    assert.ok(calls.progress({ progressToken, progress: "two" }));
    calls.answer({ jsonrpc: "2.0", id: progressToken, result: {} });
    await call;
    assert.ok(calls.progress({ progressToken, progress: 2 }));
    assert.deepEqual(heard, [{ progress: 1, total: 2, message: "half" }]);
  });

  it("notifies the server of a cancel once, and releases the signal", async () => {
    const { calls, sent, last } = calling();
    const abort = new AbortController();
    const call = calls.call("a", {}, { signal: abort.signal });
    const { id } = last();
    abort.abort(new Error("enough"));
    await assert.rejects(call, { message: "enough" });
    assert.deepEqual(sent.slice(1), [
      {
        jsonrpc: "2.0",
        method: "notifications/cancelled",
        params: { requestId: id, reason: "The call was cancelled." },
      },
    ]);
    assert.equal(calls.answer({ jsonrpc: "2.0", id, result: {} }), true, "a late answer is still ours");
    assert.equal(getEventListeners(abort.signal, "abort").length, 0);
  });

  it("ends with the limit that it runs within, without listening to the signal", async () => {
    const { calls, sent, last } = calling();
    const abort = new AbortController();
    const ending: Ending = { onEnd: undefined };
    const call = calls.call("a", {}, { signal: abort.signal, ending });
    assert.equal(getEventListeners(abort.signal, "abort").length, 0);
    abort.abort(new Error("enough"));
    ending.onEnd?.();
    await assert.rejects(call, { message: "enough" });
    assert.deepEqual([sent.length, ending.onEnd], [2, undefined]);
    const answered = calls.call("a", {}, { signal: noAbort(), ending });
    calls.answer({ jsonrpc: "2.0", id: last().id, result: {} });
    await answered;
    assert.equal(ending.onEnd, undefined);
  });

  it("lets go of the signal of a call that was answered", async () => {
    const { calls, last } = calling();
    const { signal } = new AbortController();
    const call = calls.call("a", {}, { signal });
    calls.answer({ jsonrpc: "2.0", id: last().id, result: {} });
    await call;
    assert.equal(getEventListeners(signal, "abort").length, 0);
  });

  it("fails requests that cannot be sent, are refused, have an invalid result, or lose their transport", async () => {
    const unsent = calling(() => Promise.reject(new Error("no line")));
    await assert.rejects(unsent.calls.call("a", {}, { signal: noAbort() }), { message: "no line" });

    const { calls, options, last } = calling();
    const answered = (message: object) => {
      const call = calls.call("a", {}, { signal: noAbort() });
      calls.answer({ jsonrpc: "2.0", id: last().id, ...message } as never);
      return call;
    };
    await assert.rejects(answered({ error: { code: -32602, message: "no such file" } }), { code: -32602 });
    await assert.rejects(answered({ result: "text" }), { code: "protocol" });
    const ended = calls.call("a", {}, { signal: noAbort() });
    options.at(-1)?.onRequestStreamEnd?.();
    await assert.rejects(ended, { code: "transport", message: /ended its response before the result came/ });
    const open = calls.call("a", {}, { signal: noAbort() });
    calls.end();
    await assert.rejects(open, { code: "CONNECTION_CLOSED" });
  });
});
