import assert from "node:assert/strict";
import type { CreateMessageRequestParams } from "@modelcontextprotocol/client";
import type { SamplingPart } from "../../../src/core/questions/clientFeatures";
import { samplingAsk, samplingResult } from "../../../src/mcp/serverRequests/samplingMessages";

const ask = (more: object = {}) =>
  samplingAsk("far", { messages: [], maxTokens: 5, ...more } as CreateMessageRequestParams);
const least = { server: "far", messages: [], maxTokens: 5, priorities: {}, hints: [], tools: [], toolChoice: "auto" };
const partsOf = (content: unknown) => ask({ messages: [{ role: "user", content }] }).messages[0]?.parts;
const text = (said: string) => ({ type: "text", text: said });

describe("what a server asks a model", () => {
  const rows: [given: object, expected: object][] = [
    [{}, {}],
    [{ systemPrompt: "Be\u202e kind." }, { system: ask({ systemPrompt: "Be\u202e kind." }).system }],
    [{ temperature: 0 }, { temperature: 0 }],
    [{ stopSequences: ["x"] }, { stopSequences: ["x"] }],
    [{ includeContext: "none" }, {}],
    [{ includeContext: "thisServer" }, { context: "thisServer" }],
    [{ toolChoice: { mode: "required" } }, { toolChoice: "required" }],
    [{ toolChoice: {} }, {}],
    [
      {
        modelPreferences: {
          costPriority: 0,
          speedPriority: 0.5,
          intelligencePriority: 1,
          hints: [{ name: "a" }, {}, { name: "" }],
        },
      },
      { priorities: { cost: 0, speed: 0.5, intelligence: 1 }, hints: ["a"] },
    ],
    [{ tools: [{ name: "t", inputSchema: {} }] }, { tools: [{ name: "t", description: "", inputSchema: {} }] }],
  ];
  for (const [given, expected] of rows)
    it(`is read: ${JSON.stringify(given)}`, () => assert.deepEqual(ask(given), { ...least, ...expected }));

  it("shows the person every sign that the model reads", () => {
    assert.doesNotMatch(ask({ systemPrompt: "a\u202eb" }).system ?? "", /\u202e/);
    assert.doesNotMatch(JSON.stringify(partsOf(text("a\u202eb"))), /\u202e/);
    const { tools } = ask({ tools: [{ name: "t", description: "a\u202eb", inputSchema: {} }] });
    assert.doesNotMatch(tools[0]?.description ?? "", /\u202e/);
    const nested = { type: "tool_result", toolUseId: "1", content: [text("a\u202eb")] };
    assert.doesNotMatch(JSON.stringify(partsOf(nested)), /\u202e/);
  });

  const png = { type: "image", data: "iVBORw0KGgoAAAAA", mimeType: "image/png" };
  const parts: [content: unknown, expected: unknown][] = [
    [text("a"), [text("a")]],
    [
      [text("a"), png],
      [text("a"), png],
    ],
    [
      { type: "tool_use", id: "1", name: "t", input: { a: 1 } },
      [{ type: "tool_use", id: "1", name: "t", input: { a: 1 } }],
    ],
    [
      { type: "tool_result", toolUseId: "1", content: [text("a")], isError: true },
      [{ type: "tool_result", id: "1", content: [text("a")], isError: true }],
    ],
    [
      { type: "tool_result", toolUseId: "1", isError: "yes" },
      [{ type: "tool_result", id: "1", content: [], isError: false }],
    ],
  ];
  for (const [content, expected] of parts)
    it(`has parts: ${JSON.stringify(content).slice(0, 60)}`, () => assert.deepEqual(partsOf(content), expected));

  it("has as a text what is none of these", () => {
    for (const content of [
      { type: "tool_use", id: 1, name: "t" },
      { type: "tool_result" },
      { type: "resource_link", uri: "demo://a", name: "a" },
    ]) {
      const [part, ...more] = partsOf(content) ?? [];
      assert.deepEqual([part?.type, more.length], ["text", 0], JSON.stringify(content));
    }
  });
});

describe("what a model answers", () => {
  const answer = (parts: readonly unknown[], more: object = {}) =>
    samplingResult({ model: "m", parts: parts as SamplingPart[], stopReason: "endTurn" } as never, ask(more));
  const use = { type: "tool_use", id: "1", name: "t", input: { a: 1 } };

  it("is one text, or a list where the model got tools", () => {
    const rest = { model: "m", role: "assistant", stopReason: "endTurn" };
    assert.deepEqual(answer([text("a"), use, text("b")]), { ...rest, content: text("ab") });
    const tools = [{ name: "t", inputSchema: {} }];
    assert.deepEqual(answer([text("a"), use], { tools }), { ...rest, content: [text("a"), use] });
    assert.deepEqual(answer([{ ...use, input: "odd" }], { tools }).content, [{ ...use, input: {} }]);
  });
});
