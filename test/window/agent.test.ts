import assert from "node:assert/strict";
import { join } from "node:path";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { type ModernServer, startModernServer } from "../support/modernServer.js";
import { isOldestEditor } from "../support/oldestEditor.js";
import { QuickInput } from "../support/quickInput.js";
import { until } from "../support/until.js";

const patience = { timeout: 30_000 };
/** The editor starts the server, and waits until it has its tools. */
const startMs = 150_000;
/** The hub, as the editor names it. */
const server = "mcp-client-hub.mcp-client-hub/MCP Hub";

/** The hub as the editor's own MCP client sees it: one server with the tools of all, through the provider of definitions. */
describe("the editor's agent", () => {
  let window: EditorWindow;
  let remote: ModernServer;

  before(async () => {
    remote = await startModernServer();
    const everything = join(repository, "node_modules/@modelcontextprotocol/server-everything/dist/index.js");
    window = await openWindow({
      userSettings: {
        "mcpHub.approval": "never",
        "mcpHub.servers": {
          legacy: { command: "node", args: [everything, "stdio"] },
          modern: { type: "http", url: remote.url },
        },
      },
    });
    await window.page
      .locator("#mcp-client-hub\\.mcp-client-hub\\.mcpHub\\.status", { hasText: "MCP 2/2" })
      .waitFor(patience);
    // A person does this once, with a click: the editor starts no server of a provider by itself the first time.
    // It does nothing as long as the editor has not heard of the server.
    await until("the editor has the tools of the hub", async () => {
      await window.run(
        (vscode, server) =>
          vscode.commands.executeCommand("workbench.mcp.startServer", server, { waitForLiveTools: true }),
        server,
        startMs,
      );
      return (await tools()).length > 0;
    });
  });
  after(async () => {
    await window?.close();
    await remote?.stop();
  });
  afterEach(async function () {
    const { title, state } = this.currentTest ?? {};
    if (state === "failed") await window.screenshot(`agent-failed-${title?.slice(0, 40).replace(/\W+/g, "-")}`);
  });

  /** The names of the hub's tools, as the editor has them now. */
  const tools = () =>
    window.run((vscode) =>
      vscode.lm.tools.map(({ name }) => name).filter((name) => name.startsWith("mcp_") && name.includes("__")),
    );
  const invoke = (name: string, input: object) =>
    window.run(
      async (vscode, [name, input]) => {
        const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
        return content
          .map((part) => ("value" in (part as object) ? String((part as { value: unknown }).value) : ""))
          .join();
      },
      [name, input] as const,
      startMs,
    );
  const named = async (end: string) =>
    until(`the editor has a tool ${end}`, async () => (await tools()).find((name) => name.endsWith(end)) ?? false);

  /**
   * How many tools of the hub the editor has. VS Code 1.103 keeps those that are gone in `lm.tools`; there, what its MCP client writes into
   * its log counts, and that the hub is among its servers.
   */
  const count = async (): Promise<number> => {
    if (!isOldestEditor) return (await tools()).length;
    if (!(await isListed())) return 0;
    return window.run(async (vscode, server) => {
      await vscode.commands.executeCommand("workbench.mcp.showOutput", server);
      const log = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === "output")?.getText() ?? "";
      return Number([...log.matchAll(/Discovered (\d+) tools/g)].at(-1)?.[1]);
    }, server);
  };
  const isListed = async (): Promise<boolean> => {
    const quick = new QuickInput(window.page);
    await window.run((vscode) => void vscode.commands.executeCommand("workbench.mcp.listServer"));
    await quick.item("Add Server").waitFor(patience);
    const isListed = await quick.item("MCP Hub").isVisible();
    await window.page.keyboard.press("Escape");
    await quick.widget.waitFor({ state: "hidden", ...patience });
    return isListed;
  };

  it("has the tools of a server with a handshake, and of one without, and calls them", async () => {
    assert.match(await invoke(await named("legacy__echo"), { message: "hello" }), /Echo: hello/);
    // Its server does not say that it only reads: the editor asks by itself, and the hub does not ask again.
    const called = invoke(await named("modern__where"), { region: "harbor" });
    await window.page.getByRole("dialog").getByRole("button", { name: "Yes" }).click(patience);
    assert.match(await called, /harbor/);
  });

  it("has only as many as the settings allow", async () => {
    await window.run((vscode) => vscode.workspace.getConfiguration("mcpHub").update("agentToolLimit", 2, true));
    await until("two are left", async () => (await count()) === 2);
    await window.run((vscode) => vscode.workspace.getConfiguration("mcpHub").update("agentToolLimit", undefined, true));
    await until("all are back", async () => (await count()) > 2);
  });

  it("has none when the setting closes the address", async () => {
    await window.run((vscode) => vscode.workspace.getConfiguration("mcpHub").update("gateway", "off", true));
    await until("none is left", async () => (await count()) === 0);
  });
});
