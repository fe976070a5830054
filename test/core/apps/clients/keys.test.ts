import assert from "node:assert/strict";
import { stringify } from "smol-toml";
import type { AppEntry } from "../../../../src/core/apps/app";
import { apps } from "../../../../src/core/apps/apps";
import { readAppFile } from "../../../../src/core/apps/reading/readAppFile";
import { linux } from "../writtenEntries";

/** A program in the file of an app, with more keys than it needs. */
function entryOf(id: string, more: object): AppEntry {
  const file = apps.find((app) => app.id === id)?.files(linux)[0] ?? assert.fail(id);
  const { format, namedBy, root } = file.shape;
  const entry = id === "goose" ? { type: "stdio", cmd: "x", ...more } : { command: "x", ...more };
  const content = root({})
    .toReversed()
    .reduce<object>(
      (inside, step) => ({ [step]: inside }),
      namedBy === undefined ? { a: entry } : [{ [namedBy]: "a", ...entry }],
    );
  const [read] = readAppFile(file, format === "toml" ? stringify({ ...content }) : JSON.stringify(content)).entries;
  return read ?? assert.fail("no entry");
}

const rows = (table: Readonly<Record<string, string>>): readonly (readonly [id: string, key: string])[] =>
  Object.entries(table).flatMap(([id, keys]) => keys.split(" ").map((key) => [id, key] as const));

describe("the keys of an entry of an app", () => {
  const silent = rows({
    cline: "metadata remoteConfigured",
    codex: "required supports_parallel_tool_calls oauth_resource experimental_environment",
    continue: "serverName faviconUrl sourceFile",
    "gemini-cli": "authProviderType",
    goose: "description display_name bundled",
    roo: "watchPaths",
    vscode: "gallery version",
    zed: "source",
  });
  for (const [id, key] of silent)
    it(`of ${id} are left out without a word: ${key}`, () => {
      const { config, problems } = entryOf(id, { [key]: "custom" });
      assert.deepEqual([config, problems], [{ command: "x" }, []]);
    });

  for (const { id } of apps)
    it(`of ${id} are not left out without a word where nobody knows them`, () => {
      const { problems } = entryOf(id, { odd: "x" });
      assert.deepEqual(
        problems.map(({ severity, message }) => [severity, /"odd" is not taken over/.test(message)]),
        [["warning", true]],
      );
    });

  const grants = rows({
    cline: "autoApprove",
    codex: "default_tools_approval_mode tools",
    "gemini-cli": "trust",
    kiro: "autoApprove",
    roo: "alwaysAllow",
    windsurf: "alwaysAllow",
  });
  for (const [id, key] of grants)
    it(`of ${id} let no tool run without a question: ${key}`, () => {
      const { config, problems } = entryOf(id, { [key]: ["x"] });
      assert.deepEqual(config, { command: "x" });
      assert.match(problems[0]?.message ?? "", new RegExp(`"${key}" lets tools run without a question`));
    });

  const folders = rows({ cline: "cwd", codex: "cwd", continue: "cwd", "copilot-cli": "cwd", "gemini-cli": "cwd" });
  const files = rows({ cursor: "envFile", vscode: "cwd envFile", roo: "cwd" });
  for (const [id, key] of [...folders, ...files])
    it(`of ${id} are taken over: ${key}`, () =>
      assert.deepEqual(entryOf(id, { [key]: "/x" }).config, { command: "x", [key]: "/x" }));

  const off: [id: string, more: object][] = [
    ...["cline", "crush", "kiro", "roo", "windsurf"].map((id) => [id, { disabled: true }] as [string, object]),
    ...["codex", "zed", "goose"].map((id) => [id, { enabled: false }] as [string, object]),
  ];
  for (const [id, more] of off)
    it(`of ${id} switch it off: ${Object.keys(more).join()}`, () => {
      const { config, isOff } = entryOf(id, more);
      assert.deepEqual([config, isOff], [{ command: "x", enabled: false }, true]);
    });

  const tools: [id: string, off: string, only?: string][] = [
    ["codex", "disabled_tools", "enabled_tools"],
    ["crush", "disabled_tools", "enabled_tools"],
    ["gemini-cli", "excludeTools", "includeTools"],
    ["kiro", "disabledTools"],
    ["roo", "disabledTools"],
    ["windsurf", "disabledTools"],
    ["copilot-cli", "", "tools"],
    ["goose", "", "available_tools"],
  ];
  for (const [id, off, only] of tools)
    it(`of ${id} choose tools`, () => {
      const { disabledTools, allowedTools, problems } = entryOf(id, {
        ...(off !== "" && { [off]: ["a"] }),
        ...(only && { [only]: ["b"] }),
      });
      assert.deepEqual([disabledTools, allowedTools], [off === "" ? [] : ["a"], only ? ["b"] : undefined]);
      assert.deepEqual(problems, []);
    });

  const times: [id: string, key: string, value: number, config: object][] = [
    ["claude-code", "timeout", 5000, { callTimeoutSeconds: 5 }],
    ["cline", "timeout", 5, { callTimeoutSeconds: 5 }],
    ["codex", "tool_timeout_sec", 5, { callTimeoutSeconds: 5 }],
    ["codex", "startup_timeout_sec", 5, { connectTimeoutSeconds: 5 }],
    ["codex", "startup_timeout_ms", 5000, { connectTimeoutSeconds: 5 }],
    ["codex", "startup_timeout_sec", 600, { connectTimeoutSeconds: 600 }],
    ["codex", "startup_timeout_sec", 601, { connectTimeoutSeconds: 600 }],
    ["continue", "connectionTimeout", 5000, { connectTimeoutSeconds: 5 }],
    ["crush", "timeout", 5, { connectTimeoutSeconds: 5 }],
    ["gemini-cli", "timeout", 5000, { callTimeoutSeconds: 5 }],
    ["goose", "timeout", 5, { callTimeoutSeconds: 5 }],
    ["roo", "timeout", 5, { callTimeoutSeconds: 5 }],
  ];
  for (const [id, key, value, config] of times)
    it(`of ${id} say how long things may take: ${key} ${value}`, () =>
      assert.deepEqual(entryOf(id, { [key]: value }).config, { command: "x", ...config }));
});
