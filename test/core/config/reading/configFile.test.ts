import assert from "node:assert/strict";
import { readConfigFile } from "../../../../src/core/config/reading/configFile";
import { defaultOptions } from "../../../../src/core/config/schema/settings";
import { live, world } from "../../../support/planFixture";

const path = "/etc/mcp.json";

/** The configs by name, or `invalid`, and the sentences. */
function read(text: string) {
  const { definitions, problems } = readConfigFile(text, path);
  const servers = Object.fromEntries(
    definitions.map(({ id, enabled, entry }) => [id, entry.kind === "valid" ? [entry.config, enabled] : "invalid"]),
  );
  return { servers, said: problems.map(({ severity, path, message }) => `${severity} ${path.join("/")}: ${message}`) };
}

const files = { files: [{ command: "npx" }, true] };

describe("reading a configuration file", () => {
  for (const root of ["servers", "mcpServers", "mcpHub.servers"])
    it(`finds the servers under "${root}"`, () =>
      assert.deepEqual(read(JSON.stringify({ [root]: { files: { command: "npx" } } })), { servers: files, said: [] }));

  it("takes comments, trailing commas and a byte order mark", () => {
    const text = '\ufeff// mine\r\n{ "servers": { /* one */ "files": { "command": "npx", }, }, }';
    assert.deepEqual(read(text), { servers: files, said: [] });
  });

  it("says where the entries stand, so that the place can be found", () => {
    const { definitions, problems } = readConfigFile('{"mcpServers": {"files": {"cmd": "npx"}}}', path);
    assert.deepEqual(
      problems.map(({ scope, source, path }) => ({ scope, source, path })),
      [{ scope: "file", source: path, path: ["mcpServers", "files", "cmd"] }],
    );
    assert.deepEqual([definitions[0]?.scope, definitions[0]?.source], ["file", path]);
  });

  const translations: [what: string, written: object, config: object, enabled?: boolean][] = [
    ["streamable-http", { type: "streamable-http", url: "http://x" }, { type: "http", url: "http://x" }],
    ["streamableHttp", { type: "streamableHttp", url: "http://x" }, { type: "http", url: "http://x" }],
    ["an address without a type", { url: "http://x" }, { url: "http://x" }],
    ["disabled", { command: "npx", disabled: true }, { command: "npx", enabled: false }, false],
    ["not disabled", { command: "npx", disabled: false }, { command: "npx", enabled: true }],
  ];
  for (const [what, written, config, enabled = true] of translations)
    it(`understands ${what}`, () =>
      assert.deepEqual(read(JSON.stringify({ servers: { x: written } })), {
        servers: { x: [config, enabled] },
        said: [],
      }));

  it("reads Claude's ${NAME:-default}, and fills it in where the variable is not set or empty", async () => {
    const entry = {
      command: "npx",
      env: { URL: "${URL:-http://localhost:3111}", EMPTY: "${EMPTY:-x}", TOKEN: "${TOKEN:-y}", NONE: "${NONE:-}" },
    };
    const { definitions } = readConfigFile(JSON.stringify({ mcpServers: { m: entry } }), path);
    const [definition] = definitions;
    assert.ok(definition?.entry.kind === "valid");
    const plan = await world().plan(definition, live);
    assert.ok(plan.kind === "stdio");
    assert.deepEqual(plan.env, { URL: "http://localhost:3111", EMPTY: "x", TOKEN: "t0ken", NONE: "" });
  });

  it("names keys that stand more than once in one object", () => {
    const text =
      '{"servers": {\n"a": {"command": "x"},\n"b": {"command": "x", "env": {"T": "1"}},\n"a": {"command": "y",\n"command": "z"}\n}}';
    assert.deepEqual(read(text), {
      servers: { a: [{ command: "z" }, true], b: [{ command: "x", env: { T: "1" } }, true] },
      said: [
        'warning servers/a: "a" is written more than once, in lines 2, 4: only the last one counts. Rename or remove the others.',
        'warning servers/a/command: "command" is written more than once, in lines 4, 5: only the last one counts. Rename or remove the others.',
      ],
    });
  });

  for (const name of [
    "com.atlassian/atlassian-mcp-server",
    "Azure MCP Server",
    "天気",
    "a/b/c",
    "100% (new)",
    "__proto__x",
  ])
    it(`takes the name ${name}`, () =>
      assert.deepEqual(read(JSON.stringify({ servers: { [name]: { command: "npx" } } })), {
        servers: { [name]: [{ command: "npx" }, true] },
        said: [],
      }));

  it("reads Claude's ${NAME} as an environment variable, and VS Code's variables as they are", () => {
    const entry = { command: "${BIN}", args: ["${workspaceFolder}", "${env:A}"], env: { T: "Bearer ${API_KEY}" } };
    const expected = {
      command: "${env:BIN}",
      args: ["${workspaceFolder}", "${env:A}"],
      env: { T: "Bearer ${env:API_KEY}" },
    };
    assert.deepEqual(read(JSON.stringify({ mcpServers: { x: entry } })).servers, { x: [expected, true] });
    assert.deepEqual(read(JSON.stringify({ servers: { x: entry } })).servers, { x: "invalid" });
  });

  it("says what an entry is that is no object", () => {
    const said = ["a list", "null", "text"];
    assert.deepEqual(
      [[], null, "npx"].map(
        (x) => /but it is ([^.]+)\.$/.exec(read(JSON.stringify({ servers: { x } })).said[0] ?? "")?.[1],
      ),
      said,
    );
  });

  it("lets go what other apps write beside it, with a word", () => {
    const text = JSON.stringify({
      inputs: [{ id: "key", type: "promptString" }],
      servers: { files: { command: "npx", gallery: true, sandboxEnabled: true } },
      mcpServers: { other: { command: "x" } },
    });
    assert.deepEqual(read(text), {
      servers: files,
      said: [
        'warning mcpServers: "mcpServers" is ignored because the file has "servers".',
        'warning inputs: "inputs" is not used: the hub asks for each ${input:NAME} by itself.',
        'warning servers/files/gallery: Server "files": "gallery" is not used by the hub and has no effect.',
        'warning servers/files/sandboxEnabled: Server "files": "sandboxEnabled" is not used by the hub and has no effect.',
      ],
    });
  });

  it("takes the other settings too, policy included, as the file is the person's own", () => {
    const text = JSON.stringify({ servers: {}, "mcpHub.approval": "never", "mcpHub.connectAttempts": "3" });
    const { options, problems } = readConfigFile(text, path);
    assert.deepEqual(options, { ...defaultOptions, approval: "never" });
    assert.deepEqual(
      problems.map(({ path }) => path),
      [["mcpHub.connectAttempts"]],
    );
  });

  const bad: [text: string, sentence: string][] = [
    ["", "The file is not JSON: line 1, column 1: Value expected."],
    ['{\n  "servers": {\n    "files": }\n}', "The file is not JSON: line 3, column 14: Value expected."],
    ['{"servers": {"files": {"command": "npx"}}', "The file is not JSON: line 1, column 42: Close brace expected."],
    ["[]", 'The file must contain an object such as {"servers": {}}, but it contains a list.'],
    ["{}", 'The file does not define servers. Write {"servers": {"NAME": {"command": "…"}}}.'],
    [`{"servers": {}}${" ".repeat(5_000_000)}`, "The file is larger than 5 MB. Is it the right one?"],
  ];
  for (const [text, sentence] of bad)
    it(`gives no server and one sentence: ${sentence}`, () =>
      assert.deepEqual(read(text), { servers: {}, said: [`error : ${sentence}`] }));
});
