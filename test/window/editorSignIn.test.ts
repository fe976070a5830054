import assert from "node:assert/strict";
import { createServer } from "node:http";
import { type EditorWindow, openWindow } from "../host/window.js";
import { Questions } from "../support/questions.js";

const patience = { timeout: 30_000 };

/** Signing in with VS Code's own sign-ins: a provider in the extension host, and the questions that VS Code asks the person. */
describe("signing in with the editor's own sign-in from a window", () => {
  let window: EditorWindow;
  let accepted = "token-1";
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    const { authorization = "" } = request.headers;
    if (authorization !== `Bearer ${accepted}`) return response.writeHead(401).end();
    if (request.method !== "POST") return response.writeHead(405).end();
    const { id, method } = JSON.parse(body);
    if (id === undefined) return response.writeHead(202).end();
    const result = { protocolVersion: "2025-06-18", capabilities: {}, serverInfo: { name: "own", version: "1" } };
    const error = { code: -32601, message: "Method not found" };
    response.writeHead(200, { "content-type": "application/json" });
    return response.end(JSON.stringify({ jsonrpc: "2.0", id, ...(method === "initialize" ? { result } : { error }) }));
  });

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/mcp`;
    window = await openWindow({
      userSettings: {
        "mcpHub.servers": {
          own: { url, auth: { type: "editor", provider: "testSignIn" }, start: "manual" },
          key: { url, auth: { type: "bearer", token: "another" } },
        },
      },
    });
    await window.run((vscode, _, probe) => {
      const sessions: { id: string; accessToken: string; account: { id: string; label: string }; scopes: string[] }[] =
        [];
      const changed = new vscode.EventEmitter<{ added: typeof sessions; removed: []; changed: [] }>();
      const provider = {
        onDidChangeSessions: changed.event,
        getSessions: async () => sessions,
        createSession: async (scopes: readonly string[]) => {
          const id = `${sessions.length + 1}`;
          const session = { id, accessToken: `token-${id}`, account: { id: "ada", label: "Ada" }, scopes: [...scopes] };
          sessions.unshift(session);
          changed.fire({ added: [session], removed: [], changed: [] });
          return session;
        },
        removeSession: async () => {},
      };
      probe.subscriptions.push(
        vscode.authentication.registerAuthenticationProvider("testSignIn", "Test Sign-in", provider),
      );
    });
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
  });

  after(async () => {
    await window?.close();
    server.close();
  });

  it("asks for the sign-in that is missing, and connects with it", async () => {
    await connect();
    const questions = new Questions(window.page);
    await questions.asks('Let the MCP server "own" have the token of your account?');
    await questions.shows("Gets the token of your account: testSignIn (no scopes), sent to http://127.0.0.1");
    await window.screenshot("launch-account");
    await row(/^own.*Waits for your permission/).waitFor(patience);
    await questions.choose("Allow");
    await row(/^own.*Needs sign-in/).waitFor(patience);
    await signIn("own");
    await allow(/wants to sign in using Test Sign-in/);
    await row(/^own.*Ready/).waitFor(patience);
  });

  it("replaces a sign-in whose token the server refuses", async () => {
    accepted = "token-2";
    await window.run((vscode) => void vscode.commands.executeCommand("mcpHub.restartServer", "own"));
    await row(/^own.*Needs sign-in/).waitFor(patience);
    await signIn("own");
    await allow(/wants you to sign in again using Test Sign-in/);
    await row(/^own.*Ready/).waitFor(patience);
  });

  it("connects again, and asks nobody, where the credential stands in the settings", async () => {
    await row(/^key.*Needs sign-in/).waitFor(patience);
    accepted = "another";
    await signIn("key");
    await row(/^key.*Ready/).waitFor(patience);
    assert.equal(await window.page.locator(".monaco-dialog-box").count(), 0);
  });

  const row = (name: RegExp) => window.page.getByRole("treeitem", { name });
  const connect = () => window.run((vscode) => void vscode.commands.executeCommand("mcpHub.connectServer", "own"));
  const signIn = (name: string) =>
    window.run((vscode, which) => void vscode.commands.executeCommand("mcpHub.signIn", which), name);

  async function allow(question: RegExp): Promise<void> {
    const dialog = window.page.locator(".monaco-dialog-box", { hasText: question });
    await dialog.getByRole("button", { name: "Allow" }).click(patience);
  }
});
