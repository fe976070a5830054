import assert from "node:assert/strict";
import { noSwitches, type Offer, type SwitchPlace } from "../../../../src/core/access/switches";
import { emptyCatalog } from "../../../../src/core/catalog/catalog";
import { chooseCommands } from "../../../../src/editor/commands/choose/chooseCommands";
import { profileCommands } from "../../../../src/editor/commands/choose/profileCommands";
import type { CommandPorts } from "../../../../src/editor/commands/commandPorts";
import { turns } from "../../../support/callFixture";
import { aTool } from "../../../support/fakeLink";
import { type Answer, cancel } from "../../../support/scriptedPerson";
import { ScriptedScreen } from "../../../support/scriptedScreen";

const off = { single: { "tool\na\ndelete": "off" }, patterns: ["b/*"] } as const;

interface Around {
  readonly servers?: readonly string[];
  readonly why?: string;
  readonly profile?: string;
  readonly profiles?: Readonly<Record<string, object>>;
  readonly text?: string;
  readonly isChanged?: boolean;
}

function world(answers: readonly Answer[], around: Around = {}) {
  const { servers = ["a", "b"], why, profile, profiles = {}, text = "{}" } = around;
  const screen = new ScriptedScreen(...answers);
  const did: string[] = [];
  let written = text;
  const tools = servers.flatMap((server) =>
    ["read", "delete"].map((name) => ({ modelName: `${server}__${name}`, server, tool: aTool(name) })),
  );
  const ports = {
    screen,
    stream: { view: { servers: servers.map((id) => ({ id })) } },
    whole: { tools: () => tools, catalog: () => emptyCatalog },
    whyOff: () => why,
    choice: {
      rule: { workspace: off, everywhere: noSwitches },
      profile,
      turn: async (offers: readonly Offer[], to: string, place: SwitchPlace, isThere: (id: string) => boolean) => {
        assert.deepEqual([isThere("a"), isThere("c")], [true, false]);
        await turns();
        did.push(`${to} ${place}: ${offers.map(({ server, name }) => `${server}/${name}`).join(" ")}`);
      },
      setPatterns: (patterns: readonly string[], place: SwitchPlace) =>
        turns().then(() => did.push(`${place}: ${patterns.join(" ")}`)),
      switchProfile: (name: string | undefined) => turns().then(() => did.push(`profile ${name}`)),
    },
    clients: { profiles: () => profiles },
    imports: {
      texts: {
        load: async () => ({ text, prefix: [], bytes: undefined }),
        write: async ([{ after }]: [{ after: string }]) => {
          if (around.isChanged) return "changed";
          written = after;
          return { undo: assert.fail };
        },
      },
    },
    showFailure: assert.fail,
  } as unknown as CommandPorts;
  return { screen, did, commands: { ...chooseCommands(ports), ...profileCommands(ports) }, written: () => written };
}

