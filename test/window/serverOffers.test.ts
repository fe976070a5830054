import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { EditorWindow } from "../host/window.js";
import { everythingWindow } from "../support/everythingWindow.js";
import { QuickInput } from "../support/quickInput.js";
import { until } from "../support/until.js";

const patience = { timeout: 30_000 };

/**
 * Resources, prompts, completions, log levels and tasks of the protocol's own test server, as a person sees them: each on one transport.
 * `mcp/everything` and `mcp/everythingOffered` have them on every transport.
 */
describe("what a server offers beside its tools", () => {
  let window: EditorWindow;
  let quick: QuickInput;
  let close: (() => Promise<void>) | undefined;

  before(async () => {
    ({ window, close } = await everythingWindow());
    quick = new QuickInput(window.page);
  });
  after(() => close?.());
  afterEach(async function () {
    const { title, state } = this.currentTest ?? {};
    if (state === "failed") await window.screenshot(`offers-failed-${title?.slice(0, 40).replace(/\W+/g, "-")}`);
    await window.run(async (vscode) => {
      await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      await vscode.commands.executeCommand("notifications.clearAll");
    });
  });

  it("opens a resource, read-only, and one that a template makes", async () => {
    const server = "stdio";
    command("mcpHub.openResource", { server, uri: "demo://resource/static/document/features.md" });
    await window.page.locator(".tab", { hasText: "features.md" }).waitFor(patience);
    await until("the text is there", async () => /Everything Server/.test(await text("features.md")));
    const refusal = window.page.getByText(/read-only/i).first();
    await until("typing is refused", async () => {
      // What is typed before the editor is drawn goes nowhere.
      await window.page.locator(".tab", { hasText: "features.md" }).click();
      await window.page.keyboard.type("x");
      return refusal.isVisible();
    });

    command("mcpHub.openResource", { server, uriTemplate: "demo://resource/dynamic/text/{resourceId}" });
    await quick.answer("7");
    await until("the text of the template is there", async () => /Resource 7/.test(await text("7.txt")));
  });

  it("shows an open resource again when it changes", async () => {
    const server = "http";
    const uri = "demo://resource/dynamic/text/3";
    command("mcpHub.openResource", { server, uri });
    await until("the text is there", async () => /Resource 3/.test(await text("3.txt")));
    const before = await text("3.txt");
    await until("it is followed", async () => {
      await tool(server, "toggle-subscriber-updates");
      await delay(1000);
      return (await text("3.txt")) !== before; // each reading says when it was made
    });
  });

  it("proposes what the server proposes for the arguments of a prompt", async () => {
    const server = "sse";
    command("mcpHub.getPrompt", { server, name: "completable-prompt" });
    await quick.item("Engineering").waitFor(patience);
    await quick.input.fill("S");
    await quick.item(/^S$/).waitFor(patience); // the first list, which has Sales and Support too, is gone
    await quick.item("Support").waitFor(patience);
    await quick.choose("Sales");
    await quick.choose("Eve"); // of those in sales, as the first answer says
    await until("the prompt is there", async () => /Eve.*Sales|Sales.*Eve/s.test(await text("completable-prompt.md")));
  });

  it("sets the log level", async () => {
    const server = "stdio";
    command("mcpHub.setLogLevel", server);
    await quick.item("error").click(patience);
    await window.page.locator(".statusbar-item", { hasText: `${server} logs from level "error"` }).waitFor(patience);
  });

  it("shows how a task stands", async () => {
    const server = "http";
    command("mcpHub.callTool", { server, name: "simulate-research-query" });
    await quick.answer("boats");
    await quick.item("false").or(quick.item("Skip")).first().click(patience);
    const toast = window.page.locator(".notification-toast");
    await toast
      .getByText(/Gathering sources|Analyzing content|Synthesizing findings/)
      .first()
      .waitFor(patience);
    await until("its result is there", async () =>
      /Research Report: boats/.test(await text("simulate-research-query.md")),
    );
  });

  it("begins a chat with a prompt of a server", async () => {
    await window.run(async (vscode) => {
      await vscode.lm.selectChatModels({ vendor: "scripted" }); // the chat offers the models that are known when it opens
      const query = "@mcp /prompt stdio/args-prompt city=Paris state=Texas";
      await vscode.commands.executeCommand("workbench.action.chat.open", { query });
    });
    const answer = window.page.locator(".interactive-response").last();
    await answer.getByText(/You said: .*weather in Paris, Texas/).waitFor(patience);
  });

  it("gives the bytes of a binary resource as they are", async () => {
    await tool("stdio", "gzip-file-as-resource", {
      name: "dot.gz",
      data: "data:text/plain;base64,SGVsbG8=",
      outputType: "resourceLink",
    });
    const uri = "demo://resource/session/dot.gz";
    const bytes = await window.run(async (vscode, address) => {
      const file = vscode.Uri.from({ scheme: "mcp-hub", path: `/stdio/${encodeURIComponent(address)}/dot.gz` });
      return [...(await vscode.workspace.fs.readFile(file)).slice(0, 2)];
    }, uri);
    assert.deepEqual(bytes, [0x1f, 0x8b], "gzip's own mark: the bytes as they are");
  });

  /** Begins a command that may ask the person; what comes of it is seen. */
  function command(id: string, argument: unknown): void {
    void window.run((vscode, { id, argument }) => void vscode.commands.executeCommand(id, argument), { id, argument });
  }

  const tool = (server: string, name: string, args: object = {}) =>
    window.run(
      async (vscode, input) => {
        const options = { input, toolInvocationToken: undefined };
        return JSON.stringify((await vscode.lm.invokeTool("mcpHub_callTool", options)).content);
      },
      { tool: `${server}__${name}`, arguments: args },
    );

  /** What the open document of this name says; the latest, where there are several. */
  const text = (name: string) =>
    window.run(
      (vscode, name) =>
        vscode.workspace.textDocuments.findLast(({ uri }) => uri.path.endsWith(`/${name}`))?.getText() ?? "",
      name,
    );
});
