import assert from "node:assert/strict";
import { readComponents, readFile, readOutline, readPublished } from "../../../src/services/reading/readFigma";

const json = (value: unknown) => ({ value, text: JSON.stringify(value) });
const file = { fileKey: "F" };

describe("what servers say of Figma", () => {
  const rows: readonly [component: object, expected: object | undefined][] = [
    [
      { id: "1:2", name: "Button", key: "k" },
      { id: "1:2", key: "k", name: "Button" },
    ],
    [
      { nodeId: "1:2", componentName: "Button", componentKey: "k" },
      { id: "1:2", key: "k", name: "Button" },
    ],
    [
      { node_id: "1:2", name: "Button" },
      { id: "1:2", key: null, name: "Button" },
    ],
    [{ name: "Button" }, undefined],
    [{ id: "1:2" }, undefined],
  ];
  for (const [component, expected] of rows)
    it(`${JSON.stringify(component)} is ${expected ? "a published component" : "none"}`, () => {
      assert.deepEqual(readPublished(json({ components: [component] })), expected && { items: [expected] });
      assert.deepEqual(readPublished(json([component])), expected && { items: [expected] });
    });

  it("the components of a file have their ids as names, and are counted", () => {
    const components = { "1:2": { name: "Button" }, "1:3": { id: "1:3b", name: "Field" } };
    assert.deepEqual(readComponents(json({ metadata: { components }, nodes: [] })), {
      items: [
        { id: "1:2", key: null, name: "Button" },
        { id: "1:3b", key: null, name: "Field" },
      ],
      total: 2,
    });
    assert.deepEqual(readComponents(json({ nodes: [] })), { items: [] });
    assert.equal(readComponents(json({})), undefined);
  });

  it("a file has its canvases as pages, and a name and a time where they are said", () => {
    const nodes = [
      { type: "CANVAS", id: "0:1", name: "Cover" },
      { type: "FRAME", id: "1:1", name: "x" },
      { type: "CANVAS", id: "0:2" },
    ];
    const pages = [
      { id: "0:1", name: "Cover" },
      { id: "0:2", name: "" },
    ];
    assert.deepEqual(readFile(json({ nodes, metadata: { name: "App", lastModified: "2026" } }), file), {
      items: [{ fileKey: "F", name: "App", pages, lastModified: "2026" }],
    });
    assert.deepEqual(readFile(json({ nodes, name: "Top" }), file), {
      items: [{ fileKey: "F", name: "Top", pages, lastModified: null }],
    });
    assert.equal(readFile(json({ name: "App" }), file), undefined);
  });

  it("an outline has its canvases as pages, with their names as they are read", () => {
    const outline = (text: string) => readOutline({ value: undefined, text }, file);
    assert.deepEqual(outline(' <canvas id="0:1" name="A &amp; &quot;B&quot;"><frame id="1:1"/></canvas>'), {
      items: [{ fileKey: "F", name: null, pages: [{ id: "0:1", name: 'A & "B"' }], lastModified: null }],
    });
    for (const text of ['<frame id="1:1"/>', "canvas", '<canvas name="no id">']) assert.equal(outline(text), undefined);
  });
});
