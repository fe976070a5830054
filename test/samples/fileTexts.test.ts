import assert from "node:assert/strict";
import { mostText } from "../../src/samples/documents/files/fileText";
import { pdfText } from "../../src/samples/documents/files/pdfText";
import { wordText } from "../../src/samples/documents/files/wordText";
import { pdfOf, wordOf } from "./packedFiles";

/** A new array each time: a reader may take its memory. */
const bytesOf = (file: Buffer) => new Uint8Array(file);

describe("the text of a PDF file", function () {
  this.timeout(60_000);

  it("is that of its pages, with an empty line between them and none for a page without text", async () => {
    const { source, format } = await pdfText(bytesOf(pdfOf([["One", "two."], [], ["Three.", "", "Four."], ["Five."]])));
    assert.deepEqual([source, format], ["One\ntwo.\n\nThree.\n\nFour.\n\nFive.", "text"]);
  });

  it("is refused where there is none", async () => {
    await assert.rejects(pdfText(bytesOf(pdfOf([[], []]))), /it has no text: its pages may be pictures/);
  });

  it("is refused where it has more pages than are read", async () => {
    await assert.rejects(pdfText(bytesOf(pdfOf(Array(2001).fill([])))), /it has 2001 pages; at most 2000 are read/);
  });
});

describe("the text of a Word file", function () {
  this.timeout(60_000);

  it("is HTML with a block on each line", async () => {
    const { source, format } = await wordText(bytesOf(wordOf("A heading", ["One.", "Two."])));
    assert.deepEqual([source, format], ["<h1>A heading</h1>\n<p>One.</p>\n<p>Two.</p>\n", "html"]);
  });

  it("is found where the file is a part of a larger buffer", async () => {
    const file = wordOf("A heading", []);
    const around = Buffer.concat([Buffer.alloc(9), file, Buffer.alloc(9)]);
    const part = new Uint8Array(around.buffer, around.byteOffset + 9, file.length);
    assert.equal((await wordText(part)).source, "<h1>A heading</h1>\n");
  });

  it("is refused where there is none, or too much", async () => {
    await assert.rejects(wordText(bytesOf(wordOf("", []))), /it has no text/);
    const paragraph = "x".repeat(mostText - "<h1>A</h1><p></p>".length);
    await wordText(bytesOf(wordOf("A", [paragraph])));
    await assert.rejects(wordText(bytesOf(wordOf("A", [`${paragraph}x`]))), /it has too much text/);
  });

  it("is refused where it is not an archive", async () => {
    await assert.rejects(wordText(Buffer.from("PK nothing")), /it is not a Word file/);
  });
});
