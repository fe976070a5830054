import assert from "node:assert/strict";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { hoverOver } from "../support/hoverOver.js";
import { unfold } from "../support/unfold.js";
import { until } from "../support/until";

const patience = { timeout: 30_000 };
const forms = join(repository, "test/support/formServer.mjs");

describe("the view Servers", () => {
  let window: EditorWindow;

  before(async () => {
    window = await openWindow({
      userSettings: {
        "mcpHub.connectAttempts": 1,
        "mcpHub.servers": {
          hotel: { command: "node", args: [forms], label: "Hotel" },
          broken: { command: "node", args: ["-e", "console.error('no luck'); process.exit(3)"] },
          off: { command: "node", args: [forms], enabled: false },
          many: { command: "node", args: [forms, "--tools=5000"] },
          wrong: { args: ["no", "command"] },
        },
      },
    });
    await showView(window);
    await row("Hotel, MCP server, Ready, 5 tools").waitFor(patience);
    await row("many, MCP server, Ready, 5005 tools").waitFor(patience);
  });
  after(() => window?.close());

  const rows = () => window.page.locator(".pane-body .monaco-list-row");
  const row = (spoken: string | RegExp): Locator =>
    window.page.getByRole("treeitem", { name: spoken, ...(typeof spoken === "string" && { exact: true }) });
  /** The keyboard goes back to the row that was clicked last. */
  const focusTree = () =>
    until("the tree has the focus", async () => {
      // A page that was opened before takes the focus once more when it has loaded.
      await window.run((vscode) => vscode.commands.executeCommand("mcpHub.servers.focus"));
      const hasFocus = () => window.page.locator(".pane-body .monaco-list:focus").isVisible();
      if (!(await hasFocus())) return false;
      await window.page.waitForTimeout(200);
      return hasFocus();
    });
  /** The page in the editor in front. */
  const page = () => window.page.frameLocator("iframe.webview:visible").first().frameLocator("#active-frame");
  const icon = (spoken: string) => row(spoken).locator(".custom-view-tree-node-item-icon").getAttribute("class");

  it("shows every server in the order of the settings, with its state in words and as an icon", async () => {
    const labels = await rows().locator(".label-name").allTextContents();
    const servers = labels.filter((label) => ["Hotel", "broken", "off", "many", "wrong"].includes(label));
    assert.deepEqual(servers, ["Hotel", "broken", "off", "many", "wrong"]);
    const icons: [spoken: string, codicon: string][] = [
      ["Hotel, MCP server, Ready, 5 tools", "codicon-pass-filled"],
      ["broken, MCP server, Failed", "codicon-error"],
      ["off, MCP server, Disabled", "codicon-circle-slash"],
    ];
    for (const [spoken, codicon] of icons)
      assert.match((await icon(spoken)) ?? "", new RegExp(`${codicon}\\b`), spoken);
  });

  it("says below a failed server what went wrong", async () => {
    await row(/code 3/).waitFor(patience);
    await row(/^It has neither/).waitFor(patience);
    await window.screenshot("tree");
    for (const text of ["Its process ended with exit", "code 3. Last output: no luck."]) {
      const label = rows().locator(".label-name", { hasText: text });
      const isCut = await label.evaluate((at) => at.scrollWidth > at.clientWidth && at.clientWidth > 0);
      const end = await label.boundingBox(patience);
      const view = await rows().first().boundingBox(patience);
      assert.ok(end && view && end.x + end.width <= view.x + view.width, `"${text}" ends within the view.`);
      assert.ok(!isCut, `"${text}" is cut at the default width.`);
    }
  });

  it("unfolds a server into its groups, and a group into what is in it, with the server's text as plain text", async () => {
    await unfold(row("Hotel, MCP server, Ready, 5 tools"));
    await row("Tools, 5").waitFor(patience);
    await row("Resources, 2").waitFor(patience);
    await row("Prompts, 1").waitFor(patience);
    await unfold(row("Tools, 5"));
    await row("book, tool, Books a room. $(check) checked").waitFor(patience);
    await unfold(row("Resources, 2"));
    await row("rooms, resource, All rooms").waitFor(patience);
    await row("room, resource template, hotel://rooms/{number}").waitFor(patience);
    await unfold(row("Prompts, 1"));
    await row("praise, prompt, Praises a guest").waitFor(patience);
    await window.screenshot("tree-unfolded");
  });

  it("says on hover what the server claims of a tool, and that they are its claims", async () => {
    const label = row(/^book, tool/).locator(".label-name");
    const hover = await hoverOver(
      label,
      "Claims of the server, not checked: only reads.",
      "• city text, required: Where to [stay](command:",
      "• extras list of one of breakfast, parking",
    );
    assert.equal(await hover.locator("a").count(), 0);
    const lines = await hover.locator("p").evaluateAll((all) =>
      all.map((one) => {
        const height = one.ownerDocument.defaultView?.getComputedStyle(one).lineHeight;
        return Math.round(one.getBoundingClientRect().height / Number.parseFloat(height ?? ""));
      }),
    );
    assert.ok(lines.reduce((sum, count) => sum + count, 0) <= 12, `${lines} lines`);
    await window.screenshot("tree-hover");
    const text = (await hover.textContent()) ?? "";
    assert.ok(!text.includes("\u00a0"), "Lines break between words.");
    assert.match(text, /Books a room\. \$\(check\) checked/, "Nothing is escaped on the screen.");
    await window.page.keyboard.press("Escape");
  });

  it("has buttons for what fits the node", async () => {
    const buttons = async (spoken: string | RegExp) => {
      await row(spoken).hover();
      return row(spoken)
        .locator(".actions .action-label")
        .evaluateAll((all) => all.map((one) => one.ariaLabel));
    };
    assert.deepEqual(await buttons("Hotel, MCP server, Ready, 5 tools"), ["Restart Server", "Disconnect Server"]);
    assert.deepEqual(await buttons("off, MCP server, Disabled"), ["Enable Server"]);
    assert.deepEqual(await buttons("broken, MCP server, Failed"), ["Restart Server", "Diagnose…"]);
    assert.deepEqual(await buttons(/^book, tool/), ["Call Tool…", "Turn Off in This Workspace"]);
    assert.deepEqual(await buttons(/^rooms, resource/), ["Open Resource…", "Turn Off in This Workspace"]);
    assert.deepEqual(await buttons(/^praise, prompt/), ["Get Prompt…", "Turn Off in This Workspace"]);
  });

  it("opens a resource at a click", async () => {
    await row(/^rooms, resource/).click();
    await window.page.locator(".tab", { hasText: "list.md" }).waitFor(patience);
  });

  it("opens the call page at a click on a tool or a prompt, and runs nothing", async () => {
    await row(/^praise, prompt/).click();
    await page()
      .getByRole("heading", { level: 1, name: /praise/ })
      .waitFor(patience);
    await row(/^refuse, tool/).click();
    await page()
      .getByRole("heading", { level: 1, name: /refuse/ })
      .waitFor(patience);
    await page().getByText("Nothing has been called yet.").waitFor(patience);
  });

  it("opens the call page with Enter on a tool or a template, too", async () => {
    await row(/^room, resource template/).click();
    await page().getByRole("heading", { level: 1, name: /room/ }).waitFor(patience);
    await focusTree();
    await window.page.keyboard.press("ArrowUp");
    await window.page.keyboard.press("ArrowUp"); // over the group's other entry, to the group
    await window.page.keyboard.press("ArrowUp");
    await window.page.keyboard.press("Enter");
    await page()
      .getByRole("heading", { level: 1, name: /refuse/ })
      .waitFor(patience);
  });

  it("shows a server's card at a click on it or on why it failed, and with Enter, and folds nothing", async () => {
    const card = (server: string) =>
      page().getByRole("article", { name: server, exact: true }).and(page().locator("[aria-current=true]"));
    const hotel = row("Hotel, MCP server, Ready, 5 tools");
    await hotel.click();
    await card("Hotel").waitFor(patience);
    assert.equal(await hotel.getAttribute("aria-expanded"), "true");
    await row(/code 3/).click();
    await card("broken").getByText("no luck").first().waitFor(patience);
    await window.screenshot("tree-server");
    await row("off, MCP server, Disabled").click();
    await card("off").waitFor(patience);
    await focusTree();
    await window.page.keyboard.press("ArrowUp");
    await window.page.keyboard.press("ArrowLeft"); // from the reason to its server
    await window.page.keyboard.press("Enter");
    await card("broken").waitFor(patience);
  });

  it("offers no account of a program, but to edit and to remove it", async () => {
    await row("Hotel, MCP server, Ready, 5 tools").click({ button: "right" });
    const menu = window.page.locator(".monaco-menu");
    await menu.getByRole("menuitem", { name: "Remove Server…" }).waitFor(patience);
    const items = await menu.locator(".action-label").allTextContents();
    assert.ok(items.includes("Edit Server…"), items.join());
    for (const account of ["Sign Out", "Switch Account…", "Sign-in Doctor"])
      assert.ok(!items.includes(account), account);
    await window.page.keyboard.press("Escape");
    await menu.waitFor({ state: "detached", ...patience });
  });

  it("unfolds 5,000 tools without a standstill", async () => {
    for (const spoken of ["Tools, 5", "Resources, 2", "Prompts, 1"]) await unfold(row(spoken), false);
    await unfold(row("Hotel, MCP server, Ready, 5 tools"), false);
    await unfold(row("many, MCP server, Ready, 5005 tools"));
    await row("Tools, 5005").waitFor(patience);
    const began = Date.now();
    await unfold(row("Tools, 5005"));
    await unfold(row(/^1 to 1000, book … /));
    await row(/^book, tool/).waitFor(patience);
    const ms = Date.now() - began;
    assert.ok(ms < 5000, `It took ${ms} ms.`);
    assert.ok((await rows().count()) < 100, "Only what is seen is in the document.");
    await unfold(row("many, MCP server, Ready, 5005 tools"), false);
  });

  it("follows a server's state, and the status bar with it", async () => {
    const status = window.page.locator("[id='mcp-client-hub.mcp-client-hub.mcpHub.status']");
    await status.getByText("MCP 2/4").waitFor(patience);
    assert.match((await status.getAttribute("class")) ?? "", /warning-kind/);
    const hotel = row("Hotel, MCP server, Ready, 5 tools");
    await hotel.hover();
    await hotel.getByRole("button", { name: "Disconnect Server" }).click();
    await row("Hotel, MCP server, Disconnected").waitFor(patience);
    await status.getByText("MCP 1/3").waitFor(patience);
    await row("Hotel, MCP server, Disconnected").hover();
    await row("Hotel, MCP server, Disconnected").getByRole("button", { name: "Connect Server" }).click();
    await hotel.waitFor(patience);
    await status.getByText("MCP 2/4").waitFor(patience);
  });

  it("has a status bar item that lists the servers on hover, and shows them at a click", async () => {
    const status = window.page.locator("[id='mcp-client-hub.mcp-client-hub.mcpHub.status']");
    const hover = await hoverOver(status, "Hotel", "Ready, 5 tools", "Failed: ");
    assert.equal(await hover.locator("tbody tr").count(), 5, "Each server has a line.");
    await window.screenshot("status-hover");
    await window.run((vscode) => vscode.commands.executeCommand("workbench.view.explorer"));
    const hotel = row("Hotel, MCP server, Ready, 5 tools");
    await hotel.waitFor({ state: "hidden", ...patience });
    await status.locator("a").click();
    await hotel.waitFor(patience);
  });

  const change = (name: string, entry: object | undefined) =>
    window.run(
      async (vscode, { name, entry }) => {
        const settings = vscode.workspace.getConfiguration("mcpHub");
        const servers = { ...settings.get<Record<string, unknown>>("servers"), [name]: entry };
        await settings.update("servers", servers, vscode.ConfigurationTarget.Global);
      },
      { name, entry },
    );

  it("shows what a server that takes its time waits for, and what it said last", async () => {
    await change("slow", { command: "node", args: ["-e", "console.error('warming up'); setInterval(() => {}, 1e6)"] });
    await row(/^slow, MCP server, Connecting, .* Last output: warming up$/).waitFor(patience);
    await row(/^Waiting for its answer to "initialize", \d+ s left$/).waitFor(patience);
    await row("warming up").waitFor(patience);
    await window.screenshot("tree-slow");
    await change("slow", undefined);
    await row(/^slow, MCP server/).waitFor({ state: "detached", ...patience });
  });

  it("follows the settings: a server comes, another goes", async () => {
    await change("late", { command: "node", args: [forms] });
    await row("late, MCP server, Ready, 5 tools").waitFor(patience);
    await change("late", undefined);
    await row("late, MCP server, Ready, 5 tools").waitFor({ state: "detached", ...patience });
  });
});

describe("the view Servers without a server", () => {
  it("says how to begin, and its button adds the sample server", async () => {
    const window = await openWindow({});
    try {
      await showView(window);
      await window.page.getByText("No MCP server is configured yet.").waitFor(patience);
      await window.page.getByRole("button", { name: "Add a Server" }).waitFor(patience);
      await window.screenshot("tree-empty");
      await window.page.getByRole("button", { name: "Add the Sample Server" }).click();
      await window.page.getByRole("treeitem", { name: /^Documents \(sample\), MCP server, Ready/ }).waitFor(patience);
    } finally {
      await window.close();
    }
  });

  it("says in Restricted Mode that the workspace's servers are off", async () => {
    const window = await openWindow({ trust: false });
    try {
      await showView(window);
      await window.page.getByText("This window is in Restricted Mode").first().waitFor(patience);
      await window.screenshot("tree-restricted");
    } finally {
      await window.close();
    }
  });
});

/** A click into the activity bar; a badge may lie over the icon. */
const showView = (window: EditorWindow): Promise<void> =>
  window.page.locator(".activitybar .action-item", { has: window.page.locator("a[aria-label^='MCP Hub']") }).click();
