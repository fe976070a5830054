import assert from "node:assert/strict";
import { apps } from "../../../../src/core/apps/apps";
import { readAppFile } from "../../../../src/core/apps/reading/readAppFile";
import { all } from "../readAs";
import { linux } from "../writtenEntries";

describe("servers of apps with the common shape", () => {
  it("VS Code", () =>
    assert.deepEqual(
      all(
        "vscode",
        `\ufeff{
          // mine
          "inputs": [{ "type": "promptString", "id": "key", "password": true }],
          "servers": {
            "gh": { "type": "http", "url": "https://x.example/mcp", "headers": { "A": "\${input:key}" }, "oauth": { "clientId": "c" }, },
            "fs": { "command": "npx", "args": ["\${workspaceFolder}"], "env": { "N": 1, "U": null }, "envFile": "\${workspaceFolder}/.env", "sandboxEnabled": true },
          },
        }`,
        ".vscode/mcp.json",
      ),
      {
        gh: {
          config: {
            type: "http",
            url: "https://x.example/mcp",
            headers: { A: "${input:key}" },
            auth: { type: "oauth", clientId: "c" },
          },
        },
        fs: {
          config: {
            command: "npx",
            args: ["${workspaceFolder}"],
            env: { N: 1, U: null },
            envFile: "${workspaceFolder}/.env",
          },
          problems: ['"sandboxEnabled" is not taken over.'],
        },
      },
    ));

  it("VS Code's older place", () =>
    assert.deepEqual(
      all("vscode", '{"mcp": {"servers": {"a": {"type": "sse", "url": "https://x.example/sse"}}}}', "settings.json"),
      {
        a: { config: { type: "sse", url: "https://x.example/sse" } },
      },
    ));

  it("Claude Code, for the person and for one project", () => {
    const text = JSON.stringify({
      numStartups: 7,
      mcpServers: {
        a: { type: "http", url: "${BASE:-https://x.example}/mcp", headers: { K: "${KEY}" }, timeout: 90_500 },
      },
      projects: { "/work/shop": { mcpServers: { b: { type: "stdio", command: "uvx", args: ["x"] } } } },
    });
    assert.deepEqual(all("claude-code", text, ".claude.json"), {
      a: {
        config: {
          type: "http",
          url: "${env:BASE:-https://x.example}/mcp",
          headers: { K: "${env:KEY}" },
          callTimeoutSeconds: 91,
        },
      },
    });
    const local = apps.find(({ id }) => id === "claude-code")?.files(linux)[1];
    assert.ok(local);
    assert.deepEqual(
      readAppFile(local, text).entries.map(({ name, path }) => [name, path]),
      [["b", ["projects", "/work/shop", "mcpServers", "b"]]],
    );
  });

  it("Cursor", () => {
    const { a, b } = all(
      "cursor",
      '{"mcpServers": {"a": {"url": "https://x.example", "auth": {"CLIENT_ID": "i", "CLIENT_SECRET": "s", "scopes": ["r"]}}, "b": {"command": "${cwd}"}}}',
    );
    const auth = { type: "oauth", clientId: "i", clientSecret: "s", scopes: ["r"] };
    assert.deepEqual(a, { config: { type: "http", url: "https://x.example", auth } });
    assert.match(b?.problems?.[0] ?? "", /"\$\{cwd\}" is not a variable that the hub knows/);
  });

  it("Cline: an address without a type is HTTP+SSE, and sign-ins stay", () =>
    assert.deepEqual(
      all(
        "cline",
        JSON.stringify({
          mcpServers: {
            old: { url: "https://x.example/sse", disabled: true, autoApprove: ["x"], timeout: 30 },
            new: { transportType: "http", url: "https://x.example/mcp", oauth: { access_token: "hidden" } },
            nested: { transport: { type: "stdio", command: "npx" } },
          },
        }),
      ),
      {
        old: {
          config: { type: "sse", url: "https://x.example/sse", callTimeoutSeconds: 30, enabled: false },
          isOff: true,
          problems: [
            '"autoApprove" lets tools run without a question; that is not taken over. The hub asks you itself.',
          ],
        },
        new: {
          config: { type: "http", url: "https://x.example/mcp" },
          problems: ['"oauth" holds sign-ins of the app, which are not taken over. Sign in once in the hub.'],
        },
        nested: { config: { command: "npx" } },
      },
    ));

  it("Roo Code", () =>
    assert.deepEqual(
      all(
        "roo",
        '{"mcpServers": {"a": {"type": "streamable-http", "url": "https://x.example", "disabledTools": ["rm"], "watchPaths": []}}}',
      ),
      { a: { config: { type: "http", url: "https://x.example" }, disabledTools: ["rm"] } },
    ));

  it("Windsurf", () =>
    assert.deepEqual(
      all("windsurf", '{"mcpServers": {"a": {"serverUrl": "https://x.example"}, "b": {"url": "https://y.example"}}}'),
      {
        a: { config: { type: "http", url: "https://x.example" } },
        b: { config: { type: "http", url: "https://y.example" } },
      },
    ));

  it("Gemini CLI: url is HTTP+SSE, and other keys choose servers", () =>
    assert.deepEqual(
      all(
        "gemini-cli",
        '{"mcp": {"excluded": ["s"]}, "mcpServers": {"h": {"httpUrl": "https://x.example", "headers": {"K": "$KEY"}, "trust": true, "includeTools": ["a"], "excludeTools": ["b"]}, "s": {"url": "https://x.example"}}}',
      ),
      {
        h: {
          config: { type: "http", url: "https://x.example", headers: { K: "${env:KEY}" } },
          disabledTools: ["b"],
          allowedTools: ["a"],
          problems: ['"trust" lets tools run without a question; that is not taken over. The hub asks you itself.'],
        },
        s: { config: { type: "sse", url: "https://x.example", enabled: false }, isOff: true },
      },
    ));

  it("Copilot CLI, LM Studio, Kiro, Crush, Junie and Claude Desktop", () => {
    assert.deepEqual(
      all(
        "copilot-cli",
        '{"mcpServers": {"a": {"type": "local", "command": "x", "tools": ["*"]}, "b": {"type": "http", "url": "https://x.example", "tools": ["one"]}}}',
      ),
      {
        a: { config: { command: "x" } },
        b: { config: { type: "http", url: "https://x.example" }, allowedTools: ["one"] },
      },
    );
    assert.deepEqual(all("lm-studio", '{"mcpServers": {"a": {"url": "https://x.example"}}}'), {
      a: { config: { type: "http", url: "https://x.example" } },
    });
    assert.deepEqual(
      all("kiro", '{"mcpServers": {"a": {"command": "x", "env": {"A": "${B}"}, "disabledTools": ["t"]}}}'),
      {
        a: { config: { command: "x", env: { A: "${env:B}" } }, disabledTools: ["t"] },
      },
    );
    assert.deepEqual(
      all("crush", '{"mcp": {"a": {"type": "stdio", "command": "x", "disabled_tools": ["t"], "timeout": 15}}}'),
      {
        a: { config: { command: "x", connectTimeoutSeconds: 15 }, disabledTools: ["t"] },
      },
    );
    for (const id of ["junie", "claude-desktop"])
      assert.deepEqual(all(id, '{"mcpServers": {"a": {"command": "x", "args": ["$A"]}}}'), {
        a: { config: { command: "x", args: ["$A"] } },
      });
  });
});