describe("turning tools off and on", () => {
  it("lists them below their servers, with what is on, and turns only what changes", async () => {
    const { screen, did, commands } = world([["read", "delete"]]);
    await commands["mcpHub.chooseTools"]("a");
    assert.deepEqual(screen.asked[0]?.items, ["a", "read", "delete"]);
    assert.deepEqual(screen.asked[0]?.before, ["read"]);
    assert.match(screen.asked[0]?.title ?? "", /^Choose Tools\b.*1/);
    assert.deepEqual(did, ["on workspace: a/delete"]);
  });

  it("has all servers where none is named, for this workspace or for all", async () => {
    const { screen, did, commands } = world([["read", "read"], cancel]);
    await commands["mcpHub.chooseToolsEverywhere"](undefined);
    assert.deepEqual(screen.asked[0]?.items, ["a", "read", "delete", "b", "read", "delete"]);
    assert.match(screen.asked[0]?.title ?? "", /^Choose Tools in Every Workspace/);
    assert.deepEqual(did, ["off everywhere: a/delete b/read b/delete"]);
    await commands["mcpHub.chooseTools"](undefined);
    assert.equal(did.length, 1, "nothing after a cancel");
  });

  it("says that there is nothing to choose from", async () => {
    const { screen, commands } = world([], { servers: [] });
    await commands["mcpHub.chooseTools"](undefined);
    assert.match(screen.said[0] ?? "", /^No server is configured\. Or no server has connected yet/);
  });

  it("turns one of the tree, and says why it is off all the same", async () => {
    const argument = { kind: "tool", server: "a", name: "read" };
    const { screen, did, commands } = world([], { why: "The profile leaves it out." });
    await commands["mcpHub.turnOff"](argument as never);
    assert.deepEqual(screen.said, []);
    await commands["mcpHub.turnOn"](argument as never);
    assert.deepEqual(did, ["off workspace: a/read", "on workspace: a/read"]);
    assert.deepEqual(screen.said, ["The profile leaves it out."]);
  });

  it("shows the list where nothing is named", async () => {
    const { screen, commands } = world([cancel]);
    await commands["mcpHub.turnOn"](undefined);
    assert.match(screen.asked[0]?.title ?? "", /^Choose Tools\b/);
  });

  it("turns off by patterns, here or everywhere, and says what they match", async () => {
    const { screen, did, commands } = world(["In this workspace", "a/*, x/*, a/*"]);
    await commands["mcpHub.turnOffByPattern"]();
    assert.equal(screen.asked[1]?.before, "b/*");
    assert.deepEqual(did, ["workspace: a/* x/*"]);
    assert.deepEqual(screen.said, ["The patterns match 2 tools, prompts and resources now. Nothing matches x/*."]);
    const other = world(["In every workspace", cancel]);
    await other.commands["mcpHub.turnOffByPattern"]();
    assert.deepEqual([other.screen.asked[1]?.before, other.did], ["", []]);
    const none = world([cancel]);
    await none.commands["mcpHub.turnOffByPattern"]();
    assert.equal(none.screen.asked.length, 1);
  });
});

describe("the profile of a workspace", () => {
  const profiles = { work: { servers: ["a"] } };

  it("is switched from a list, and only to another one", async () => {
    const { screen, did, commands } = world(["work", "All servers"], { profiles, profile: "work" });
    await commands["mcpHub.switchProfile"]();
    assert.deepEqual(screen.asked[0]?.items, ["All servers", "work", "$(save) Save what is on as a profile…"]);
    assert.equal(screen.asked[0]?.before, "work");
    assert.deepEqual(did, []);
    await commands["mcpHub.switchProfile"]();
    assert.deepEqual(did, ["profile undefined"]);
  });

  it("is made of what is on, and kept in the settings beside others", async () => {
    const text = '{\n  // mine\n  "mcpHub.profiles": { "work": {} }\n}\n';
    const { screen, did, written, commands } = world(["", "work", " review "], { profiles, text });
    await commands["mcpHub.saveProfile"]();
    const [unfit, taken, ...more] = screen.asked[0]?.problems ?? [];
    assert.match(unfit ?? "", /^Begin with a letter or a digit/);
    assert.match(taken ?? "", /^A profile with this name already exists\./);
    assert.deepEqual([more, screen.asked[0]?.before], [[], ""]);
    assert.match(written(), /\/\/ mine/);
    const saved = JSON.parse(written().replace("// mine", ""))["mcpHub.profiles"];
    assert.deepEqual(Object.keys(saved), ["work", "review"]);
    assert.match(JSON.stringify(saved.review), /a\/delete/);
    assert.match(screen.notices[0]?.text ?? "", /^The profile "review" was saved/);
    await screen.press("Switch to It");
    assert.deepEqual(did, ["profile review"]);
  });

  it("is saved from the list, too, and into settings that are empty", async () => {
    const { written, commands } = world(["$(save) Save what is on as a profile…", "x"], { text: " " });
    await commands["mcpHub.switchProfile"]();
    assert.deepEqual(Object.keys(JSON.parse(written())["mcpHub.profiles"]), ["x"]);
  });

  it("is not saved after a cancel, without a server, or into settings that are broken or have just changed", async () => {
    const { screen, written, commands } = world([cancel, cancel]);
    await commands["mcpHub.saveProfile"]();
    await commands["mcpHub.switchProfile"]();
    assert.deepEqual([written(), screen.notices], ["{}", []]);
    const save = (around: Around) => world(["x"], around).commands["mcpHub.saveProfile"]();
    await assert.rejects(save({ servers: [] }), { code: "bad-arguments" });
    for (const around of [{ text: "{" }, { isChanged: true }])
      await assert.rejects(save(around), { code: "bad-config" });
  });
});
