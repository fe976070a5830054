import assert from "node:assert/strict";
import path from "node:path";
import { PackedReader } from "../../src/samples/documents/files/packedReader";
import { pageText } from "../../src/samples/documents/files/pdfText";
import { connectedServer, textOf } from "./connectedServer";
import { pdfOf, wordOf, zipOf } from "./packedFiles";
import { temporaryFolder } from "./temporaryFolder";

const script = path.resolve("dist/samples/documentReader.js");
const invoice = [
  "Invoice number 77. Bill to: Harbor Works.",
  "Quantity 3, unit price $40.00, subtotal $120.00, tax $12.00, amount due $132.00.",
  "Payment is due within 30 days by bank transfer.",
];

describe("PDF and Word files", function () {
  this.timeout(60_000); // seconds are spent only on a machine under load
  let place: Awaited<ReturnType<typeof temporaryFolder>>;
  let peer: Awaited<ReturnType<typeof connectedServer>>;

  before(async () => {
    place = await temporaryFolder({
      "invoice.pdf": pdfOf([invoice, ["Second page: TODO thank you for your business."]]),
      "notes.docx": wordOf("Minutes of the meeting", ["Attendees agreed on the the agenda.", "Action items: TODO."]),
      "empty.pdf": pdfOf([[]]),
      "broken.pdf": Buffer.from("%PDF-1.4\nnothing"),
      "broken.docx": Buffer.from("PK\x03\x04 nothing"),
    });
    peer = await connectedServer({ folders: [place.folder] });
  });
  after(async () => {
    await peer.close();
    await place.remove();
  });

  it("are read as text, with their kind", async () => {
    const pdf = await peer.call("extract_text", { path: "invoice.pdf" });
    assert.equal(pdf.structuredContent?.format, "pdf");
    assert.match(textOf(pdf), /Bill to: Harbor Works[\s\S]*thank you for your business/);
    const word = await peer.call("extract_text", { path: "notes.docx" });
    assert.deepEqual(
      [word.structuredContent?.format, word.structuredContent?.title],
      ["word", "Minutes of the meeting"],
    );
  });

  it("are classified and checked, from a path and from bytes that come along", async () => {
    const content = pdfOf([invoice]).toString("base64");
    for (const subject of [{ path: "invoice.pdf" }, { filename: "invoice.PDF", content }]) {
      const { structuredContent } = await peer.call("classify_document", subject);
      assert.deepEqual(
        [structuredContent?.category, structuredContent?.processing_method, structuredContent?.classification_type],
        ["invoice", "pdf", "single-label"],
      );
    }
    const { structuredContent } = await peer.call("detect_issues", { path: "notes.docx" });
    const { issues } = structuredContent as { issues: { rule: string; line: number }[] };
    assert.deepEqual(
      issues.map(({ rule, line }) => [rule, line]),
      [
        ["repeated-word", 2],
        ["placeholder", 3],
      ],
    );
  });

  it("count among the documents of the workspace", async () => {
    const { structuredContent } = await peer.call("get_statistics");
    assert.deepEqual(structuredContent?.formats, { pdf: 1, word: 1 });
    const { skipped } = structuredContent as { skipped: unknown[] };
    assert.equal(skipped.length, 3);
    const { resources } = await peer.client.listResources();
    const types = new Map(resources.map(({ name, mimeType }) => [name, mimeType]));
    assert.deepEqual([types.get("invoice.pdf"), types.get("notes.docx")], ["text/plain", "text/html"]);
    const { contents } = await peer.client.readResource({ uri: "documents:///notes.docx" });
    assert.equal(contents[0]?.mimeType, "text/html");
  });

  for (const [name, words] of [
    ["empty.pdf", /cannot be read: it has no text/],
    ["broken.pdf", /"broken.pdf" cannot be read: /],
    ["broken.docx", /"broken.docx" cannot be read: it is not a Word file/],
  ] as const)
    it(`are refused in one sentence where they cannot be read: ${name}`, async () => {
      const result = await peer.call("extract_text", { path: name });
      assert.equal(result.isError, true);
      assert.match(textOf(result), words);
    });

  it("are refused where a text comes under their name, or bytes are not base64", async () => {
    const text = await peer.call("classify_document", { filename: "a.pdf", content: btoa("Just a text.") });
    assert.match(textOf(text), /"a.pdf" cannot be read/);
    const other = await peer.call("classify_document", { filename: "a.txt", content: "<not base64>" });
    assert.match(textOf(other), /not base64/);
    const alone = await peer.call("classify_document", { filename: "a.txt", text: "x" });
    assert.match(textOf(alone), /filename and content/);
  });

  it("do not unpack beyond the limit, whatever they say about their size", async () => {
    const bomb = { "word/document.xml": Buffer.alloc(80 * 1024 * 1024) };
    for (const file of [wordOf("A", [], { "word/media/a.bin": Buffer.alloc(80 * 1024 * 1024) }), zipOf(bomb, 10)]) {
      const result = await peer.call("extract_text", { path: "notes.docx" });
      assert.notEqual(result.isError, true);
      const refused = await peer.call("classify_document", { filename: "a.docx", content: file.toString("base64") });
      assert.match(textOf(refused), /too large once it is unpacked/);
    }
  });

  it("take no more time and memory than they may, and the next file is read", async () => {
    const bytes = pdfOf([invoice]);
    const slow = new PackedReader(script, { ms: 1, heapMb: 256, growthMb: 768 });
    await assert.rejects(slow.read("pdf", bytes, "a.pdf"), /takes more than 0.001 s to read/);
    const small = new PackedReader(script, { ms: 30_000, heapMb: 16, growthMb: 768 });
    await assert.rejects(small.read("pdf", bytes, "a.pdf"), /needs too much memory/);
    const reader = new PackedReader(script);
    const abort = new AbortController();
    const cancelled = reader.read("pdf", bytes, "a.pdf", abort.signal);
    abort.abort();
    await assert.rejects(cancelled, { name: "AbortError" });
    assert.match((await reader.read("pdf", bytes, "a.pdf")).source, /amount due/);
  });

  it("have paragraphs where their lines lie apart", () => {
    const run = (str: string, at: number) => ({ str, hasEOL: true, transform: [1, 0, 0, 12, 72, at] });
    assert.equal(pageText([run("One", 700), run("two.", 686), run("Three.", 650)]), "One\ntwo.\n\nThree.");
    // A line is 12 high, so a gap of 1.6 lines is 19.2.
    assert.equal(pageText([run("a", 700), run("b", 681)]), "a\nb");
    assert.equal(pageText([run("a", 700), run("b", 680)]), "a\n\nb");
    assert.equal(pageText([run("a", 600), run("b", 650)]), "a\n\nb", "the next column begins above");
  });

  it("have lines of several runs, and none that are empty", () => {
    const run = (str: string, hasEOL: boolean, at = 700, height = 12) => ({
      str,
      hasEOL,
      transform: [1, 0, 0, height, 72, at],
    });
    assert.equal(
      pageText([run("One ", false), run("two  ", true), run(" ", true), run("three", false)]),
      "One two\nthree",
    );
    assert.equal(pageText([run(" ", false), run("", false), run("a", true)]), " a");
    assert.equal(pageText([]), "");
    assert.equal(pageText([run(" ", false)]), "");
    assert.equal(
      pageText([run("a", true, 700, 0), run("b", true, 681, 0)]),
      "a\nb",
      "a height of nothing is the usual one",
    );
    assert.equal(pageText([run("a", true, 700, -12), run("b", true, 681, -12)]), "a\nb", "text may be upside down");
  });
});
