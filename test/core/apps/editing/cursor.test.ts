import assert from "node:assert/strict";
import { formats } from "../../../../src/core/apps/editing/formats";

/** What is at the `|` in a text: the path, what is written there, and whether it is a key. */
function at(format: keyof typeof formats, marked: string): readonly [string, string, boolean] | undefined {
  const offset = marked.indexOf("|");
  const text = marked.replace("|", "");
  const cursor = formats[format].cursor(text, offset);
  if (!cursor) return undefined;
  assert.equal(text.slice(cursor.from, cursor.to), cursor.written);
  return [cursor.path.join("/"), cursor.written, cursor.isKey];
}

describe("the text that the cursor is in", () => {
  const rows: [format: keyof typeof formats, marked: string, found: ReturnType<typeof at>][] = [
    ["jsonc", '{"a": {"b": "x|y"}}', ["a/b", '"xy"', false]],
    ["toml", '[mcp_servers.do|cs]\ncommand = "x"', ["mcp_servers/docs", "docs", true]],
    ["toml", '[mcp_servers."a| b"]\nx = 1', ["mcp_servers/a b", '"a b"', true]],
    ["toml", '[mcp_servers.docs.en|v]\nK = "v"', ["mcp_servers/docs/env", "env", true]],
    ["toml", '[mcp_servers.docs]\ncom|mand = "x"', ["mcp_servers/docs/command", "command", true]],
    ["toml", "[mcp_servers.docs]\n|'command' = 'x'", undefined],
    ["toml", "[mcp_servers.docs]\n'com|mand' = 'x'", ["mcp_servers/docs/command", "'command'", true]],
    ["toml", '[a]\nargs = ["x",\n  "y|z", # "no"\n]', ["a/args/1", '"yz"', false]],
    ["toml", '[a]\nenv = { K = "v", L = "w|" }', ["a/env/L", '"w"', false]],
    ["toml", '[a]\nenv = { K = "v", L| = "w" }', ["a/env/L", "L", true]],
    ["toml", "[a]\nenv.K = '|'\nb = \"x\"", ["a/env/K", "''", false]],
    ["toml", '[a]\nx = """one\n"two"|\n"""\ny = 1', ["a/x", '"""one\n"two"\n"""', false]],
    ["toml", '[a]\nx = "say \\"|hi\\""', ["a/x", '"say \\"hi\\""', false]],
    ["toml", '[a]\r\nx = "half|\r\ny = "z"\r\n', ["a/x", '"half', false]],
    ["toml", '[a]\nx = 1\n[[a.list]]\nk = "v|"', ["a/list/0/k", '"v"', false]],
    ["toml", '[a]\nthe-cursor = "the-cursor"\nx = "y|"', ["a/x", '"y"', false]],
    ["toml", '# a "co|mment"\nx = "y"', undefined],
    ["toml", 'x = tr|ue\ny = "z"', undefined],
    ["toml", 'x = | "y"', undefined],
    ["toml", 'x = = "y|"', undefined],
    ["yaml", "extensions:\n  do|cs:\n    cmd: x\n", ["extensions/docs", "docs", true]],
    ["yaml", "extensions:\n  docs:\n    cm|d: x\n", ["extensions/docs/cmd", "cmd", true]],
    ["yaml", "extensions:\n  docs:\n    cmd: x|y\n", ["extensions/docs/cmd", "xy", false]],
    ["yaml", "extensions:\n  docs:\n    cmd: ${HO|\n    args: []\n", ["extensions/docs/cmd", "${HO", false]],
    ["yaml", "servers:\n  - name: a\n    args: [-y, 'p|']\n  - name: b\n", ["servers/0/args/1", "'p'", false]],
    ["yaml", "servers:\n  - name: a\n  - name: |b\n", ["servers/1/name", "b", false]],
    ["yaml", 'a:\n  k: "${|', ["a/k", '"${', false]],
    ["yaml", "a:\n  k: 'v' |\n", undefined],
    ["yaml", "a:\n  k: |'v'\n", undefined],
    ["yaml", "a:\n  k: 3|0\n", undefined],
    ["yaml", "a: # te|xt\n  k: v\n", undefined],
    ["yaml", "|", undefined],
  ];
  for (const [format, marked, found] of rows)
    it(`${format}: ${JSON.stringify(marked)}`, () => assert.deepEqual(at(format, marked), found));

  it("is nowhere in a text that is nested too deeply", () => {
    const deep = `${"[".repeat(100_000)}"x"`;
    for (const format of ["jsonc", "toml", "yaml"] as const)
      assert.equal(formats[format].cursor(deep, deep.length - 1), undefined, format);
  });
});
