import assert from "node:assert/strict";
import { candidateHover, keyMeaning, serverHover } from "../../../src/editor/configFiles/entryHover";
import { hoverMarkdown } from "../../../src/editor/tree/hoverMarkdown";
import type { ServerView } from "../../../src/protocol/hubView";
import { found, known, source } from "../../core/apps/import/importWorld";
import { linux } from "../../core/apps/writtenEntries";

const server: ServerView = {
  id: "files",
  label: "My Files",
  scope: "user",
  state: { kind: "failed", error: { code: "transport", message: "It ended." } },
  counts: { tools: 0, resources: 0, resourceTemplates: 0, prompts: 0 },
  inFlight: 0,
};

describe("the hover over the name of an entry", () => {
  it("says what the server is for, its state, and its tools", () =>
    assert.deepEqual(serverHover(server, ["read", "write"], "Documents"), [
      "My Files",
      "Documents",
      "Failed. It ended.",
      "Tools: read, write",
    ]));

  it("has at most twelve lines, however many tools there are", () => {
    const many = Array.from({ length: 500 }, (_, at) => `a_tool_with_a_long_name_${at}`);
    const tooltip = serverHover(server, many, "Documents. ".repeat(200));
    assert.match(String(tooltip.at(-1)), /a_tool_with_a_long_name_39 and 460 more$/);
    assert.ok(hoverMarkdown(tooltip).split("\n").length <= 12);
  });

  it("says of a server of another app what the hub can do with it", () => {
    const [same] = found([source("cursor", { mcpServers: { x: { url: "https://x.example" } } })], {
      known: [known("web", { url: "https://x.example" })],
    });
    assert.deepEqual(same && candidateHover(same, linux), [
      "x",
      'MCP Hub: same as "web"',
      "Cursor, ~/.cursor/mcp.json",
    ]);
  });

  it("explains the keys that mean the same in every app, and no other", () => {
    assert.match(keyMeaning("args") ?? "", /^Arguments for the program/);
    assert.equal(keyMeaning("cmd"), keyMeaning("command"));
    assert.match(keyMeaning("bearer_token_env_var") ?? "", /^The environment variable that holds the token/);
    assert.equal(keyMeaning("timeout"), undefined);
    assert.equal(keyMeaning("alwaysAllow"), undefined);
  });
});
