import assert from "node:assert/strict";
import { KeptResults } from "../../../src/core/calls/keptResults";
import { newCall } from "../../../src/core/calls/toolCall";
import { trim } from "../../../src/core/calls/trim";
import type { ToolResult } from "../../../src/core/messages/toolResult";

const { signal } = new AbortController();
const saying = (text: string): ToolResult => ({ content: [{ type: "text", text }], isError: false });

async function called(kept: KeptResults, result: ToolResult): Promise<string> {
  const call = newCall({ server: "files", tool: "read", args: {}, caller: { door: "command" }, signal });
  assert.equal(await trim(kept)(async () => result)(call), result);
  return call.id;
}

describe("the latest results", () => {
  it("are kept by their call", async () => {
    const kept = new KeptResults();
    const result = { ...saying("a"), structured: { a: 1 } };
    const call = await called(kept, result);
    const { server, tool, result: found } = kept.of(call) ?? {};
    assert.deepEqual([server, tool, found], ["files", "read", result]);
    assert.equal(kept.of("call-0"), undefined);
  });

  it("are the last hundred", async () => {
    const kept = new KeptResults();
    const calls: string[] = [];
    for (let count = 0; count < 101; count++) calls.push(await called(kept, saying("a")));
    assert.deepEqual([kept.of(calls[0] ?? ""), kept.of(calls[1] ?? "")?.server], [undefined, "files"]);
  });

  it("are bounded in size, the oldest gone first", async () => {
    const kept = new KeptResults();
    const large = saying("x".repeat(6 * 1024 * 1024));
    const calls = [await called(kept, large), await called(kept, large), await called(kept, large)];
    assert.deepEqual(
      calls.map((call) => kept.of(call) !== undefined),
      [false, true, true],
    );
    const last = await called(kept, saying("x".repeat(17 * 1024 * 1024)));
    assert.equal(kept.of(last), undefined);
    assert.ok(kept.of(calls[2] ?? ""), "one that is not kept drives nobody out");
  });

  it("are kept without structured content that is large", async () => {
    const kept = new KeptResults();
    const call = await called(kept, { ...saying("a"), structured: { a: "x".repeat(300_000) } });
    assert.deepEqual(kept.of(call)?.result, saying("a"));
  });

  it("are not there for a call that failed", async () => {
    const kept = new KeptResults();
    const call = newCall({ server: "files", tool: "read", args: {}, caller: { door: "command" }, signal });
    await assert.rejects(trim(kept)(() => Promise.reject(new Error("no")))(call));
    assert.equal(kept.of(call.id), undefined);
  });
});
