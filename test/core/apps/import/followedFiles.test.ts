import assert from "node:assert/strict";
import { FollowedFiles } from "../../../../src/core/apps/import/followedFiles";
import { followedAppFile } from "../../../../src/core/apps/import/followedServers";
import { readConfiguration } from "../../../../src/core/config/reading/configuration";
import { FakeClock } from "../../../support/fakeClock";
import { until } from "../../../support/until";
import { linux } from "../writtenEntries";
import { rules } from "./importWorld";

const path = "/home/ann/.cursor/mcp.json";
const cursor = { app: "cursor", path };
const server = (name: string, more: object = {}) =>
  JSON.stringify({ mcpServers: { [name]: { command: "x", ...more } } });

function world(text: string | undefined) {
  const files = new Map<string, string>(text === undefined ? [] : [[path, text]]);
  const watched = new Map<string, () => void>();
  const clock = new FakeClock();
  const followed = new FollowedFiles({
    system: () => linux,
    files: { load: async (one) => files.get(one) },
    rules: () => rules,
    watch: (one, changed) => {
      watched.set(one, changed);
      return { dispose: () => watched.delete(one) };
    },
    clock,
    report: (error) => assert.fail(String(error)),
  });
  let changes = 0;
  followed.onChange(() => changes++);
  const write = (now: string | undefined) => {
    if (now === undefined) files.delete(path);
    else files.set(path, now);
    watched.get(path)?.();
  };
  const all = () => readConfiguration([], true, followed.servers);
  /** The servers as they are once reading has come to rest. */
  const when = (what: string, is: () => boolean) =>
    until(what, async () => {
      clock.pass(300);
      return is();
    });
  const names = () => all().definitions.map(({ id }) => id);
  return { followed, watched, clock, write, all, names, when, changes: () => changes };
}

