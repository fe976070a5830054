import assert from "node:assert/strict";
import { join } from "node:path";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { ActivityPage } from "../support/activityPage.js";
import { Chat } from "../support/chat.js";
import { Questions } from "../support/questions.js";
import { QuickInput } from "../support/quickInput.js";

const patience = { timeout: 30_000 };
/** A call that a person has to answer for takes as long as all of the person's steps. */
const personMs = 150_000;

/** Who asks, as a person sees it: in the question, in what a yes covers, and in the activity panel. */
describe("the callers of a server", () => {
  let window: EditorWindow;
  let questions: Questions;

  before(async () => {
    const everything = join(repository, "node_modules/@modelcontextprotocol/server-everything/dist/index.js");
    window = await openWindow({
      extensions: [join(repository, "test/host/scriptedModel")],
      userSettings: { "mcpHub.servers": { stdio: { command: "node", args: [everything, "stdio"] } } },
    });
    questions = new Questions(window.page);
    await window.page
      .locator("#mcp-client-hub\\.mcp-client-hub\\.mcpHub\\.status", { hasText: "MCP 1/1" })
      .waitFor(patience);
  });
  after(() => window?.close());
  afterEach(async function () {
    const { title, state } = this.currentTest ?? {};
    if (state === "failed") await window.screenshot(`callers-failed-${title?.slice(0, 40).replace(/\W+/g, "-")}`);
  });

  it("keep what they were allowed to themselves: a yes to the editor's agent does not let @mcp call", async () => {
    const first = byAgent("mcpHub_callTool", { tool: "stdio__echo", arguments: { message: "one" } });
    await questions.asks('Run the tool "echo" of the MCP server "stdio" for a model in the chat?');
    await questions.choose("Allow in This Session: echo");
    assert.match(await first, /Echo: one/);
    assert.match(await byAgent("mcpHub_callTool", { tool: "stdio__echo", arguments: { message: "two" } }), /Echo: two/);

    const chat = new Chat(window);
    await chat.ask('@mcp /call stdio__echo {"message": "three"}');
    await questions.asks('Run the tool "echo" of the MCP server "stdio" for @mcp in the chat?');
    await window.screenshot("callers-question");
    await questions.choose("Deny");
    await chat.answer.getByText(/you declined/).waitFor(patience);
  });

  it("are asked before they read what the server does not list, and not before they read what it lists", async () => {
    const unlisted = byAgent("mcpHub_readResource", { server: "stdio", uri: "demo://resource/dynamic/text/41" });
    await questions.asks('Read a resource of the MCP server "stdio" for a model in the chat?');
    await questions.shows("demo://resource/dynamic/text/41");
    await questions.choose("Deny");
    assert.match(await unlisted, /you declined/);
    const listed = { server: "stdio", uri: "demo://resource/static/document/features.md" };
    assert.match(await byAgent("mcpHub_readResource", listed), /Everything Server/);
  });

  it("show reads, prompts and completions in the activity panel, and by hand none of them is asked about", async () => {
    const quick = new QuickInput(window.page);
    await window.run((vscode) => {
      void vscode.commands.executeCommand("mcpHub.getPrompt", { server: "stdio", name: "completable-prompt" });
    });
    await quick.item("Engineering").waitFor(patience);
    await quick.choose("Sales");
    await quick.choose("Eve");
    await window.page.locator(".tab", { hasText: "completable-prompt.md" }).waitFor(patience);
    const panel = new ActivityPage(window);
    await panel.show();
    for (const [search, row] of [
      ["resources/read", /resources\/read: ok in/],
      ["prompts/get", /prompts\/get: ok in/],
      ["completion/complete", /completion\/complete: ok in/],
    ] as const) {
      await panel.search(search);
      await panel.rows(row).last().waitFor(patience);
    }
    await panel.search("prompts/get");
    await window.screenshot("callers-panel");
    await panel.search("resources/read");
    await panel
      .rows(/resources\/read: denied/)
      .last()
      .waitFor(patience);
  });

  /** What a tool of the hub gives a model of the editor. */
  const byAgent = (tool: string, input: object): Promise<string> =>
    window.run(
      async (vscode, { tool, input }) => {
        const { content } = await vscode.lm.invokeTool(tool, { input, toolInvocationToken: undefined });
        return JSON.stringify(content);
      },
      { tool, input },
      personMs,
    );
});
