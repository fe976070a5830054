import assert from "node:assert/strict";
import { isSpecType } from "@modelcontextprotocol/client";
import {
  CallToolResultSchema,
  CompleteResultSchema,
  GetPromptResultSchema,
  ReadResourceResultSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { keepSentResult } from "../../../src/core/messages/sentResult";
import type { ToolResult } from "../../../src/core/messages/toolResult";
import { callResult, completionResult, promptResult, readResult } from "../../../src/gateway/mcp/results";
import { brokenForms } from "../../support/brokenForms";

const annotations = { audience: ["user"], priority: 1, lastModified: "2025-01-01T00:00:00Z" };
const own = { annotations, _meta: { a: 1 }, future: 1 };
const link = { uri: "a", name: "n", title: "t", description: "d", mimeType: "m", size: 1, icons: [{ src: "x" }] };

/** Results with everything that there is, and more. */
const sound = {
  call: {
    content: [
      { type: "text", text: "x", ...own },
      { type: "image", data: "AAAA", mimeType: "image/png", ...own },
      { type: "resource", resource: { uri: "a", text: "x", mimeType: "m", _meta: {} }, ...own },
      { type: "resource", resource: { uri: "a", blob: "AA==" } },
      { type: "resource_link", ...link, ...own },
    ],
    structuredContent: { a: 1 },
    isError: false,
    _meta: {},
    future: 1,
  },
  read: {
    contents: [
      { uri: "a", text: "x", mimeType: "m", _meta: {}, future: 1 },
      { uri: "b", blob: "AA==" },
    ],
    future: 1,
  },
  prompt: {
    description: "d",
    messages: [{ role: "user", content: { type: "text", text: "x", ...own }, future: 1 }],
    future: 1,
  },
  completion: { completion: { values: ["a"], total: 1, hasMore: true, future: 1 }, future: 1 },
};

const hub: ToolResult = { content: [{ type: "text", text: "as the hub has it" }], isError: false };

describe("results for a client", () => {
  it("are what their servers sent, where every client can read that", () => {
    assert.equal(callResult(keepSentResult({ ...hub }, sound.call), "legacy"), sound.call);
    assert.equal(readResult(keepSentResult([], sound.read)), sound.read);
    assert.equal(promptResult(keepSentResult([], sound.prompt)), sound.prompt);
    assert.equal(completionResult(keepSentResult([], sound.completion)), sound.completion);
  });

  it("are what the hub made of them, where a layer changed something", () => {
    assert.deepEqual(callResult(hub, "legacy"), { content: hub.content });
    assert.deepEqual(callResult({ ...hub, isError: true, structured: { a: 1 }, meta: { b: 1 } }, "legacy"), {
      content: hub.content,
      isError: true,
      structuredContent: { a: 1 },
      _meta: { b: 1 },
    });
  });

  it("never fail a strict client, whatever one of their members is", () => {
    for (const broken of brokenForms(sound.call)) {
      const result = keepSentResult({ ...hub }, broken);
      assert.ok(CallToolResultSchema.safeParse(callResult(result, "legacy")).success, JSON.stringify(broken));
      const modern = { ...callResult(result, "modern"), resultType: "complete" };
      assert.ok(isSpecType.CallToolResult(modern), JSON.stringify(broken));
    }
    for (const broken of brokenForms(sound.read)) {
      const result = readResult(keepSentResult([{ uri: "a", text: "x" }], broken));
      assert.ok(ReadResourceResultSchema.safeParse(result).success, JSON.stringify(broken));
    }
    for (const broken of brokenForms(sound.prompt)) {
      const result = promptResult(keepSentResult([], broken));
      assert.ok(GetPromptResultSchema.safeParse(result).success, JSON.stringify(broken));
    }
    for (const broken of brokenForms(sound.completion)) {
      const result = completionResult(keepSentResult(["a"], broken));
      assert.ok(CompleteResultSchema.safeParse(result).success, JSON.stringify(broken));
    }
  });

  it("has its structured content as text where it has no text, and no text that it has not", () => {
    const structured = { a: 1 };
    const text = { type: "text", text: '{"a":1}' } as const;
    const given = (result: Partial<ToolResult>) =>
      callResult({ content: [], isError: false, ...result }, "modern").content;
    assert.deepEqual(given({ structured }), [text]);
    assert.deepEqual(given({ structured, content: [{ type: "text", text: "own" }] }), [{ type: "text", text: "own" }]);
    assert.deepEqual(given({}), []);
  });
});
