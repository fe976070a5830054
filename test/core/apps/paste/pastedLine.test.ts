import assert from "node:assert/strict";
import { pastedLine } from "../../../../src/core/apps/paste/pastedLine";
import { pastedText } from "../../../../src/core/apps/paste/pastedText";

describe("a line of a terminal", () => {
  const http = (url: string, more: object = {}) => ({ type: "http", url, ...more });
  const added: [options: string, entry: object][] = [
    ["a x y", { command: "x", args: ["y"] }],
    ["a x", { command: "x" }],
    ["-s user -t stdio a x", { command: "x" }],
    ["--scope user --transport stdio --timeout 5 --description d --callback-port 1 a x", { command: "x" }],
    ["--trust a x", { command: "x" }],
    ["a x --trust -e A=1", { command: "x", args: ["--trust", "-e", "A=1"] }],
    ["--env A=1 B=2 --env=C=3 a x", { command: "x", env: { A: "1", B: "2", C: "3" } }],
    ["-e A=b=c -e =x -e D a x", { command: "x", env: { A: "b=c" } }],
    ["a -- x -e A=1 -- z", { command: "x", args: ["-e", "A=1", "--", "z"] }],
    [
      "a --include-tools b,c --exclude-tools 'd, e' x",
      { command: "x", includeTools: ["b", "c"], excludeTools: ["d", "e"] },
    ],
    ["a https://x.example", http("https://x.example")],
    ["a WS://x.example", http("WS://x.example")],
    ["-t sse a https://x.example", { type: "sse", url: "https://x.example" }],
    ["a https://x.example -H 'A: b:c' --header 'B:d'", http("https://x.example", { headers: { A: "b:c", B: "d" } })],
    ["a --url https://x.example --client-id i", http("https://x.example", { oauth: { clientId: "i" } })],
    [
      "a https://x.example --bearer-token-env-var T --include-tools b",
      http("https://x.example", { headers: { Authorization: "Bearer ${env:T}" }, includeTools: ["b"] }),
    ],
  ];
  for (const [options, entry] of added)
    it(`adds a server: claude mcp add ${options}`, () =>
      assert.deepEqual(pastedLine(`claude mcp add ${options}`), { kind: "entry", name: "a", entry }));

  it("has options of Gemini CLI behind the program, too", () => {
    const entry = { command: "x", args: ["y"], env: { A: "1" } };
    assert.deepEqual(pastedLine("/bin/gemini.cmd mcp add a x y -e A=1 --trust"), { kind: "entry", name: "a", entry });
  });

  const json: [line: string, name: string | undefined][] = [
    ["claude mcp add-json a '{}'", "a"],
    ["claude mcp add-json -s user --debug a '{}'", "a"],
    ["code --add-mcp '{}'", undefined],
  ];
  for (const [line, name] of json)
    it(`brings JSON: ${line}`, () =>
      assert.deepEqual(pastedLine(line), { kind: "json", json: "{}", ...(name !== undefined && { name }) }));

  const plain: [line: string, entry: object | undefined][] = [
    ["HTTPS://x.example/a?b", http("HTTPS://x.example/a?b")],
    ["https://x.example a", undefined],
    ["./run", { command: "./run" }],
    ["run it", { command: "run", args: ["it"] }],
    ["env A=1 B= run it", { command: "run", args: ["it"], env: { A: "1", B: "" } }],
    ["A=1 run", undefined],
    ["A=1 ./run", { command: "./run", env: { A: "1" } }],
    ["env run it", { command: "env", args: ["run", "it"] }],
    ["run \\\n  it ^\r\n  now", { command: "run", args: ["it", "now"] }],
    ["run\nit", undefined],
    ["run", undefined],
    ["Note: this", undefined],
    ["so, this", undefined],
    ["run(it) now", undefined],
    ["claude mcp remove a", undefined],
    ["claude mcp add a", undefined],
    ["claude mcp add-json a", undefined],
    ["code --add-mcp", { command: "code", args: ["--add-mcp"] }],
    [`run ${"x".repeat(19_996)}`, { command: "run", args: ["x".repeat(19_996)] }],
    [`run ${"x".repeat(19_997)}`, undefined],
  ];
  for (const [line, entry] of plain)
    it(`${entry ? "is" : "is no"} server: ${line.slice(0, 40)}`, () =>
      assert.deepEqual(pastedLine(line), entry && { kind: "entry", entry }));
});

describe("pasted text of any app", () => {
  const entryOf = (more: object) => pastedText(JSON.stringify({ mcpServers: { a: more } }))?.read.entries[0];

  for (const key of ["gallery", "version", "metadata", "remoteConfigured", "watchPaths", "source", "registry"])
    it(`may have "${key}", which says nothing`, () =>
      assert.deepEqual(entryOf({ command: "x", [key]: "y" })?.problems, []));

  for (const key of ["httpUrl", "serverUrl", "url"])
    it(`may have its address in "${key}", with a sign-in`, () =>
      assert.deepEqual(entryOf({ [key]: "https://x.example", oauth: { clientId: "i" } })?.config, {
        ...http("https://x.example"),
        auth: { type: "oauth", clientId: "i" },
      }));
  const http = (url: string) => ({ type: "http", url });

  for (const key of ["autoApprove", "alwaysAllow", "trust"])
    it(`grants nothing by "${key}"`, () =>
      assert.match(entryOf({ command: "x", [key]: ["y"] })?.problems[0]?.message ?? "", /without a question/));

  for (const key of ["disabledTools", "excludeTools", "disabled_tools"])
    it(`may turn tools off by "${key}"`, () =>
      assert.deepEqual(entryOf({ command: "x", [key]: ["y"] })?.disabledTools, ["y"]));

  for (const key of ["includeTools", "enabled_tools", "tools"])
    it(`may choose tools by "${key}"`, () =>
      assert.deepEqual(entryOf({ command: "x", [key]: ["y"] })?.allowedTools, ["y"]));
});
