import assert from "node:assert/strict";
import type { Content } from "../../src/core/messages/content";
import type { ListedTool } from "../../src/headless/headlessHub";
import {
  forTerminal,
  jsonForTerminal,
  printedCompatibility,
  printedResult,
  printedStatus,
  printedTools,
} from "../../src/headless/printed";
import type { HubView } from "../../src/protocol/hubView";

describe("what reaches a terminal", () => {
  const rows: [what: string, text: string, shown: string][] = [
    ["a title and a cleared screen", "a\u001b]0;pwned\u0007b\u001b[2Jc", "a\ufffd]0;pwned\ufffdb\ufffd[2Jc"],
    ["C1 controls and DEL", "a\u009b31mb\u007f", "a\ufffd31mb\ufffd"],
    ["a line that is written over", "real\rfake", "real\ufffdfake"],
    ["marks that turn the direction", "a\u202eb\u2066c\u200fd", "a\ufffdb\ufffdc\ufffdd"],
    ["tags and zero-width characters", "a\u{e0041}\u{e0042}b\u200bc", "a\ufffdb\ufffdc"],
    ["lines and tabs, which stay", "a\r\nb\n\tc", "a\nb\n\tc"],
    ["letters of any script, and emoji, which stay", "Grüße 你好 👩‍💻", "Grüße 你好 👩‍💻"],
  ];
  for (const [what, text, shown] of rows)
    it(`is clean of control characters: ${what}`, () => assert.equal(forTerminal(text), shown));

  it("is JSON of the same value, without a character that nobody sees", () => {
    const value = { "a\u202e": "b\u009b31m\u{e0041}\u001b[2J", list: ["c\nd", "Grüße"] };
    const shown = jsonForTerminal(JSON.stringify(value, undefined, 2));
    assert.deepEqual(JSON.parse(shown), value);
    assert.doesNotMatch(shown, /[\u0080-\u009f\u202e\u{e0041}]/u);
    assert.ok(shown.includes("Grüße"));
  });
});

describe("what a command prints", () => {
  const listed = (server: string, tool: string, description?: string) => ({ server, tool, description }) as ListedTool;

  it("is a table of tools, whose columns are as wide as their longest cell", () => {
    assert.equal(printedTools([]), "No tools.");
    const tools = [listed("a", "read_file", "Reads."), listed("longer", "ls"), listed("b", "x", "Also\nreads.")];
    const rows = ["a       read_file  Reads.", "longer  ls", "b       x          Also reads."];
    assert.equal(printedTools(tools), rows.join("\n"));
  });

  it("has a name of at most 64 characters and a description of at most 100", () => {
    const row = (tool: string, description: string) => printedTools([listed("a", tool, description)]).split("  ");
    assert.deepEqual(row("t".repeat(64), "d".repeat(100)), ["a", "t".repeat(64), "d".repeat(100)]);
    const [, tool = "", description = ""] = row("t".repeat(65), "d".repeat(101));
    assert.match(tool, /^t{64}… /);
    assert.match(description, /^d{100}… /);
  });

  it("is the servers with who they are, and below them the problems", () => {
    const counts = { tools: 1, resources: 0, resourceTemplates: 0, prompts: 0 };
    const info = { name: "fixture", version: "1.0", protocolVersion: "2025-11-25", transport: "stdio" };
    const server = { label: "", counts, inFlight: 0 };
    const problem = { severity: "error", path: ["servers", "x"], message: "It is wrong." };
    const view = (servers: readonly object[], problems: readonly object[] = []) =>
      ({ servers, problems }) as unknown as HubView;
    assert.equal(printedStatus(view([])), "No servers.");
    const lines = printedStatus(
      view(
        [
          { ...server, id: "files", state: { kind: "ready", since: 0, info } },
          { ...server, id: "m", state: { kind: "stopped", reason: "idle" } },
        ],
        [problem],
      ),
    ).split("\n");
    assert.equal(lines.length, 3);
    assert.match(lines[0] ?? "", /^files {2}.+ {2}fixture 1\.0, stdio, protocol 2025-11-25$/);
    assert.match(lines[1] ?? "", /^m {6}\S.*\S$/);
    assert.equal(lines[2], "error: servers.x: It is wrong.");
  });

  const contents: readonly (readonly [Content, string])[] = [
    [{ type: "text", text: "a\nb" }, "a\nb"],
    [{ type: "image", mimeType: "image/png", data: "AAAA" }, "[image, image/png, 3 bytes]"],
    [{ type: "audio", mimeType: "audio/wav", data: "AAA=" }, "[audio, audio/wav, 2 bytes]"],
    [{ type: "resource", resource: { uri: "a:b", text: "text" } }, "text"],
    [{ type: "resource", resource: { uri: "a:b", blob: "AAAA" } }, "[resource a:b, 3 bytes]"],
    [{ type: "resource_link", uri: "a:b", name: "b" }, "[resource a:b]"],
  ];
  for (const [content, text] of contents)
    it(`describes what is not text: ${text}`, () =>
      assert.equal(printedResult({ content: [content], isError: false }), text));

  it("is every content on lines of its own, and the structured one only where there is no other", () => {
    const text = (one: string) => ({ type: "text", text: one }) as const;
    const structured = { a: 1 };
    assert.equal(printedResult({ content: [text("a"), text("b")], isError: false, structured }), "a\nb");
    assert.equal(printedResult({ content: [], isError: false, structured }), '{\n  "a": 1\n}');
    assert.equal(printedResult({ content: [], isError: false }), "");
  });

  it("is the table of what works together, as text or as JSON", () => {
    const matrix = { revisions: ["2025-11-25"], features: [] };
    assert.deepEqual(printedCompatibility(matrix, true), {
      exitCode: 0,
      stdout: `${JSON.stringify(matrix)}\n`,
      stderr: "",
    });
    assert.match(printedCompatibility(matrix, false).stdout, /^\|.*2025-11-25[\s\S]*\n$/);
  });
});
