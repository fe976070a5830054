import assert from "node:assert/strict";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Locator } from "playwright-core";
import { demo, repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { typeIntoChat } from "../support/typeIntoChat.js";
import { until } from "../support/until.js";

/** Whole conversations with @mcp: typed as a person types, answered by the scripted model with tools of real servers. */
describe("the chat", () => {
  let folder: string;
  let window: EditorWindow;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "mcph-chat-"));
    await cp(demo, folder, { recursive: true });
    window = await openWindow({
      folder,
      extensions: [join(repository, "test/host/scriptedModel")],
      userSettings: {
        "mcpHub.approval": "never",
        "mcpHub.chatMaxTurns": 2,
        "mcpHub.servers": {
          papers: { command: "node", args: [join(repository, "dist/samples/documents.js"), folder] },
          waiting: { command: "node", args: [join(repository, "test/support/waitingServer.mjs")] },
          fixture: { command: "node", args: [join(repository, "test/support/fixtureServer.mjs")] },
        },
      },
    });
    await until("the model and all servers are ready", async () => {
      const { models, servers } = await window.run(async (vscode) => {
        const input = { input: {}, toolInvocationToken: undefined };
        const { content } = await vscode.lm.invokeTool("mcpHub_listServers", input);
        const models = await vscode.lm.selectChatModels({ vendor: "scripted" });
        return { models: models.length, servers: JSON.stringify(content) };
      });
      return models >= 1 && ["papers", "waiting", "fixture"].every((id) => servers.includes(`${id}: Ready`));
    });
    await window.run((vscode) => vscode.commands.executeCommand("workbench.action.chat.open"));
  });

  after(async () => {
    await window?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("answers with the real result of a tool that the model called", async () => {
    const answer = await ask(
      '@mcp What do we cook? papers__extract_text {"path": "fish-soup.md", "maxCharacters": 120}',
    );
    await shows(answer, "The result: fish-soup.md");
    await shows(answer, "Harbor fish soup");
    await shows(answer, "✓ extract_text on papers, ");
    await window.screenshot("chat");
  });

  it("runs the calls of one turn together and knows the earlier turns", async () => {
    const answer = await ask('@mcp fixture__echo {"text": "first words"} fixture__echo {"text": "second words"}');
    await shows(answer, "The result: first words and second words");
    const next = await ask("@mcp and before that?");
    await shows(next, "You said: and before that?. Before that: What do we cook?");
    await shows(next, "second words");
  });

  it("tells the model and the person what a tool refused", async () => {
    const answer = await ask("@mcp fixture__refuse");
    await shows(answer, "The result: The tool reported an error. no such file");
    await shows(answer, "✗ refuse on fixture, ");
  });

  it("stops at the limit of turns, and says so", async () => {
    const answer = await ask('@mcp keep calling fixture__echo {"text": "again"}');
    await shows(answer, "You said: You have used all the tool calls");
    await shows(answer, "The limit of 2 turns with tools was reached");
    await window.page.getByText("Continue", { exact: true }).last().waitFor({ timeout: 30_000 });
  });

  it("says in one sentence that the model refused", async () => {
    const answer = await ask("@mcp refuse");
    await shows(answer, "The model Scripted refused the request: its quota is used up");
  });

  it("shows the servers without a model", async () => {
    const answer = await ask("@mcp /servers");
    const row = answer.locator("tr", { has: window.page.locator("td", { hasText: /^papers$/ }) });
    await row.getByText(/^Ready, \d+ tools/).waitFor();
  });

  it("searches the tools without a model", async () => {
    const answer = await ask("@mcp /tools plain text");
    await shows(answer, "papers__extract_text (path): The plain text of");
  });

  it("calls one tool without a model, by pairs and by JSON", async () => {
    const pairs = await ask("@mcp /call papers__extract_text path=fish-soup.md maxCharacters=50");
    await shows(pairs, "✓ extract_text on papers, ");
    await pairs.locator(".interactive-result-code-block").waitFor();
    await shows(pairs, "Harbor fish soup");
    const json = await ask('@mcp /call echo {"text": "[x](command:y) <b>bold</b>"}');
    await shows(json, "[x](command:y) <b>bold</b>");
  });

  it("says what to write where a tool does not exist", async () => {
    const answer = await ask("@mcp /call papers__extract_txt");
    await shows(
      answer,
      'No connected server has a tool named "papers__extract_txt". Did you mean papers__extract_text',
    );
  });

  it("cancels the tool in flight, and the server hears of it", async () => {
    const answer = await ask("@mcp waiting__wait");
    await shows(answer, "Running wait on waiting…");
    await window.page.locator(".chat-execute-toolbar .codicon-stop-circle").click();
    await until("the answer has ended", async () => !(await isAnswering()));
    await shows(await ask("@mcp /call waiting__count"), "1 cancelled");
  });

  it("stops the model when the person does", async () => {
    const answer = await ask("@mcp talk for ever");
    await shows(answer, "And on. And on.");
    await window.page.locator(".chat-execute-toolbar .codicon-stop-circle").click();
    await until("the answer has ended", async () => !(await isAnswering()));
    await until("nothing more is said", async () => {
      const said = await readable(answer);
      await delay(500);
      return (await readable(answer)) === said;
    });
  });

  /** Types a line into the chat and sends it; the answer's element, which may still grow. */
  async function ask(line: string): Promise<Locator> {
    await until("the last answer has ended", async () => !(await isAnswering()));
    const { page } = window;
    await typeIntoChat(page, line);
    return page.locator(".interactive-response").last();
  }

  const isAnswering = () => window.page.locator(".chat-execute-toolbar .codicon-stop-circle").isVisible();

  /** Waits until the element shows the words. */
  async function shows(element: Locator, words: string): Promise<void> {
    let seen = "";
    await until(`the answer shows "${words}"`, async () => {
      seen = await readable(element);
      return seen.includes(words);
    }).catch((cause) => assert.fail(`${String(cause)}\nIt shows: ${seen}`));
  }
});

/** What a reader sees of an element, white space in one width. */
async function readable(element: Locator): Promise<string> {
  // biome-ignore lint/performance/useDomNodeTextContent: the rendered text is the point, hidden parts are not
  return (await element.innerText()).replaceAll(/\s+/g, " ");
}
