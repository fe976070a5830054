import { renamedMentions } from "../../src/core/config/changes/renamedMentions";
import { editSettings, isReadable } from "../../src/core/config/editing/editSettings";
import {
  withCopiedEntry,
  withoutEntry,
  withPutEntry,
  withRenamedEntry,
} from "../../src/core/config/editing/entryEdits";
import { jsonLocation } from "../../src/core/config/editing/jsonLocation";
import { removeKey } from "../../src/core/config/editing/removeKey";
import { readConfigFile } from "../../src/core/config/reading/configFile";
import { readConfiguration } from "../../src/core/config/reading/configuration";
import { isLiteral, parseTemplate, unknownVariable } from "../../src/core/config/schema/variables";
import { liftSecrets } from "../../src/core/config/secrets/liftSecrets";
import { parseArguments, splitCommandInput } from "../../src/core/conversation/commandInput";
import { prettyJson } from "../../src/protocol/prettyJson";
import type { Target } from "./fuzz";

const files = [
  '{ // as in mcp.json\n "servers": { "a": { "command": "npx", "args": ["-y", "x", "--token=ghp_aaaaaaaaaaaaaaaaaaaaaaaa"], "env": { "K": "${env:K}" } } }, }',
  '{"mcpServers":{"b":{"url":"https://a.example/mcp","headers":{"Authorization":"Bearer abcdefghijkl"},"tools":{"x":{"retries":1}}}},"inputs":[{"id":"t","type":"promptString"}]}',
  '{"servers":{"c":{"command":"a","replicas":[{"command":"b"}]},"d":{"enabled":false},"__proto__":{"command":"x"}},"callTimeoutSeconds":5}',
  '{"mcpHub.servers":{"e":{"type":"http","url":"${input:u}","auth":{"type":"command","command":"x"}}}}',
];
const path = ["servers", "a", "args", 1] as const;

export const settingsTargets: readonly Target[] = [
  {
    name: "settings and imported files",
    seeds: files,
    run: (text) => {
      for (const definition of readConfigFile(text, "/a/servers.json").definitions) liftSecrets(definition);
    },
  },
  {
    name: "settings as values",
    seeds: files.map((file) => file.replace(/\/\/.*\n/, "").replace(", }", "}")),
    run: (text) => {
      let values: unknown;
      try {
        values = JSON.parse(text);
      } catch {
        return; // the editor gives values
      }
      const location = { scope: "file", source: "/a" } as const;
      readConfiguration([{ location, values: Object(values) }], true);
    },
  },
  {
    name: "settings that are edited",
    seeds: files,
    run: (text) => {
      jsonLocation(text, path);
      editSettings(text, path, { command: "x" });
      removeKey(text, path);
    },
  },
  {
    name: "entries of settings that are edited",
    seeds: files,
    run: (text) => {
      const place = { prefix: [], name: "e" };
      for (const edited of [
        withoutEntry(text, place),
        withRenamedEntry(text, place, "f"),
        withCopiedEntry(text, place, "f"),
        withPutEntry(text, [], { text: { body: '"f": {}', tail: "" }, layout: { indent: "", unit: "", eol: "\n" } }),
      ])
        if (edited !== undefined && !isReadable(edited.replace(/^\ufeff/, ""))) throw new Error(`It broke: ${edited}`);
      renamedMentions(text, [], "a", "b");
    },
  },
  {
    name: "variables",
    seeds: ["${workspaceFolder}/x", "${env:NAME:-default}", "a ${input:b} ${secret:c} $${d}", "${workspaceFolder:n}"],
    run: (text) => [parseTemplate(text), isLiteral(text), unknownVariable(text)],
  },
  {
    name: "what is typed in chat",
    seeds: ['files/read {"path":"a"}', 'call a b=1 c="d e" f=[1,2]', "x --y=z 'a b'"],
    refuses: (error) => error instanceof Error && error.name === "HubError",
    run: (text) => {
      splitCommandInput(text);
      parseArguments(text, { type: "object", properties: { a: { type: "integer" }, b: {} } });
    },
  },
  { name: "JSON that is shown", seeds: files, run: (text) => prettyJson(text) },
];
