import assert from "node:assert/strict";
import { all, read } from "../readAs";

describe("servers of apps with a shape of their own", () => {
  it("Codex: what it ignores and refuses is said", () =>
    assert.deepEqual(
      all(
        "codex",
        `[mcp_servers.web]
url = "https://x.example/mcp"
bearer_token_env_var = "TOKEN"
headers = { "A" = "ignored" }
http_headers = { "B" = "b" }
env_http_headers = { "C" = "CC" }
enabled = false
startup_timeout_ms = 20_000
tool_timeout_sec = 45.5
enabled_tools = ["one"]
disabled_tools = ["two"]

[mcp_servers.fs]
command = "npx"
args = ["-y", "x"]
env_vars = ["HOME", { name = "KEY", source = "local" }]
[mcp_servers.fs.env]
A = "1"
[mcp_servers.fs.tools.read]
approval_mode = "approve"

[mcp_servers.bad]
url = "https://x.example"
bearer_token = "inline"
`,
      ),
      {
        web: {
          config: {
            type: "http",
            url: "https://x.example/mcp",
            headers: { B: "b", C: "${env:CC}", Authorization: "Bearer ${env:TOKEN}" },
            connectTimeoutSeconds: 20,
            callTimeoutSeconds: 46,
            enabled: false,
          },
          isOff: true,
          disabledTools: ["two"],
          allowedTools: ["one"],
          problems: ['"headers" is ignored by Codex, and so by the hub. Codex reads "http_headers".'],
        },
        fs: {
          config: { command: "npx", args: ["-y", "x"], env: { HOME: "${env:HOME}", KEY: "${env:KEY}", A: "1" } },
          problems: ['"tools" lets tools run without a question; that is not taken over. The hub asks you itself.'],
        },
        bad: { problems: ['"bearer_token" is refused by Codex. Name a variable in "bearer_token_env_var".'] },
      },
    ));

  it("Zed, in both shapes, without the servers of extensions", () =>
    assert.deepEqual(
      all(
        "zed",
        '{ /* z */ "context_servers": {"a": {"source": "custom", "command": {"path": "x", "args": ["y"], "env": {"A": "$B"}}}, "b": {"command": "x", "enabled": false}, "ext": {"settings": {}}, }, }',
      ),
      {
        a: { config: { command: "x", args: ["y"], env: { A: "$B" } } },
        b: { config: { command: "x", enabled: false }, isOff: true },
        ext: { problems: ["it is an extension of Zed, which runs only there."] },
      },
    ));

  it("Continue: a list", () => {
    assert.deepEqual(
      all(
        "continue",
        "name: x\nmcpServers:\n  - name: a b\n    type: streamable-http\n    url: https://x.example\n    apiKey: ${{ secrets.KEY }}\n    connectionTimeout: 1500\n    requestOptions:\n      headers: {X: y}\n      timeout: 3\n",
      ),
      {
        "a b": {
          config: {
            type: "http",
            url: "https://x.example",
            headers: { Authorization: "Bearer ${input:KEY}", X: "y" },
            connectTimeoutSeconds: 2,
          },
          problems: ['"requestOptions.timeout" is not taken over.'],
        },
      },
    );
    assert.match(read("continue", "mcpServers:\n  - url: x\n").problems[0]?.message ?? "", /Item 1 .* has no "name"/);
  });

  it("goose: programs and addresses, without its own parts", () =>
    assert.deepEqual(
      all(
        "goose",
        'extensions:\n  developer: {type: builtin, enabled: true}\n  a:\n    type: stdio\n    name: a\n    cmd: uvx\n    args: [x]\n    envs: {A: b}\n    env_keys: [KEY]\n    available_tools: []\n    timeout: 300\n  b: {type: streamable_http, enabled: false, uri: https://x.example, headers: {K: "${T}"}, available_tools: [one]}\n',
      ),
      {
        developer: { problems: ['it is a part of goose ("builtin"), which runs only there.'] },
        a: {
          config: { command: "uvx", args: ["x"], env: { KEY: "${input:KEY}", A: "b" }, callTimeoutSeconds: 300 },
        },
        b: {
          config: { type: "http", url: "https://x.example", headers: { K: "${env:T}" }, enabled: false },
          isOff: true,
          allowedTools: ["one"],
        },
      },
    ));

  it("goose: headers with the keys that it asks for, and with those that the entry sets", () =>
    assert.deepEqual(
      all(
        "goose",
        'extensions:\n  a: {type: streamable_http, uri: https://x.example, env_keys: [KEY], envs: {B: set}, headers: {A: "Bearer ${ KEY } $B $C"}}\n',
      ).a,
      { config: { type: "http", url: "https://x.example", headers: { A: "Bearer ${input:KEY} set ${env:C}" } } },
    ));

  it("OpenCode, in both versions", () => {
    assert.deepEqual(
      all(
        "opencode",
        '{"mcp": {"servers": {"type": "local", "command": ["npx", "x"], "environment": {"A": "{env:B}"}, "enabled": true, "timeout": 5000}, "j": {"enabled": true}}}',
      ),
      {
        servers: { config: { command: "npx", args: ["x"], env: { A: "${env:B}" }, connectTimeoutSeconds: 5 } },
        j: { problems: ["it only switches a server on or off that is defined elsewhere."] },
      },
    );
    assert.deepEqual(
      all(
        "opencode",
        '{"mcp": {"servers": {"r": {"type": "remote", "url": "https://x.example", "oauth": false, "disabled": true, "timeout": {"startup": 1000, "request": 2000}}, "f": {"type": "remote", "url": "https://x.example", "headers": {"K": "{file:~/key}"}}}}}',
      ),
      {
        r: {
          config: {
            type: "http",
            url: "https://x.example",
            auth: { type: "none" },
            connectTimeoutSeconds: 1,
            callTimeoutSeconds: 2,
            enabled: false,
          },
          isOff: true,
        },
        f: {
          problems: [
            '"{file:~/key}" is filled in by the app, and the hub cannot do that. Use an environment variable.',
          ],
        },
      },
    );
  });
});
