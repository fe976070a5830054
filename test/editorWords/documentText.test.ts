import assert from "node:assert/strict";
import type { ResourceContents } from "../../src/core/calls/toolCall";
import { fileName, promptDocument, resourceName, toolDocument } from "../../src/editor/documentText";
import { resourceBytes } from "../../src/editor/resources/resourceBytes";
import { resourceAt, resourcePath } from "../../src/editor/resources/resourcePath";

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
      assert.equal(resourceName(uri, mimeType, said), name);
    });

  it("is named after its type where it is binary", () =>
    assert.equal(resourceName("db://x", "image/png", undefined), "x.png"));

  const contents: [string, readonly ResourceContents[], bytes: string][] = [
    ["its text", [{ uri: "a://1", text: "é" }], "é"],
    [
      "its own part among others",
      [
        { uri: "a://0", text: "other" },
        { uri: "a://1", text: "own" },
      ],
      "own",
    ],
    [
      "all texts where none is its own",
      [
        { uri: "a://0", text: "one" },
        { uri: "a://2", text: "two" },
      ],
      "one\n\ntwo",
    ],
    ["its bytes", [{ uri: "a://1", blob: "AAE=" }], "\u0000\u0001"],
    ["nothing", [], ""],
  ];
  for (const [what, parts, bytes] of contents)
    it(`holds ${what}`, () => assert.equal(Buffer.from(resourceBytes("a://1", parts)).toString(), bytes));

  for (const uri of ["file:///docs/guide.md", "db://x?a=1#b", "näme:ä/ö%20"])
    it(`stands for ${uri} in its path`, () => {
      const path = resourcePath({ server: "My.server-1", uri }, "name.md");
      assert.deepEqual(resourceAt(path), { server: "My.server-1", uri });
    });

  for (const path of ["/", "/server", "/server/a%3A", "/server/%E0%A4%A/x.md", "/server/a/b/c"])
    it(`is not at ${path}`, () => assert.equal(resourceAt(path), undefined));
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
