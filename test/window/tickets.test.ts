import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { typeIntoChat } from "../support/typeIntoChat.js";
import { until } from "../support/until.js";

/** The same question, the same model, and one Jira server after the other. */
describe("a ticket's summary", () => {
  let folder: string;
  let window: EditorWindow;

  const recorded = (as: string, name: string) => ({
    command: "node",
    args: [join(repository, "test/tasks/servers/recordedServer.mjs"), `--as=${as}`, `--journal=${join(folder, name)}`],
  });
  const servers = (jira: string) => ({
    tickets: recorded(jira, `${jira}.jsonl`),
    chat: recorded("modelcontextprotocol-slack", "chat.jsonl"),
  });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "mcph-tickets-"));
    window = await openWindow({
      extensions: [join(repository, "test/host/scriptedModel")],
      userSettings: { "mcpHub.approval": "never", "mcpHub.servers": servers("npm-mcp-atlassian") },
    });
    await ready("search_jira_issues");
    await window.run((vscode) => vscode.commands.executeCommand("workbench.action.chat.open"));
  });
  after(async () => {
    await window?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("is found and posted through @mcp with whichever Jira server is configured", async () => {
    const line = "@mcp post the open ticket in C0123456789";
    await typeIntoChat(window.page, line);
    await until("the ticket of the first server was posted", async () => (await posted()).length === 1);
    await said(1);

    const other = servers("sooperset-mcp-atlassian");
    await window.run(
      (vscode, value) => vscode.workspace.getConfiguration("mcpHub").update("servers", value, true),
      other,
    );
    await ready("jira_search");
    await typeIntoChat(window.page, line);
    await until("the ticket of the second server was posted", async () => (await posted()).length === 2);
    await said(2);
    const text = "PROJ-260: Login page times out (260)";
    assert.deepEqual(await posted(), [text, text]);
  });

  /** Waits until both servers and the model are there, and the tickets have this tool. */
  const ready = (tool: string) =>
    until(`the server has ${tool}`, () =>
      window.run(async (vscode, tool) => {
        const call = (name: string, input: object) =>
          vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
        const listed = JSON.stringify((await call("mcpHub_listServers", {})).content);
        const found = JSON.stringify((await call("mcpHub_findTools", { query: tool })).content);
        const models = await vscode.lm.selectChatModels({ vendor: "scripted" });
        const isThere = ["tickets", "chat"].every((id) => listed.includes(`${id}: Ready`));
        return models.length >= 1 && isThere && found.includes(`tickets__${tool} `);
      }, tool),
    );

  /** Waits until the model has answered this often. */
  const said = (times: number) =>
    until(`${times} answers`, async () => {
      const answers = await window.page.locator(".interactive-response", { hasText: "Posted: PROJ-260" }).count();
      return (
        answers === times && !(await window.page.locator(".chat-execute-toolbar .codicon-stop-circle").isVisible())
      );
    });

  /** What was posted, as the server for messages tells. */
  async function posted(): Promise<readonly string[]> {
    const lines = (await readFile(join(folder, "chat.jsonl"), "utf8").catch(() => "")).split("\n");
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line).text);
  }
});
