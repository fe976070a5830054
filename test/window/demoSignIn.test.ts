import assert from "node:assert/strict";
import { type EditorWindow, openWindow } from "../host/window.js";
import { type DemoOAuth, startDemoOAuth } from "../support/startDemoOAuth.js";

const patience = { timeout: 30_000 };

/**
 * The SDK's own example authorization server. It shows no page of its own, issues no refresh token, knows no revocation (RFC 7009),
 * protects nothing with further rights (no step-up), and answers a token that has ended with 500 instead of 401, so that nothing tells
 * it from a broken server; signIn.test.ts goes through all these with oidc-provider.
 */
describe("signing in to the SDK's example authorization server from a window", () => {
  let window: EditorWindow;
  let demo: DemoOAuth;

  before(async () => {
    demo = await startDemoOAuth();
    window = await openWindow({
      userSettings: {
        "mcpHub.approval": "never",
        "mcpHub.servers": { demo: { url: demo.url, auth: { type: "oauth", redirect: "loopback" } } },
      },
    });
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
  });

  after(async () => {
    await window?.close();
    await demo?.stop();
  });

  it("signs in with one click, calls, and names the account by a number, since there is no identity token", async () => {
    await row(/^demo.*Needs sign-in/).waitFor(patience);
    await signIn(() =>
      notification(/"demo" needs a sign-in/)
        .getByRole("button", { name: "Sign In" })
        .click(),
    );
    await row(/^demo.*Ready.*account 1/).waitFor(patience);
    assert.match(await greet(), /Hello, Ada!/);
  });

  it("is still signed in after the window is loaded again", async () => {
    await window.reload();
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
    await row(/^demo.*Ready.*account 1/).waitFor(patience);
    assert.match(await greet(), /Hello, Ada!/);
  });

  it("goes on as the same account after one more sign-in when the token has ended: there is no refresh, and no word of it (500, not 401)", async () => {
    await demo.expire();
    assert.match(await greet(), /HTTP 500/);
    await signIn(signInCommand);
    await row(/^demo.*Ready.*account 1/).waitFor(patience);
    assert.match(await greet(), /Hello, Ada!/);
  });

  it("registers again at a sign-in when the server has forgotten the grant and the client (500 again)", async () => {
    await demo.forget();
    assert.match(await greet(), /HTTP 500/);
    await signIn(signInCommand);
    await row(/^demo.*Ready.*account 1/).waitFor(patience);
    assert.match(await greet(), /Hello, Ada!/);
  });

  it("signs out here, and does not say that the server was told: it offers no revocation", async () => {
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.signOut", "demo"));
    const told = notification(/account 1 was signed out of demo\./);
    await told.waitFor(patience);
    assert.doesNotMatch((await told.textContent()) ?? "", /revoked/);
    await row(/^demo.*Disconnected$/).waitFor(patience);
    await window.run((vscode) => void vscode.commands.executeCommand("mcpHub.connectServer", "demo"));
    await row(/^demo.*Needs sign-in/).waitFor(patience);
  });

  const row = (name: RegExp) => window.page.getByRole("treeitem", { name });
  const notification = (text: RegExp) => window.page.locator(".notification-toast", { hasText: text });
  const signInCommand = () => window.run((vscode) => void vscode.commands.executeCommand("mcpHub.signIn", "demo"));

  /** Begins a sign-in, and waits until its page has come back by itself. */
  async function signIn(begin: () => Promise<void>): Promise<void> {
    const opened = window.context.waitForEvent("page");
    await begin();
    const page = await opened;
    await page.getByRole("heading", { name: "Signed in", exact: true }).waitFor(patience);
    await page.close();
  }

  /** What a model is told of a call. */
  const greet = (): Promise<string> =>
    window.run(async (vscode) => {
      const input = { tool: "demo__greet", arguments: { name: "Ada" } };
      try {
        const { content } = await vscode.lm.invokeTool("mcpHub_callTool", { input, toolInvocationToken: undefined });
        return JSON.stringify(content);
      } catch (error) {
        return String(error);
      }
    });
});
