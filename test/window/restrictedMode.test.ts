import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { Questions } from "../support/questions.js";
import { until } from "../support/until.js";

const patience = { timeout: 30_000 };
const fixture = join(repository, "test/support/fixtureServer.mjs");
const server = (name: string) => ({ command: "node", args: [fixture, `--name=${name}`] });

describe("Restricted Mode", () => {
  let window: EditorWindow;
  let listener: Server;
  let connections = 0;

  before(async () => {
    listener = createServer((_request, response) => response.writeHead(404).end());
    listener.on("connection", () => connections++);
    const port = await new Promise<number>((resolve) =>
      listener.listen(0, "127.0.0.1", () => {
        const address = listener.address();
        resolve(typeof address === "object" && address ? address.port : 0);
      }),
    );
    window = await openWindow({
      trust: false,
      userSettings: { "mcpHub.connectAttempts": 1, "mcpHub.servers": { mine: server("mine"), both: server("both") } },
      workspaceSettings: {
        "mcpHub.connectTimeoutSeconds": 0,
        "mcpHub.servers": {
          theirs: server("theirs"),
          web: { url: `http://127.0.0.1:${port}/mcp` },
          both: { ...server("replaced"), label: "Replaced" },
          mine: { enabled: false },
          wrong: { cmd: "x" },
        },
      },
    });
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
  });
  after(async () => {
    await window?.close();
    listener.closeAllConnections();
    listener.close();
  });

  const node = (spoken: RegExp) => window.page.getByRole("treeitem", { name: spoken }).first();
  const running = async () =>
    (await window.children())
      .flatMap(({ command }) => /fixtureServer\.mjs --name=(\w+)/.exec(command)?.[1] ?? [])
      .sort();

  it("starts and contacts nothing that the workspace configures, and runs the person's own servers", async () => {
    for (const name of ["mine", "both"]) await node(new RegExp(`^${name}, MCP server, Ready`)).waitFor(patience);
    await delay(3000); // long enough for a server that should not start to start
    assert.deepEqual(await running(), ["both", "mine"]);
    assert.equal(connections, 0);
    assert.equal(await window.run((vscode) => vscode.workspace.isTrusted), false);
    for (const name of ["theirs", "web", "Replaced", "wrong"])
      assert.equal(await node(new RegExp(`^${name}, MCP server`)).count(), 0);
    await window.screenshot("restricted-mode");
  });

  it("says nothing of mistakes in the workspace's settings", async () => {
    assert.deepEqual(await sentences(), []);
  });

  it("starts them once the person trusts the workspace", async () => {
    await window.run((vscode) => vscode.commands.executeCommand("workbench.trust.manage"));
    await window.page.getByRole("button", { name: "Trust", exact: true }).first().click(patience);
    await new Questions(window.page).asks("Run 3 MCP servers that you have not allowed yet?");
    assert.equal(connections, 0);
    await new Questions(window.page).allowServers();
    await node(/^theirs, MCP server, Ready/).waitFor(patience);
    await node(/^Replaced, MCP server, Ready/).waitFor(patience);
    await node(/^mine, MCP server, Disabled/).waitFor(patience);
    await node(/^web, MCP server, Failed/).waitFor(patience);
    await until("mine has ended, and theirs run", async () => (await running()).join() === "replaced,theirs");
    assert.ok(connections > 0);
    await until("both mistakes are said", async () => (await sentences()).length === 2);
  });

  const sentences = () =>
    window.run((vscode) =>
      vscode.languages
        .getDiagnostics()
        .flatMap(([, all]) => all.flatMap(({ source, message }) => (source === "MCP Hub" ? [message] : []))),
    );
});
