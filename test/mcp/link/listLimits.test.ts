import assert from "node:assert/strict";
import { ListBounds, type ListLimits } from "../../../src/mcp/link/listBounds";

function bounding(limits?: ListLimits) {
  const warnings: string[] = [];
  return { warnings, bounds: new ListBounds("files", (text) => warnings.push(text), limits) };
}

describe("the limits of lists", () => {
  for (const [method, list, words] of [
    ["resources/list", "resources", "more resources than"],
    ["resources/templates/list", "resourceTemplates", "more resource templates than"],
    ["prompts/list", "prompts", "more prompts than"],
  ] as const)
    it(`are those of each list: ${list}`, () => {
      const { warnings, bounds } = bounding({ entries: 1, characters: 100 });
      bounds.requested(method, undefined);
      const page = { [list]: [{ name: "a" }, { name: "b" }], nextCursor: "2" };
      assert.deepEqual(bounds.bounded(method, page), { [list]: [{ name: "a" }], nextCursor: undefined });
      assert.equal(warnings.length, 1);
      assert.ok(warnings[0]?.includes(words), warnings[0]);
    });

  it("count the characters of all entries, up to the last one", () => {
    const entry = { name: "a" };
    const size = JSON.stringify(entry).length;
    const kept = (characters: number) => {
      const { bounds } = bounding({ entries: 100, characters });
      return Object(bounds.bounded("prompts/list", { prompts: [entry, entry, entry] })).prompts.length;
    };
    assert.deepEqual([kept(3 * size), kept(3 * size - 1), kept(2 * size - 1)], [3, 2, 1]);
  });

  it("keep names of tools while another list is read again", () => {
    const { bounds } = bounding();
    const page = { tools: [{ name: "a" }] };
    bounds.bounded("tools/list", page);
    bounds.requested("prompts/list", undefined);
    assert.deepEqual(bounds.bounded("tools/list", page), { tools: [] });
    bounds.requested("tools/list", undefined);
    assert.deepEqual(bounds.bounded("tools/list", page), page);
  });

  it("leave tools without a name to others, and warn of ten names", () => {
    const { bounds, warnings } = bounding();
    const odd = ["a", "a", null, {}, {}, { name: 1 }, { name: 1 }];
    assert.deepEqual(bounds.bounded("tools/list", { tools: odd }), { tools: odd });
    const tools = Array.from({ length: 24 }, (_, at) => ({ name: `t${at % 12}` }));
    bounds.bounded("tools/list", { tools });
    assert.equal(warnings.length, 10);
  });
});
