import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { commandTable } from "../../../src/editor/manifest/commandTable";
import { contextValues } from "../../../src/editor/manifest/contextValues";
import {
  activityPlaceKey,
  activityViewId,
  activityViewType,
  commands,
  definitionScheme,
  menus,
  panelContainerId,
  profileKey,
  serversViewId,
  views,
  viewsContainers,
} from "../../../src/editor/manifest/contributions";
import { viewsWelcome } from "../../../src/editor/manifest/viewsWelcome";
import { stateIcon, treeItemData } from "../../../src/editor/tree/treeItemData";

const ids = Object.keys(commandTable);
const { commandPalette: palette, ...places } = menus();
const items = Object.values(places).flat();

/** Every codicon by its names, from the font's own table: code point → names. */
const mapping: Record<string, string[]> = JSON.parse(
  readFileSync("node_modules/@vscode/codicons/src/template/mapping.json", "utf8"),
);
const codicons = new Set(Object.values(mapping).flat());

describe("the contributions in package.json", () => {
  it("gives every command a title in title case, a category and a codicon that exists", () => {
    for (const { command, title, category, icon } of commands().map((one) => ({ icon: undefined, ...one }))) {
      assert.match(title, /^[A-Z]/, command);
      for (const word of title.split(" ").filter((word) => !["the", "to", "on", "in", "by", "as"].includes(word)))
        assert.match(word, /^[A-Z]/, title);
      assert.equal(category, "MCP Hub");
      if (icon !== undefined) assert.ok(codicons.has(icon.slice(2, -1)), `${icon} is not a codicon`);
    }
  });

  it("gives each command a unique title", () => {
    const titles = commands().map(({ title }) => title);
    assert.equal(new Set(titles).size, ids.length);
  });

  it("shows an icon wherever a command is a button", () => {
    for (const { command, group } of items.filter(({ group }) => /^(inline|navigation)/.test(group)))
      assert.ok(commandTable[command].icon, `${command} in ${group} has no icon`);
  });

  it("uses only existing nodes in every menu", () => {
    for (const { when, command } of menus()["view/item/context"]) {
      const pattern = /viewItem =~ \/(.+)\/$/.exec(when)?.[1];
      assert.ok(pattern, when);
      const named = contextValues.filter((value) => new RegExp(pattern).test(value));
      assert.equal(named.length, pattern.split("|").length, `${command}: ${when}`);
    }
  });

  it("offers a command on every node except groups, and rows that are one", () => {
    for (const value of contextValues.filter((value) => value !== "group" && value !== "action")) {
      const offered = menus()["view/item/context"].filter(({ when }) =>
        new RegExp(/viewItem =~ \/(.+)\/$/.exec(when)?.[1] ?? "$^").test(value),
      );
      assert.ok(offered.length > 0, value);
    }
  });

  it("offers an account only to servers that may have one, and to every server to edit and to remove it", () => {
    const offered = (value: string) =>
      menus()
        ["view/item/context"].filter(({ when }) =>
          new RegExp(/viewItem =~ \/(.+)\/$/.exec(when)?.[1] ?? "$^").test(value),
        )
        .map(({ command }) => command);
    for (const command of ["mcpHub.signOut", "mcpHub.switchAccount"] as const) {
      assert.ok(!offered("server.ready").includes(command), command);
      assert.ok(!offered("server.failed.trusted").includes(command), command);
      assert.ok(offered("server.ready.account").includes(command), command);
      assert.ok(offered("server.failed.account.trusted").includes(command), command);
    }
    for (const value of contextValues.filter((value) => value.startsWith("server.")))
      for (const action of ["edit", "rename", "duplicate", "move", "remove"]) {
        const command = `mcpHub.${action}Server`;
        assert.ok(
          offered(value).some((one) => one === command),
          `${command} on ${value}`,
        );
      }
  });

  it("puts every menu into the existing view, and the view into the container", () => {
    const inViews = [...menus()["view/title"], ...menus()["view/item/context"]];
    const ofActivity = inViews.filter(({ when }) => when === `view == ${activityViewId}`);
    assert.deepEqual(
      ofActivity.map(({ command }) => command),
      ["mcpHub.moveActivityToEditor"],
    );
    const others = inViews.filter((item) => !ofActivity.includes(item));
    assert.ok(others.every(({ when }) => when.startsWith(`view == ${serversViewId}`)));
    const editors = [`activeWebviewPanelId == '${activityViewType}'`, `resourceScheme == ${definitionScheme}`];
    assert.deepEqual(
      menus()["editor/title"].map(({ when }) => when),
      editors,
    );
    const { activitybar, panel } = viewsContainers();
    const containers = [...activitybar, ...panel];
    assert.deepEqual(
      Object.keys(views()),
      containers.map(({ id }) => id),
    );
    for (const { icon } of containers) assert.ok(existsSync(icon), "The container's icon is there.");
  });

  it("has every command in the palette, except one that needs what is on the screen, and moves of the page to where it is", () => {
    assert.deepEqual(
      palette.map(({ command, when }) => [command, when]),
      [
        ["mcpHub.acceptTool", `resourceScheme == ${definitionScheme}`],
        ["mcpHub.moveActivityToEditor", `${activityPlaceKey} != editor`],
        ["mcpHub.moveActivityToPanel", `${activityPlaceKey} != panel`],
      ],
    );
  });

  it("offers the activity as a view in the panel, unless the person wants it in an editor", () => {
    const [view] = views()[panelContainerId];
    assert.deepEqual([view?.id, view?.type, view?.when], [activityViewId, "webview", `${activityPlaceKey} != editor`]);
  });

  it("explains in both modes how to start, with existing commands", () => {
    assert.deepEqual(
      viewsWelcome().map(({ when }) => when),
      [profileKey, `isWorkspaceTrusted && !${profileKey}`, `!isWorkspaceTrusted && !${profileKey}`],
    );
    for (const { contents } of viewsWelcome())
      for (const [, command] of contents.matchAll(/\(command:(mcpHub[^)]*)\)/g))
        assert.ok(ids.includes(command ?? ""), command);
    // In Restricted Mode, too: a person's own servers run there.
    for (const { contents } of viewsWelcome().slice(1)) assert.match(contents, /addSampleServer.*addServer/s);
  });
});

