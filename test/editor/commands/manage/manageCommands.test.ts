import assert from "node:assert/strict";
import type { PlannedServer, SettingsFileText } from "../../../../src/core/config/changes/plannedChanges";
import type { ServerConfig } from "../../../../src/core/config/schema/serverConfig";
import type { ServerDefinition } from "../../../../src/core/config/schema/serverDefinition";
import type { SettingsLocation } from "../../../../src/core/config/schema/settingsLocation";
import { manageCommands } from "../../../../src/editor/commands/manage/manageCommands";
import type { ChangeOptions } from "../../../../src/editor/commands/manage/serverChanges";
import { type Answer, cancel } from "../../../support/scriptedPerson";
import { ScriptedScreen } from "../../../support/scriptedScreen";

const server = (id: string, config: ServerConfig, more: Partial<ServerDefinition> = {}): ServerDefinition => ({
  ...{ id, label: id, enabled: true, scope: "user", entry: { kind: "valid", config } },
  ...more,
});
const one = server("one", { command: "a" });
const secretive = server("one", { command: "a", env: { API_TOKEN: "ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" } });
const locations: readonly SettingsLocation[] = [
  { scope: "user" },
  { scope: "remote" },
  { scope: "workspace", source: "/work/app.code-workspace" },
  { scope: "folder", source: "/work/shop" },
];

interface Around {
  readonly found?: ServerDefinition;
  readonly others?: readonly ServerDefinition[];
  readonly stored?: readonly { readonly name: string; readonly key: string }[];
  readonly isRemote?: boolean;
  readonly agrees?: boolean;
}

function world(answers: readonly Answer[], around: Around = {}) {
  const { found = one, others = [], stored = [], isRemote = false, agrees = true } = around;
  const screen = new ScriptedScreen(...answers);
  screen.agrees = agrees;
  const made: { after: string[]; done: string; following: number; keepsOld: boolean; deleted: readonly string[] }[] =
    [];
  const checked: string[] = [];
  const make = async (
    _: ServerDefinition,
    plan: (files: readonly SettingsFileText[]) => PlannedServer,
    { done, following, keepsOld = false, deleted = [] }: ChangeOptions,
  ) => {
    const entries = Object.fromEntries(
      [found, ...others].map(({ id, entry }) => [id, entry.kind === "valid" ? entry.config : {}]),
    );
    const files = locations.map((location) => ({
      ...{
        location,
        prefix: [],
        text: location.scope === "user" ? JSON.stringify({ "mcpHub.servers": entries }) : "{}",
      },
    }));
    const planned = plan(files);
    made.push({
      after: planned.files.map(({ location, after }) => `${location.scope}: ${after.replace(/\s+/g, "")}`),
      done: done(planned),
      following: following?.(planned).length ?? 0,
      ...{ keepsOld, deleted },
    });
  };
  const ports = {
    screen,
    imports: { current: () => ({ definitions: [found, ...others] }) },
    inputs: { of: () => stored },
    launches: { consent: { check: ({ id }: ServerDefinition) => void checked.push(id) } },
  } as unknown as Parameters<typeof manageCommands>[0];
  const commands = manageCommands(ports, {
    changes: { make, locations: () => locations },
    find: async () => found,
    savedCalls: () => ({ isThere: false, read: async () => "", change: async () => "" }),
    isRemote: () => isRemote,
  });
  return { screen, made, checked, commands };
}

