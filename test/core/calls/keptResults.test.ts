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

  const limits: [what: string, result: ToolResult, kept: "whole" | "without structured content" | "not"][] = [
    ["a text of 16 Mi characters", saying("x".repeat(16 * 1024 * 1024)), "whole"],
    ["a text that is longer", saying("x".repeat(16 * 1024 * 1024 + 1)), "not"],
    ["structured content of 256 Ki characters", { ...saying(""), structured: "x".repeat(256 * 1024 - 2) }, "whole"],
    ["longer one", { ...saying(""), structured: "x".repeat(256 * 1024 - 1) }, "without structured content"],
  ];
  for (const [what, result, expected] of limits)
    it(`with ${what} are kept: ${expected}`, () => {
      const kept = new KeptResults();
      const call = newCall({ server: "files", tool: "read", args: {}, caller: { door: "command" }, signal });
      assert.equal(kept.keep(call, result), expected === "whole", "says whether all of it is kept");
      const found = kept.of(call.id)?.result;
      const wanted = { whole: result, "without structured content": saying(""), not: undefined }[expected];
      assert.ok(JSON.stringify(found) === JSON.stringify(wanted));
    });

  const third = "x".repeat(6 * 1024 * 1024);
  const blocks: [what: string, block: ToolResult["content"][number]][] = [
    ["an image", { type: "image", data: third, mimeType: "image/png" }],
    ["a sound", { type: "audio", data: third, mimeType: "audio/wav" }],
    ["the text of a resource", { type: "resource", resource: { uri: "a:b", text: third } }],
    ["the bytes of a resource", { type: "resource", resource: { uri: "a:b", blob: third } }],
    ["an address", { type: "resource_link", uri: third, name: "a" }],
  ];
  for (const [what, block] of blocks)
    it(`count ${what} too`, async () => {
      const kept = new KeptResults();
      const calls: string[] = [];
      for (let n = 0; n < 3; n++) calls.push(await called(kept, { content: [block], isError: false }));
      assert.deepEqual(
        calls.map((call) => kept.of(call) !== undefined),
        [false, true, true],
      );
    });

  it("count structured content too", async () => {
    const kept = new KeptResults();
    const some = { ...saying("x".repeat(1024 * 1024)), structured: "x".repeat(255 * 1024) };
    const calls: string[] = [];
    for (let n = 0; n < 14; n++) calls.push(await called(kept, some));
    assert.deepEqual(
      calls.flatMap((call, n) => (kept.of(call) ? [] : [n])),
      [0, 1],
    );
  });

  it("are given to the caller who made the call, and to no other where one is named", async () => {
    const kept = new KeptResults();
    const call = await called(kept, saying("a"));
    assert.ok(kept.of(call, { door: "command" }));
    assert.equal(kept.of(call, { door: "chat" }), undefined);
    assert.equal(kept.of("unknown", { door: "command" }), undefined);
    assert.equal(kept.of(call)?.personSees, false);
  });

  it("are not there for a call that failed", async () => {
    const kept = new KeptResults();
    const call = newCall({ server: "files", tool: "read", args: {}, caller: { door: "command" }, signal });
    await assert.rejects(trim(kept)(() => Promise.reject(new Error("no")))(call));
    assert.equal(kept.of(call.id), undefined);
  });
});
