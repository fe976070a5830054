import type { EditorWindow } from "../host/window.js";
import { until } from "./until.js";

const patience = { timeout: 40_000 };
/** The editor starts a server of a provider only when it has heard of it, and then waits for its tools. */
const startMs = 150_000;

/**
 * The agent mode of the editor's own chat, as a person uses it, with the scripted model. The window needs the chat extension
 * (`webConfiguration`), and the hub is a server of the editor's own MCP client.
 */
export class AgentChat {
  constructor(private readonly window: EditorWindow) {}

  /** What a window needs so that its chat has an agent mode. */
  static readonly webConfiguration = { enabledExtensions: ["GitHub.copilot-chat"] };

  /** Starts the hub as a server of the editor, which a person does once with a click. */
  async startHub(): Promise<void> {
    await until("the editor has the tools of the hub", async () => {
      await this.window.run(
        (vscode) =>
          vscode.commands.executeCommand("workbench.mcp.startServer", "mcp-client-hub.mcp-client-hub/MCP Hub", {
            waitForLiveTools: true,
          }),
        undefined,
        startMs,
      );
      return (await this.tools()).length > 0;
    });
    await this.window.run((vscode) => vscode.lm.selectChatModels({ vendor: "scripted" }));
  }

  /** The names of the hub's tools, as the editor has them now. */
  tools(): Promise<string[]> {
    return this.window.run((vscode) =>
      vscode.lm.tools.map(({ name }) => name).filter((name) => name.startsWith("mcp_") && name.includes("__")),
    );
  }

  /** Begins a conversation in which the model calls a tool, by the hub's name for it. */
  async ask(tool: string, args: object): Promise<void> {
    const name = await until(
      `the editor has a tool ${tool}`,
      async () => (await this.tools()).find((one) => one.endsWith(tool)) ?? false,
    );
    await this.window.run(
      async (vscode, query) => {
        await vscode.commands.executeCommand("workbench.action.chat.newChat");
        const modelSelector = { vendor: "scripted", id: "scripted" };
        await vscode.commands.executeCommand("workbench.action.chat.open", { query, mode: "agent", modelSelector });
      },
      `${name} ${JSON.stringify(args)}`,
      startMs,
    );
  }

  /** Answers the editor's own question whether the tool may run. */
  async allow(tool: string): Promise<void> {
    await this.session.getByText(tool, { exact: true }).first().waitFor(patience);
    await this.session.locator(".monaco-button", { hasText: /^Allow in this Session$/ }).click(patience);
  }

  /** Fills in the one field of a form that the editor shows for a server. */
  async fillIn(question: string, answer: string): Promise<void> {
    const { session } = this;
    await session.locator(".chat-question-carousel-message", { hasText: question }).waitFor(patience);
    const field = session.getByPlaceholder("Enter your answer");
    await field.fill(answer, patience);
    await field.press("Enter");
  }

  /** Answers the editor's own question whether a server may use its language models. */
  async allowModel(server: string): Promise<void> {
    const dialog = this.window.page.getByRole("dialog").filter({ hasText: `The MCP server "${server}" has issued` });
    await dialog.getByRole("button", { name: "Allow in this Session" }).click(patience);
  }

  /** Waits until the model has said this. */
  async says(text: string | RegExp): Promise<void> {
    await this.session.locator(".interactive-response").last().getByText(text).last().waitFor(patience);
  }

  private get session() {
    return this.window.page.locator(".interactive-session");
  }
}
