import { apps } from "../../src/core/apps/apps";
import { plannedImport } from "../../src/core/apps/import/plannedImport";
import { settingsWith } from "../../src/core/apps/import/settingsWith";
import { pastedText } from "../../src/core/apps/paste/pastedText";
import { readAppFile } from "../../src/core/apps/reading/readAppFile";
import { found, source } from "../core/apps/import/importWorld";
import type { Target } from "./fuzz";

const system = { platform: "linux", home: "/home/ann", env: {}, workspace: "/work/shop" } as const;
const shapes = (format: string) => [
  ...new Set(apps.flatMap((app) => app.files(system).map(({ shape }) => shape)).filter((one) => one.format === format)),
];

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
      for (const shape of shapes("jsonc")) readAppFile({ shape }, text);
    },
  },
  {
    name: "files of other apps in TOML",
    seeds: [
      '[mcp_servers.a]\ncommand = "x"\nargs = ["y"]\nenv_vars = ["A", {name = "B"}]\n[mcp_servers.a.env]\nC = "1"\n',
    ],
    run: (text) => {
      for (const shape of shapes("toml")) readAppFile({ shape }, text);
    },
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
      settingsWith(text, ["settings"], [{ name: "a", entry: { command: "z", url: undefined }, isThere: true }], []);
    },
  },
];
