import assert from "node:assert/strict";
import { mergeScopes } from "../../../../src/core/config/reading/mergeScopes";
import { readServers } from "../../../../src/core/config/reading/readServers";
import { serverName } from "../../../../src/core/config/schema/settings";
import type { SettingsLocation } from "../../../../src/core/config/schema/settingsLocation";

const user: SettingsLocation = { scope: "user" };
const remote: SettingsLocation = { scope: "remote" };
const workspace: SettingsLocation = { scope: "workspace", source: "/w/app.code-workspace" };
const a: SettingsLocation = { scope: "folder", source: "/w/a" };
const b: SettingsLocation = { scope: "folder", source: "/w/b" };

type Written = [location: SettingsLocation, servers: unknown];

const merge = (written: Written[], trusted = true) =>
  mergeScopes(
    written.map(([location, servers]) => readServers(servers, location)),
    trusted,
  );

/** Each server in a line: id, scope, what is run, and `off` for a disabled one. */
const lines = (written: Written[], trusted = true): string[] =>
  merge(written, trusted).definitions.map(({ id, scope, enabled, entry }) => {
    const run = entry.kind === "invalid" ? "invalid" : "command" in entry.config ? entry.config.command : "";
    return `${id} ${scope} ${run}${enabled ? "" : " off"}`;
  });

