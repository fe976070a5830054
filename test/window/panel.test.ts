import assert from "node:assert/strict";
import { join } from "node:path";
import type { FrameLocator, Locator } from "playwright-core";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { until } from "../support/until.js";

/** A server may take its time on a busy machine. Milliseconds. */
const patience = { timeout: 60_000 };

/** How many files the history on disk has of a room. */
const written = (vscode: typeof import("vscode"), room: string, probe: import("vscode").ExtensionContext): number => {
  const { existsSync, readdirSync } = require("node:fs");
  const { id } = vscode.extensions.all.find(({ packageJSON }) => packageJSON.name === "mcp-client-hub") ?? { id: "" };
  const folder = vscode.Uri.joinPath(probe.globalStorageUri, "..", id.toLowerCase(), "history").fsPath;
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { recursive: true }).filter((name: string) =>
    name.split(/[/\\]/).at(-1)?.startsWith(`${room}.`),
  ).length;
};

/** The panel as a person sees it, in a real VS Code with a real server. */
describe("the activity panel", () => {
  let window: EditorWindow;

  before(async () => {
    window = await openWindow({
      userSettings: {
        "mcpHub.approval": "never",
        "mcpHub.servers": {
          talkative: { command: "node", args: [join(repository, "test/panel/talkativeServer.mjs")] },
          broken: { command: "no-such-command-anywhere" },
        },
      },
    });
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showActivity"));
    await chip("talkative").waitFor(patience);
  });
  after(() => window?.close());
  afterEach(async function () {
    const { title, state } = this.currentTest ?? {};
    if (state === "failed") await window.screenshot(`panel-failed-${title?.slice(0, 30).replace(/\W+/g, "-")}`);
  });

  const frame = (): FrameLocator =>
    window.page.frameLocator("iframe.webview:visible").first().frameLocator("#active-frame");
  const button = (name: string | RegExp): Locator => frame().getByRole("button", { name });
  const chip = (server: string) => button(new RegExp(`^${server}: `));
  const row = (name: string | RegExp) => frame().getByRole("treeitem", { name });
  const details = () => frame().getByRole("region", { name: "Details" });
  const search = (text: string) => frame().getByRole("searchbox").fill(text);
  const tabs = () => window.page.getByRole("tab", { name: "MCP Hub: Activity" });

  it("shows what a real server logs and notifies, as it happens", async () => {
    await button("talkative: Ready, 1 tool").waitFor(patience);
    await row("on standard error").last().waitFor(patience);
    await row("log message <b>").last().waitFor(patience);
    await row("notifications/resources/updated").last().waitFor(patience);
    await row("vendor/never_heard_of").last().waitFor(patience); // known to nobody, and shown all the same
    const before = await newest();
    await row(`line ${before + 3} on standard error`).waitFor(patience);
  });

  it("shows why a server failed", async () => {
    await chip("broken").click();
    await row("no-such-command-anywhere").last().waitFor(patience);
    await chip("broken").click();
  });

  it("shows a call in one row, and stays usable under a flood", async () => {
    await window.run(
      async (vscode) => {
        const input = { tool: "talkative__flood", arguments: { count: 20_000 } };
        await vscode.lm.invokeTool("mcpHub_callTool", { input, toolInvocationToken: undefined });
      },
      undefined,
      60_000,
    );
    const drawn = await frame().getByRole("treeitem").count();
    assert.ok(drawn < 100, `${drawn} rows are in the document`);
    await search('"count":20000');
    await row(/ call .*flood: ok in/).click();
    await details().getByText("20000").first().waitFor(patience);
    await details().getByText("sent 20000").first().waitFor(patience);
    await details().getByRole("region", { name: "Sent request" }).waitFor(patience);
    await details().getByRole("region", { name: "Received answer" }).waitFor(patience);
    await window.screenshot("panel-call");
    await details().getByRole("button", { name: "Call again" }).click();
    await until("it is called once more", async () => (await row(/ call .*flood: ok in/).count()) === 2);
    await button("Close details").click();
    await search("");
    await row("on standard error").last().waitFor(patience);
  });

  it("restarts a server", async () => {
    const processOf = async () =>
      (await window.children()).find(({ command }) => command.includes("talkativeServer"))?.pid;
    const before = await processOf();
    assert.ok(before);
    await chip("talkative").click();
    await button("Restart").click();
    const after = await until("another process runs", async () => {
      const pid = await processOf();
      return pid !== undefined && pid !== before && pid;
    });
    await search("talkative runs as");
    await row(`talkative runs as process ${after}`).waitFor(patience);
    await button("talkative: Ready, 1 tool").waitFor(patience);
    await search("");
    await row("on standard error").last().waitFor(patience);
    await window.screenshot("panel");
    await button("Reset").click();
  });

  it("copies a row to the clipboard", async () => {
    await search("talkative runs as");
    await row("talkative runs as").last().hover();
    await row("talkative runs as").last().locator(".copy").click();
    await search("");
    await until("the row is copied", async () =>
      / talkative stderr talkative runs as process \d+$/.test(
        await window.run((vscode) => vscode.env.clipboard.readText()),
      ),
    );
  });

  it("shows servers, metrics and notices in tabs that the keyboard alone reaches", async () => {
    const tab = (name: string | RegExp) => frame().getByRole("tab", { name });
    const shown = () => frame().getByRole("tabpanel");
    const press = (...keys: string[]) =>
      keys.reduce((done, key) => done.then(() => window.page.keyboard.press(key)), Promise.resolve());
    const pid = (await window.children()).find(({ command }) => command.includes("talkativeServer"))?.pid;
    await tab("Traffic").focus();

    await press("ArrowRight");
    const card = shown().getByRole("article", { name: "talkative" });
    await card.getByText(/^Ready, 1 tool · since \d\d:\d\d:\d\d, for /).waitFor(patience);
    await card.getByText(`${pid}`, { exact: true }).waitFor(patience);
    if (process.platform !== "win32") await card.getByText(/^\d+ MB, with what it started$/).waitFor(patience);
    await card.getByText(/resources\.subscribe/).waitFor(patience);
    await card
      .getByText(/line \d+ on standard error/)
      .first()
      .waitFor(patience);
    await card.getByText(/^p50 .* p99 /).waitFor(patience);
    await card.getByRole("button", { name: "Tools (1)" }).focus();
    await press("Enter");
    await card.getByRole("row", { name: /^flood \d+$/ }).waitFor(patience);
    const broken = shown().getByRole("article", { name: "broken" });
    await broken.locator(".reason").getByText("no-such-command-anywhere").waitFor(patience);
    await window.screenshot("panel-servers");

    await tab("Servers").focus();
    await press("ArrowRight");
    const byServer = shown().getByRole("region", { name: "The last hour by server" });
    await byServer.getByRole("row", { name: /^talkative [1-9]/ }).waitFor(patience);
    await byServer.getByRole("button", { name: "talkative" }).focus();
    await press("Enter");
    await shown()
      .getByRole("region", { name: "The last hour by tool" })
      .getByRole("row", { name: /^flood [1-9]/ })
      .waitFor(patience);
    await window.screenshot("panel-metrics");

    await tab("Metrics").focus();
    await press("End");
    const item = (text: string | RegExp) => shown().getByRole("listitem").filter({ hasText: text });
    await item("vendor/never_heard_of").first().waitFor(patience);
    await item("no-such-command-anywhere").first().waitFor(patience);
    await tab("Notifications").and(frame().locator(":not(:has(.badge))")).waitFor(patience);
    await shown().getByRole("button", { name: "Mute “vendor/never_heard_of” from talkative" }).first().focus();
    await press("Enter");
    await shown().getByRole("button", { name: "Muted (1)" }).focus();
    await press("Enter");
    await until("what is muted is counted on", async () =>
      /talkative vendor\/never_heard_of \d+ since/.test(
        (await shown().getByRole("region", { name: "Muted" }).textContent()) ?? "",
      ),
    );
    assert.equal(await item("vendor/never_heard_of").count(), 1, "only that it is muted");
    await window.screenshot("panel-notifications");
    await shown()
      .getByRole("button", { name: /^Unmute/ })
      .focus();
    await press("Enter");
    await item("vendor/never_heard_of").nth(1).waitFor(patience);
    await tab("Notifications").focus();
    await press("Home");
    await row("on standard error").last().waitFor(patience);
  });

  it("forgets what is cleared, also when it comes back from behind another tab, and keeps the rest", async () => {
    await button(/^Calls \d/).click();
    await row(/flood: ok in/)
      .last()
      .waitFor(patience);
    await button("Clear").click();
    await row(/flood: ok in/)
      .first()
      .waitFor({ state: "detached" });
    await button(/^All$/).click();
    await row("on standard error").last().waitFor(patience);
    const before = await newest();
    await window.run(
      (vscode, path) => vscode.window.showTextDocument(vscode.Uri.file(path)).then(() => {}),
      join(window.folder, "README.md"),
    );
    await chip("talkative").waitFor({ state: "detached", ...patience });
    await tabs().click();
    await search(`line ${before} on`);
    await row(`line ${before} on standard error`).waitFor(patience);
    await search("flood");
    await frame().getByText("Nothing matches the filters.").waitFor(patience);
    await button("Reset").click();
  });

  it("is there once, however often it is shown", async () => {
    await window.run(async (vscode) => {
      await vscode.commands.executeCommand("mcpHub.showActivity");
      await vscode.commands.executeCommand("mcpHub.showActivity");
    });
    assert.equal(await tabs().count(), 1);
  });

  it("comes back with its filters when it was hidden behind another tab", async () => {
    await button(/^Notifications/).click();
    await window.run(
      (vscode, path) => vscode.window.showTextDocument(vscode.Uri.file(path)).then(() => {}),
      join(window.folder, "README.md"),
    );
    await chip("talkative").waitFor({ state: "detached", ...patience });
    await tabs().click();
    await row("notifications/resources/updated").last().waitFor(patience);
    assert.equal(await button(/^Notifications/).getAttribute("aria-pressed"), "true");
  });

  it("comes back after the window is loaded again, and goes on", async () => {
    await window.reload();
    await tabs().waitFor(patience);
    await tabs().click();
    await button("talkative: Ready, 1 tool").waitFor(patience);
    await button(/^All$/).click();
    const before = await newest();
    await row(`line ${before + 3} on standard error`).waitFor(patience);
    assert.equal(await tabs().count(), 1);
  });

  it("has the calls of before the window was loaded again where the history is on, makes them again, and forgets what is cleared", async () => {
    const keep = (on: boolean | undefined) =>
      window.run((vscode, value) => vscode.workspace.getConfiguration("mcpHub").update("history", value, true), on);
    const call = row(/ call .*flood: ok in/);
    const again = async () => {
      await window.reload();
      await tabs().waitFor(patience);
      await tabs().click();
      await button("talkative: Ready, 1 tool").waitFor(patience);
    };
    await keep(true);
    // The server notifies all the time: it is on.
    await until("what happens is written", async () => (await window.run(written, "streamed")) > 0);
    await window.run(async (vscode) => {
      const input = { tool: "talkative__flood", arguments: { count: 7 } };
      await vscode.lm.invokeTool("mcpHub_callTool", { input, toolInvocationToken: undefined });
    });
    await search('"count":7');
    await call.waitFor(patience);
    await until("it is written", async () => (await window.run(written, "calls")) > 0);
    await again();
    await search('"count":7');
    await call.waitFor(patience);
    await frame().getByText("Earlier sessions end here.").waitFor(patience);
    await call.click();
    await details().getByText("Of an earlier session").waitFor(patience);
    await window.screenshot("panel-history");
    await details().getByRole("button", { name: "Call again" }).click();
    await until("it is called once more", async () => (await call.count()) === 2);
    await button("Close details").click();

    await button("Clear").click();
    await call.first().waitFor({ state: "detached" });
    await again();
    await search("on standard error");
    await row("on standard error").last().waitFor(patience);
    await search('"count":7');
    await row("on standard error").last().waitFor({ state: "detached" });
    assert.equal(await call.count(), 0);
    await keep(undefined);
    await until("its files are gone", async () => (await window.run(written, "streamed")) === 0);
    await button("Reset").click();
  });

  it("is gone when it is closed, and opens again", async () => {
    await window.run((vscode) => vscode.commands.executeCommand("workbench.action.closeAllEditors"));
    assert.equal(await tabs().count(), 0);
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showActivity"));
    await row("on standard error").last().waitFor(patience);
  });

  describe("as a view in the bottom panel", () => {
    const inPanel = () => window.page.locator(".part.panel .composite-bar").getByRole("tab", { name: "MCP Hub" });
    const searched = () => frame().getByRole("searchbox").inputValue(patience);
    const action = (name: string) => window.page.getByRole("button", { name, exact: true });

    it("has what the editor had, past and filters, when it is moved there by keyboard", async () => {
      await chip("talkative").click();
      await search("on standard error");
      const before = await newest();
      await window.page.keyboard.press("F1");
      const quick = window.page.locator(".quick-input-widget");
      await quick.waitFor(patience);
      await window.page.keyboard.type("MCP Hub: Move Activity to Panel");
      await quick.locator(".monaco-list-row.focused", { hasText: "Move Activity to Panel" }).waitFor(patience);
      await window.page.keyboard.press("Enter");
      await tabs().waitFor({ state: "detached", ...patience });
      await inPanel().waitFor(patience);
      await row("on standard error").last().waitFor(patience);
      assert.equal(await searched(), "on standard error");
      const list = frame().getByRole("tree");
      await list.press("Home");
      await until("the past has come along", async () => (await lineIn(row("on standard error").first())) <= before);
      await list.press("End");
      await frame().getByRole("region", { name: "Server talkative" }).waitFor(patience);
      const now = await newest();
      await row(`line ${now + 3} on standard error`).waitFor(patience);
      await window.screenshot("panel-view");
    });

    it("has the keyboard, and its own search", async () => {
      await window.run((vscode) => vscode.commands.executeCommand("workbench.view.explorer"));
      await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showActivity"));
      assert.equal(await tabs().count(), 0, "It is shown where the person moved it.");
      const webview = window.page.locator("iframe.webview:visible").first();
      await until("the page has the keyboard", () => webview.evaluate((at) => at.ownerDocument.activeElement === at));
      await until("what was typed is searched", async () => {
        if ((await searched()) === "vendor/never") return true;
        await window.page.keyboard.press("Control+f"); // keys are lost while the page is still loading
        await window.page.keyboard.press("Control+a");
        await window.page.keyboard.type("vendor/never");
        return false;
      });
      await row("vendor/never_heard_of").last().waitFor(patience);
    });

    it("comes back as it was when it was hidden, and when the window was loaded again", async () => {
      await window.run((vscode) => vscode.commands.executeCommand("workbench.action.closePanel"));
      await inPanel().waitFor({ state: "hidden", ...patience });
      await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showActivity"));
      await row("vendor/never_heard_of").last().waitFor(patience);
      assert.equal(await searched(), "vendor/never");
      await window.reload();
      // Whether the panel itself is open after a reload is VS Code's affair: it does not always store that in time.
      await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showActivity"));
      await row("vendor/never_heard_of").last().waitFor(patience);
      assert.equal(await searched(), "vendor/never");
      await tabs().waitFor({ state: "detached", ...patience });
    });

    it("moves to an editor and back by the button in its title, as it is", async () => {
      await action("Move Activity to Editor").click(patience);
      await tabs().waitFor(patience);
      await inPanel().waitFor({ state: "hidden", ...patience });
      await row("vendor/never_heard_of").last().waitFor(patience);
      assert.equal(await searched(), "vendor/never");
      await window.screenshot("panel-moved");
      await action("Move Activity to Panel").click(patience);
      await tabs().waitFor({ state: "detached", ...patience });
      await row("vendor/never_heard_of").last().waitFor(patience);
      assert.equal(await searched(), "vendor/never");
    });
  });

  /** The number of the newest line on standard error that is seen. */
  const newest = () => lineIn(row("on standard error").last());

  /** Which line of the server's standard error a row has. */
  async function lineIn(one: Locator): Promise<number> {
    const text = await one.locator(".text").textContent(patience);
    return Number(/line (\d+)/.exec(text ?? "")?.[1]);
  }
});
