import assert from "node:assert/strict";
import { EmptyCursors } from "../../../src/mcp/link/emptyCursors";

/** The cursor that the SDK is told in place of an empty one. */
const marked = "mcp-hub-empty-cursor";
const page = (name: string | undefined, nextCursor?: string) => ({
  tools: name === undefined ? [] : [{ name }, { name: "more" }],
  ...(nextCursor !== undefined && { nextCursor }),
});
const asked = (cursors: EmptyCursors) => cursors.requested("tools/list", { cursor: marked, a: 1 });

describe("a cursor that is empty", () => {
  it("is asked for as it is, and counts where its page is a new one", () => {
    const cursors = new EmptyCursors();
    assert.equal(cursors.requested("tools/list", undefined), undefined, "the first page");
    assert.deepEqual(cursors.page("tools/list", page("a", "")), page("a", marked));
    assert.deepEqual(asked(cursors), { cursor: "", a: 1 });
    assert.deepEqual(cursors.page("tools/list", page("b", "")), page("b", marked));
    assert.deepEqual(asked(cursors), { cursor: "", a: 1 });
    assert.deepEqual(cursors.page("tools/list", page("c")), page("c"));
  });

  it("ends the list where its page is one of those before, or empty", () => {
    for (const again of ["a", "b", undefined]) {
      const cursors = new EmptyCursors();
      cursors.requested("tools/list", {});
      cursors.page("tools/list", page("a", "x"));
      assert.equal(cursors.requested("tools/list", { cursor: "x" }), undefined);
      cursors.page("tools/list", page("b", ""));
      asked(cursors);
      assert.deepEqual(cursors.page("tools/list", page(again, "")), { tools: [], nextCursor: undefined });
    }
  });

  it("ends the list where the server refuses it, and no other refusal is one", () => {
    const cursors = new EmptyCursors();
    assert.equal(cursors.refused("tools/list"), undefined);
    cursors.requested("tools/list", undefined);
    cursors.page("tools/list", page("a", ""));
    assert.equal(cursors.refused("tools/list"), undefined, "nothing was asked with it yet");
    asked(cursors);
    assert.deepEqual(cursors.refused("tools/list"), { tools: [], nextCursor: undefined });
    assert.equal(cursors.refused("prompts/list"), undefined);
    cursors.requested("tools/list", { cursor: "x" });
    assert.equal(cursors.refused("tools/list"), undefined);
  });

  it("begins again with each list", () => {
    const cursors = new EmptyCursors();
    for (let round = 0; round < 2; round++) {
      cursors.requested("tools/list", undefined);
      assert.deepEqual(cursors.page("tools/list", page("a", "")), page("a", marked));
      asked(cursors);
      assert.deepEqual(cursors.page("tools/list", page("b")), page("b"));
    }
  });

  it("follows no page without entries, and changes no other cursor", () => {
    const cursors = new EmptyCursors();
    cursors.requested("tools/list", undefined);
    assert.deepEqual(cursors.page("tools/list", page(undefined, "")), page(undefined, ""));
    assert.deepEqual(cursors.page("tools/list", page("a", "x")), page("a", "x"));
    assert.deepEqual(cursors.page("tools/list", { tools: "none", nextCursor: "" }), { tools: "none", nextCursor: "" });
    assert.equal(cursors.requested("tools/call", { cursor: marked }), undefined);
    assert.deepEqual(cursors.page("tools/call", page("a", "")), page("a", ""));
  });

  const lists: [method: string, name: string, key: string][] = [
    ["tools/list", "tools", "name"],
    ["resources/list", "resources", "uri"],
    ["resources/templates/list", "resourceTemplates", "uriTemplate"],
    ["prompts/list", "prompts", "name"],
  ];
  for (const [method, name, key] of lists)
    it(`tells the pages of ${method} apart by ${key}`, () => {
      const cursors = new EmptyCursors();
      const of = (value: string) => ({ [name]: [{ [key]: value, title: "same" }], nextCursor: "" });
      cursors.requested(method, undefined);
      assert.equal(cursors.page(method, of("a")).nextCursor, marked);
      cursors.requested(method, { cursor: marked });
      assert.equal(cursors.page(method, of("b")).nextCursor, marked);
      cursors.requested(method, { cursor: marked });
      assert.deepEqual(cursors.page(method, of("a"))[name], []);
    });
});
