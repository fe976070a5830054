import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { apps } from "../../../src/core/apps/apps";
import type { System } from "../../../src/core/apps/system";

const linux: System = { platform: "linux", home: "/home/ann", env: {}, workspace: "/work/shop" };
const mac: System = { platform: "darwin", home: "/Users/ann", env: {}, workspace: "/Users/ann/shop" };
const windows: System = {
  platform: "win32",
  home: "C:\\Users\\ann",
  env: { APPDATA: "D:\\Roaming", LOCALAPPDATA: "D:\\Local" },
  workspace: "C:\\shop\\",
};

const paths = (id: string, system: System): readonly string[] =>
  apps
    .find((app) => app.id === id)
    ?.files(system)
    .map(({ path }) => path) ?? [];

describe("where apps keep their files", () => {
  const rows: [id: string, system: System, path: string][] = [
    ["vscode", linux, "/home/ann/.config/Code/User/mcp.json"],
    ["vscode", mac, "/Users/ann/Library/Application Support/Code/User/mcp.json"],
    ["vscode", windows, "D:\\Roaming\\Code\\User\\mcp.json"],
    ["vscode", windows, "C:\\shop\\.vscode\\mcp.json"],
    ["claude-desktop", mac, "/Users/ann/Library/Application Support/Claude/claude_desktop_config.json"],
    ["claude-desktop", windows, "D:\\Roaming\\Claude\\claude_desktop_config.json"],
    ["claude-code", windows, "C:\\Users\\ann\\.claude.json"],
    ["claude-code", linux, "/work/shop/.mcp.json"],
    ["cursor", windows, "C:\\Users\\ann\\.cursor\\mcp.json"],
    [
      "cline",
      linux,
      "/home/ann/.config/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json",
    ],
    ["roo", mac, "/Users/ann/shop/.roo/mcp.json"],
    ["windsurf", windows, "C:\\Users\\ann\\.codeium\\windsurf\\mcp_config.json"],
    ["gemini-cli", windows, "C:\\ProgramData\\gemini-cli\\settings.json"],
    ["codex", linux, "/home/ann/.codex/config.toml"],
    ["zed", mac, "/Users/ann/.config/zed/settings.json"],
    ["zed", windows, "D:\\Roaming\\Zed\\settings.json"],
    ["continue", linux, "/work/shop/.continue/mcpServers/mcp-hub.yaml"],
    ["goose", windows, "D:\\Roaming\\Block\\goose\\config\\config.yaml"],
    ["opencode", linux, "/home/ann/.config/opencode/opencode.json"],
    ["copilot-cli", mac, "/Users/ann/.copilot/mcp-config.json"],
    ["lm-studio", linux, "/home/ann/.lmstudio/mcp.json"],
    ["kiro", windows, "C:\\shop\\.kiro\\settings\\mcp.json"],
    ["crush", windows, "D:\\Local\\crush\\crush.json"],
    ["junie", linux, "/home/ann/.junie/mcp/mcp.json"],
  ];
  for (const [id, system, path] of rows)
    it(`${id} on ${system.platform}: ${path}`, () =>
      assert.ok(paths(id, system).includes(path), paths(id, system).join("\n")));

  it("follows the variables that move them", () => {
    const env = {
      XDG_CONFIG_HOME: "/x/",
      CODEX_HOME: "/c",
      CLAUDE_CONFIG_DIR: "/cc",
      COPILOT_HOME: "/cp",
      CLINE_MCP_SETTINGS_PATH: "/cl.json",
      VSCODE_PORTABLE: "/p",
    };
    const moved = (id: string) => paths(id, { ...linux, env })[0];
    assert.equal(moved("goose"), "/x/goose/config.yaml");
    assert.equal(moved("codex"), "/c/config.toml");
    assert.equal(moved("claude-code"), "/cc/.claude.json");
    assert.equal(moved("copilot-cli"), "/cp/mcp-config.json");
    assert.equal(moved("cline"), "/cl.json");
    assert.equal(moved("vscode"), "/p/user-data/User/mcp.json");
  });

  it("has no file of a project without a folder", () => {
    const { workspace: _, ...alone } = linux;
    for (const app of apps)
      assert.ok(
        app.files(alone).every(({ level }) => level === "user"),
        app.id,
      );
  });

  it("is told in docs/clients.md, for every app", () => {
    const page = readFileSync("docs/clients.md", "utf8");
    for (const { name } of apps) assert.ok(page.includes(`\n| ${name} |`), name);
  });

  it("names each app once", () => assert.equal(new Set(apps.map(({ id }) => id)).size, apps.length));
});
