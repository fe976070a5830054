import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { Chat } from "../support/chat.js";
import { freePort } from "../support/freePort.js";
import { Questions } from "../support/questions.js";
import { QuickInput } from "../support/quickInput.js";
import { openSession, toolNames } from "../support/rawMcp.js";
import { ServersView } from "../support/serversView.js";
import { unfold } from "../support/unfold.js";
import { until } from "../support/until.js";

const patience = { timeout: 30_000 };
const fixture = join(repository, "test/support/fixtureServer.mjs");

/** A person chooses what is on, by tool, by list and by profile. */
describe("what is turned off in the window", () => {
  let window: EditorWindow;
  let quick: QuickInput;
  let chat: Chat;
  let view: ServersView;
  let token: string;
  let port: number;
  let settings: string;

  before(async () => {
    port = await freePort();
    window = await openWindow({
      extensions: [join(repository, "test/host/scriptedModel")],
      userSettings: {
        "mcpHub.approval": "never",
        "mcpHub.gatewayPort": port,
        "mcpHub.profiles": { second: { servers: ["second"] }, both: { servers: ["first", "second"] } },
      },
      workspaceSettings: {
        "mcpHub.servers": {
          first: { command: "node", args: [fixture, "--first"] },
          second: { command: "node", args: [fixture, "--second"] },
          third: { command: "node", args: [fixture, "--third"] },
        },
      },
    });
    quick = new QuickInput(window.page);
    chat = new Chat(window);
    view = new ServersView(window.page);
    await new Questions(window.page).allowServers();
    await status("MCP 3/3");
    void window.run((vscode) => vscode.commands.executeCommand("mcpHub.addClient"));
    await quick.input.waitFor(patience);
    await quick.input.fill("Codex");
    await window.page.keyboard.press("Enter");
    await quick.choose("All servers");
    await quick.choose("In 90 days");
    await window.page.locator(".notification-toast", { hasText: "Codex can use your servers" }).waitFor(patience);
    token = await window.run((vscode) => vscode.env.clipboard.readText());
    await window.run((vscode) => vscode.commands.executeCommand("notifications.clearAll"));
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
    settings = await settingsText();
  });
  after(() => window?.close());
  afterEach(async function () {
    const { title, state } = this.currentTest ?? {};
    if (state === "failed") await window.screenshot(`choose-failed-${title?.slice(0, 40).replace(/\W+/g, "-")}`);
  });

  it("is one tool, by a click in the tree: gone for models, chat, the gateway and the list of tools", async () => {
    assert.ok((await found()).includes("first__echo"));
    assert.ok((await offered()).includes("first__echo"));
    const server = view.node(/^first, MCP server, Ready/);
    await unfold(server);
    await unfold(view.node(/^Tools, \d+/));
    const tool = view.node(/^echo, tool/);
    await tool.hover(patience);
    await tool.getByRole("button", { name: "Turn Off in This Workspace" }).click(patience);
    await view.node(/^Turned Off, 1/).waitFor(patience);
    await tool.waitFor({ state: "detached", ...patience });
    await until("models do not find it", async () => !(await found()).includes("first__echo"));
    assert.ok((await found()).includes("second__echo"));
    const answer = await called("first__echo");
    assert.match(answer, /No connected server has a tool named .*first__echo/);
    await until("clients are not offered it", async () => !(await offered()).includes("first__echo"));
    const refused = await (await (await session()).call("first__echo", { text: "x" })).text();
    assert.match(refused, /first__echo|turned off/);
    await chat.ask('@mcp first__echo {"text": "x"}');
    await until("the chat says that there is no such tool", async () =>
      /turned off|has a tool named|no tool named/i.test((await chat.answer.last().textContent()) ?? ""),
    );
    await unfold(view.node(/^Turned Off, 1/));
    await view.node(/^echo, tool.*turned off$/).waitFor(patience);
    await window.screenshot("choose-tree");
    assert.equal(await settingsText(), settings, "No byte of the settings has changed.");
  });

  it("is still off after a reload", async () => {
    await window.reload();
    await status("MCP 3/3");
    assert.ok(!(await found()).includes("first__echo"));
    assert.ok((await found()).includes("second__echo"));
  });

  it("can be called by hand, on a page that says that it is off", async () => {
    await window.run(
      (vscode) =>
        void vscode.commands.executeCommand("mcpHub.openCallPage", { server: "first", name: "echo", kind: "tool" }),
    );
    const page = window.page.frameLocator("iframe.webview:visible").first().frameLocator("#active-frame");
    await page.getByText("You can still call it from here.").waitFor(patience);
    await window.screenshot("choose-call-page");
    await window.run((vscode) => vscode.commands.executeCommand("workbench.action.closeAllEditors"));
  });

  it("is on again, with the keyboard alone, from the list with what it costs", async () => {
    void window.run((vscode) => vscode.commands.executeCommand("mcpHub.chooseTools", "first"));
    await quick.input.waitFor(patience);
    const title = quick.widget.locator(".quick-input-title");
    await until("the title counts", async () =>
      /Choose Tools: \d+ of \d+ on, about/.test((await title.textContent()) ?? ""),
    );
    const before = await title.textContent();
    await quick.input.fill("echo");
    await window.page.keyboard.press("ArrowDown");
    await window.screenshot("choose-list");
    await window.page.keyboard.press("Space");
    await until("the title counts one more", async () => (await title.textContent()) !== before);
    await window.page.keyboard.press("Enter");
    await until("models find it again", async () => (await found()).includes("first__echo"));
    assert.equal(await settingsText(), settings);
  });

  it("is by a profile from the status bar: only the servers in which profiles differ stop and start", async () => {
    const item = window.page.locator("#mcp-client-hub\\.mcp-client-hub\\.mcpHub\\.profile");
    await item.click(patience);
    await quick.choose("both");
    await status("MCP 2/2");
    const two = await processes();
    assert.deepEqual(Object.keys(two).sort(), ["first", "second"]);
    await item.click(patience);
    await quick.choose("second");
    await status("MCP 1/1");
    await until("the first has ended", async () => Object.keys(await processes()).join() === "second");
    assert.equal((await processes()).second, two.second, "the same process");
    await until("clients see no other", async () => (await offered()).every((name) => name.startsWith("second__")));
    await item.getByText("second").waitFor(patience);
    await window.screenshot("choose-profile");
    await window.reload();
    await status("MCP 1/1");
    const { second } = await processes();
    await item.click(patience);
    await quick.choose("All servers");
    await status("MCP 3/3");
    assert.equal((await processes()).second, second);
    assert.equal(await settingsText(), settings);
  });

  const status = (text: string) =>
    window.page
      .locator("#mcp-client-hub\\.mcp-client-hub\\.mcpHub\\.status", { hasText: text })
      .waitFor({ timeout: 60_000 });
  const settingsText = () => readFile(join(window.folder, ".vscode/settings.json"), "utf8");
  const session = () => openSession(`http://127.0.0.1:${port}/mcp`, { headers: { authorization: `Bearer ${token}` } });
  const offered = async () => toolNames(await session());

  /** The processes of the servers, by their names. */
  const processes = async (): Promise<Readonly<Record<string, number>>> =>
    Object.fromEntries(
      (await window.children()).flatMap(({ command, pid }) => {
        const name = /fixtureServer\.mjs --(\w+)/.exec(command)?.[1];
        return name === undefined ? [] : [[name, pid]];
      }),
    );

  /** The tools that a model finds. */
  const found = (): Promise<string> =>
    window.run(async (vscode) => {
      const input = { input: { query: "echo" }, toolInvocationToken: undefined };
      const { content } = await vscode.lm.invokeTool("mcpHub_findTools", input);
      return JSON.stringify(content);
    });

  /** What a model gets that calls a tool. */
  const called = (tool: string): Promise<string> =>
    window.run(
      (vscode, name) =>
        Promise.resolve(
          vscode.lm.invokeTool("mcpHub_callTool", {
            input: { tool: name, arguments: { text: "x" } },
            toolInvocationToken: undefined,
          }),
        ).then(
          ({ content }) => JSON.stringify(content),
          (error) => String(error),
        ),
      tool,
    );
});
