import assert from "node:assert/strict";
import { differences, setupText, transportOf } from "../../../../src/core/apps/import/setup";
import type { ServerConfig } from "../../../../src/core/config/schema/serverConfig";

const secret = `ghp_${"a1B2".repeat(9)}`;

describe("whether two servers are the same", () => {
  const same: [what: string, one: ServerConfig, other: ServerConfig][] = [
    ["npx with and without -y", { command: "npx", args: ["-y", "x"] }, { command: "npx", args: ["x"] }],
    ["a runner by its path", { command: "/usr/bin/npx", args: ["x"] }, { command: "npx.cmd", args: ["x"] }],
    ["npx with --yes", { command: "npx", args: ["--yes", "x"] }, { command: "npx", args: ["x"] }],
    ["a runner for Windows", { command: "C:\\a\\UVX.EXE", args: ["x"] }, { command: "uvx.bat", args: ["x"] }],
    ["cmd.exe /C", { command: "cmd.exe", args: ["/C", "npx"] }, { command: "npx" }],
    ["an address that is none yet", { url: "${env:A}/" }, { url: "${env:A}/" }],
    ["cmd /c", { command: "cmd", args: ["/c", "npx", "x"] }, { command: "npx", args: ["x"] }],
    [
      "a secret and what refers to it",
      { command: "x", args: ["--token", secret] },
      { command: "x", args: ["--token", "${secret:token}"] },
    ],
    ["a slash at the end", { url: "https://X.example/mcp/" }, { type: "http", url: "https://x.example:443/mcp" }],
    ["other variables and times", { command: "x", env: { A: "1" }, retries: 3 }, { command: "x" }],
  ];
  for (const [what, one, other] of same) it(`are: ${what}`, () => assert.equal(transportOf(one), transportOf(other)));

  const different: [what: string, one: ServerConfig, other: ServerConfig][] = [
    ["other arguments", { command: "npx", args: ["fs", "/a"] }, { command: "npx", args: ["fs", "/b"] }],
    ["cmd alone", { command: "cmd", args: ["/c"] }, { command: "/c" }],
    ["cmd with another flag", { command: "cmd", args: ["/k", "x"] }, { command: "x" }],
    ["programs that end like a script", { command: "/a/x.exe" }, { command: "/a/x" }],
    ["an address and a program", { url: "https://x.example" }, { command: "https://x.example" }],
    ["other programs", { command: "/opt/a/server" }, { command: "/opt/b/server" }],
    ["other paths", { url: "https://x.example/a" }, { url: "https://x.example/b" }],
    ["the order of arguments", { command: "x", args: ["a", "b"] }, { command: "x", args: ["b", "a"] }],
    ["-y of another program", { command: "x", args: ["-y"] }, { command: "x" }],
  ];
  for (const [what, one, other] of different)
    it(`are not: ${what}`, () => assert.notEqual(transportOf(one), transportOf(other)));

  it("names what differs, without values, and compares no secrets", () => {
    const from: ServerConfig = {
      command: "x",
      cwd: "/a",
      env: { TOKEN: "${secret:TOKEN}", REGION: "north", OLD: "1" },
    };
    const to: ServerConfig = { command: "x", env: { TOKEN: secret, REGION: "south", NEW: "2" } };
    assert.deepEqual(differences(from, to), [
      { kind: "removed", key: "cwd" },
      { kind: "added", key: "env.NEW" },
      { kind: "removed", key: "env.OLD" },
      { kind: "changed", key: "env.REGION" },
    ]);
    assert.deepEqual(
      differences(
        { url: "https://x.example", headers: { "x-a": "1" } },
        { type: "sse", url: "https://x.example", headers: { "X-A": "1" } },
      ),
      [{ kind: "added", key: "type" }],
    );
  });

  it("names the file with variables, and nothing that both have", () => {
    const one: ServerConfig = { command: "x", cwd: "/a", envFile: "/a/.env", env: { A: "1" } };
    assert.deepEqual(differences(one, one), []);
    assert.deepEqual(differences(one, { ...one, envFile: "/b/.env", retries: 3 }), [
      { kind: "changed", key: "envFile" },
    ]);
    const bearer = (token: string): ServerConfig => ({ url: "https://x.example", auth: { type: "bearer", token } });
    assert.deepEqual(differences(bearer("hunter22"), bearer("${input:token}")), []);
    assert.deepEqual(differences(bearer("hunter22"), { url: "https://x.example" }), [
      { kind: "removed", key: "auth.token" },
      { kind: "removed", key: "auth.type" },
    ]);
  });

  it("keeps no secret", () =>
    assert.ok(!setupText({ command: "x", args: [secret], env: { TOKEN: "hunter22" } }).match(/ghp_|hunter/)));
});
