import assert from "node:assert/strict";
import { apps } from "../../../src/core/apps/apps";
import { parseTemplate } from "../../../src/core/config/schema/variables";
import type { VariableContext } from "../../../src/core/kernel/ports";
import { entryCursor } from "../../../src/editor/configFiles/entryCursor";
import { knownNames } from "../../../src/editor/configFiles/knownNames";
import { variableAt, variableMeaning } from "../../../src/editor/configFiles/variableMeaning";
import { type FileSyntax, variableOffers } from "../../../src/editor/configFiles/variableOffers";
import { known } from "../../core/apps/import/importWorld";
import { linux } from "../../core/apps/writtenEntries";

/** The text without its cursor `|`, and where that was. */
const cut = (marked: string) => ({ text: marked.replace("|", ""), offset: marked.indexOf("|") });

describe("the entry that the cursor is in", () => {
  const app = apps.find(({ id }) => id === "claude-code") ?? assert.fail();
  const places = app.files(linux).map((file) => ({ app, file }));
  const rows: [marked: string, prefix: readonly string[] | undefined, found: unknown][] = [
    ['{"mcpHub.servers": {"a": {"args": ["x", "y|"]}}}', [], ["a", ["args", 1], false, "hub"]],
    ['{"mcpHub": {"servers": {"a": {"command": "|"}}}}', [], ["a", ["command"], false, "hub"]],
    ['{"mcpHub.servers": {"a|": {}}}', [], ["a", [], true, "hub"]],
    ['{"settings": {"mcpHub.servers": {"a": {"url|": ""}}}}', ["settings"], ["a", ["url"], true, "hub"]],
    ['{"mcpHub.servers": {"a": {"command": "${|', [], ["a", ["command"], false, "hub"]],
    ['{"editor.font": "|"}', [], undefined],
    ['{"mcpServers": {"a": {"env": {"K": "v|"}}}}', undefined, ["a", ["env", "K"], false, "shell"]],
    ['{"projects": {"/work/shop": {"mcpServers": {"b|": {}}}}}', undefined, ["b", [], true, "shell"]],
    ['{"projects": {"/other": {"mcpServers": {"b|": {}}}}}', undefined, undefined],
    ['{"mcpServers": |{"a": {}}}', undefined, undefined],
  ];
  for (const [marked, prefix, wanted] of rows)
    it(marked, () => {
      const { text, offset } = cut(marked);
      const cursor = entryCursor(text, offset, { prefix, places });
      assert.deepEqual(cursor && [cursor.entry, cursor.inside, cursor.isKey, cursor.syntax], wanted);
    });

  const inOthers: [app: string, marked: string, found: unknown][] = [
    ["codex", '[mcp_servers.do|cs]\nurl = "x"', ["docs", [], true, "none"]],
    ["codex", '[mcp_servers.docs]\nurl = "x|"', ["docs", ["url"], false, "none"]],
    ["codex", '[mcp_servers.docs]\nbearer_token_env_var = "GH|"', ["docs", ["bearer_token_env_var"], false, "name"]],
    ["codex", '[mcp_servers.docs]\nenv_http_headers = { X = "|" }', ["docs", ["env_http_headers", "X"], false, "name"]],
    ["codex", '[profiles.fast]\nmodel = "x|"', undefined],
    ["goose", "extensions:\n  docs:\n    headers:\n      X: ${GH|", ["docs", ["headers", "X"], false, "dollar"]],
    ["continue", "mcpServers:\n  - name: docs\n    com|mand: x", [0, ["command"], true, "secrets"]],
  ];
  for (const [id, marked, wanted] of inOthers)
    it(`${id}: ${marked}`, () => {
      const { text, offset } = cut(marked);
      const app = apps.find((one) => one.id === id) ?? assert.fail();
      const cursor = entryCursor(text, offset, { places: app.files(linux).map((file) => ({ app, file })) });
      assert.deepEqual(cursor && [cursor.entry, cursor.inside, cursor.isKey, cursor.syntax], wanted);
    });
});

