import assert from "node:assert/strict";
import { ListBounds, type ListLimits } from "../../../src/mcp/link/listBounds";

describe("ListBounds", () => {
  function bounding(limits?: ListLimits) {
    const warnings: string[] = [];
    const bounds = new ListBounds("files", (message) => warnings.push(message), limits);
    /** A whole list, page by page: the sizes of the pages that are left. */
    const read = (...pages: readonly (readonly unknown[])[]) => {
      const sizes: number[] = [];
      for (const [index, tools] of pages.entries()) {
        bounds.requested("tools/list", index === 0 ? undefined : { cursor: String(index) });
        const page = bounds.bounded("tools/list", { tools, nextCursor: "more" });
        sizes.push(Array.isArray(page.tools) ? page.tools.length : -1);
        if (page.nextCursor === undefined) break;
      }
      return sizes;
    };
    return { bounds, warnings, read };
  }
  let named = 0;
  const some = (count: number) => Array.from({ length: count }, () => ({ name: `t${named++}` }));
  const sentence = (kept: number) =>
    `"files" lists more tools than the hub can keep: ${kept} are there, the rest was left out. Ask its author for a shorter list.`;

  it("keeps 10,000 entries over all pages, requests no more, and warns once", () => {
    const { read, warnings } = bounding();
    assert.deepEqual(read(some(6000), some(6000), some(1)), [6000, 4000]);
    assert.deepEqual(read(some(10_000)), [10_000]);
    assert.deepEqual(read(some(10_001)), [10_000]);
    assert.deepEqual(warnings, [sentence(10_000)]);
  });

  it("keeps no more than the characters allow, and leaves out only what is too much", () => {
    const { read, warnings } = bounding({ entries: 100, characters: 200 });
    assert.deepEqual(read([{ name: "a" }, { name: "x".repeat(500) }, { name: "b" }], some(1)), [2]);
    assert.deepEqual(warnings, [sentence(2)]);
  });

  it("leaves out what is nested too deeply to be looked at", () => {
    const { read } = bounding();
    const deep = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
    assert.deepEqual(read([{ name: "a" }, { name: "deep", inputSchema: deep }]), [1]);
  });

  it("keeps the first of the tools with the same name, over all pages of a list, and warns once", () => {
    const { bounds, read, warnings } = bounding();
    const [first, second, other] = [{ name: "same", n: 1 }, { name: "same", n: 2 }, { name: "other" }];
    bounds.requested("tools/list", undefined);
    const page = { tools: [first, other, second], nextCursor: "more" };
    assert.deepEqual(bounds.bounded("tools/list", page), { ...page, tools: [first, other] });
    assert.deepEqual(read([first, second], [second, other, first], [{ name: 7 }]), [1, 1, 1]);
    assert.deepEqual(warnings, [
      '"files" lists more than one tool named "same": the first was kept, the others were left out. Ask its author to give each a name of its own.',
    ]);
    const resources = { resources: [first, second] };
    assert.equal(bounds.bounded("resources/list", resources), resources);
  });

  it("leaves everything else alone", () => {
    const { bounds, warnings } = bounding({ entries: 1, characters: 10 });
    const call = { content: some(5) };
    assert.equal(bounds.bounded("tools/call", call), call);
    const garbled = { tools: "none" };
    assert.equal(bounds.bounded("tools/list", garbled), garbled);
    assert.deepEqual(warnings, []);
  });
});
