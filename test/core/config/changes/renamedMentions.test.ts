import assert from "node:assert/strict";
import { renamedMentions } from "../../../../src/core/config/changes/renamedMentions";

const text = `\ufeff{
  "mcpHub.servers": { "files": {} }, // the entry is not its business
  "mcpHub.policy": [ { "do": "deny", "server": "files", "tool": "files" }, { "do": "ask", "server": "file*" } ], // two
  "mcpHub": { "profiles": { "files": { "servers": ["web", "files"], "without": ["files/rm", "filesystem/rm"] } } },
  "mcpHub.services": [{ "method": "jira.getIssue", "server": "files" }],
  "mcpHub.agentTools": ["files/*", "x/files"],
}
`;

describe("the settings that name a server", () => {
  it("name it as it is called now, and every other byte stays", () => {
    const { text: after, count } = renamedMentions(text, [], "files", "a/b c");
    assert.equal(
      after,
      text
        .replace('"server": "files", "tool"', '"server": "a/b c", "tool"')
        .replace('["web", "files"]', '["web", "a/b c"]')
        .replace('"files/rm"', '"a/b c/rm"')
        .replace('"server": "files" }]', '"server": "a/b c" }]')
        .replace('["files/*"', '["a/b c/*"'),
    );
    assert.equal(count, 5);
  });

  it("name it in the short form of the policy, and below the settings of a workspace file", () => {
    const file = '{ "settings": { "mcpHub.policy": { "files/rm_*": "deny", "*/x": "ask" } } }';
    assert.equal(
      renamedMentions(file, ["settings"], "files", "docs").text,
      file.replace('"files/rm_*"', '"docs/rm_*"'),
    );
  });

  it("name it in whatever order they are written", () => {
    const file =
      '{ "mcpHub.agentTools": ["files/*"], "mcpHub.services": [{ "server": "files" }], "mcpHub.policy": [{ "server": "files" }] }';
    assert.equal(renamedMentions(file, [], "files", "a").text, file.replaceAll("files", "a"));
  });

  it("name it by whole names, in lists and objects of the right kind", () => {
    const file =
      '{ "mcpHub.policy": ["files", { "server": ["files"], "tool": "files" }], "mcpHub.profiles": { "a": { "servers": "files" } }, "mcpHub.agentTools": { "files": 1 }, "mcpHub.services": [{ "server": "files2" }] }';
    assert.deepEqual(renamedMentions(file, [], "files", "docs"), { text: file, count: 0 });
  });

  it("stay as they are where nothing names it, or nothing can be read", () => {
    for (const other of ['{ "mcpHub.policy": null }', "", '{ "mcpHub.profiles": [{ "servers": ["files"] }, 1] }'])
      assert.deepEqual(renamedMentions(other, [], "files", "docs"), { text: other, count: 0 });
  });
});