describe("a followed file of another app", () => {
  it("has its servers here as they are there, and where they are from; secrets stay in their place", async () => {
    const text = server("a", { env: { API_KEY: "planted-value", HOME_DIR: "${userHome}" } });
    const { followed, all, when, names } = world(text);
    followed.follow([cursor]);
    await when("it is read", () => names().length === 1);
    const { definitions, problems } = all();
    assert.deepEqual(problems, []);
    assert.deepEqual(definitions, [
      {
        scope: "followed",
        source: path,
        id: "a",
        label: "a",
        enabled: true,
        entry: { kind: "valid", config: { command: "x", env: { API_KEY: "planted-value", HOME_DIR: "${userHome}" } } },
      },
    ]);
  });

  it("is followed: a change comes after a moment, and one that says the same changes nothing", async () => {
    const { followed, write, when, names, changes } = world(server("a"));
    followed.follow([cursor]);
    await when("it is read", () => names().join() === "a");
    write(server("b"));
    assert.deepEqual(names(), ["a"]);
    await when("the change is read", () => names().join() === "b");
    const before = changes();
    write(`${server("b")}\n`);
    followed.follow([cursor]);
    write(server("c"));
    await when("the next is read", () => names().join() === "c");
    assert.equal(changes(), before + 1);
  });

  for (const [what, broken, problem] of [
    ["half written", '{"mcpServers": {"a": ', /mcp\.json is not read \(line 1, column \d+\)/],
    ["emptied", "", /it is empty/],
    ["removed", undefined, /there is no such file/],
  ] as const)
    it(`keeps the servers that were read last while it is ${what}, and says so at the setting`, async () => {
      const { followed, write, when, names, all } = world(server("a"));
      followed.follow([cursor]);
      await when("it is read", () => names().join() === "a");
      write(broken);
      await when("the problem is known", () => all().problems.length === 1);
      const [found] = all().problems;
      assert.match(found?.message ?? "", problem);
      assert.deepEqual([found?.scope, found?.path, found?.severity], ["user", ["mcpHub.follow", 0], "error"]);
      assert.deepEqual(names(), ["a"]);
      write(server("b"));
      await when("it is whole again", () => names().join() === "b");
      assert.deepEqual(all().problems, []);
    });

  it("leaves out the hub itself and what is no server, and shows what is wrong with an entry", async () => {
    const content = {
      mcpServers: {
        hub: { url: "http://127.0.0.1:24319/mcp" },
        bad: { command: "x", args: 3 },
        off: { command: "y", disabled: true },
      },
    };
    const { followed, when, all } = world(JSON.stringify(content));
    followed.follow([cursor]);
    await when("it is read", () => all().definitions.length > 0);
    assert.deepEqual(
      all().definitions.map(({ id, enabled, entry }) => [id, enabled, entry.kind]),
      [
        ["bad", true, "invalid"],
        ["off", false, "valid"],
      ],
    );
    const [bad] = all().definitions;
    assert.equal(bad?.entry.kind === "invalid" && bad.entry.error.code, "bad-config");
  });

  it("is another one where its app or its path is another, and is read once where it stands twice", async () => {
    const { followed, watched, when, names, changes } = world(server("a"));
    followed.follow([cursor, { ...cursor, app: "zed" }]);
    assert.equal(followed.servers.length, 1);
    await when("it is read", () => names().join() === "a");
    const before = changes();
    followed.follow([{ ...cursor, path: "/other.json" }]);
    assert.deepEqual([[...watched.keys()], changes()], [["/other.json"], before + 1]);
    followed.follow([cursor]);
    await when("it is read again", () => names().join() === "a");
    followed.follow([{ ...cursor, app: "nobody" }]);
    assert.deepEqual(names(), []);
  });

  it("has the shape that its app uses in that place, and its usual one elsewhere", () => {
    const root = (at: string) => followedAppFile({ app: "vscode", path: at }, linux)?.file.shape.root({});
    assert.deepEqual(root("/home/ann/.config/Code/User/settings.json"), ["mcp", "servers"]);
    assert.deepEqual(root("/srv/mcp.json"), ["servers"]);
  });

  it("is read with the words of its app, and an app that the hub does not know is a problem", async () => {
    const { followed, when, all } = world(server("a"));
    followed.follow([{ app: "nobody", path }]);
    await when("the problem is known", () => all().problems.length === 1);
    assert.match(all().problems[0]?.message ?? "", /knows no app "nobody"/);
    assert.deepEqual(all().definitions, []);
  });

  it("gives way to the person's own entry of the name; one that only changes it switches it off", async () => {
    const { followed, when, names } = world(server("a"));
    followed.follow([cursor]);
    await when("it is read", () => names().length === 1);
    const merged = (servers: object) =>
      readConfiguration([{ location: { scope: "user" }, values: { servers } }], true, followed.servers);
    const own = merged({ a: { command: "mine" } });
    assert.deepEqual(
      own.definitions.map(({ id, scope }) => [id, scope]),
      [["a", "user"]],
    );
    assert.deepEqual(
      own.problems.map(({ scope, path: at, message }) => [scope, at, /"a" of .*mcp\.json is not used/.test(message)]),
      [["user", ["mcpHub.follow", 0], true]],
    );
    const switched = merged({ a: { enabled: false } });
    assert.deepEqual(switched.problems, []);
    assert.deepEqual(
      switched.definitions.map(({ id, scope, enabled }) => [id, scope, enabled]),
      [["a", "followed", false]],
    );
  });

  it("is left alone once it is not followed, and when the window closes", async () => {
    const { followed, watched, when, names, write, clock } = world(server("a"));
    followed.follow([cursor]);
    await when("it is read", () => names().length === 1);
    write(server("b"));
    followed.follow([]);
    assert.deepEqual([names(), watched.size, clock.waiting], [[], 0, 0]);
    followed.follow([cursor]);
    followed.dispose();
    assert.equal(watched.size, 0);
    followed.follow([{ ...cursor, path: "/x" }]);
    assert.equal(watched.size, 0);
  });
});
