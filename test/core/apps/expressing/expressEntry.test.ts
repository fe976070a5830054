import assert from "node:assert/strict";
import { exportServer, expressEntry } from "../../../../src/core/apps/expressing/expressEntry";
import { readAppFile } from "../../../../src/core/apps/reading/readAppFile";
import type { ServerConfig } from "../../../../src/core/config/schema/serverConfig";
import { numbers, oneOf, type Random } from "../randomNumbers";
import { writable } from "../writtenEntries";

const texts = [
  "plain",
  "a b",
  "${env:KEY}",
  "x-${env:KEY}",
  "${env:KEY:-y}",
  "$HOME",
  "{env:A}",
  "${input:k}",
  '"',
  "é",
  "${userHome}/a",
];
const some = (random: Random) => oneOf(random, texts);
const maybe = <T>(random: Random, value: () => T): T | undefined => (random(2) === 0 ? undefined : value());

function config(random: Random): ServerConfig {
  const times = {
    callTimeoutSeconds: maybe(random, () => 1 + random(500)),
    connectTimeoutSeconds: maybe(random, () => 1 + random(500)),
    enabled: maybe(random, () => false as const),
  };
  const all =
    random(2) === 0
      ? {
          command: oneOf(random, ["npx", "/opt/a b", "C:\\x.exe"]),
          args: maybe(random, () => [some(random), some(random)]),
          cwd: maybe(random, () => "/srv"),
          envFile: maybe(random, () => "/srv/.env"),
          dev: maybe(random, () =>
            oneOf(random, [
              { watch: ["src/**/*.ts", "lib/*"] },
              { watch: "src/**", debug: { type: "debugpy" as const, debugpyPath: "/opt/debugpy" } },
              { debug: { type: "node" as const } },
            ]),
          ),
          env: maybe(random, () => ({ A: some(random), KEY: oneOf(random, ["${env:KEY}", "${input:KEY}", "v"]) })),
          ...times,
        }
      : {
          type: oneOf(random, ["http", "sse"] as const),
          url: "https://x.example/mcp",
          dev: maybe(random, () => ({ watch: oneOf(random, ["src/**", "${workspaceFolder}/src/**"]) })),
          headers: maybe(random, () => ({
            "X-A": some(random),
            Authorization: oneOf(random, ["Bearer ${env:T}", "v"]),
          })),
          auth: maybe(random, () =>
            oneOf(random, [
              { type: "oauth" as const, clientId: "c", scopes: ["a"] },
              { type: "oauth" as const, clientId: "c", clientSecret: "s" },
              { type: "none" as const },
            ]),
          ),
          ...times,
        };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as unknown as ServerConfig;
}

describe("a server in the shape of an app", () => {
  for (const { app, file } of writable)
    it(`says the same, or what it cannot say: ${app.name}, ${file.level}`, () => {
      let said = 0;
      for (let seed = 1; seed <= 300; seed++) {
        const random = numbers(seed);
        const disabledTools = random(3) === 0 ? ["rm", "mv"] : [];
        const allowedTools = random(3) === 0 ? ["ls"] : undefined;
        const exported = { name: "one", config: config(random), disabledTools, ...(allowedTools && { allowedTools }) };
        const shown = `seed ${seed}: ${JSON.stringify(exported)}`;
        const expressed = expressEntry(file, exported);
        const written = exportServer(file, "", exported);
        if (expressed.kind === "unsaid") {
          assert.deepEqual(written, { kind: "refused", reason: expressed.reason }, shown);
          continue;
        }
        said++;
        assert.ok(written.kind === "written", shown);
        const { entries, problems } = readAppFile(file, written.text);
        assert.deepEqual(problems, [], shown);
        const [entry] = entries;
        const lost = new Set(expressed.left);
        // The type says which of two transports an address speaks; without a word for one of them the other is meant.
        if (lost.has("type") || lost.has("url")) continue;
        const kept = Object.fromEntries(Object.entries(exported.config).filter(([key]) => !lost.has(key)));
        const { args, ...again } = { ...entry?.config } as Record<string, unknown>;
        const { args: before, ...wanted } = kept;
        assert.deepEqual(again, wanted, `${shown}\n${written.text}`);
        assert.deepEqual(args ?? [], before ?? [], shown);
        assert.deepEqual(entry?.disabledTools, lost.has("disabledTools") ? [] : disabledTools, shown);
        assert.deepEqual(entry?.allowedTools, lost.has("allowedTools") ? undefined : allowedTools, shown);
      }
      assert.ok(said > 20, `${said} of 300 were said`);
    });

  it("keeps dev for VS Code alone", () => {
    const exported = { name: "one", config: { command: "node", dev: { watch: "src/**" } } };
    for (const { app, file } of writable) {
      const expressed = expressEntry(file, exported);
      assert.ok(expressed.kind === "entry", app.id);
      const [dev, left] = [expressed.entry.dev, expressed.left.includes("dev")];
      assert.deepEqual([dev, left], app.id === "vscode" ? [{ watch: "src/**" }, false] : [undefined, true], app.id);
    }
  });

  it("stays beside everything else of a file, and takes the place of its namesake", () => {
    const { file } = writable.find(({ app }) => app.id === "cursor") ?? assert.fail();
    const before =
      '{\n  // mine\n  "mcpServers": {\n    "one": { "command": "old", "x": 1 },\n    "two": { "command": "b" }, // b\n  },\n}\n';
    const written = exportServer(file, before, { name: "one", config: { command: "new", args: ["a"] } });
    assert.ok(written.kind === "written");
    assert.match(written.text, /\/\/ mine[\s\S]*"two": \{ "command": "b" \}, \/\/ b/);
    assert.deepEqual(
      readAppFile(file, written.text).entries.map(({ name, config }) => [name, config]),
      [
        ["one", { command: "new", args: ["a"] }],
        ["two", { command: "b" }],
      ],
    );
    assert.ok(!written.text.includes('"x"'));
  });

  it("is refused where it would mean something else", () => {
    const cases: [app: string, config: ServerConfig, reason: RegExp][] = [
      ["claude-desktop", { url: "https://x.example" }, /programs only/],
      ["cursor", { command: "x", env: { A: "${secret:B}" } }, /cannot express "\$\{secret:B\}"/],
      ["gemini-cli", { command: "x", args: ["$HOME"] }, /cannot express "\$HOME"/],
      ["lm-studio", { command: "x", args: ["${env:A}"] }, /cannot express/],
    ];
    for (const [id, config, reason] of cases) {
      const { file } = writable.find(({ app }) => app.id === id) ?? assert.fail(id);
      const expressed = expressEntry(file, { name: "a", config });
      assert.match(expressed.kind === "unsaid" ? expressed.reason : "", reason, id);
    }
    const { file } = writable.find(({ app }) => app.id === "cursor") ?? assert.fail();
    const expressed = expressEntry(file, { name: "a", config: { command: "x", cwd: "/a", retries: 3 } });
    assert.deepEqual(expressed.kind === "entry" && [...expressed.left].sort(), ["cwd", "retries"]);
  });
});
