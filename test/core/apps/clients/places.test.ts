import assert from "node:assert/strict";
import { apps } from "../../../../src/core/apps/apps";
import { linux } from "../writtenEntries";

describe("the files of an app", () => {
  /** Whose file it is, how the token of the hub may be written there, the keys to its servers, and where it is. */
  const rows: [id: string, ...files: string[]][] = [
    [
      "claude-code",
      "user literal+variable mcpServers ~/.claude.json",
      "user read-only literal+variable projects.PROJECT.mcpServers ~/.claude.json",
      "project literal+variable mcpServers ./.mcp.json",
    ],
    ["claude-desktop", "user none mcpServers ~/.config/Claude/claude_desktop_config.json"],
    [
      "cursor",
      "user literal+variable mcpServers ~/.cursor/mcp.json",
      "project literal+variable mcpServers ./.cursor/mcp.json",
    ],
    [
      "codex",
      "user literal+variable mcp_servers ~/.codex/config.toml",
      "project literal+variable mcp_servers ./.codex/config.toml",
    ],
    [
      "vscode",
      "user literal+variable servers ~/.config/Code/User/mcp.json",
      "user literal+variable servers ~/.config/Code - Insiders/User/mcp.json",
      "user literal+variable servers ~/.config/VSCodium/User/mcp.json",
      "user literal+variable servers ~/.vscode-server/data/User/mcp.json",
      "user read-only literal+variable mcp.servers ~/.config/Code/User/settings.json",
      "user read-only literal+variable mcp.servers ~/.config/Code - Insiders/User/settings.json",
      "user read-only literal+variable mcp.servers ~/.config/VSCodium/User/settings.json",
      "user read-only literal+variable mcp.servers ~/.vscode-server/data/User/settings.json",
      "project literal+variable servers ./.vscode/mcp.json",
      "project read-only literal+variable mcpServers ./.mcp.json",
    ],
    ["copilot-cli", "user literal mcpServers ~/.copilot/mcp-config.json", "project none mcpServers ./.github/mcp.json"],
    [
      "gemini-cli",
      "user literal+variable mcpServers ~/.gemini/settings.json",
      "user read-only literal+variable mcpServers /etc/gemini-cli/settings.json",
      "project literal+variable mcpServers ./.gemini/settings.json",
    ],
    [
      "windsurf",
      "user literal+variable mcpServers ~/.codeium/windsurf/mcp_config.json",
      "user read-only literal+variable mcpServers ~/.codeium/mcp_config.json",
    ],
    [
      "cline",
      "user literal mcpServers ~/.cline/data/settings/cline_mcp_settings.json",
      "user literal mcpServers ~/.config/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json",
      "user literal mcpServers ~/.config/Code - Insiders/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json",
      "user literal mcpServers ~/.config/VSCodium/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json",
      "user literal mcpServers ~/.config/Cursor/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json",
      "user literal mcpServers ~/.config/Windsurf/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json",
    ],
    [
      "roo",
      "user literal+variable mcpServers ~/.config/Code/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json",
      "user literal+variable mcpServers ~/.config/Code - Insiders/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json",
      "user literal+variable mcpServers ~/.config/VSCodium/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json",
      "user literal+variable mcpServers ~/.config/Cursor/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json",
      "user literal+variable mcpServers ~/.config/Windsurf/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json",
      "project literal+variable mcpServers ./.roo/mcp.json",
    ],
    [
      "continue",
      "user literal+variable mcpServers ~/.continue/config.yaml",
      "project literal+variable mcpServers ./.continue/mcpServers/mcp-hub.yaml",
    ],
    [
      "zed",
      "user literal context_servers ~/.config/zed/settings.json",
      "project none context_servers ./.zed/settings.json",
    ],
    [
      "opencode",
      "user literal+variable mcp.servers ~/.config/opencode/opencode.json",
      "user literal+variable mcp.servers ~/.config/opencode/opencode.jsonc",
      "project literal+variable mcp.servers ./opencode.json",
      "project literal+variable mcp.servers ./opencode.jsonc",
    ],
    ["goose", "user literal+variable extensions ~/.config/goose/config.yaml"],
    [
      "kiro",
      "user literal+variable mcpServers ~/.kiro/settings/mcp.json",
      "project literal+variable mcpServers ./.kiro/settings/mcp.json",
    ],
    [
      "junie",
      "user none mcpServers ~/.junie/mcp/mcp.json",
      "project none mcpServers ./.junie/mcp/mcp.json",
      "project read-only none mcpServers ./.air/mcp.json",
    ],
    [
      "lm-studio",
      "user literal mcpServers ~/.lmstudio/mcp.json",
      "user read-only literal mcpServers ~/.cache/lm-studio/mcp.json",
    ],
    [
      "crush",
      "user literal+variable mcp ~/.config/crush/crush.json",
      "project literal+variable mcp ./crush.json",
      "project read-only literal+variable mcp ./.crush.json",
    ],
  ];
  for (const [id, ...expected] of rows)
    it(`of ${id} are all known, the usual one first`, () => {
      const files = apps.find((app) => app.id === id)?.files(linux) ?? [];
      assert.deepEqual(
        files.map(({ level, isReadOnly, shape, path }) =>
          [
            `${level}${isReadOnly ? " read-only" : ""} ${shape.tokens.join("+") || "none"}`,
            shape.root({}).join(".").replace("/work/shop", "PROJECT"),
            path.replace("/home/ann/", "~/").replace("/work/shop/", "./"),
          ].join(" "),
        ),
        expected,
      );
    });

  it("are those of the person alone where no folder is open", () => {
    const { workspace: _, ...system } = linux;
    for (const app of apps) for (const { level } of app.files(system)) assert.equal(level, "user", app.id);
  });

  it("are there for each app, once, with what a person has to know", () => {
    assert.deepEqual(
      apps.map(({ id }) => id),
      rows.map(([id]) => id),
    );
    for (const { id, name, about, next, limit } of apps) {
      assert.match(name, /\S/, id);
      assert.match(about(), /\S/, id);
      assert.match(next(), /\.$/, id);
      if (limit) assert.match(limit(), /\.$/, id);
    }
  });
});
