import assert from "node:assert/strict";
import {
  goesElsewhere,
  plannedCopy,
  plannedEdit,
  plannedMove,
  plannedRemoval,
  plannedRenaming,
  runsTheSame,
  type SettingsFileText,
} from "../../../../src/core/config/changes/plannedChanges";
import type { ServerConfig } from "../../../../src/core/config/schema/serverConfig";
import type { ServerDefinition } from "../../../../src/core/config/schema/serverDefinition";
import type { SettingsLocation } from "../../../../src/core/config/schema/settingsLocation";
import { secretKey } from "../../../../src/core/config/secrets/secretKey";

const user = { scope: "user" } as const;
const workspace = { scope: "workspace", source: "/work/shop" } as const;
const folder = { scope: "folder", source: "/work/shop/a" } as const;

const file = (location: SettingsLocation, text: string, prefix: readonly string[] = []): SettingsFileText => ({
  location,
  text,
  prefix,
});
const server = (id: string, config: ServerConfig, location: SettingsLocation = user): ServerDefinition => ({
  ...location,
  id,
  label: id,
  enabled: true,
  entry: { kind: "valid", config },
});

const files = { command: "npx", env: { TOKEN: "${secret:TOKEN}", OTHER: "${input:other}" } };
const settings = `{ "mcpHub.servers": { "files": ${JSON.stringify(files)}, "web": { "url": "https://x.example" } } }`;
const key = (name: string, id: string, location: SettingsLocation = user, config: ServerConfig = files) =>
  secretKey(server(id, config, location), name);

