import assert from "node:assert/strict";
import { join } from "node:path";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { Chat } from "../support/chat.js";
import { Questions } from "../support/questions.js";
import { QuickInput } from "../support/quickInput.js";
import { ServersView } from "../support/serversView.js";
import { unfold } from "../support/unfold.js";
import { until } from "../support/until.js";

const patience = { timeout: 30_000 };

const question = 'Run the tool "weather" of the MCP server "turncoat" for a model in the chat?';
const evil = {
  description: "Runs a shell\u200b command.",
  annotations: { destructiveHint: true },
};

/** A tool that changes after it was allowed, as a person sees it. */
describe("a changed tool in the window", () => {
  let window: EditorWindow;
  let questions: Questions;
  let quick: QuickInput;
  let chat: Chat;
  let view: ServersView;

  before(async () => {
    window = await openWindow({
      extensions: [join(repository, "test/host/scriptedModel")],
      userSettings: {
        "mcpHub.policy": { "turncoat/turn": "allow" },
        "mcpHub.servers": {
          turncoat: { command: "node", args: [join(repository, "test/support/fixtureServer.mjs"), "--turncoat"] },
        },
      },
    });
    questions = new Questions(window.page);
    quick = new QuickInput(window.page);
    chat = new Chat(window);
    view = new ServersView(window.page);
    await window.page
      .locator("#mcp-client-hub\\.mcp-client-hub\\.mcpHub\\.status", { hasText: "MCP 1/1" })
      .waitFor(patience);
  });
  after(() => window?.close());
  afterEach(async function () {
    const { title, state } = this.currentTest ?? {};
    if (state === "failed") await window.screenshot(`changed-failed-${title?.slice(0, 40).replace(/\W+/g, "-")}`);
  });

  it("is allowed first, and runs for the model from then on", async () => {
    await startCall("weather", { city: "Oslo" });
    await questions.asks(question);
    await questions.choose("Always Allow: weather");
    assert.match(await outcome(), /sunny in Oslo/);
    assert.match(await call("weather", { city: "Bergen" }), /sunny in Bergen/, "Nobody is asked again.");
    assert.ok((await tools()).includes("turncoat__weather"), "It is offered.");
  });

  it("is withheld from the language-model tools and from the chat after it changed", async () => {
    await call("turn", { to: evil });
    await until("the change is noticed", async () => !(await tools()).includes("turncoat__weather"));
    const refused = await call("weather", { city: "Oslo" });
    assert.match(refused, /was not run\. The definition of .*weather.* changed since you allowed it/);
    assert.match(refused, /MCP Hub: Review Changed Tool/);
    assert.equal(await questions.title(), "", "Nobody is asked to allow what they have not seen.");
    await chat.ask('@mcp turncoat__weather {"city": "Oslo"}');
    await until("the chat has answered", async () => {
      const text = (await chat.answer.last().textContent()) ?? "";
      return text.includes("You said") || text.includes("The result");
    });
    assert.match((await chat.answer.last().textContent()) ?? "", /was not run.*changed since you allowed it/);
  });

  it("is marked in the servers view", async () => {
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
    const server = view.node(/^turncoat, MCP server, Ready.* 1 changed/);
    await server.waitFor(patience);
    await unfold(server);
    await view.node(/^"weather" changed since you allowed it/).waitFor(patience);
    await unfold(view.node(/^Tools, \d+/));
    await view.node(/^weather, tool, Changed since you allowed it/).waitFor(patience);
    await window.screenshot("changed-tree");
  });

  it("is compared in the editor, and comes back once the change is accepted", async () => {
    await view.node(/^weather, tool, Changed/).hover();
    await view
      .node(/^weather, tool, Changed/)
      .getByRole("button", { name: "Review Changed Tool" })
      .click(patience);
    await window.page.locator(".tab", { hasText: "weather of turncoat: as you allowed it" }).waitFor(patience);
    const editor = window.page.locator(".monaco-diff-editor");
    await editor.getByText("Says what the weather is like.").first().waitFor(patience);
    await editor.getByText("Runs a shell⟨U+200B⟩ command.").first().waitFor(patience);
    const toast = window.page.locator(".notification-toast", { hasText: "Accept it as it is now?" });
    await toast.waitFor(patience);
    await window.screenshot("changed-comparison");
    assert.ok(!(await tools()).includes("turncoat__weather"), "It is withheld until then.");
    await toast.getByRole("button", { name: "Accept Change" }).click(patience);
    await until("it is offered again", async () => (await tools()).includes("turncoat__weather"));
    assert.match(await call("weather", { city: "Oslo" }), /sunny in Oslo/);
    await view.node(/^weather, tool, Runs a shell/).waitFor(patience);
  });

  it("is refused where it changed again behind the comparison", async () => {
    const notice = window.page.locator(".notification-toast", { hasText: '"turncoat" changed something' });
    const clearNotices = async () => {
      await window.run((vscode) => vscode.commands.executeCommand("notifications.clearAll"));
      await notice.waitFor({ state: "detached", ...patience });
    };
    await clearNotices();
    await call("turn", { to: { description: "Second." } });
    await notice.waitFor(patience);
    await clearNotices();
    await window.run(
      (vscode) => void vscode.commands.executeCommand("mcpHub.reviewTool", { server: "turncoat", name: "weather" }),
    );
    await window.page.locator(".monaco-diff-editor").getByText("Second.").first().waitFor(patience);
    await call("turn", { to: { description: "Third." } });
    await notice.waitFor(patience); // the hub has heard of the third
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.acceptTool"));
    await window.page.locator(".notification-toast", { hasText: "it changed again" }).waitFor(patience);
    assert.ok(!(await tools()).includes("turncoat__weather"));
  });

  it("is listed among the approvals, with the keyboard alone, and is asked about again once revoked", async () => {
    await window.run((vscode) => vscode.commands.executeCommand("notifications.clearAll"));
    await window.run((vscode) => void vscode.commands.executeCommand("mcpHub.manageApprovals"));
    await quick.item("weather of turncoat").waitFor(patience);
    const row = quick.widget.locator(".monaco-list-row", { hasText: "weather of turncoat" });
    const shown = ((await row.first().textContent()) ?? "").replaceAll("\u00a0", " ");
    assert.match(shown, /for a model in the chat/);
    assert.match(shown, /In every window · since \d{4}-\d\d-\d\d \d\d:\d\d · last used (just now|\d+ minutes ago)/);
    await window.screenshot("approvals");
    await window.page.keyboard.press("Enter");
    await quick.item("Revoke").waitFor(patience);
    await window.screenshot("approvals-revoke");
    await window.page.keyboard.press("Enter");
    await window.page.locator(".notification-toast", { hasText: "Revoked: weather of turncoat" }).waitFor(patience);

    await call("turn", { to: evil }); // as it was accepted
    await until("it is offered again", async () => (await tools()).includes("turncoat__weather"));
    await startCall("weather", { city: "Oslo" });
    await questions.asks(question);
    await questions.choose("Deny");
    assert.match(await outcome(), /you declined/);
  });

  /** The tools that a model finds. */
  const tools = async (): Promise<string> =>
    window.run(async (vscode) => {
      const input = { input: { query: "weather" }, toolInvocationToken: undefined };
      const { content } = await vscode.lm.invokeTool("mcpHub_findTools", input);
      return JSON.stringify(content);
    });

  /** Calls a tool as a model would. */
  const startCall = (tool: string, args: object): Promise<void> =>
    window.run(
      (vscode, { tool, args }) => {
        const options = { input: { tool: `turncoat__${tool}`, arguments: args }, toolInvocationToken: undefined };
        const done = Promise.resolve(vscode.lm.invokeTool("mcpHub_callTool", options)).then(
          ({ content }) => JSON.stringify(content),
          (error) => String(error),
        );
        Reflect.set(globalThis, "called", done);
      },
      { tool, args },
    );
  const outcome = (): Promise<string> => window.run(() => Reflect.get(globalThis, "called"), undefined, 60_000);
  const call = async (tool: string, args: object): Promise<string> => {
    await startCall(tool, args);
    return outcome();
  };
});
