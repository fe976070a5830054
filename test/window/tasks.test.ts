import assert from "node:assert/strict";
import { type EditorWindow, openWindow } from "../host/window.js";
import { startTaskServer, type TaskServer } from "../support/taskServer.js";
import { until } from "../support/until.js";

const patience = { timeout: 30_000 };
/** A call that a person has to answer for takes as long as all of the person's steps. */
const personMs = 150_000;

/** Calls that run as tasks, as a person sees them. */
describe("a task of a server", () => {
  let server: TaskServer;
  let window: EditorWindow;

  before(async () => {
    server = await startTaskServer();
    window = await openWindow({
      userSettings: { "mcpHub.approval": "never", "mcpHub.servers": { quarry: { type: "http", url: server.url } } },
    });
    await connected();
  });
  after(async () => {
    await window?.close();
    await server.stop();
  });
  afterEach(async function () {
    const { title, state } = this.currentTest ?? {};
    if (state === "failed") await window.screenshot(`tasks-failed-${title?.slice(0, 30).replace(/\W+/g, "-")}`);
    await window.run(async (vscode) => {
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      await vscode.commands.executeCommand("notifications.clearAll");
    });
  });

  const connected = () =>
    window.page.locator("#mcp-client-hub\\.mcp-client-hub\\.mcpHub\\.status", { hasText: "MCP 1/1" }).waitFor(patience);
  const toast = (text: string | RegExp) => window.page.locator(".notification-toast", { hasText: text });
  const asModel = () =>
    window.run(
      async (vscode) => {
        const options = { input: { tool: "quarry__dig", arguments: {} }, toolInvocationToken: undefined };
        try {
          return JSON.stringify((await vscode.lm.invokeTool("mcpHub_callTool", options)).content);
        } catch (error) {
          return String(error);
        }
      },
      undefined,
      personMs,
    );
  const begun = (after: number) =>
    until("a task has begun", () => (server.begun.length > after ? (server.begun.at(-1) ?? false) : false));

  it("that a model began shows how it stands, and comes to its result", async () => {
    const before = server.begun.length;
    const said = asModel();
    const task = await begun(before);
    await toast("Running dig on quarry").waitFor(patience);
    await server.say(task, "Halfway down");
    await toast("Halfway down").waitFor(patience);
    await window.screenshot("task-progress");
    await server.finish(task, "a nugget");
    assert.match(await said, /a nugget/);
    await toast("Running dig on quarry").waitFor({ state: "hidden", ...patience });
  });

  it("is cancelled where its progress shows, and its server hears of it", async () => {
    const before = server.begun.length;
    const said = asModel();
    const task = await begun(before);
    const shown = toast("Running dig on quarry");
    await shown.hover(patience);
    await shown.getByRole("button", { name: "Cancel" }).click(patience);
    assert.match(await said, /cancelled/);
    await until("the server has cancelled it", async () => (await server.statusOf(task)) === "cancelled");
    await shown.waitFor({ state: "hidden", ...patience });
  });

  it("goes on while the window is reloaded, and its result is shown on request", async () => {
    const before = server.begun.length;
    const command = { server: "quarry", name: "mine" };
    // The window goes before it answers.
    void Promise.allSettled([
      window.run((vscode, mine) => void vscode.commands.executeCommand("mcpHub.callTool", mine), command),
    ]);
    const task = await begun(before);
    await toast("Running mine on quarry").waitFor(patience);
    await window.reload();
    await connected();
    const notice = toast('1 task of "quarry" is still running (mine).');
    await notice.getByRole("button", { name: "Show Result" }).click(patience);
    await toast("Waiting for mine on quarry").waitFor(patience);
    await server.finish(task, "a diamond");
    await until("its result is there", async () =>
      /a diamond/.test(await window.run((vscode) => vscode.window.activeTextEditor?.document.getText() ?? "")),
    );
    assert.equal(server.asked.filter((method) => method === "tools/call").length, server.begun.length);
  });
});
