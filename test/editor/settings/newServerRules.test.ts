import assert from "node:assert/strict";
import { commandLine, splitCommand } from "../../../src/core/config/editing/commandLine";
import { suggestedName } from "../../../src/core/config/editing/suggestedName";
import { addressProblem, commandProblem, nameProblem, newConfig } from "../../../src/editor/settings/newServerRules";

describe("the line of a program", () => {
  const programs: [command: string, ...args: string[]][] = [
    ["npx", "-y", "@scope/server"],
    ["C:\\Program Files\\a.exe", "--dir", "C:\\my docs\\"],
    ["a", "", "it's", 'say "hi"'],
  ];
  for (const [command, ...args] of programs)
    it(`reads as ${JSON.stringify([command, ...args])} again`, () =>
      assert.deepEqual(splitCommand(commandLine({ command, args }) ?? ""), { command, args }));

  it("is missing where no line can say it", () =>
    assert.equal(commandLine({ command: "a", args: [`both ' and "`] }), undefined));
});

describe("a command line", () => {
  const rows: [string, string[] | undefined][] = [
    ["npx -y @scope/server", ["npx", "-y", "@scope/server"]],
    ['  "C:\\Program Files\\a.exe"   --dir "C:\\my docs\\" ', ["C:\\Program Files\\a.exe", "--dir", "C:\\my docs\\"]],
    ["a --text='b \"c\"' ''", ["a", '--text=b "c"', ""]],
    ['a "b', undefined],
    ["   ", undefined],
    ['""', undefined],
  ];
  for (const [line, expected] of rows)
    it(JSON.stringify(line), () => {
      const split = splitCommand(line);
      assert.deepEqual(split && [split.command, ...split.args], expected);
      assert.equal(commandProblem(line) === undefined, expected !== undefined);
    });
});

describe("a new server", () => {
  const names: ["program" | "address", string, string][] = [
    ["program", "npx -y @modelcontextprotocol/server-filesystem /tmp", "filesystem"],
    ["program", "npx -y mcp-server-git@1.2.3", "git"],
    ["program", "uvx weather-mcp", "weather"],
    ["program", 'node "C:\\tools\\my server.js"', "my-server"],
    ["program", "/usr/bin/everything --stdio", "everything"],
    ["program", "uv run weather.py", "weather"],
    ["program", "npx -y", "npx"],
    ["program", "npx -y mcp-server", "server"],
    ["address", "https://mcp.example.com/v1", "example.com"],
    ["address", "http://127.0.0.1:8080", "127.0.0.1"],
  ];
  for (const [kind, text, name] of names)
    it(`${text} → ${name}`, () => {
      assert.equal(suggestedName(kind, text, []), name);
      assert.equal(nameProblem(name, []), undefined);
    });

  it("gets a free name", () => {
    assert.equal(suggestedName("program", "uvx weather", ["weather", "weather-2"]), "weather-3");
    assert.match(nameProblem("weather", ["weather"]) ?? "", /^A server named "weather" already exists\./);
    for (const name of ["my server", "com.example/weather", "天気", "é"])
      assert.equal(nameProblem(name, []), undefined);
    for (const name of ["", " a", "a ", "a\nb", "a\u202eb", "x".repeat(201)])
      assert.match(nameProblem(name, []) ?? "", /^Enter 1 to 200 characters/);
  });

  it("needs a full web address", () => {
    assert.equal(addressProblem(" https://example.com/mcp "), undefined);
    for (const wrong of ["example.com", "ftp://example.com", "javascript:alert(1)", ""])
      assert.ok(addressProblem(wrong));
  });

  it("becomes an entry of the settings", () => {
    assert.deepEqual(newConfig("program", "uvx weather"), { command: "uvx", args: ["weather"] });
    assert.deepEqual(newConfig("program", "weather"), { command: "weather" });
    assert.deepEqual(newConfig("address", " https://example.com/mcp "), {
      type: "http",
      url: "https://example.com/mcp",
    });
  });
});
