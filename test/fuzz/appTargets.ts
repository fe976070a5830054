import assert from "node:assert/strict";
import { plannedImport } from "../../src/core/apps/import/plannedImport";
import { settingsWith } from "../../src/core/apps/import/settingsWith";
import { pastedText } from "../../src/core/apps/paste/pastedText";
import { readAppFile } from "../../src/core/apps/reading/readAppFile";
import { found, source } from "../core/apps/import/importWorld";
import { appNamed } from "../support/appWorld";
import type { Target } from "./fuzz";

const system = { platform: "linux", home: "/home/ann", env: {}, workspace: "/work/shop" } as const;
/** The shape of an app's first file. */
function shapeOf(id: string) {
  const [file] = appNamed(id).files(system);
  return file ?? assert.fail(id);
}
// The shape that most apps share, and one of its own; the others differ in the names of keys.
const [common, own, toml] = [shapeOf("cline"), shapeOf("opencode"), shapeOf("codex")];

const json = [
  '{ // mine\n "mcpServers": { "a": { "command": "npx", "args": ["-y", "x"], "env": { "K": "${K:-d}", "T": "$T" }, "disabled": true, "alwaysAllow": ["x"] }, }, }',
  '{"servers":{"b":{"type":"http","url":"https://a.example/mcp","headers":{"Authorization":"Bearer ${input:k}"},"oauth":{"clientId":"c"}}},"inputs":[]}',
  '{"mcp":{"servers":{"c":{"type":"local","command":["a","b"],"environment":{"K":"{env:K}"},"timeout":{"startup":1}}}},"context_servers":{"z":{"command":{"path":"x"}}}}',
];

export const appTargets: readonly Target[] = [
  {
    name: "files of other apps",
    seeds: json,
    run: (text) => {
      readAppFile(common, text);
      readAppFile(own, text);
    },
  },
  {
    name: "files of other apps in TOML",
    seeds: [
      '[mcp_servers.a]\ncommand = "x"\nargs = ["y"]\nenv_vars = ["A", {name = "B"}]\n[mcp_servers.a.env]\nC = "1"\n',
    ],
    run: (text) => readAppFile(toml, text),
  },
  {
    name: "pasted text",
    seeds: [
      ...json,
      'claude mcp add -e K=v --transport http a https://x.example --header "A: b"',
      "K=v npx -y 'a b' --c",
      '```json\n"a": {"command": "x"},\n```',
    ],
    run: (text) => pastedText(text),
  },
  {
    name: "settings that get servers",
    seeds: [
      '{\n // mine\n "mcpHub.servers": { "a": { "command": "x" } },\n "mcpHub.policy": [{ "do": "ask" }],\n}',
      '{"mcpHub": {"servers": {}, "policy": {"a/b": "deny"}}, "settings": {"mcpHub.servers": {}}}',
    ],
    run: (text) => {
      const all = found([
        source("roo", { mcpServers: { n: { command: "y", disabledTools: ["rm"], env: { API_KEY: "planted" } } } }),
      ]);
      plannedImport(all, { location: { scope: "user" }, text, prefix: [] });
      settingsWith(text, ["settings"], [{ name: "a", entry: { command: "z", url: undefined }, isThere: true }]);
    },
  },
];