describe("managing an entry", () => {
  it("renames it, with what is remembered for it", async () => {
    const others = [server("two", { command: "b" })];
    const { screen, made, commands } = world(["two", "", "uno"], { others });
    await commands["mcpHub.renameServer"]("one");
    assert.deepEqual([screen.asked[0]?.title, screen.asked[0]?.before], ["Rename Server: one", "one"]);
    assert.equal(screen.asked[0]?.problems.length, 2);
    assert.match(made[0]?.after[0] ?? "", /^user: .*"uno":\{"command":"a"\}/);
    assert.match(made[0]?.done ?? "", /uno/);
    const withSavedCalls = made[0]?.following ?? 0;
    const shared = world(["uno"], { others: [server("other", { command: "b" }, { key: "one" })] });
    await shared.commands["mcpHub.renameServer"]("one");
    assert.equal(shared.made[0]?.following, withSavedCalls - 1, "another server of the name keeps its saved calls");
  });

  it("renames nothing to the same name, nor after a cancel", async () => {
    const { made, commands } = world(["one", cancel]);
    await commands["mcpHub.renameServer"]("one");
    await commands["mcpHub.renameServer"]("one");
    assert.deepEqual(made, []);
  });

  it("copies it under a free name, and keeps what is stored", async () => {
    const others = [server("one-2", { command: "b" })];
    const { screen, made, commands } = world(["one", "one-2", "one-3", cancel], { others });
    await commands["mcpHub.duplicateServer"]("one");
    assert.equal(screen.asked[0]?.before, "one-3");
    assert.equal(screen.asked[0]?.problems.length, 2);
    assert.deepEqual(
      made.map(({ done, following, keepsOld }) => [done, following, keepsOld]),
      [['"one-3" is a copy of "one".', 1, true]],
    );
    await commands["mcpHub.duplicateServer"]("one");
    assert.equal(made.length, 1);
    const alone = world([cancel]);
    await alone.commands["mcpHub.duplicateServer"]("one");
    assert.equal(alone.screen.asked[0]?.before, "one-2");
  });

  it("moves it to other settings of this window", async () => {
    const { screen, made, checked, commands } = world(["Workspace Settings"]);
    await commands["mcpHub.moveServer"]("one");
    assert.deepEqual(screen.asked[0]?.items, ["Workspace Settings", "Folder Settings: shop"]);
    assert.match(made[0]?.done ?? "", /^"one" is now in the workspace settings\.$/);
    assert.deepEqual(
      made[0]?.after.map((text) => text.split(":")[0]),
      ["workspace", "user"],
    );
    assert.equal(made[0]?.keepsOld, false);
    assert.deepEqual(checked, []);
  });

  it("offers the remote settings only in a remote window, and checks what moves to the person's own", async () => {
    const { screen, checked, commands } = world(["Remote Settings", cancel], { isRemote: true });
    await commands["mcpHub.moveServer"]("one");
    assert.deepEqual([screen.asked[0]?.items[0], checked], ["Remote Settings", ["one"]]);
    await commands["mcpHub.moveServer"]("one");
    assert.equal(screen.left, 0);
  });

  it("asks before secrets go where others may read them", async () => {
    for (const [answer, moves] of [
      ["Move, and Keep the Secrets in Secret Storage", 1],
      ["Cancel", 0],
      [cancel, 0],
    ] as const) {
      const { screen, made, commands } = world(["Folder Settings: shop", answer], { found: secretive });
      await commands["mcpHub.moveServer"]("one");
      assert.match(screen.asked[1]?.says ?? "", /API_TOKEN.* others may read the settings of the folder "shop"/);
      assert.equal(made.length, moves);
      assert.doesNotMatch(made[0]?.after[0] ?? "", /ghp_/);
    }
    const remote = world(["Remote Settings"], { found: secretive, isRemote: true });
    await remote.commands["mcpHub.moveServer"]("one");
    assert.equal(remote.screen.asked.length, 1);
  });

  it("removes it after a question, with or without what is stored", async () => {
    const stored = [
      { name: "TOKEN", key: "k1" },
      { name: "TOKEN", key: "k2" },
    ];
    const { screen, made, commands } = world([], { stored });
    await commands["mcpHub.removeServer"]("one");
    assert.deepEqual(screen.dialogs, ['Remove the server "one"? [Remove, Remove and Delete Its Secrets]']);
    assert.deepEqual([made[0]?.deleted, made[0]?.following], [["k1", "k2"], 1]);
    const plain = world([]);
    await plain.commands["mcpHub.removeServer"]("one");
    assert.deepEqual(plain.screen.dialogs, ['Remove the server "one"? [Remove]']);
    assert.deepEqual(plain.made[0]?.deleted, []);
    assert.match(plain.made[0]?.after[0] ?? "", /^user: \{"mcpHub\.servers":\{\}\}$/);
    assert.match(
      plain.made[0]?.done ?? "",
      /^"one" is still there, because there is another entry of this name in your user settings/,
      "as the fake has not read it again",
    );
    const refused = world([], { agrees: false });
    await refused.commands["mcpHub.removeServer"]("one");
    assert.deepEqual(refused.made, []);
  });
});
