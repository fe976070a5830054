import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { type EditorWindow, openWindow, type WindowBeside } from "../host/window.js";
import { signInAs } from "../support/oidcPages.js";
import { QuickInput } from "../support/quickInput.js";
import { type Oidc, startOidc } from "../support/startOidc.js";
import { until } from "../support/until.js";

const patience = { timeout: 30_000 };

/** Two windows of one person, each on a workspace of its own, with one server in the user's settings. */
describe("two windows that sign in to one server", () => {
  let folder: string;
  let here: EditorWindow;
  let there: WindowBeside;
  let oidc: Oidc;

  before(async () => {
    oidc = await startOidc();
    folder = await mkdtemp(join(tmpdir(), "mcph-beside-"));
    here = await openWindow({
      sharedSecrets: true,
      userSettings: {
        "mcpHub.approval": "never",
        "mcpHub.servers": { guarded: { url: oidc.url, auth: { type: "oauth", redirect: "loopback" } } },
      },
    });
    there = await here.openBeside(folder);
    for (const window of [here, there]) {
      await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
      await row(window, /^guarded.*Needs sign-in/).waitFor(patience);
    }
  });

  after(async () => {
    await here?.close();
    await oidc?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("both use a sign-in that is the only one, and notice at once when it comes, goes and comes back", async () => {
    await signInAs(await opened(() => signIn(here)), "ada");
    await isReady("ada", here, there);
    assert.match(await call(there), /You are ada/);

    await here.run((vscode) => vscode.commands.executeCommand("mcpHub.signOut", "guarded"));
    await row(there, /^guarded.*Needs sign-in/).waitFor(patience);

    await signInAs(await opened(() => signIn(here)), "ada");
    await isReady("ada", here, there);
  });

  it("keep two accounts apart: someone else signs in to one, and the other stays as it is", async () => {
    await signInAs(await opened(() => signInAsAnother(there)), "bob");
    await isReady("bob", there);
    await eachIsItself();
    await isReady("ada", here);
  });

  it("refresh each for itself", async () => {
    await oidc.expire();
    await eachIsItself();
  });

  it("stay themselves when they are loaded again, and refresh after that", async () => {
    await Promise.all([here.reload(), there.reload()]);
    for (const window of [here, there])
      await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
    await isReady("ada", here);
    await isReady("bob", there);
    await eachIsItself();
    await oidc.expire();
    await eachIsItself();
  });

  it("sign out one by one: what one ends, the other keeps", async () => {
    await here.run((vscode) => vscode.commands.executeCommand("mcpHub.signOut", "guarded"));
    await oidc.expire();
    assert.match(await call(there), /You are bob/);
    await isReady("bob", there);
    await here.run((vscode) => void vscode.commands.executeCommand("mcpHub.connectServer", "guarded"));
    await until("the first one is nobody", async () => !/You are/.test(await call(here)));
    await row(here, /^guarded.*Needs sign-in/).waitFor(patience);
  });

  const row = (window: WindowBeside, name: RegExp) => window.page.getByRole("treeitem", { name });
  const signIn = (window: WindowBeside) =>
    window.run((vscode) => void vscode.commands.executeCommand("mcpHub.signIn", "guarded"));

  async function signInAsAnother(window: WindowBeside): Promise<void> {
    await window.run((vscode) => void vscode.commands.executeCommand("mcpHub.switchAccount", "guarded"));
    await new QuickInput(window.page).choose("Sign in with another account");
  }

  async function opened(begin: () => Promise<void>): Promise<Page> {
    const page = here.context.waitForEvent("page");
    await begin();
    return page;
  }

  async function isReady(name: string, ...windows: readonly WindowBeside[]): Promise<void> {
    for (const window of windows)
      await row(window, new RegExp(`^guarded.*Ready.*${name}@example\\.com`)).waitFor(patience);
  }

  /** Many calls in both at once, and each answers with its own account. */
  async function eachIsItself(): Promise<void> {
    const calls = async (window: WindowBeside) => Promise.all(Array.from({ length: 5 }, () => call(window)));
    const [ada, bob] = await Promise.all([calls(here), calls(there)]);
    assert.ok(
      ada.every((text) => /You are ada/.test(text)),
      ada.join("\n"),
    );
    assert.ok(
      bob.every((text) => /You are bob/.test(text)),
      bob.join("\n"),
    );
  }

  /** What a model is told of a call. */
  const call = (window: WindowBeside): Promise<string> =>
    window.run(async (vscode) => {
      const options = { input: { tool: "guarded__whoami", arguments: {} }, toolInvocationToken: undefined };
      try {
        return JSON.stringify((await vscode.lm.invokeTool("mcpHub_callTool", options)).content);
      } catch (error) {
        return String(error);
      }
    });
});
