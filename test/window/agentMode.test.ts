import assert from "node:assert/strict";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { fixtureEntry } from "../conformance/server/worlds.mjs";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { AgentChat } from "../support/agentChat.js";
import { isOldestEditor } from "../support/oldestEditor.js";
import { Questions } from "../support/questions.js";

const patience = { timeout: 40_000 };
const eras = ["legacy", "modern"] as const;

/**
 * The agent mode of the editor's own chat and a program outside the editor, each with a server of each era behind the hub. The model is
 * scripted; everything else is the editor's: its agent, its MCP client, its questions, its forms.
 */
describe("the clients of a window's gateway", () => {
  let window: EditorWindow;
  let agent: AgentChat;
  let questions: Questions;

  before(async () => {
    window = await openWindow({
      extensions: [join(repository, "test/host/scriptedModel")],
      webConfiguration: AgentChat.webConfiguration,
      userSettings: {
        "mcpHub.approval": "never",
        "mcpHub.agentTools": ["*/test_simple_text", "*/test_elicitation", "*/test_sampling"],
        "mcpHub.servers": { legacy: fixtureEntry("legacy"), modern: fixtureEntry("modern") },
      },
    });
    agent = new AgentChat(window);
    questions = new Questions(window.page);
    await window.page
      .locator("#mcp-client-hub\\.mcp-client-hub\\.mcpHub\\.status", { hasText: "MCP 2/2" })
      .waitFor(patience);
    await agent.startHub();
  });
  after(() => window?.close());
  afterEach(async function () {
    const { title, state } = this.currentTest ?? {};
    if (state === "failed") await window.screenshot(`agent-mode-failed-${title?.slice(0, 50).replace(/\W+/g, "-")}`);
  });

  describe("the editor's agent", () => {
    before(function () {
      if (isOldestEditor) this.skip(); // its package has no chat extension, and so no agent mode
    });

    for (const era of eras) {
      it(`calls a tool of a ${era} server`, async () => {
        await agent.ask(`${era}__test_simple_text`, {});
        await agent.allow(`${era}__test_simple_text`);
        await agent.says("The result: This is a simple text response for testing.");
        await window.screenshot(`agent-mode-calls-${era}`);
      });

      it(`shows the form of a ${era} server`, async () => {
        await agent.ask(`${era}__test_elicitation`, { message: "Who is there?" });
        await agent.allow(`${era}__test_elicitation`);
        await agent.fillIn("Who is there?", "Jane");
        await agent.says(/action=accept, content=\{"response":"Jane"\}/);
        await window.screenshot(`agent-mode-form-${era}`);
      });

      it(`lets a ${era} server ask a model`, async () => {
        await agent.ask(`${era}__test_sampling`, { prompt: `Greetings from ${era}` });
        await agent.allow(`${era}__test_sampling`);
        if (era === "legacy") await agent.allowModel("MCP Hub"); // The editor asks once for the hub, whatever server is behind it.
        await agent.says(RegExp(`You said: Greetings from ${era}`));
        await window.screenshot(`agent-mode-model-${era}`);
      });
    }

    it("is named where the hub asks, which it does once", async () => {
      await approval("always");
      try {
        await agent.ask("legacy__test_simple_text", {}); // The editor itself was told above to ask no more in this session.
        await questions.asks('Run the tool "test_simple_text" of the MCP server "legacy" for "The editor\'s agent"?');
        await window.screenshot("agent-mode-hub-asks");
        await questions.choose("Allow in This Session: test_simple_text");
        await agent.says("The result: This is a simple text response for testing.");
        await agent.ask("legacy__test_simple_text", {});
        await agent.says("The result: This is a simple text response for testing.");
      } finally {
        await approval("never");
      }
    });
  });

  describe("a program outside the editor", () => {
    for (const era of eras) {
      it(`answers with its own model what a ${era} server asks`, async () => {
        const client = await outside((prompt) => `Mine: ${prompt}`);
        assert.match(await sample(client, era), /LLM response: .*Mine: Greetings/);
        assert.equal(await questions.title(), "");
        await client.close();
      });

      it(`leaves to the editor's model what a ${era} server asks, where it has none, and the person decides`, async () => {
        const client = await outside();
        const said = sample(client, era);
        await questions.asks(`Let the MCP server "${era}" ask a language model?`);
        await questions.choose("Allow Once");
        assert.match(await said, /LLM response: .*You said: Greetings/);
        await client.close();
      });
    }

    it("hears of a model that says nothing", async () => {
      const client = await outside();
      const said = sample(client, "legacy", "say nothing");
      await questions.asks('Let the MCP server "legacy" ask a language model?');
      await questions.choose("Allow Once");
      assert.match(await said, /The language model Scripted did not answer .*it returned no text/);
      await client.close();
    });
  });

  /** A client on the socket of this window, as an app has that only starts programs. */
  async function outside(model?: (prompt: string) => string): Promise<Client> {
    const client = new Client({ name: "outside", version: "1.0.0" }, { capabilities: model ? { sampling: {} } : {} });
    if (model)
      client.setRequestHandler("sampling/createMessage", ({ params }) => {
        const [content] = [params.messages[0]?.content].flat();
        const text = model(content?.type === "text" ? content.text : "");
        return { role: "assistant", model: "mine", content: { type: "text", text } };
      });
    const env = { ...process.env, HOME: join(window.root, "home"), XDG_RUNTIME_DIR: join(window.root, "tmp") };
    const args = [join(repository, "dist/headless.js"), "stdio"];
    const started = { command: process.execPath, args, cwd: window.folder, env: env as Record<string, string> };
    await client.connect(new StdioClientTransport(started));
    return client;
  }

  const sample = async (client: Client, era: string, prompt = "Greetings"): Promise<string> => {
    const name = `${era}__test_sampling`;
    return JSON.stringify((await client.callTool({ name, arguments: { prompt } })).content);
  };

  const approval = (value: string) =>
    window.run((vscode, value) => vscode.workspace.getConfiguration("mcpHub").update("approval", value, true), value);
});
