import assert from "node:assert/strict";
import { foundServers } from "../../../../src/core/apps/import/foundServers";
import { foundText } from "../../../../src/core/apps/import/foundText";
import { found, known, source } from "./importWorld";

const claude = source(
  "claude-code",
  {
    mcpServers: { files: { command: "npx", args: ["files"] }, notes: { url: "https://notes.example.com/mcp" } },
  },
  ".claude.json",
);
const cursor = source("cursor", {
  mcpServers: { mine: { command: "npx", args: ["files"] }, third: { command: "third" } },
});

describe("the servers that other apps have", () => {
  it("are counted once, with every app that has them", () => {
    assert.deepEqual(foundServers(found([claude, cursor])), { count: 3, apps: ["Claude Code", "Cursor"] });
  });

  it("are not said to be in an app from which none can be imported", () => {
    const hub = source("cursor", { mcpServers: { hub: { command: "mcp-client-hub", args: ["stdio"] } } });
    assert.deepEqual(foundServers(found([claude, hub])), { count: 2, apps: ["Claude Code"] });
  });

  it("are none where an import would bring nothing: all are here, or cannot be imported", () => {
    assert.equal(foundServers(found([])), undefined);
    const here = [known("a", { command: "npx", args: ["files"] }), known("b", { command: "third" })];
    assert.equal(foundServers(found([cursor], { known: here })), undefined);
    const hub = source("cursor", { mcpServers: { hub: { command: "mcp-client-hub", args: ["stdio"] } } });
    assert.equal(foundServers(found([hub])), undefined);
  });

  const sentences: [count: number, apps: string[], sentence: string][] = [
    [1, ["Zed"], "Found 1 server in Zed."],
    [6, ["Claude Code", "Cursor"], "Found 6 servers in Claude Code and Cursor."],
    [9, ["Claude Code", "Cursor", "Zed"], "Found 9 servers in Claude Code, Cursor, and Zed."],
    [12, ["Claude Code", "Cursor", "Zed", "goose"], "Found 12 servers in Claude Code, Cursor, and 2 other apps."],
  ];
  for (const [count, apps, sentence] of sentences)
    it(`are named: ${sentence}`, () => assert.equal(foundText({ count, apps }), sentence));
});
