import assert from "node:assert/strict";
import type { ToolResult } from "../../../src/core/messages/toolResult";
import { resultParts } from "../../../src/editor/callPage/resultParts";

type Content = ToolResult["content"];
const ofContent = (content: Content, some: Partial<ToolResult> = {}) => resultParts({ content, ...some });
const text = (said: string) => ({ type: "text", text: said }) as const;
/** A picture of so many characters: what a PNG begins with, and nothing. */
const picture = (size: number) =>
  ({ type: "image", data: "iVBORw0KGgo".padEnd(size, "A"), mimeType: "image/png" }) as const;
const mebibyte = 1024 * 1024;

describe("a result on the call page", () => {
  it("has the whole of a text up to a mebibyte, and says where one is cut", () => {
    const part = (length: number) => {
      const [first] = ofContent([text("x".repeat(length))]).parts;
      assert.ok(first?.kind === "text");
      return first;
    };
    assert.deepEqual([part(mebibyte).text.length, part(mebibyte).cut], [mebibyte, undefined]);
    assert.deepEqual([part(mebibyte + 1).text.length, part(mebibyte + 1).cut], [mebibyte, true]);
  });

  it("names the language of a text: of one that is cut none", () => {
    const language = (said: string) => {
      const [first] = ofContent([text(said)]).parts;
      return first?.kind === "text" && first.language;
    };
    assert.deepEqual(
      [language("plain"), language('{"a":1}'), language("# Title\n\n- item")],
      ["text", "json", "markdown"],
    );
    assert.equal(language(`{"a":"${"x".repeat(mebibyte)}"}`), "text");
  });

  it("shows fifty parts, and counts the others", () => {
    const many = (count: number) => ofContent(Array.from({ length: count }, (_, at) => text(`${at}`)));
    assert.deepEqual([many(50).parts.length, many(50).more], [50, 0]);
    assert.deepEqual([many(51).parts.length, many(51).more], [50, 1]);
  });

  it("has the bytes of pictures within a limit for each, and one for all", () => {
    const have = (...sizes: number[]) =>
      ofContent(sizes.map(picture)).parts.map((part) => part.kind === "image" && part.source !== undefined);
    assert.deepEqual(have(2 * mebibyte), [true]);
    assert.deepEqual(have(2 * mebibyte + 4), [false]);
    assert.deepEqual(have(...Array<number>(4).fill(2 * mebibyte)), [true, true, true, false]);
    assert.deepEqual(have(2 * mebibyte, 2 * mebibyte, 2 * mebibyte - 16, 20, 16), [true, true, true, false, true]);
  });

  it("says what a picture is, and who says a part", () => {
    const { parts } = resultParts({ content: [picture(16), text("a"), text("b")] }, ["assistant", "user"]);
    const [shown, said, last] = parts;
    assert.ok(shown?.kind === "image");
    assert.match(shown.about, /^image\/png, 12 bytes$/);
    assert.equal(shown.source, "data:image/png;base64,iVBORw0KGgoAAAAA");
    assert.deepEqual([shown.role, said?.role, last && "role" in last], ["assistant", "user", false]);
  });

  it("cuts what else comes with it", () => {
    const cut = ofContent([], { warning: "w".repeat(1000), meta: { a: "m".repeat(30_000) } });
    assert.ok(cut.warning?.startsWith("w".repeat(600)) && cut.warning.length < 700, `${cut.warning?.length}`);
    assert.ok(cut.meta && cut.meta.length >= 20_000 && cut.meta.length < 20_100, `${cut.meta?.length}`);
    const plain = ofContent([]);
    assert.ok(!("warning" in plain) && !("meta" in plain));
  });
});