describe("merging the scopes", () => {
  it("lets the narrower scope win, whatever order they come in", () => {
    const written: Written[] = [
      [a, { x: { command: "folder" } }],
      [user, { x: { command: "user" }, y: { command: "user" } }],
      [workspace, { x: { command: "workspace" } }],
      [remote, { x: { command: "remote" }, y: { command: "remote" } }],
    ];
    assert.deepEqual(lines(written), ["x folder folder", "y remote remote"]);
    assert.deepEqual(lines(written.slice(1)), ["x workspace workspace", "y remote remote"]);
    assert.deepEqual(lines(written.slice(1, 2)), ["x user user", "y user user"]);
  });

  it("keeps the order of the settings", () => {
    assert.deepEqual(
      lines([
        [user, { b: { command: "1" }, a: { command: "2" } }],
        [workspace, { c: { command: "3" }, b: { command: "4" } }],
      ]),
      ["b workspace 4", "a user 2", "c workspace 3"],
    );
  });

  it("changes a wider entry by one that has neither command nor url", () => {
    const { definitions } = merge([
      [user, { x: { command: "u", label: "Wide" } }],
      [workspace, { x: { enabled: false } }],
      [a, { x: { label: "Narrow" } }],
    ]);
    assert.deepEqual(definitions, [
      {
        id: "x",
        scope: "user",
        label: "Narrow",
        enabled: false,
        enabledAt: workspace,
        entry: { kind: "valid", config: { command: "u", label: "Wide" } },
      },
    ]);
  });

  it("cannot change the sandbox of a server by an entry that only changes it", () => {
    for (const sandbox of [false, true, { write: ["/"] }]) {
      const { definitions } = merge([
        [user, { x: { command: "u", sandbox: true } }],
        [workspace, { x: { label: "X", sandbox } }],
      ]);
      for (const { entry } of definitions)
        assert.deepEqual(entry.kind === "valid" ? entry.config : { sandbox: "invalid" }, { sandbox: "invalid" });
    }
  });

  it("cannot switch a server on that the wider entry has off, where it comes with a workspace", () => {
    for (const location of [workspace, a]) {
      const { definitions, problems } = merge([
        [user, { x: { command: "u", enabled: false } }],
        [location, { x: { enabled: true, label: "X" } }],
      ]);
      assert.deepEqual(
        definitions.map(({ enabled, enabledAt, label }) => [enabled, enabledAt, label]),
        [[false, undefined, "X"]],
      );
      const message =
        'Server "x" stays disabled: a wider scope disables it, and a workspace cannot enable it. Enable it where it is defined.';
      const path = ["mcpHub.servers", "x", "enabled"];
      assert.deepEqual(problems, [{ ...location, path, severity: "warning", message }]);
    }
  });

  it("can switch a server on again that the workspace has off, and one of the person's other scope", () => {
    const on = { x: { enabled: true } };
    const off = { x: { enabled: false } };
    assert.deepEqual(
      lines([
        [user, { x: { command: "u" } }],
        [workspace, off],
        [a, on],
      ]),
      ["x user u"],
    );
    assert.deepEqual(
      lines([
        [user, { x: { command: "u", enabled: false } }],
        [remote, on],
      ]),
      ["x user u"],
    );
  });

  it("keeps what is wrong with an entry", () => {
    const [definition] = merge([[user, { x: { cmd: "x" } }]]).definitions;
    const error = definition?.entry.kind === "invalid" ? definition.entry.error.message : undefined;
    assert.equal(error, 'Server "x": "cmd" is not known. Did you mean "command"?');
  });

  it("says where a followed file has a server that the settings have too", () => {
    const followed: SettingsLocation = { scope: "followed", source: "/home/ann/.cursor/mcp.json" };
    const servers = { x: { command: "followed" }, y: { command: "followed" } };
    const { definitions, problems } = mergeScopes(
      [readServers({ x: { command: "user" } }, user), readServers(servers, followed, ["follow", 0])],
      true,
    );
    assert.deepEqual(
      definitions.map(({ id, scope }) => [id, scope]),
      [
        ["x", "user"],
        ["y", "followed"],
      ],
    );
    assert.deepEqual(
      problems.map(({ scope, path, severity, message }) => [scope, path, severity, message.split(":")[0]]),
      [["user", ["follow", 0], "warning", 'Server "x" of /home/ann/.cursor/mcp.json is not used']],
    );
  });

  it("says that such an entry changes nothing where no wider one has its name", () => {
    const { definitions, problems } = merge([[workspace, { x: { enabled: false } }]]);
    const message =
      'Server "x": it has neither "command" nor "url", and no wider scope defines a server of that name. Add one of the two, or remove the entry.';
    assert.deepEqual(problems, [{ ...workspace, path: ["mcpHub.servers", "x"], severity: "error", message }]);
    assert.deepEqual(definitions[0]?.entry, { kind: "invalid", error: { code: "bad-config", message } });
  });

  it("keeps a bad narrower entry in its place, instead of running the wider one", () => {
    assert.deepEqual(
      lines([
        [user, { x: { command: "u" } }],
        [workspace, { x: { cmd: "w" } }],
      ]),
      ["x workspace invalid"],
    );
  });

  it("gives the first of two folders the name, and the next one a name with its folder", () => {
    const { definitions } = merge([
      [a, { x: { command: "a" } }],
      [b, { x: { command: "b" }, "x-b": { command: "taken" } }],
    ]);
    assert.deepEqual(
      definitions.map(({ id, key, label, source }) => [id, key, label, source]),
      [
        ["x", undefined, "x", "/w/a"],
        ["x-b-2", "x", "x-b-2", "/w/b"],
        ["x-b", undefined, "x-b", "/w/b"],
      ],
    );
  });

  it("makes valid and unique names of any folder's", () => {
    const folders = ["C:\\work\\my app (1)\\", "/w/my app [1]", `/w/${"long".repeat(40)}`, "/w/日本"];
    const { definitions } = merge([
      [a, { x: { command: "a" } }],
      ...folders.map((source): Written => [{ scope: "folder", source }, { x: { command: "b" } }]),
    ]);
    const ids = definitions.map(({ id }) => id);
    assert.equal(new Set(ids).size, 5);
    assert.deepEqual(ids.slice(1, 3), ["x-my app (1)", "x-my app [1]"]);
    for (const id of ids) assert.match(id, serverName);
  });

  it("drops all that came with a workspace that is not trusted, its mistakes included", () => {
    const written: Written[] = [
      [user, { x: { command: "u" }, bad: { cmd: "u" } }],
      [remote, { r: { command: "r" } }],
      [workspace, { x: { enabled: false }, y: { command: "w" }, z: { cmd: "w" } }],
      [a, { x: { command: "a" }, bad: { command: "a" } }],
    ];
    assert.deepEqual(lines(written, false), ["x user u", "bad user invalid", "r remote r"]);
    assert.deepEqual(
      merge(written, false).problems.map(({ scope }) => scope),
      ["user"],
    );
    assert.equal(lines(written).length, 5);
  });
});
