import assert from "node:assert/strict";
import { longestBatch, partOf } from "../../../../src/core/calls/batch/partOf";
import { HubError } from "../../../../src/core/kernel/hubError";
import type { ToolResult } from "../../../../src/core/messages/toolResult";
import { aCall } from "../../../support/callFixture";
import { aTool } from "../../../support/fakeLink";

const form = aTool("batch_read");

/** The part of the call at `index` of an answer to as many calls as are wanted. */
const part = (answer: Partial<ToolResult>, index = 0, count = 2): ToolResult =>
  partOf({ content: [], isError: false, ...answer }, { call: aCall(), form, index, count });
const entry = (value: unknown, more: Partial<ToolResult> = {}) => part({ structured: { results: [value] }, ...more });

describe("how many calls one request takes", () => {
  for (const [list, most] of [
    [undefined, 10],
    [{}, 10],
    [{ maxItems: 9 }, 9],
    [{ maxItems: 11 }, 10],
    [{ maxItems: 2.9 }, 2],
    [{ maxItems: 1 }, 1],
    [{ maxItems: 0 }, 10],
    [{ maxItems: "5" }, 10],
    ["array", 10],
  ] as const)
    it(`is ${most} where the list is ${JSON.stringify(list)}`, () =>
      assert.equal(longestBatch(aTool("x", { inputSchema: { properties: { batch_requests: list } } })), most));

  it("is ten without a schema", () => assert.equal(longestBatch(aTool("x", { inputSchema: {} })), 10));
});

describe("one call's part of an answer", () => {
  for (const [value, text, isError] of [
    ["plain", "plain", false],
    [7, "7", false],
    [{ a: 1 }, '{"a":1}', false],
    [{ error: "No." }, "No.", true],
    [{ error: { code: 1 } }, '{"error":{"code":1}}', true],
    [{ error: null, a: 1 }, '{"error":null,"a":1}', false],
    [{ error: false }, '{"error":false}', false],
    [[{ error: "x" }], '[{"error":"x"}]', false],
  ] as const)
    it(`of ${JSON.stringify(value)} is ${isError ? "an error" : "a result"}`, () => {
      const isObject = typeof value === "object" && !Array.isArray(value);
      const wanted = { content: [{ type: "text", text }], ...(isObject && { structured: value }), isError };
      assert.deepEqual(entry(value), wanted);
    });

  it("is an error where all of it failed", () => assert.equal(entry({ a: 1 }, { isError: true }).isError, true));

  it("is found in the first text that holds an object", () => {
    const texts = ["Results:", " {not JSON", '{"results":["first"]}', '{"results":["second"]}'];
    const content = texts.map((text) => ({ type: "text" as const, text }));
    assert.deepEqual(part({ content }).content, [{ type: "text", text: "first" }]);
  });

  it("may be the last of as many as there are calls, and none of more", () => {
    const results = ["a", "b"];
    assert.deepEqual(part({ structured: { results } }, 1, 2).content, [{ type: "text", text: "b" }]);
    for (const [answer, index, count, problem] of [
      [{ results }, 0, 1, /answered 1 calls with 2 results, so "read" on "files" has none/],
      [{ results }, 2, 3, /answered without a result for "read" on "files"/],
      [{ results: [null] }, 0, 1, /answered without a result/],
      [{ results: "a" }, 0, 1, /answered without a list of results/],
    ] as const)
      assert.throws(
        () => part({ structured: answer }, index, count),
        (error) => error instanceof HubError && error.code === "protocol" && problem.test(error.message),
        String(problem),
      );
  });
});
