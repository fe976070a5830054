import assert from "node:assert/strict";
import { parseJson } from "../../../src/core/kernel/json/exactJson";
import type { Content } from "../../../src/core/messages/content";
import { panelContent } from "../../../src/editor/panel/panelContent";

const picture = (bytes: number): Content => ({
  type: "image",
  mimeType: "image/png",
  data: Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])], bytes).toString("base64"),
});
const content = (...blocks: Content[]) => panelContent({ content: blocks, isError: false });

describe("a result in the panel", () => {
  it("consists of texts, pictures, sounds and parts to open", () => {
    const { parts, more } = content(
      { type: "text", text: "key ghp_aaaaaaaaaaaaaaaaaaaaaaaa\u001b[1m" },
      picture(30),
      { type: "audio", mimeType: "audio/wav", data: btoa("RIFF....WAVE") },
      { type: "image", mimeType: "image/png", data: "AAAA" },
      { type: "resource", resource: { uri: "demo://a/b.md", mimeType: "text/markdown", text: "# B" } },
      { type: "resource_link", uri: "demo://c", name: "C", description: "The third" },
    );
    assert.equal(more, 0);
    assert.deepEqual(parts, [
      { kind: "text", text: "key •••�[1m" },
      {
        kind: "image",
        name: "image.png",
        about: "image/png, 30 bytes",
        source: "data:image/png;base64,iVBORw0KGgoAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
      },
      {
        kind: "audio",
        name: "audio.wav",
        about: "audio/wav, 12 bytes",
        source: `data:audio/wav;base64,${btoa("RIFF....WAVE")}`,
      },
      { kind: "file", name: "image-2.png", about: "image/png, 3 bytes" },
      { kind: "file", name: "b.md", about: "demo://a/b.md, text/markdown, 3 bytes" },
      { kind: "link", name: "C", about: "demo://c, The third" },
    ]);
  });

  it("has JSON that is one line indented, with every digit, and a warning beside it", () => {
    const json = '{"id":725653563933458433,"a":[]}';
    const pretty = '{\n  "id": 725653563933458433,\n  "a": []\n}';
    const warned = panelContent({ content: [{ type: "text", text: json }], isError: false, warning: "It is\nodd." });
    assert.deepEqual(warned, { parts: [{ kind: "text", text: pretty }], more: 0, warning: "It is odd." });
    const structured = panelContent({ content: [], structured: parseJson(json), isError: false });
    assert.deepEqual(structured.parts, [{ kind: "text", text: pretty }]);
  });

  it("limits the bytes of pictures and sounds", () => {
    const large = picture(700_000);
    const { parts } = content(picture(900_000), large, large, large, large, picture(10));
    assert.deepEqual(
      parts.map((part) => "source" in part),
      [false, true, true, true, false, true],
    );
  });

  it("cuts long texts and long lists", () => {
    const [part] = content({ type: "text", text: "x".repeat(30_000) }).parts;
    assert.ok(part?.kind === "text" && part.text.length < 20_100 && part.text.endsWith("(10000 more characters)"));
    const { parts, more } = content(...Array.from({ length: 25 }, () => picture(9)));
    assert.deepEqual([parts.length, more], [20, 5]);
  });

  it("has the metadata of the result and the tool, cleaned and shortened", () => {
    const meta = { "example.com/trace": "abc", token: "t0p", long: "x".repeat(30_000) };
    const { meta: shown, toolMeta } = panelContent({ content: [], isError: false, meta }, { ui: "a\u001b" });
    assert.match(shown ?? "", /^\{"example.com\/trace":"abc","token":"•••","long":"x+… \(/);
    assert.equal(toolMeta, '{"ui":"a\\u001b"}');
    assert.deepEqual(Object.keys(content()), ["parts", "more"]);
  });

  it("has structured content unless a text repeats it", () => {
    const { parts } = panelContent({ content: [], structured: { a: 1 }, isError: false });
    assert.deepEqual(parts, [{ kind: "text", text: '{\n  "a": 1\n}' }]);
  });
});
