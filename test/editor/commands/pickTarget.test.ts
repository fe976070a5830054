import assert from "node:assert/strict";
import { emptyCatalog } from "../../../src/core/catalog/catalog";
import {
  pickDetachedTask,
  pickPrompt,
  pickResource,
  pickServer,
  pickTool,
} from "../../../src/editor/commands/pickTarget";
import { cancel } from "../../support/scriptedPerson";
import { ScriptedScreen } from "../../support/scriptedScreen";
import { catalog, failed, ready, tool, treeSource } from "../../support/treeFixture";

const stream = { view: treeSource({ states: { a: ready, b: failed } }).view } as never;
const offers = (screen: ScriptedScreen, tools: readonly unknown[] = []) =>
  ({ screen, hub: { tools: () => tools, catalog: (id: string) => (id === "a" ? catalog : emptyCatalog) } }) as never;

describe("picking a server", () => {
  it("offers those that fit, with their state", async () => {
    const screen = new ScriptedScreen("$(error) b");
    const chosen = await pickServer({ stream, screen }, "Title", () => true, "None.");
    assert.equal(chosen, "b");
    const [{ title, says, items } = assert.fail()] = screen.asked;
    assert.deepEqual([title, says, items], ["Title", "Select a server", ["$(pass-filled) a", "$(error) b"]]);
  });

  it("leaves out those that do not fit, and takes a cancel", async () => {
    const screen = new ScriptedScreen(cancel);
    assert.equal(await pickServer({ stream, screen }, "Title", ({ id }) => id === "a", "None."), undefined);
    assert.deepEqual(screen.asked[0]?.items, ["$(pass-filled) a"]);
  });

  it("says where none fits, and shows the servers to who wants to see them", async () => {
    const screen = new ScriptedScreen();
    const none = () => pickServer({ stream, screen }, "Title", () => false, "No server does it.");
    assert.equal(await none(), undefined);
    assert.deepEqual(screen.dialogs, ["No server does it. [Show Servers]"]);
    assert.deepEqual(screen.ran, [["mcpHub.showServers"]]);
    screen.agrees = false;
    assert.equal(await none(), undefined);
    assert.equal(screen.ran.length, 1, "nothing is shown where the notice was only closed");
  });
});

describe("picking a tool", () => {
  const read = { server: "a", tool: tool("read", { description: "Reads." }) };
  const named = { server: "b", tool: tool("w"), shown: tool("write", { title: "Writes it" }) };

  it("offers those of all servers by the name that callers see, with the own name of those that are renamed", async () => {
    const screen = new ScriptedScreen("write (w)");
    assert.equal(await pickTool(offers(screen, [read, named]), undefined), named);
    const [{ title, items, details } = assert.fail()] = screen.asked;
    assert.deepEqual([title, items, details], ["Call Tool", ["read", "write (w)"], ["Reads.", "Writes it"]]);
  });

  it("offers only those of one server", async () => {
    const screen = new ScriptedScreen(cancel);
    assert.equal(await pickTool(offers(screen, [read, named]), "a", "Copy Name"), undefined);
    assert.deepEqual([screen.asked[0]?.title, screen.asked[0]?.items], ["Copy Name", ["read"]]);
  });

  it("says whether no server has one or this one has none", async () => {
    const screen = new ScriptedScreen();
    await pickTool(offers(screen, []), undefined);
    await pickTool(offers(screen, [read]), "b");
    assert.deepEqual(screen.dialogs, [
      "No connected server offers a tool. [Show Servers]",
      "The server b currently offers no tools. [Show Servers]",
    ]);
  });
});

describe("picking a resource, a prompt or a task", () => {
  it("offers resources and templates by their labels, with their addresses", async () => {
    const screen = new ScriptedScreen("any file", "a.md");
    const template = await pickResource(offers(screen), ["b", "a"]);
    assert.deepEqual(template, { server: "a", uriTemplate: "file:///{path}", name: "any file" });
    assert.deepEqual(screen.asked[0]?.items, ["a.md", "any file"]);
    assert.deepEqual(screen.asked[0]?.details, ["file:///a.md", "file:///{path}"]);
    const resource = await pickResource(offers(screen), ["a"]);
    assert.equal(resource && "uri" in resource && resource.uri, "file:///a.md");
  });

  it("says where there is no resource, no prompt and no task", async () => {
    const screen = new ScriptedScreen();
    await pickResource(offers(screen), ["b"]);
    await pickPrompt(offers(screen), ["a", "b"]);
    await pickDetachedTask(screen, []);
    assert.match(
      screen.dialogs.join("\n"),
      /^No connected server offers a resource\..*\nNo connected server offers a p/,
    );
    assert.match(screen.dialogs[2] ?? "", /^No server has a task from an earlier session\./);
  });

  it("offers prompts by their titles, or their names; one without either is still there", async () => {
    const prompts = [
      { name: "sum", title: "Sum up", arguments: [] },
      { name: "ask", description: "Asks.", arguments: [] },
      { name: "", arguments: [] },
    ];
    const screen = new ScriptedScreen("ask");
    const hub = { catalog: () => ({ ...emptyCatalog, prompts }) };
    const picked = await pickPrompt({ screen, hub } as never, ["a"]);
    assert.deepEqual(picked, { server: "a", prompt: prompts[1] });
    assert.deepEqual(screen.asked[0]?.items, ["Sum up", "ask", "(no name)"]);
    assert.deepEqual(screen.asked[0]?.details, ["", "Asks.", ""]);
  });

  it("says of a task whether it still runs", async () => {
    const screen = new ScriptedScreen("dig");
    const tasks = [
      { key: "1", server: "a", tool: "dig", ended: false },
      { key: "2", server: "b", tool: "mine", ended: true },
    ];
    assert.equal(await pickDetachedTask(screen, tasks as never), tasks[0]);
    assert.deepEqual(screen.asked[0]?.details, ["is still running", "has ended"]);
  });
});