describe("the change of a server's entry", () => {
  it("takes along what only changes it elsewhere, unless that is about another server then", () => {
    const overlay = file(workspace, '{ "mcpHub.servers": { "files": { "enabled": false } } }');
    const own = file(folder, '{ "mcpHub.servers": { "files": { "command": "other" } } }');
    const { files: changed } = plannedRemoval(server("files", files), [file(user, settings), overlay, own]);
    assert.deepEqual(changed, [
      { location: user, after: '{ "mcpHub.servers": { "web": { "url": "https://x.example" } } }' },
      { location: workspace, after: '{ "mcpHub.servers": { } }' },
    ]);
    const between = server("files", { command: "y" }, workspace);
    const there = file(workspace, '{ "mcpHub.servers": { "files": { "command": "y" } } }');
    const narrow = file(folder, '{ "mcpHub.servers": { "files": { "enabled": false } } }');
    const kept = plannedRemoval(between, [file(user, settings), there, narrow]);
    assert.deepEqual(kept.files, [{ location: workspace, after: '{ "mcpHub.servers": { } }' }]);
    const wider = plannedRemoval(server("files", { command: "other" }, folder), [file(user, settings), overlay, own]);
    assert.deepEqual(
      wider.files.map(({ location }) => location),
      [folder],
    );
  });

  it("renames it in every file of the window, with its rules, profiles and stored values", () => {
    const rules = file(
      workspace,
      '{ "mcpHub.servers": { "files": { "enabled": false } }, "mcpHub.policy": [{ "do": "deny", "server": "files" }] }',
    );
    const planned = plannedRenaming(server("files", files), [file(user, settings), rules], "docs", ["web"]);
    assert.deepEqual(planned.files, [
      { location: user, after: settings.replace('"files"', '"docs"') },
      { location: workspace, after: rules.text.replaceAll('"files"', '"docs"') },
    ]);
    assert.equal(planned.mentions, 1);
    assert.deepEqual([planned.server?.id, planned.server?.label], ["docs", "docs"]);
    assert.deepEqual(planned.carried, [
      { from: key("TOKEN", "files"), to: key("TOKEN", "docs") },
      { from: key("other", "files"), to: key("other", "docs") },
    ]);
  });

  it("leaves rules alone that are about another server of the name", () => {
    const rules = file(
      user,
      '{ "mcpHub.servers": { "files": { "command": "x" } }, "mcpHub.policy": { "files/*": "deny" } }',
    );
    const own = file(workspace, settings);
    const planned = plannedRenaming(server("files", files, workspace), [rules, own], "docs", []);
    assert.deepEqual(
      planned.files.map(({ location }) => location),
      [workspace],
    );
    assert.equal(planned.mentions, 0);
  });

  it("copies it behind itself, with what is stored for it", () => {
    const planned = plannedCopy(server("files", files), [file(user, settings)], "files-2");
    const entry = JSON.stringify(files);
    assert.deepEqual(planned.files, [
      { location: user, after: settings.replace(entry, `${entry}, "files-2": ${entry}`) },
    ]);
    assert.deepEqual(planned.carried[0], { from: key("TOKEN", "files"), to: key("TOKEN", "files-2") });
  });

  it("moves it, and writes no secret into settings that others may read", () => {
    const secret = { command: "x", env: { API_KEY: "planted-value" } };
    const own = `{ "mcpHub.servers": { "a": ${JSON.stringify(secret)} } }`;
    const planned = plannedMove(server("a", secret), [file(user, own), file(workspace, "")], workspace);
    assert.deepEqual(planned.files, [
      {
        location: workspace,
        after: '{\n  "mcpHub.servers": {\n    "a": {"command":"x","env":{"API_KEY":"${secret:API_KEY}"}}\n  }\n}\n',
      },
      { location: user, after: '{ "mcpHub.servers": { } }' },
    ]);
    const moved = { command: "x", env: { API_KEY: "${secret:API_KEY}" } };
    assert.deepEqual(planned.lifted, [
      { key: key("API_KEY", "a", workspace, moved), name: "API_KEY", value: "planted-value" },
    ]);
    const back = plannedMove(server("a", secret, workspace), [file(workspace, own), file(user, "{}")], user);
    assert.match(back.files[0]?.after ?? "", /planted-value/, "the person's own settings may hold it");
    assert.deepEqual(back.lifted, []);
  });

  it("keeps the name that a person has given it", () => {
    const named = { ...server("files", files), label: "My Files", enabledAt: workspace };
    const [renamed, copied] = [
      plannedRenaming(named, [file(user, settings)], "docs", []),
      plannedCopy(named, [file(user, settings)], "docs"),
    ];
    assert.deepEqual([renamed.server?.label, copied.server?.label], ["My Files", "My Files"]);
    assert.deepEqual([renamed.server?.enabledAt, copied.server?.enabledAt], [workspace, undefined]);
    assert.equal(plannedCopy(server("files", files), [file(user, settings)], "docs").server?.label, "docs");
    assert.deepEqual([copied.mentions, plannedRemoval(named, [file(user, settings)]).mentions], [0, 0]);
  });

  it("leaves entries of the name alone that are servers themselves, or in another folder", () => {
    const other = { scope: "folder", source: "/work/shop/b" } as const;
    const own = file(folder, settings);
    const beside = file(other, '{ "mcpHub.servers": { "files": { "enabled": false } } }');
    const locations = (of: ServerDefinition, files: readonly SettingsFileText[]) =>
      plannedRemoval(of, files).files.map(({ location }) => location);
    assert.deepEqual(locations(server("files", files, folder), [own, beside]), [folder]);
    const address = file(workspace, '{ "mcpHub.servers": { "files": { "url": "https://x.example" } } }');
    assert.deepEqual(locations(server("files", files), [file(user, settings), address]), [user]);
  });

  it("makes no server of an entry that still has a mistake", () => {
    const change = [{ path: ["command"], value: 7 }];
    const planned = plannedEdit(server("files", files), [file(user, settings)], change, undefined);
    assert.equal(planned.server, undefined);
    assert.deepEqual([planned.carried, planned.mentions], [[], 0]);
    assert.match(planned.files[0]?.after ?? "", /"command":7/);
  });

  it("carries only what the entry still names, and only under another key", () => {
    const edited = (config: ServerConfig) =>
      plannedEdit(server("files", files), [file(user, settings)], [{ path: ["cwd"], value: "/x" }], config).carried;
    const next = { command: "npx", env: { TOKEN: "${secret:TOKEN}" } };
    assert.deepEqual(edited(next), [{ from: key("TOKEN", "files"), to: key("TOKEN", "files", user, next) }]);
    assert.deepEqual(edited({ ...files, label: "Files" }), []);
    const broken = { kind: "invalid", error: { code: "bad-config", message: "" } } as const;
    assert.ok(goesElsewhere({ ...server("files", files), entry: broken }, files));
    assert.ok(!goesElsewhere(server("a", { url: "${env:A}" }), { url: "${env:A}", headers: {} }));
    assert.ok(goesElsewhere(server("a", { url: "${env:A}" }), { url: "${env:B}" }));
    assert.ok(!goesElsewhere(server("a", { command: "x" }), { command: "x", args: [] }));
  });

  it("carries what is stored to where it moves", () => {
    const planned = plannedMove(server("files", files), [file(user, settings), file(workspace, "{}")], workspace);
    assert.deepEqual(planned.carried[0], { from: key("TOKEN", "files"), to: key("TOKEN", "files", workspace) });
  });

  it("is refused where the name is taken, the file is broken, or the entry is in no settings file", () => {
    const own = file(user, settings);
    const there = file(workspace, '{ "mcpHub.servers": { "files": { "enabled": false } } }');
    const refused = (message: RegExp) => ({ code: "bad-config", message });
    const move = (...all: readonly SettingsFileText[]) => plannedMove(server("files", files), all, workspace);
    const broken = file(user, '{ "mcpHub.servers": {');
    assert.throws(() => move(own, there), refused(/workspace settings already have an entry "files"/));
    assert.throws(() => move(own), refused(/syntax error/), "there is no file to move to");
    assert.throws(() => move(broken, file(workspace, "{}")), refused(/syntax error/));
    assert.throws(() => plannedRemoval(server("files", files), [broken]), refused(/user settings.*syntax error/));
    assert.throws(() => plannedRemoval(server("files", files, { scope: "file", source: "/x" }), [own]), {
      code: "bad-config",
      message: /not defined in a settings file/,
    });
  });

  it("is about the same server while it says nothing else of how it runs", () => {
    const before = server("a", files);
    assert.ok(runsTheSame(before, server("a", { ...files, label: "A", callTimeoutSeconds: 9 })));
    assert.ok(!runsTheSame(before, server("a", { ...files, env: { ...files.env, X: "1" } })));
  });

  it("keeps stored values with an edited entry, unless they would go elsewhere", () => {
    const before = { url: "https://a.example/mcp", headers: { Authorization: "Bearer ${secret:T}" } };
    const own = file(user, `{ "mcpHub.servers": { "a": ${JSON.stringify(before)} } }`);
    const edited = (config: ServerConfig & { url: string }) =>
      plannedEdit(server("a", before), [own], [{ path: ["url"], value: config.url }], config);
    const same = { ...before, url: "https://a.example/v2" };
    assert.deepEqual(edited(same).carried, [{ from: key("T", "a", user, before), to: key("T", "a", user, same) }]);
    assert.deepEqual(edited({ ...before, url: "https://b.example/mcp" }).carried, []);
    assert.ok(!goesElsewhere(server("a", files), { ...files, cwd: "/x" }));
    assert.ok(goesElsewhere(server("a", files), { ...files, args: ["-y", "other"] }));
    assert.match(edited(same).files[0]?.after ?? "", /"https:\/\/a.example\/v2"/);
  });
});
