import assert from "node:assert/strict";
import { newCall } from "../../../src/core/calls/toolCall";
import type { Tool } from "../../../src/core/catalog/catalog";
import { approvalWords, grantChoices } from "../../../src/editor/questions/approvalWords";

const tool: Tool = { name: "write", description: "Writes a file.", inputSchema: {}, hints: {} };
const words = (args: Record<string, unknown>, label = "files") =>
  approvalWords(
    newCall({ server: "files", tool: "write", args, caller: { door: "chat" }, signal: new AbortController().signal }),
    tool,
    label,
  );

describe("the question before a tool runs", () => {
  it("names the tool, the server, who asks and every argument", () => {
    assert.deepEqual(words({ path: "a.md", lines: [1] }), {
      message: 'Run the tool "write" of the MCP server "files"?',
      detail: [
        "The chat participant @mcp asks to run it.",
        "The server says of the tool: Writes a file.",
        'Arguments:\n{\n  "path": "a.md",\n  "lines": [\n    1\n  ]\n}',
      ].join("\n\n"),
    });
  });

  it("says so when there are no arguments", () => assert.match(words({}).detail, /Without arguments\.$/));

  it("names the server by its entry too, where a label could pretend to be another", () => {
    assert.match(words({}, "GitHub").message, /"GitHub" \(files\)\?$/);
  });

  it("shows no secret and no control character", () => {
    const { detail } = words({ password: "hunter2", path: "a\u001b]0;x\u0007\u202eb" });
    assert.ok(!detail.includes("hunter2"));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that none is there is the point
    assert.doesNotMatch(detail, /[\u0000-\u0008\u001b\u202e]/);
  });

  it("stays short, and says how much it leaves out", () => {
    const { detail } = words({ list: Array.from({ length: 500 }, (_, at) => at) });
    assert.ok(detail.split("\n").length < 40);
    assert.match(detail, /… \(\d+ more lines\)$/);
    const long = words({ text: "x".repeat(1_000_000) }).detail;
    assert.ok(long.length < 3000, `${long.length}`);
    assert.match(long, /more characters/);
  });
});

describe("what can be allowed for longer", () => {
  it("is this tool or every tool of the server, for three spans, the least first", () => {
    assert.deepEqual(
      grantChoices("write", "files").map(({ answer: { what, span } }) => `${what} ${span}`),
      ["tool session", "tool workspace", "tool always", "server session", "server workspace", "server always"],
    );
    assert.equal(grantChoices("write", "files")[3]?.label, "In this session: every tool of files");
  });
});
