import assert from "node:assert/strict";
import type { Content, ResourceContents } from "../../../src/core/messages/content";
import { resourceName } from "../../../src/core/presentation/fileName";
import { resourceAt, resourceBytes, resourcePath } from "../../../src/core/presentation/resourcePath";
import { promptDocument, toolDocument } from "../../../src/core/presentation/resultDocument";
import { cpuRatio } from "../../support/cpuMs";

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0]).toString("base64");
const text = (said: string) => ({ type: "text", text: said }) as const;

describe("a result in an editor", () => {
  it("is the text as it came", () => {
    const said = "# Title\n\n| a |\n";
    assert.deepEqual(toolDocument("files", "read", { content: [text(said)], isError: false }), {
      name: "read.md",
      text: said,
      folder: "files",
      isRendered: true,
    });
  });

  it("is JSON where the text is JSON: indented if it is one line, with every digit, and else unchanged", () => {
    const open = (json: string) => toolDocument("files", "read", { content: [text(json)], isError: false });
    assert.deepEqual(open('{"b":725653563933458433,  "a":[]}'), {
      name: "read.json",
      text: '{\n  "b": 725653563933458433,\n  "a": []\n}',
      folder: "files",
    });
    const own = '{\n"b":1,\n   "a":2}';
    assert.deepEqual(open(own), { name: "read.json", text: own, folder: "files" });
  });

  it("has a warning beside the result, and stays JSON that an editor understands", () => {
    const warned = (said: string) =>
      toolDocument("files", "read", { content: [text(said)], isError: false, warning: "It is odd." });
    assert.deepEqual(warned("words"), { name: "read.md", text: "words\n\n(It is odd.)", folder: "files" });
    assert.deepEqual(warned("[1]"), { name: "read.jsonc", text: "// It is odd.\n[\n  1\n]", folder: "files" });
  });

  it("is the structured content where there is no other", () => {
    const result = { content: [], structured: { a: 1 }, isError: false };
    assert.deepEqual(toolDocument("files", "read", result), {
      name: "read.json",
      text: '{\n  "a": 1\n}',
      folder: "files",
    });
  });

  it("says first that the tool reported an error", () => {
    const { name, text: said } = toolDocument("files", "read", { content: [text('{"a":1}')], isError: true });
    assert.equal(name, "read.md");
    assert.match(said, /^The tool reported an error\.\n\n\{"a":1\}$/);
  });

  it("opens as people read it where it is Markdown, and as source text where that could load or hide something", () => {
    const isRendered = (said: string) =>
      toolDocument("files", "read", { content: [text(said)], isError: false }).isRendered === true;
    for (const said of [
      "# Title",
      "a **bold** word",
      "| a |\n| --- |\n| 1 |",
      "[a page](https://example.com)",
      "```\ncode\n```",
      "# Of \\<img src=x\\>, and \\\\\\<b\\>",
    ])
      assert.ok(isRendered(said), said);
    for (const said of ["plain words", "- a\n- b", "2 * 3 * 4", '{"a": "# x"}', "[1](", "a_b_c"])
      assert.ok(!isRendered(said), said);
    const risky = [
      "![x](https://evil.example/x.png)",
      "![x](//evil.example/x.png)",
      "![x][y]",
      "<img src=x>",
      "<!-- hidden -->",
    ];
    for (const said of [
      ...risky,
      "\\\\<img src=x>",
      "`\\`<img src=x>",
      "[x](command:y)",
      "[x](javascript:y)",
      "[x](file:///etc/passwd)",
      "[y]: command:z",
      "<https://example.com>",
    ])
      assert.ok(!isRendered(`# Title\n\n${said}`), said);
    const picture = { type: "image", data: png, mimeType: "image/png" } as const;
    assert.ok(toolDocument("files", "draw", { content: [text("Here:"), picture], isError: false }).isRendered);
  });

  it("is the picture alone where there is nothing else", () => {
    const image = { type: "image", data: png, mimeType: "image/png" } as const;
    assert.deepEqual(toolDocument("files", "draw", { content: [image], isError: false }), {
      name: "draw.md",
      text: "",
      folder: "files",
      files: [{ name: "image.png", data: png, isPicture: true }],
    });
  });

  it("has the pictures, sounds, files and resources beside it, by links", () => {
    const content: Content[] = [
      text("Look:"),
      { type: "image", data: png, mimeType: "image/png" },
      { type: "image", data: png, mimeType: "image/png" },
      { type: "image", data: "AAAA", mimeType: "image/png" },
      { type: "audio", data: btoa("RIFF....WAVE"), mimeType: "audio/x-wav" },
      { type: "resource", resource: { uri: "demo://a/notes.txt", mimeType: "text/plain", text: "```" } },
      { type: "resource", resource: { uri: "demo://b", mimeType: "application/gzip", blob: "H4sI" } },
      { type: "resource_link", uri: "demo://c/[1]`", name: "x](command:y)", description: "One [c]" },
    ];
    const { text: said, files } = toolDocument("files", "look", { content, isError: false });
    assert.deepEqual(said.split("\n\n"), [
      "Look:",
      "![image.png](image.png)",
      "![image-2.png](image-2.png)",
      "[image-3.png](image-3.png), image/png, 3 bytes",
      "[audio.wav](audio.wav), audio/wav, 12 bytes",
      "[notes.txt](notes.txt) `demo://a/notes.txt`, text/plain, 3 bytes",
      "````\n```\n````",
      "[b.gz](b.gz) `demo://b`, application/gzip, 3 bytes",
      "[x\\](command:y)](mcp-hub:/files/demo%253A%252F%252Fc%252F%255B1%255D%2560/_1_.txt) `` demo://c/[1]` ``, One \\[c\\]",
    ]);
    assert.deepEqual(
      files?.map(({ name, isPicture }) => [name, isPicture]),
      [
        ["image.png", true],
        ["image-2.png", true],
        ["image-3.png", false],
        ["audio.wav", false],
        ["notes.txt", false],
        ["b.gz", false],
      ],
    );
  });

  it("is whole and quick at 5 MB", () => {
    const large = JSON.stringify({ rows: Array.from({ length: 50_000 }, (_, at) => ({ at, say: "x".repeat(90) })) });
    assert.ok(large.length > 5_000_000);
    const shown = () => toolDocument("files", "big", { content: [text(large)], isError: false }).text;
    const ratio = cpuRatio(
      () => assert.equal(shown(), large),
      () => JSON.stringify(JSON.parse(large), undefined, 2),
    );
    assert.ok(ratio < 10, `${ratio} times what it takes to read and write its JSON once`);
  });
});

