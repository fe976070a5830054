import assert from "node:assert/strict";
import { parseJson } from "../../../src/core/kernel/json/exactJson";
import type { Content } from "../../../src/core/messages/content";
import {
  formatBytes,
  resourceResult,
  resultBody,
  resultText,
  trimmedResult,
} from "../../../src/core/messages/resultText";
import type { ToolResult } from "../../../src/core/messages/toolResult";

const text = (value: string): Content => ({ type: "text", text: value });
const result = (content: readonly Content[], more: Partial<ToolResult> = {}): ToolResult => ({
  content,
  isError: false,
  ...more,
});
const limits = { name: "documents/extract_text", limit: 100 * 1024 };
const realPng = (bytes: number): string =>
  Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])], bytes).toString("base64");
const png = Buffer.from("a picture").toString("base64");

describe("a result as text for a model", () => {
  it("keeps the blocks in their order", () => {
    const link: Content = { type: "resource_link", uri: "file:///a.md", name: "a", mimeType: "text/markdown" };
    const given = resultText(
      result([
        text("one"),
        { type: "image", data: png, mimeType: "image/png" },
        { type: "resource", resource: { uri: "file:///b.txt", mimeType: "text/plain", text: "inside" } },
        link,
        { ...link, description: "The letter" },
        { type: "audio", data: "AAAA", mimeType: "audio/wav" },
        { type: "resource", resource: { uri: "file:///c.bin", blob: "AAA=" } },
        text("two"),
      ]),
      limits,
    );
    assert.deepEqual(given.text.split("\n\n"), [
      "one",
      "[Image, image/png, 9 bytes]",
      "[Resource file:///b.txt, text/plain]\ninside",
      '[Resource "a" at file:///a.md: text/markdown]',
      '[Resource "a" at file:///a.md: text/markdown, The letter]',
      "[Audio, audio/wav, 3 bytes]",
      "[Resource file:///c.bin, 2 bytes of binary data]",
      "two",
    ]);
  });

  it("hands pictures on that are some, up to 5 MB, and no sounds", () => {
    const half = { type: "image", data: realPng(3_000_000), mimeType: "image/png" } as const;
    const small = { type: "resource", resource: { uri: "x:y", blob: realPng(30), mimeType: "image/webp" } } as const;
    const other = { type: "image", data: png, mimeType: "image/png" } as const;
    const sound = { type: "audio", data: btoa("RIFF....WAVEfmt "), mimeType: "audio/wav" } as const;
    const { media } = resultText(result([half, half, other, sound, small]), limits);
    assert.deepEqual(
      media.map(({ mimeType, data }) => [mimeType, data.length]),
      [
        ["image/png", half.data.length],
        ["image/png", 40],
      ],
    );
  });

  it("gives structured content where no text says the same", () => {
    assert.equal(resultText(result([], { structured: { pages: 3 } }), limits).text, '{"pages":3}');
    const structured = { pages: 3, title: "Fog" };
    const words = resultText(result([text("3 pages")], { structured }), limits).text;
    assert.equal(words, '3 pages\n\n{"pages":3,"title":"Fog"}');
    const json = '{ "title": "Fog",\n "pages": 3 }';
    assert.equal(resultText(result([text(json)], { structured }), limits).text, json);
    assert.equal(resultText(result([text("Fog")], { structured: { result: "Fog" } }), limits).text, "Fog");
    const image: Content = { type: "image", data: png, mimeType: "image/png" };
    assert.match(resultText(result([image], { structured: [1] }), limits).text, /^\[1\]\n\n\[Image/);
  });

  it("only names what is meant for the person alone, where the person sees it", () => {
    const annotations = { audience: ["user" as const] };
    const image = { type: "image", data: realPng(30), mimeType: "image/png", annotations } as const;
    const given = result([{ ...text("Done."), annotations }, image, text("Go on.")]);
    const told = resultText(given, { ...limits, personSees: true });
    assert.equal(
      told.text,
      "[Text, 5 bytes] (shown to the user)\n\n[Image, image/png, 30 bytes] (shown to the user)\n\nGo on.",
    );
    assert.deepEqual(told.media, []);
    const all = resultText(given, limits);
    assert.match(all.text, /^Done\.\n\n\[Image/);
    assert.equal(all.media.length, 1);
  });

  it("says an error first", () => {
    const given = resultText(result([text("No such file.")], { isError: true }), limits);
    assert.equal(given.text, "The tool reported an error.\n\nNo such file.");
    assert.equal(given.isError, true);
    assert.equal(
      resultText(result([], { isError: true }), limits).text,
      "The tool reported an error.\n\nIt gave no reason.",
    );
  });

  it("keeps every digit of an integer, and says what is wrong with a result after it", () => {
    const structured = parseJson('{"id":725653563933458433}');
    assert.equal(resultText(result([], { structured }), limits).text, '{"id":725653563933458433}');
    const repeated = '{"id": 725653563933458433}';
    assert.equal(resultText(result([text(repeated)], { structured }), limits).text, repeated);
    const other = '{"id": 725653563933458432}';
    assert.equal(
      resultText(result([text(other)], { structured }), limits).text,
      `${other}\n\n{"id":725653563933458433}`,
    );
    assert.equal(resultText(result([text("words")], { warning: "It is odd." }), limits).text, "words\n\n(It is odd.)");
  });

  it("says so when there is nothing", () => {
    assert.equal(resultText(result([]), limits).text, "The tool returned nothing.");
    assert.equal(resultText(result([text("")]), limits).text, "The tool returned nothing.");
  });

  it("cuts at the limit and says how large it was and what to do", () => {
    const given = resultText(result([text("x".repeat(5 * 1024 * 1024))]), limits);
    const [sentence, rest = ""] = given.text.split("\n\n");
    assert.equal(
      sentence,
      "The result of documents/extract_text was 5.0 MB; the first 100 KB follow. Ask for a smaller part.",
    );
    assert.equal(rest.length, 100 * 1024);
  });

  it("leaves what just fits alone, counted in bytes", () => {
    const fits = "é".repeat(512);
    assert.equal(resultText(result([text(fits)]), { name: "a/b", limit: 1024 }).text, fits);
    const over = resultText(result([text(`${fits}.`)]), { name: "a/b", limit: 1024 }).text;
    assert.match(over, /^The result of a\/b was just over 1 KB; the first 1 KB follow/);
  });

  it("never cuts a character in half", () => {
    const given = resultText(result([text(`ab${"😀".repeat(10)}`)]), { name: "a/b", limit: 12 });
    assert.equal(given.text.split("\n\n")[1], "ab😀😀");
  });

  it("reads a resource the same way", () => {
    const given = resultText(resourceResult([{ uri: "doc://a", mimeType: "text/plain", text: "hello" }]), limits);
    assert.equal(given.text, "[Resource doc://a, text/plain]\nhello");
  });

  for (const [bytes, words] of [
    [0, "0 bytes"],
    [1, "1 byte"],
    [1023, "1023 bytes"],
    [1024, "1 KB"],
    [1024 * 1024 - 1, "1.0 MB"],
    [5 * 1024 * 1024, "5.0 MB"],
    [15.6 * 1024 * 1024, "16 MB"],
  ] as const)
    it(`${bytes} bytes are ${words}`, () => assert.equal(formatBytes(bytes), words));
});

describe("a trimmed result", () => {
  const picture = { type: "image", data: realPng(30), mimeType: "image/png" } as const;
  const large = result([text("a".repeat(2000)), picture, text("b")], {
    structured: { b: 1 },
    isError: true,
    warning: "w",
  });
  const small = { ...limits, limit: 1000 };

  it("is the beginning of the text, the pictures, and a handle", () => {
    const trimmed = trimmedResult(large, small, "call-1");
    assert.deepEqual(trimmed, {
      content: [text("a".repeat(1000)), picture],
      isError: true,
      warning: "w",
      trimmed: { bytes: Buffer.byteLength(resultBody(large, {})), next: 1000, handle: "call-1" },
    });
    assert.deepEqual(resultText(trimmed, small), resultText(large, small), "a model sees the same");
  });

  it("is the result itself where it fits", () => {
    assert.equal(trimmedResult(large, limits, "call-1"), large);
  });

  it("does not hold what a person sees anyway", () => {
    const forUser = { ...picture, annotations: { audience: ["user" as const] } };
    const seen = trimmedResult(result([text("a".repeat(2000)), forUser]), { ...small, personSees: true });
    assert.deepEqual(seen.content, [text("a".repeat(1000))]);
    assert.equal(seen.trimmed?.handle, undefined);
  });
});
