import assert from "node:assert/strict";
import type { ToolResult } from "../../../../src/core/messages/toolResult";
import { cutTo } from "../../../../src/gateway/rest/calls/resultSize";

const picture = (bytes: number) => ({
  type: "image" as const,
  data: Buffer.alloc(bytes, 1).toString("base64"),
  mimeType: "image/png",
});
const result = (...content: ToolResult["content"]): ToolResult => ({ content, isError: false });

describe("a result and its size", () => {
  it("stays as it is where it fits", () => {
    const whole = result({ type: "text", text: "short" }, picture(90));
    assert.deepEqual(cutTo(whole, "a", 100), { result: whole, notes: [] });
  });

  it("loses the end of its text, in whole characters, and its structured content", () => {
    const text = "ä".repeat(100);
    const { result: cut, notes } = cutTo({ ...result({ type: "text", text }), structured: { text } }, "a", 51);
    assert.deepEqual(cut.content, [{ type: "text", text: "ä".repeat(25) }]);
    assert.equal(cut.structured, undefined);
    assert.match(notes.join(), /cut after 51 bytes/);
  });

  it("loses pictures that have no room, and says how many", () => {
    const { result: cut, notes } = cutTo(result(picture(60), picture(60), picture(30)), "a", 100);
    assert.deepEqual(cut.content, [picture(60), picture(30)]);
    assert.match(notes.join(), /: 1 pictures/);
  });
});
