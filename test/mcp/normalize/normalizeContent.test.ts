import assert from "node:assert/strict";
import { normalizeContent, normalizeContents } from "../../../src/mcp/normalize/normalizeContent";

const png = "iVBORw0KGgoAAAAA";
const note = (type: string) => ({ type: "text", text: `(The server sent content that cannot be displayed: ${type}.)` });
/** As it would cross the wire: what is `undefined` is not there. */
const read = (block: unknown) => JSON.parse(JSON.stringify(normalizeContent(block)));

describe("a block of content", () => {
  const rows: [what: string, block: unknown, expected: object][] = [
    ["null", null, note("no type")],
    ["a text alone", "a", { type: "text", text: "a" }],
    ["a number", 5, { type: "text", text: "5" }],
    ["a list", [1], { type: "text", text: "[\n  1\n]" }],
    ["a text", { type: "text", text: "" }, { type: "text", text: "" }],
    ["a text that is a number", { type: "text", text: 5 }, { type: "text", text: "5" }],
    ["a text that is null", { type: "text", text: null }, note("text")],
    ["no type and a text", { text: "a" }, { type: "text", text: "a" }],
    ["a type of null", { type: null, text: "a" }, { type: "text", text: "a" }],
    ["no type and no text", { a: 1 }, { type: "text", text: '{\n  "a": 1\n}' }],
    ["an unknown type", { type: `v\u0007${"x".repeat(100)}` }, note(`v\ufffd${"x".repeat(58)}… (42 more characters)`)],
    ["a type that is a number", { type: 5 }, note("no type")],
    [
      "a picture",
      { type: "image", data: png, mimeType: "image/webp" },
      { type: "image", data: png, mimeType: "image/webp" },
    ],
    ["a picture without a type", { type: "image", data: png }, { type: "image", data: png, mimeType: "image/png" }],
    [
      "a type of another name",
      { type: "image", data: png, mime_type: "image/x" },
      { type: "image", data: png, mimeType: "image/x" },
    ],
    [
      "a picture in an address",
      { type: "image", data: ` DATA:image/gif;base64,${png}` },
      { type: "image", data: png, mimeType: "image/gif" },
    ],
    [
      "a sound of unknown bytes",
      { type: "audio", data: "AAAA" },
      { type: "audio", data: "AAAA", mimeType: "application/octet-stream" },
    ],
    ["a picture that is not base64", { type: "image", data: "no!" }, note("image")],
    ["a picture without data", { type: "image" }, note("image")],
    [
      "the alphabet of addresses, and no padding",
      { type: "audio", data: "-_\nA", mimeType: "audio/x" },
      { type: "audio", data: "+/A=", mimeType: "audio/x" },
    ],
    [
      "a link",
      { type: "resource_link", uri: "demo://a", name: "" },
      { type: "resource_link", uri: "demo://a", name: "demo://a" },
    ],
    [
      "a link with all of it",
      { type: "resource_link", uri: "demo://a", name: "A", description: "D", mimeType: "text/plain" },
      { type: "resource_link", uri: "demo://a", name: "A", description: "D", mimeType: "text/plain" },
    ],
    ["a link without an address", { type: "resource_link", name: "A" }, note("resource_link")],
    [
      "a resource",
      { type: "resource", resource: { uri: "demo://a", text: "a" } },
      { type: "resource", resource: { uri: "demo://a", text: "a" } },
    ],
    [
      "a resource in the block itself",
      { type: "resource", uri: "demo://a", text: "a" },
      { type: "resource", resource: { uri: "demo://a", text: "a" } },
    ],
    ["a resource without an address", { type: "resource", resource: { text: "a" } }, { type: "text", text: "a" }],
    [
      "bytes without an address",
      { type: "resource", resource: { blob: "AAAA", uri: null } },
      { type: "resource", resource: { uri: "resource:unnamed", blob: "AAAA" } },
    ],
    ["a resource with another address", { type: "resource", resource: { uri: 5, text: "a" } }, note("resource")],
    ["a resource of nothing", { type: "resource", resource: {} }, note("resource")],
  ];
  for (const [what, block, expected] of rows) it(`is read: ${what}`, () => assert.deepEqual(read(block), expected));

  const annotations: [given: unknown, kept: object | undefined][] = [
    [
      { audience: ["user", "assistant"], priority: 0.5, lastModified: "2026" },
      { audience: ["user", "assistant"], priority: 0.5, lastModified: "2026" },
    ],
    [{ priority: 0 }, { priority: 0 }],
    [{ priority: 1 }, { priority: 1 }],
    [{ priority: -0.1 }, undefined],
    [{ priority: 1.1 }, undefined],
    [{ priority: "1" }, undefined],
    [{ audience: ["user", "user", "assistant"] }, { audience: ["user", "user"] }],
    [{ audience: ["nobody"] }, undefined],
    [{ audience: "user" }, undefined],
    [{ lastModified: "x".repeat(60) }, { lastModified: "x".repeat(60) }],
    [{ lastModified: "x".repeat(61) }, undefined],
    [{ lastModified: 5 }, undefined],
    [{}, undefined],
    ["user", undefined],
  ];
  for (const [given, kept] of annotations)
    it(`keeps of ${JSON.stringify(given).slice(0, 60)} what is known`, () =>
      assert.deepEqual(read({ type: "text", text: "a", annotations: given }), {
        ...{ type: "text", text: "a" },
        ...(kept && { annotations: kept }),
      }));

  it("keeps what its server adds", () =>
    assert.deepEqual(read({ type: "text", text: "a", _meta: { b: 1 } }), { type: "text", text: "a", _meta: { b: 1 } }));
});

describe("the contents of a resource", () => {
  const uri = "demo://a";
  const rows: [given: unknown, expected: object | undefined][] = [
    [
      { uri, text: "a", mimeType: "text/x", _meta: { b: 1 } },
      { uri, text: "a", mimeType: "text/x", _meta: { b: 1 } },
    ],
    [
      { uri, text: { a: 1 } },
      { uri, text: '{\n  "a": 1\n}' },
    ],
    [
      { uri, text: null, blob: "AAAA" },
      { uri, blob: "AAAA" },
    ],
    [
      { uri, blob: " data:image/png;base64,AAAA" },
      { uri, blob: "AAAA" },
    ],
    [{ uri, blob: "A" }, undefined],
    [{ uri, blob: 5 }, undefined],
    [{ uri }, undefined],
    [{ text: "a" }, undefined],
    ["a", undefined],
  ];
  for (const [given, expected] of rows)
    it(`are read: ${JSON.stringify(given)}`, () => assert.deepEqual(normalizeContents(given), expected));
});
