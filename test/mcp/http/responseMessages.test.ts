import assert from "node:assert/strict";
import type { JSONRPCMessage } from "@modelcontextprotocol/client";
import {
  answersTo,
  deliverMessages,
  errorIn,
  messagesInText,
  readMessages,
  speaksOfSession,
} from "../../../src/mcp/http/responseMessages";

const result = (id: number | string) => ({ jsonrpc: "2.0", id, result: {} }) as const;
const failed = (id?: number | string) => ({
  jsonrpc: "2.0",
  ...(id !== undefined && { id }),
  error: { code: 1, message: "No" },
});
const call = (method = "tools/call", params = {}): JSONRPCMessage => ({ jsonrpc: "2.0", id: 5, method, params });
const modern = { _meta: { "io.modelcontextprotocol/protocolVersion": "2026-07-28" } };

describe("the messages of a body", () => {
  const read = (text: string) => readMessages(Buffer.from(text));

  it("are one, or those of a batch", () => {
    assert.deepEqual(read(JSON.stringify(result(1))), [result(1)]);
    assert.deepEqual(read(JSON.stringify([result(1), result(2)])), [result(1), result(2)]);
  });

  it("are refused where it is not JSON or not a message", () => {
    assert.throws(() => read("{"), SyntaxError);
    assert.throws(() => read('{"a":1}'), /JSON that is not an MCP message/);
  });

  it("are the failure of the request that broken JSON answers", () => {
    const [only] = read('{"jsonrpc":"2.0","id":5,"result":{"n":NaN}}') as readonly JSONRPCMessage[];
    assert.ok(only && "error" in only);
    assert.deepEqual([only.id, only.error.code], [5, -32700]);
  });

  it("are read in slices where the body is large", async () => {
    const large = { jsonrpc: "2.0", id: 1, result: { text: "x".repeat(1_100_000) } };
    const heard: unknown[] = [];
    const bytes = Buffer.from(JSON.stringify([large, result(2)]));
    const onFailure = (error: unknown) => heard.push(error);
    const delivered = deliverMessages(bytes, (one) => heard.push(one), onFailure);
    assert.equal(heard.length, 0);
    assert.ok(delivered instanceof Promise);
    await delivered;
    assert.deepEqual(heard.splice(0), [large, result(2)]);
    await deliverMessages(Buffer.from(JSON.stringify([large.result])), (one) => heard.push(one), onFailure);
    assert.match(String(heard), /not an MCP message/);
  });

  it("are delivered, or their failure is", () => {
    const heard: unknown[] = [];
    const deliver = (text: string) =>
      deliverMessages(
        Buffer.from(text),
        (one) => heard.push(one),
        (error) => heard.push(String(error)),
      );
    assert.equal(deliver(JSON.stringify([result(1), result(2)])), undefined);
    assert.equal(deliver('{"a":1}'), undefined);
    assert.deepEqual(heard, [result(1), result(2), "SyntaxError: The server sent JSON that is not an MCP message."]);
  });
});

describe("the error in the body of a refusal", () => {
  const body = JSON.stringify(failed(5));
  const ofSession = JSON.stringify({ ...failed(5), error: { code: 1, message: "Session gone" } });
  const rows: [what: string, given: Parameters<typeof errorIn>, isAnswer: boolean][] = [
    ["of its request", [400, body, call(), false], true],
    ["of its request, with its id as text", [400, JSON.stringify(failed("5")), call(), false], true],
    ["of another request", [400, JSON.stringify(failed(6)), call(), false], false],
    ["of no request", [400, JSON.stringify(failed()), call(), false], false],
    ["that is none but a result", [400, JSON.stringify(result(5)), call(), false], false],
    ["that is a request of the server", [400, JSON.stringify(call()), call(), false], false],
    ["of a notification", [400, body, { jsonrpc: "2.0", method: "notifications/x" }, false], false],
    ["of an answer", [400, body, result(5), false], false],
    ...[401, 403, 407, 408, 429].map(
      (status) =>
        [`with ${status}`, [status, body, call(), false], false] as [string, Parameters<typeof errorIn>, false],
    ),
    ["of the handshake", [400, body, call("initialize"), false], false],
    ["of the first question", [400, body, call("server/discover"), false], false],
    ["of the first question with its version", [400, body, call("server/discover", modern), false], true],
    ["of the first question with its version and 404", [404, body, call("server/discover", modern), false], false],
    ["that speaks of a session where there is one", [404, ofSession, call(), true], false],
    ["that speaks of a session where there is none", [404, ofSession, call(), false], true],
    ["that does not speak of the session", [404, body, call(), true], true],
  ];
  for (const [what, given, isAnswer] of rows)
    it(`${what} is ${isAnswer ? "its answer" : "not an answer"}`, () =>
      assert.equal(errorIn(...given) !== undefined, isAnswer));

  it("speaks of a session in any case of letters", () => {
    assert.deepEqual(["No SESSION", "none", undefined].map(speaksOfSession), [true, false, false]);
  });
});

describe("the answer in a response", () => {
  const note = { jsonrpc: "2.0", method: "notifications/x" } as const;
  const rows: [what: string, messages: readonly unknown[], expected: readonly unknown[], isAnswered: boolean][] = [
    ["nothing", [], [], false],
    ["the answer", [result(5)], [result(5)], true],
    ["the answer, with its id as text", [result("5")], [result("5")], true],
    ["the answer behind a notification", [note, result(5)], [note, result(5)], true],
    ["the answer behind an error of another", [failed(6), result(5)], [failed(6), result(5)], true],
    ["a notification", [note], [note], false],
    ["a request with the same id", [call()], [call()], false],
    ["an error that names no request", [note, failed()], [note, failed(5)], true],
    ["an error that names another one", [failed(6)], [failed(5)], true],
    ["a result that names no request", [{ jsonrpc: "2.0", result: {} }], [result(5)], true],
    ["a result that names another one", [result(6)], [result(6)], false],
    ["two errors: the first", [failed(6), failed(7)], [failed(5), failed(7)], true],
  ];
  for (const [what, messages, expected, isAnswered] of rows)
    it(`that holds ${what}`, () =>
      assert.deepEqual(answersTo(5, messages as readonly JSONRPCMessage[]), { messages: expected, isAnswered }));
});

it("a body that is something else has no messages", () => {
  assert.deepEqual(messagesInText("<html>"), []);
  assert.deepEqual(messagesInText(JSON.stringify(result(1))), [result(1)]);
});
