import assert from "node:assert/strict";
import type { JSONRPCResponse } from "@modelcontextprotocol/client";
import { matched, withoutOddParts } from "../../../src/mcp/link/oddAnswers";
import { messagesOf } from "../../../src/mcp/wire/messagesOf";
import { secretMask } from "../../../src/mcp/wire/secretMask";

const brokenOne = (text: string) => messagesOf(Buffer.from(text))?.[0] as JSONRPCResponse;

describe("an answer that is matched with its request", () => {
  const named = { jsonrpc: "2.0", id: 4, result: {} } as const;
  const unnamed = { jsonrpc: "2.0", error: { code: 1, message: "No" } } as unknown as JSONRPCResponse;

  it("keeps its own id, or gets that of the only request", () => {
    assert.deepEqual(
      matched(named, "s", () => 5, undefined),
      named,
    );
    assert.deepEqual(
      matched(unnamed, "s", () => 5, undefined),
      { ...unnamed, id: 5 },
    );
    assert.equal(
      matched(unnamed, "s", () => undefined, undefined),
      unnamed,
    );
  });

  it("fails in words where it is broken, without secrets", () => {
    const answer = brokenOne('{"jsonrpc":"2.0","id":5,"result":{"key":"s3cr3t-value","n":NaN}}');
    const shown = matched(answer, "s", () => undefined, secretMask(["s3cr3t-value"]));
    assert.ok("error" in shown);
    assert.equal(shown.id, 5);
    assert.match(JSON.stringify(shown.error), /not valid JSON/);
    assert.doesNotMatch(JSON.stringify(shown.error), /s3cr3t-value/);
    assert.match(JSON.stringify(matched(answer, "s", () => undefined, undefined)), /s3cr3t-value/);
  });

  it("fails in words where it is nested too deeply", () => {
    const deep = brokenOne(`{"jsonrpc":"2.0","id":5,"result":{"a":${"[".repeat(20_000)}`);
    const shown = matched(deep, "s", () => undefined, undefined);
    assert.match(JSON.stringify("error" in shown && shown.error), /nested/);
  });
});

describe("a result without odd parts", () => {
  const rows: [what: string, method: string, result: unknown, expected: unknown][] = [
    [
      "nothing odd",
      "m",
      { a: 1, _meta: { b: 2 }, resultType: "complete" },
      { a: 1, _meta: { b: 2 }, resultType: "complete" },
    ],
    ["nothing at all", "m", {}, {}],
    ["odd metadata", "m", { a: 1, _meta: "b", resultType: "complete" }, { a: 1, resultType: "complete" }],
    ["an odd type", "m", { a: 1, _meta: { b: 2 }, resultType: 3 }, { a: 1, _meta: { b: 2 } }],
    ["both", "m", { a: 1, _meta: null, resultType: null }, { a: 1 }],
    ["a text", "tools/call", "done", undefined],
    ["null", "tools/call", null, undefined],
    ...["ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe", "tasks/cancel"].map(
      (method) => [`a text for ${method}`, method, "done", {}] as [string, string, unknown, unknown],
    ),
  ];
  it("is handed on as it is where nothing is odd", () => {
    for (const result of [{ a: 1 }, { _meta: {} }, { resultType: "complete" }, { _meta: {}, resultType: "complete" }])
      assert.equal(withoutOddParts("m", result).result, result);
  });

  for (const [what, method, result, expected] of rows)
    it(`from ${what}`, () =>
      assert.deepEqual(withoutOddParts(method, result), expected === undefined ? {} : { result: expected }));
});
