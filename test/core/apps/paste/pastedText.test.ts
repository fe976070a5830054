import assert from "node:assert/strict";
import { pastedText, pasteProblem } from "../../../../src/core/apps/paste/pastedText";

const read = (text: string) => {
  const pasted = pastedText(text);
  return pasted && Object.fromEntries(pasted.read.entries.map(({ name, config }) => [name, config]));
};

describe("pasted text", () => {
  const rows: [what: string, text: string, servers: Record<string, unknown>][] = [
    [
      "Claude's shape",
      '{"mcpServers": {"a": {"command": "npx", "args": ["-y", "x"], "env": {"K": "${K:-d}"}}}}',
      { a: { command: "npx", args: ["-y", "x"], env: { K: "${env:K:-d}" } } },
    ],
    [
      "VS Code's shape with comments",
      '{\n // mine\n "servers": {"a": {"type": "http", "url": "https://x.example", "headers": {"A": "${input:k}"}},},}',
      { a: { type: "http", url: "https://x.example", headers: { A: "${input:k}" } } },
    ],
    [
      "the hub's own",
      '{"mcpHub.servers": {"a": {"command": "x", "env": {"T": "${env:T}"}}}}',
      { a: { command: "x", env: { T: "${env:T}" } } },
    ],
    ["a part of a file", '"a": {"command": "x"},', { a: { command: "x" } }],
    [
      "servers by name",
      '{"a": {"command": "x"}, "b": {"serverUrl": "https://y.example"}}',
      { a: { command: "x" }, b: { type: "http", url: "https://y.example" } },
    ],
    [
      "one entry",
      '{"command": "npx", "args": ["-y", "@scope/server-files"]}',
      { files: { command: "npx", args: ["-y", "@scope/server-files"] } },
    ],
    [
      "one entry with its name",
      '{"name": "n", "url": "https://x.example/mcp"}',
      { n: { type: "http", url: "https://x.example/mcp" } },
    ],
    ["a list", '{"mcpServers": [{"name": "a", "command": "x"}]}', { a: { command: "x" } }],
    ["Zed", '{"context_servers": {"a": {"command": {"path": "x", "args": []}}}}', { a: { command: "x", args: [] } }],
    ["OpenCode 1", '{"mcp": {"a": {"type": "local", "command": ["x", "y"]}}}', { a: { command: "x", args: ["y"] } }],
    [
      "OpenCode 2",
      '{"mcp": {"servers": {"a": {"type": "remote", "url": "https://x.example"}}}}',
      { a: { type: "http", url: "https://x.example" } },
    ],
    ["Crush", '{"mcp": {"a": {"type": "stdio", "command": "x"}}}', { a: { command: "x" } }],
    ["Codex", '[mcp_servers.a]\ncommand = "x"\n', { a: { command: "x" } }],
    ["goose", "extensions:\n  a: {type: stdio, cmd: x}\n", { a: { command: "x" } }],
    ["Continue", "mcpServers:\n  - name: a\n    command: x\n", { a: { command: "x" } }],
    ["a Markdown block", '```json\n{"mcpServers": {"a": {"command": "x"}}}\n```', { a: { command: "x" } }],
    [
      "an address",
      " https://mcp.linear.app/mcp ",
      { "linear.app": { type: "http", url: "https://mcp.linear.app/mcp" } },
    ],
    [
      "a command line",
      "npx -y @scope/mcp-server-time --zone 'Europe/Paris x'",
      { time: { command: "npx", args: ["-y", "@scope/mcp-server-time", "--zone", "Europe/Paris x"] } },
    ],
    [
      "a command line with variables",
      "$ API_KEY=a B='c d' uvx thing",
      { thing: { command: "uvx", args: ["thing"], env: { API_KEY: "a", B: "c d" } } },
    ],
    [
      "claude mcp add, a program",
      "claude mcp add -s user github -e TOKEN=abc -e B=1 -- npx -y gh --flag -e",
      { github: { command: "npx", args: ["-y", "gh", "--flag", "-e"], env: { TOKEN: "abc", B: "1" } } },
    ],
    [
      "claude mcp add without --",
      "claude mcp add time uvx mcp-server-time",
      { time: { command: "uvx", args: ["mcp-server-time"] } },
    ],
    [
      "claude mcp add, an address",
      'claude mcp add --transport http sentry https://mcp.sentry.dev/mcp \\\n  --header "Authorization: Bearer ${T}"',
      { sentry: { type: "http", url: "https://mcp.sentry.dev/mcp", headers: { Authorization: "Bearer ${env:T}" } } },
    ],
    [
      "claude mcp add, HTTP+SSE",
      "claude mcp add --transport=sse a https://x.example/sse",
      { a: { type: "sse", url: "https://x.example/sse" } },
    ],
    [
      "claude mcp add-json",
      `claude mcp add-json w '{"type":"http","url":"https://w.example"}' --scope user`,
      { w: { type: "http", url: "https://w.example" } },
    ],
    [
      "codex mcp add",
      "codex mcp add c7 --env A=1 -- npx -y c7",
      { c7: { command: "npx", args: ["-y", "c7"], env: { A: "1" } } },
    ],
    [
      "codex mcp add, an address",
      "codex mcp add f --url https://f.example --bearer-token-env-var F_TOKEN",
      { f: { type: "http", url: "https://f.example", headers: { Authorization: "Bearer ${env:F_TOKEN}" } } },
    ],
    [
      "gemini mcp add",
      "gemini mcp add -e A=1 py python server.py",
      { py: { command: "python", args: ["server.py"], env: { A: "1" } } },
    ],
    [
      "code --add-mcp",
      `code --add-mcp '{"name":"p","command":"npx","args":["p"]}'`,
      { p: { command: "npx", args: ["p"] } },
    ],
  ];
  for (const [what, text, servers] of rows) it(`is understood: ${what}`, () => assert.deepEqual(read(text), servers));

  for (const text of [
    "",
    "word",
    "[1, 2]",
    "{}",
    '{"a": 1}',
    "Dear Ann:\nhello",
    "claude mcp list",
    "claude mcp add",
    "npx 'open",
    "{{{",
  ])
    it(`is refused: ${JSON.stringify(text)}`, () => {
      const pasted = pastedText(text);
      if (pasted)
        assert.ok(pasted.read.problems.length > 0 && pasted.read.entries.length === 0, JSON.stringify(pasted.read));
      else assert.match(pasteProblem(text) ?? "", /not a server configuration/);
    });

  it("takes over no grants", () => {
    const pasted = pastedText('{"mcpServers": {"a": {"command": "x", "alwaysAllow": ["y"], "disabledTools": ["z"]}}}');
    const [entry] = pasted?.read.entries ?? [];
    assert.deepEqual(entry?.config, { command: "x" });
    assert.deepEqual(entry?.disabledTools, ["z"]);
    assert.match(entry?.problems[0]?.message ?? "", /alwaysAllow/);
  });
});