describe("a resource in an editor", () => {
  const rows: [uri: string, mimeType: string | undefined, text: string, name: string][] = [
    ["file:///docs/guide.md", undefined, "# Guide", "guide.md"],
    ["docs://guide?v=1#top", "text/markdown; charset=utf-8", "# Guide", "guide.md"],
    ["db://rows", undefined, "[1]", "rows.json"],
    ["db://notes", undefined, "plain", "notes.txt"],
    ["db://count", undefined, "12", "count.txt"],
    ["db://x", "constructor", "plain", "x.txt"],
  ];
  for (const [uri, mimeType, said, name] of rows)
    it(`${uri} → ${name}`, () => {
      assert.equal(resourceName(uri, mimeType, said), name);
    });

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

  for (const path of [
    "/",
    "/server",
    "/server/a%3A",
    "/server/%E0%A4%A/x.md",
    "/server/a/b/c",
    "x/server/a/b",
    "//a/b",
    "/server//b",
  ])
    it(`is not at ${path}`, () => assert.equal(resourceAt(path), undefined));
});

describe("a prompt in an editor", () => {
  it("shows each message below its role", () => {
    const messages = [
      { role: "user", content: text("Review it.") },
      { role: "assistant", content: text("Gladly.") },
    ] as const;
    assert.equal(
      promptDocument("files", "review", messages).text,
      "## User\n\nReview it.\n\n## Assistant\n\nGladly.\n",
    );
  });
});
