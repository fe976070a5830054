import assert from "node:assert/strict";
import { ListSlices } from "../../../src/mcp/link/listSlices";

const entries = (count: number) => Array.from({ length: count }, (_, at) => ({ name: `t${at}` }));
const lists = {
  "tools/list": "tools",
  "resources/list": "resources",
  "resources/templates/list": "resourceTemplates",
  "prompts/list": "prompts",
};

/** Reads a page as the SDK does: cut, and the rest under the cursors. */
function slicesOf(count: number, nextCursor?: string) {
  const slices = new ListSlices();
  const sizes: number[] = [];
  const names: unknown[] = [];
  let page: Readonly<Record<string, unknown>> = { tools: entries(count), ttlMs: 5, ...(nextCursor && { nextCursor }) };
  for (;;) {
    const cut = slices.cut("tools/list", page);
    const some = cut.tools as { name: string }[];
    sizes.push(some.length);
    names.push(...some.map(({ name }) => name));
    assert.equal(cut.ttlMs, 5);
    const rest = slices.take("tools/list", { cursor: cut.nextCursor });
    if (!rest) return { sizes, names, last: cut.nextCursor };
    page = rest;
  }
}

describe("a long page of a list", () => {
  it("comes in slices of 64 entries, none of which is lost, and goes on where its server says", () => {
    for (const [count, sizes] of [
      [0, [0]],
      [64, [64]],
      [65, [64, 1]],
      [128, [64, 64]],
      [200, [64, 64, 64, 8]],
    ] as const) {
      const read = slicesOf(count, "next");
      assert.deepEqual(read.sizes, sizes);
      assert.deepEqual(
        read.names,
        entries(count).map(({ name }) => name),
      );
      assert.equal(read.last, "next");
    }
    assert.equal(slicesOf(65).last, undefined);
  });

  for (const [method, name] of Object.entries(lists))
    it(`is cut for ${method}`, () => {
      const slices = new ListSlices();
      const cut = slices.cut(method, { [name]: entries(65) });
      assert.equal((cut[name] as unknown[]).length, 64);
      assert.deepEqual(slices.take(method, { cursor: cut.nextCursor })?.[name], entries(65).slice(64));
    });

  it("is left as it is where it is no list, or of another method", () => {
    const slices = new ListSlices();
    const page = { tools: entries(100) };
    assert.equal(slices.cut("tools/call", page), page);
    assert.equal(slices.cut("prompts/list", page), page);
    const odd = { tools: "none" };
    assert.equal(slices.cut("tools/list", odd), odd);
  });

  it("waits under its own cursor, once, and for its own method", () => {
    const slices = new ListSlices();
    const { nextCursor: cursor } = slices.cut("tools/list", { tools: entries(65) });
    for (const other of [undefined, {}, { cursor: "other" }, { cursor: 5 }])
      assert.equal(slices.take("tools/list", other), undefined);
    assert.equal(slices.take("prompts/list", { cursor }), undefined);
    assert.ok(slices.take("tools/list", { cursor }));
    assert.equal(slices.take("tools/list", { cursor }), undefined);
  });

  it("gives way to the latest four that wait", () => {
    const slices = new ListSlices();
    const cursors = Array.from({ length: 6 }, () => slices.cut("tools/list", { tools: entries(65) }).nextCursor);
    assert.equal(new Set(cursors).size, 6);
    assert.deepEqual(
      cursors.map((cursor) => slices.take("tools/list", { cursor }) !== undefined),
      [false, false, true, true, true, true],
    );
  });
});
