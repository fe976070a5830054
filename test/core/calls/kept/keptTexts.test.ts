import assert from "node:assert/strict";
import { keptTexts } from "../../../../src/core/calls/kept/keptTexts";
import { KeptResults } from "../../../../src/core/calls/keptResults";
import { newCall } from "../../../../src/core/calls/toolCall";
import { neverAborted } from "../../../../src/core/kernel/abortSignals";
import type { ToolResult } from "../../../../src/core/messages/toolResult";

describe("the texts of a call", () => {
  it("are those of its arguments and its result, also within JSON", async () => {
    const kept = new KeptResults();
    const args = { city: "Oslo", guests: [{ name: "Ada" }], nights: 3 };
    const result: ToolResult = {
      isError: false,
      content: [
        { type: "text", text: '{"room": {"view": "the fjord"}}' },
        { type: "text", text: "{ not JSON" },
        { type: "resource", resource: { uri: "a://b", text: "a page" } },
      ],
      structured: { price: "cheap" },
    };
    const call = newCall({ server: "hotel", tool: "book", args, caller: { door: "command" }, signal: neverAborted });
    await kept.calls.layer(async () => result)(call);
    kept.keep(call, result);
    const texts = keptTexts(kept, call.id);
    for (const text of ["Oslo", "Ada", "the fjord", "{ not JSON", "a page", "cheap"])
      assert.ok(texts.includes(text), `${text} in ${texts}`);
    assert.deepEqual(keptTexts(kept, "another"), []);
  });

  it("are cut at 100,000 characters, and read to a depth of 50", async () => {
    const kept = new KeptResults();
    const nested = (depth: number): unknown => (depth === 0 ? "the end" : [nested(depth - 1)]);
    const texts = async (args: Readonly<Record<string, unknown>>) => {
      const call = newCall({ server: "hotel", tool: "book", args, caller: { door: "command" }, signal: neverAborted });
      await kept.calls.layer(async () => undefined)(call);
      return keptTexts(kept, call.id);
    };
    const long = "x".repeat(100_000);
    assert.deepEqual(await texts({ a: `${long}y` }), [long]);
    const inResult = (text: string) => {
      const call = newCall({
        server: "hotel",
        tool: "book",
        args: {},
        caller: { door: "command" },
        signal: neverAborted,
      });
      kept.keep(call, { content: [{ type: "text", text }], isError: false });
      return keptTexts(kept, call.id);
    };
    const inJson = (depth: number) => inResult(JSON.stringify(nested(depth))).includes("the end");
    assert.deepEqual([inJson(50), inJson(51)], [true, false]);
    const twice = JSON.stringify([JSON.stringify(["the end"])]);
    assert.deepEqual(inResult(twice), [twice, '["the end"]'], "a text within a text is not read");
  });
});
