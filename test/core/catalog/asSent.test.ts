import assert from "node:assert/strict";
import { asSent, keepAsSent, pinnedPart } from "../../../src/core/catalog/asSent";

describe("what a server sent", () => {
  const pinned = {
    tool: ["name", "title", "description", "annotations", "inputSchema", "outputSchema", "execution"],
    prompt: ["name", "title", "description", "arguments"],
  } as const;

  for (const kind of ["tool", "prompt"] as const)
    it(`is pinned in what reaches a model, for a ${kind}`, () => {
      const entry = Object.fromEntries(pinned[kind].map((name) => [name, `the ${name}`]));
      assert.deepEqual(pinnedPart(kind, { ...entry, icons: [], _meta: {} }), entry);
    });

  it("is pinned without what is not there", () => {
    assert.deepEqual(pinnedPart("tool", { name: "a", title: undefined, description: "" }), {
      name: "a",
      description: "",
    });
    assert.deepEqual(pinnedPart("tool", { name: "a", arguments: [] }), { name: "a" });
    assert.deepEqual(pinnedPart("prompt", { name: "a", inputSchema: {} }), { name: "a" });
  });

  it("is known of the entry that was made of it, and of no other", () => {
    const entry = { name: "a" };
    const sent = { name: "a", icons: [] };
    assert.equal(keepAsSent(entry, sent), entry);
    assert.equal(asSent(entry), sent);
    assert.equal(asSent({ ...entry }), undefined);
  });
});
