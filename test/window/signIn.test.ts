import assert from "node:assert/strict";
import { type EditorWindow, openWindow } from "../host/window.js";
import { signInAs } from "../support/oidcPages.js";
import { type Oidc, startOidc } from "../support/startOidc.js";
import { until } from "../support/until.js";

/** Signing in as a person does: a click in the editor, a login and a consent page in the browser, and never again after that. */
describe("signing in from a window", () => {
  let window: EditorWindow;
  let oidc: Oidc;

  before(async () => {
    oidc = await startOidc();
    window = await openWindow({
      userSettings: {
        "mcpHub.approval": "never",
        "mcpHub.servers": { guarded: { url: oidc.url, auth: { type: "oauth", redirect: "loopback" } } },
      },
    });
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
  });

  after(async () => {
    await window?.close();
    await oidc?.stop();
  });

  it("says once that the server needs a sign-in, in the tree, the status bar and a notification", async () => {
    await row(/^guarded.*Needs sign-in/).waitFor();
    await status("MCP 0/1").waitFor();
    await notification(/"guarded" needs a sign-in/).waitFor();
    assert.equal(await notification(/"guarded" needs a sign-in/).count(), 1);
    // A command that fails for the same reason says so in the place of the first, and not beside it.
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.connectServer", "guarded"));
    await window.run((vscode) => void vscode.window.showInformationMessage("What comes next."));
    await notification(/What comes next/).waitFor();
    assert.equal(await notification(/guarded/).count(), 1);
    await window.screenshot("signIn");
  });

  it("signs in with one click, and shows who is signed in", async () => {
    const opened = window.context.waitForEvent("page");
    await notification(/"guarded" needs a sign-in/)
      .getByRole("button", { name: "Sign In" })
      .click();
    const page = await opened;
    await signInAs(page, "ada");
    await row(/^guarded.*Ready, 2 tools.*ada@example\.com/).waitFor();
    await status("MCP 1/1").waitFor();
    assert.match(await call("whoami"), /You are ada/);
  });

  it("goes on when the access token ends, without a word", async () => {
    await oidc.expire();
    assert.match(await call("whoami"), /You are ada/);
  });

  it("is still signed in after the window is loaded again", async () => {
    await window.reload();
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
    await row(/^guarded.*Ready, 2 tools.*ada@example\.com/).waitFor();
    assert.match(await call("whoami"), /You are ada/);
  });

  it("asks for more rights where a tool needs them, and has them after one more consent", async () => {
    assert.match(await call("admin"), /more rights for this: admin/);
    const opened = window.context.waitForEvent("page");
    void window.run((vscode) => void vscode.commands.executeCommand("mcpHub.signIn", "guarded"));
    await signInAs(await opened, "ada");
    await until("ada is signed in", async () => /You are ada/.test(await call("admin")));
  });

  it("explains each step in the doctor", async () => {
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.signInDoctor", "guarded"));
    // It opens as people read it, which is no text editor.
    const text = await window.run(
      (vscode) =>
        vscode.workspace.textDocuments.findLast(({ uri }) => uri.path.endsWith("sign-in.md"))?.getText() ?? "",
    );
    assert.match(
      text.replace(/\\(?=[!-/:-@[-`{-~])/g, ""), // as it is rendered (CommonMark 2.4)
      /Every step succeeded[\s\S]*Metadata[\s\S]*Registration[\s\S]*Token.*ada@example\.com[\s\S]*Call/,
    );
  });

  it("asks again once the grant is revoked", async () => {
    await oidc.revoke();
    await call("whoami");
    await row(/^guarded.*Needs sign-in/).waitFor();
  });

  it("signs out, and forgets", async () => {
    const opened = window.context.waitForEvent("page");
    void window.run((vscode) => void vscode.commands.executeCommand("mcpHub.signIn", "guarded"));
    await signInAs(await opened, "ada");
    await row(/^guarded.*Ready/).waitFor();
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.signOut", "guarded"));
    await row(/^guarded.*Disconnected$/).waitFor();
    await window.run((vscode) => void vscode.commands.executeCommand("mcpHub.connectServer", "guarded"));
    await row(/^guarded.*Needs sign-in/).waitFor();
  });

  const row = (name: RegExp) => window.page.getByRole("treeitem", { name });
  const status = (text: string) =>
    window.page.locator("#mcp-client-hub\\.mcp-client-hub\\.mcpHub\\.status", { hasText: text });
  const notification = (text: RegExp) => window.page.locator(".notification-toast", { hasText: text });

  /** What a model is told of a call. */
  const call = (tool: string): Promise<string> =>
    window.run(async (vscode, name) => {
      const input = { tool: `guarded__${name}`, arguments: {} };
      const options = { input, toolInvocationToken: undefined };
      try {
        return JSON.stringify((await vscode.lm.invokeTool("mcpHub_callTool", options)).content);
      } catch (error) {
        return String(error);
      }
    }, tool);
});