describe("the variables that completion offers", () => {
  const names = { inputs: ["key"], secrets: ["token"], folders: ["web"], env: ["HOME", "GH_TOKEN"] };
  const offered = (before: string, syntax: FileSyntax = "hub") =>
    variableOffers(before, syntax, names)?.offers.map(({ text }) => text);

  it("are all that an entry of the settings may have", () =>
    assert.deepEqual(offered("--x=${"), [
      "${workspaceFolder}",
      "${workspaceFolder:web}",
      "${workspaceFolderBasename}",
      "${userHome}",
      "${pathSeparator}",
      "${env:}",
      "${env:HOME}",
      "${env:GH_TOKEN}",
      "${input:}",
      "${input:key}",
      "${secret:}",
      "${secret:token}",
    ]));

  it("are those that begin as it is written, and replace that part", () => {
    assert.deepEqual(variableOffers("a${x} ${ENV:g", "hub", names), {
      replaces: "${ENV:g".length,
      offers: [{ text: "${env:GH_TOKEN}", about: "A variable of your environment" }],
    });
    assert.deepEqual(offered("${workspaceFolder:"), ["${workspaceFolder:web}"]);
    assert.deepEqual(offered("${secret:"), ["${secret:}", "${secret:token}"]);
  });

  it("are none where no variable is being written", () => {
    for (const before of ["", "$", "${env:HOME}", "${a b"]) assert.equal(offered(before), undefined, before);
  });

  const foreign: [syntax: FileSyntax, before: string, wanted: readonly string[] | undefined][] = [
    ["shell", "${G", ["${GH_TOKEN}"]],
    ["dollar", "${", ["${HOME}", "${GH_TOKEN}"]],
    ["braces", "{env:G", ["{env:GH_TOKEN}"]],
    ["env", "${workspaceFolder", ["${workspaceFolder}", "${workspaceFolderBasename}"]],
    ["env", "${i", []],
    ["editor", "${i", ["${input:}", "${input:key}"]],
    ["editor", "${s", []],
    ["none", "${", undefined],
    ["name", '"GH', ["GH_TOKEN"]],
    ["name", '"', ["HOME", "GH_TOKEN"]],
  ];
  for (const [syntax, before, wanted] of foreign)
    it(`are those of the app: ${syntax}, ${before}`, () => assert.deepEqual(offered(before, syntax), wanted));

  it("have the names of the entries, of what is stored, of folders and of the environment", () => {
    const definitions = [known("a", { command: "x", args: ["${input:b}", "${secret:c}"], env: { A: "${input:b}" } })];
    assert.deepEqual(knownNames(definitions, { stored: ["z", "b"], folders: ["w"], env: ["B", "A"] }), {
      inputs: ["b", "z"],
      secrets: ["b", "c", "z"],
      folders: ["w"],
      env: ["A", "B"],
    });
  });
});

describe("what a variable is replaced by", () => {
  const env: Record<string, string> = { HOME: "/home/ann", GH_TOKEN: "planted-value", EMPTY: "" };
  const context: VariableContext = {
    env: (name) => env[name],
    userHome: "/home/ann",
    pathSeparator: "/",
    workspaceFolder: (source) => source,
    namedFolder: (name) => (name === "web" ? "/work/web" : undefined),
    readFile: async () => "",
  };
  const says = (text: string, more: { source?: string; isStored?: boolean } = {}) => {
    const [variable] = parseTemplate(text);
    assert.ok(typeof variable === "object");
    return variableMeaning(variable, { context, source: undefined, ...more });
  };
  const rows: [text: string, more: { source?: string; isStored?: boolean }, meaning: RegExp][] = [
    ["${userHome}", {}, /^Replaced by \/home\/ann$/],
    ["${/}", {}, /^Replaced by \/$/],
    ["${workspaceFolder}", { source: "/work/shop" }, /^Replaced by \/work\/shop$/],
    ["${workspaceFolderBasename}", { source: "/work/shop" }, /^Replaced by shop$/],
    ["${workspaceFolder}", {}, /^No folder is open/],
    ["${workspaceFolder:web}", {}, /^Replaced by \/work\/web$/],
    ["${workspaceFolder:gone}", {}, /^No open folder is named "gone"/],
    ["${env:HOME}", {}, /^Replaced by \/home\/ann$/],
    ["${env:GH_TOKEN}", {}, /It is set; its value is not shown/],
    ["${env:NONE}", {}, /not set, so the server cannot start/],
    ["${env:NONE:-eu}", {}, /replaced by "eu"/],
    ["${env:EMPTY:-eu}", {}, /replaced by "eu"/],
    ["${input:key}", { isStored: true }, /the value that you entered/],
    ["${input:key}", { isStored: false }, /You are asked for it/],
    ["${secret:token}", { isStored: true }, /a value in secret storage/],
    ["${secret:token}", { isStored: false }, /Nothing is stored/],
    ["${cwd}", {}, /does not know/],
  ];
  for (const [text, more, meaning] of rows)
    it(`${text} ${JSON.stringify(more)}`, () => {
      assert.match(says(text, more), meaning);
      assert.doesNotMatch(says(text, more), /planted/);
    });

  it("is found where the cursor is, in the words of the file", () => {
    const at = (marked: string, syntax: FileSyntax) => {
      const { text, offset } = cut(marked);
      const found = variableAt(text, offset, syntax);
      return found && [found.text, found.variable.kind];
    };
    assert.deepEqual(at('"a ${us|erHome}/${env:A}"', "hub"), ["${userHome}", "userHome"]);
    assert.deepEqual(at('"a ${userHome}/${env:A|}"', "hub"), ["${env:A}", "env"]);
    assert.equal(at('"a| ${userHome}"', "hub"), undefined);
    assert.deepEqual(at('"${TOK|EN}"', "shell"), ["${TOKEN}", "env"]);
    assert.deepEqual(at('"{env:TOK|EN}"', "braces"), ["{env:TOKEN}", "env"]);
    assert.equal(at('"{env:TOK|EN}"', "none"), undefined);
    assert.deepEqual(at('"GH_TO|KEN"', "name"), ["GH_TOKEN", "env"]);
    assert.equal(at('"|"', "name"), undefined);
  });
});
