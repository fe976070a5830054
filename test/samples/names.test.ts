import assert from "node:assert/strict";
import { formatOf, isDocumentName, mediaTypeOf, packedTypeOf } from "../../src/samples/documents/access/formats";
import { excerpt } from "../../src/samples/documents/check/issue";
import { rank } from "../../src/samples/documents/completePath";
import { nameFrom, uriOf } from "../../src/samples/documents/documentUri";
import { quoted } from "../../src/samples/documents/refusal";

describe("the name of a document", () => {
  const kinds: [names: string, format: string, mediaType: string, packed?: string][] = [
    ["a.md a.markdown a.mdown A.MD sub.folder/a.md", "markdown", "text/markdown"],
    ["a.html a.htm a.xhtml", "html", "text/html"],
    ["a.txt a.text a.rst a.adoc a.org a.tex", "text", "text/plain"],
    ["a.pdf a.PDF", "text", "text/plain", "pdf"],
    ["a.docx", "text", "text/html", "word"],
  ];
  for (const [names, format, mediaType, packed] of kinds)
    it(`says that it is ${packed ?? format}: ${names}`, () => {
      for (const name of names.split(" "))
        assert.deepEqual(
          [formatOf(name), mediaTypeOf(name), packedTypeOf(name), isDocumentName(name)],
          [format, mediaType, packed, true],
        );
    });

  it("does not make a document of other files", () => {
    for (const name of ["a.ts", "md", "a.md/b", "a.", ""]) assert.equal(isDocumentName(name), false, name);
    assert.deepEqual([formatOf("a.ts"), mediaTypeOf("a.ts"), packedTypeOf("pdf")], ["text", "text/plain", undefined]);
  });

  it("is in its address with each part escaped, and read back from there", () => {
    assert.equal(uriOf("a b/c#d.md"), "documents:///a%20b/c%23d.md");
    const names: [variable: string | string[] | undefined, name: string][] = [
      ["a%20b/c.md", "a b/c.md"],
      ["100%.md", "100%.md"],
      [["a", "b%2C"], "a,b,"],
      [undefined, ""],
    ];
    for (const [variable, name] of names) assert.equal(nameFrom(variable), name);
  });

  it("is completed: those that begin so first, then those that hold it, a hundred at most", () => {
    const names = ["read.md", "a/Read.md", "other.md", "READ/a.md"];
    assert.deepEqual(rank(names, "rEAD"), ["read.md", "READ/a.md", "a/Read.md"]);
    assert.deepEqual(rank(names, ""), names);
    assert.equal(rank(Array(101).fill("a"), "a").length, 100);
  });

  it("is cut in a sentence after two hundred characters, and has no signs that do not show", () => {
    assert.equal(quoted("x".repeat(200)), `"${"x".repeat(200)}"`);
    assert.equal(quoted("x".repeat(201)), `"${"x".repeat(199)}…"`);
    assert.equal(quoted("a\u202eb\nc"), '"a�b�c"');
  });
});

describe("a piece of a document in a message", () => {
  it("is one line of at most sixty characters", () => {
    assert.equal(excerpt(" a\n\u200b  b "), '"a b"');
    assert.equal(excerpt("x".repeat(60)), `"${"x".repeat(60)}"`);
    assert.equal(excerpt("x".repeat(61)), `"${"x".repeat(59)}…"`);
    assert.equal(excerpt("abcd", 3), '"ab…"');
  });
});
