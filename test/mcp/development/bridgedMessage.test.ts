import assert from "node:assert/strict";
import { readBridged } from "../../../src/mcp/development/bridgedMessage";

const nothing = {
  method: undefined,
  id: undefined,
  isAnswer: false,
  errorCode: undefined,
  progressToken: undefined,
  about: undefined,
  isModern: false,
};

describe("a message on its way over the bridge", () => {
  const rows: [what: string, value: unknown, expected: unknown][] = [
    ["a request", { method: "ping", id: 1 }, { ...nothing, method: "ping", id: "1" }],
    ["a request with a text as its id", { method: "ping", id: "1" }, { ...nothing, method: "ping", id: '"1"' }],
    ["a notification", { method: "n", params: null }, { ...nothing, method: "n" }],
    ["an answer", { id: 1, result: {} }, { ...nothing, id: "1", isAnswer: true }],
    ["an error", { id: 1, error: { code: -1 } }, { ...nothing, id: "1", isAnswer: true, errorCode: -1 }],
    ["an error without a code", { id: null, error: { code: "x" } }, { ...nothing, isAnswer: true }],
    ["an error that is a text", { id: 1, error: "x" }, { ...nothing, id: "1", isAnswer: true }],
    [
      "a request with a token for its progress",
      { method: "m", id: 1, params: { progressToken: 8, _meta: { progressToken: 9 } } },
      { ...nothing, method: "m", id: "1", progressToken: "9" },
    ],
    [
      "progress",
      { method: "notifications/progress", params: { progressToken: 8, _meta: { progressToken: 9 } } },
      { ...nothing, method: "notifications/progress", progressToken: "8" },
    ],
    [
      "a message about a subscription",
      { method: "m", params: { _meta: { "io.modelcontextprotocol/subscriptionId": 3 } } },
      { ...nothing, method: "m", about: "3" },
    ],
    [
      "a request of a revision without sessions",
      { method: "m", id: 1, params: { _meta: { "io.modelcontextprotocol/protocolVersion": "2026-07-28" } } },
      { ...nothing, method: "m", id: "1", isModern: true },
    ],
    ["a list as its parameters", { method: "m", params: [{ _meta: 1 }] }, { ...nothing, method: "m" }],
    ["an object of something else", { id: 1, method: 2 }, undefined],
    ["a batch", [{ method: "ping" }], undefined],
    ["null", null, undefined],
  ];
  for (const [what, value, expected] of rows)
    it(`${what}`, () => assert.deepEqual(readBridged(JSON.stringify(value)), expected));

  it("is not one where it is not JSON", () => assert.equal(readBridged("{"), undefined));
});