describe("the tree's icons", () => {
  it("are codicons", () => {
    const server = {
      id: "a",
      label: "a",
      scope: "user",
      counts: { tools: 0, resources: 0, resourceTemplates: 0, prompts: 0 },
      inFlight: 0,
    } as const;
    const error = { code: "exited", message: "" } as const;
    const icons = [
      stateIcon({ ...server, state: { kind: "failed", error } }),
      stateIcon({ ...server, state: { kind: "needs-auth", error } }),
      stateIcon({ ...server, state: { kind: "starting", attempt: 1, losses: 0 } }),
      stateIcon({ ...server, state: { kind: "stopped", reason: "disabled" } }),
      stateIcon({ ...server, state: { kind: "stopped", reason: "person" } }),
      ...nodesOfEachKind().map(
        (node) =>
          treeItemData(node, { view: empty, catalog: never, trusts: () => false, figures: () => undefined }).icon,
      ),
      { id: "pass-filled" },
    ];
    for (const { id } of icons) assert.ok(codicons.has(id.replace(/~spin$/, "")), `${id} is not a codicon`);
  });
});

const empty = { phase: "ready", servers: [], problems: [] } as const;

const never = () => {
  throw new Error("A tree item needs no catalog.");
};

const nodesOfEachKind = () =>
  [
    { id: "1", kind: "tool", server: "a", name: "t", tool: { name: "t", inputSchema: {}, hints: {} } },
    { id: "2", kind: "resource", server: "a", uri: "u", resource: { uri: "u", name: "r" } },
    { id: "3", kind: "template", server: "a", uriTemplate: "u", template: { uriTemplate: "u", name: "r" } },
    { id: "4", kind: "prompt", server: "a", name: "p", prompt: { name: "p", arguments: [] } },
    { id: "5", kind: "group", server: "a", group: "tools", count: 1 },
    { id: "6", kind: "group", server: "a", group: "resources", count: 1 },
    { id: "7", kind: "group", server: "a", group: "prompts", count: 1 },
    { id: "8", kind: "message", severity: "error", text: "e" },
    { id: "9", kind: "message", severity: "warning", text: "w" },
    { id: "10", kind: "message", severity: "info", text: "i" },
  ] as const;
