import assert from "node:assert/strict";
import { fileName, promptDocument, resourceDocument, toolDocument } from "../../src/editor/documentText";

const text = (said: string) => ({ type: "text", text: said }) as const;

describe("a result in an editor", () => {
  it("is the text as it came", () => {
    const said = "# Title\n\n| a |\n";
    assert.deepEqual(toolDocument("read", { content: [text(said)], isError: false }), { name: "read.md", text: said });
  });

  it("is JSON where the text is JSON, unchanged", () => {
    const json = '{"b":1,  "a":2}';
    assert.deepEqual(toolDocument("read", { content: [text(json)], isError: false }), {
      name: "read.json",
      text: json,
    });
  });

  it("is the structured content where there is no other", () => {
    const result = { content: [], structured: { a: 1 }, isError: false };
    assert.deepEqual(toolDocument("read", result), { name: "read.json", text: '{\n  "a": 1\n}' });
  });

  it("says first that the tool reported an error", () => {
    const { name, text: said } = toolDocument("read", { content: [text('{"a":1}')], isError: true });
    assert.equal(name, "read.md");
    assert.match(said, /^The tool reported an error\.\n\n\{"a":1\}$/);
  });

  it("names pictures", () => {
    const image = { type: "image", data: "AAAA", mimeType: "image/png" } as const;
    assert.equal(toolDocument("draw", { content: [image], isError: false }).text, "[Image, image/png, 3 bytes]");
  });

  it("is whole at 5 MB, within 2 s", () => {
    const large = JSON.stringify({ rows: Array.from({ length: 50_000 }, (_, at) => ({ at, say: "x".repeat(90) })) });
    assert.ok(large.length > 5_000_000);
    const began = performance.now();
    assert.equal(toolDocument("big", { content: [text(large)], isError: false }).text, large);
    assert.ok(performance.now() - began < 2000);
  });
});

describe("a resource in an editor", () => {
  const rows: [uri: string, mimeType: string | undefined, text: string, name: string][] = [
    ["file:///docs/guide.md", undefined, "# Guide", "guide.md"],
    ["docs://guide?v=1#top", "text/markdown; charset=utf-8", "# Guide", "guide.md"],
    ["db://rows", undefined, "[1]", "rows.json"],
    ["db://notes", undefined, "plain", "notes.txt"],
    ["db://x", "constructor", "plain", "x.txt"],
  ];
  for (const [uri, mimeType, said, name] of rows)
    it(`${uri} → ${name}`, () => {
      const contents = [{ uri, text: said, ...(mimeType !== undefined && { mimeType }) }];
      assert.deepEqual(resourceDocument(uri, contents), { name, text: said });
    });

  it("says what binary data is", () => {
    const contents = [{ uri: "db://x", blob: "AAAA", mimeType: "application/zip" }];
    assert.equal(
      resourceDocument("db://x", contents).text,
      "[Resource db://x, application/zip, 3 bytes of binary data]",
    );
  });
});

describe("a prompt in an editor", () => {
  it("shows each message below its role", () => {
    const messages = [
      { role: "user", content: text("Review it.") },
      { role: "assistant", content: text("Gladly.") },
    ] as const;
    assert.equal(promptDocument("review", messages).text, "## User\n\nReview it.\n\n## Assistant\n\nGladly.\n");
  });
});

describe("a document's name", () => {
  const rows: [string, string][] = [
    ["../../etc/passwd", "_.._etc_passwd"],
    ["con:\u202e*", "con_"],
    ["", "result"],
    ["...", "result"],
  ];
  for (const [from, to] of rows) it(`${JSON.stringify(from)} → ${to}`, () => assert.equal(fileName(from), to));
});
