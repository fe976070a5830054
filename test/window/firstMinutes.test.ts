import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Locator } from "playwright-core";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { openWalkthrough } from "../support/openWalkthrough.js";
import { Questions } from "../support/questions.js";
import { QuickInput } from "../support/quickInput.js";
import { unfold } from "../support/unfold.js";

const patience = { timeout: 30_000 };
const fixture = join(repository, "test/support/fixtureServer.mjs");
const servers = (...names: string[]) =>
  JSON.stringify({
    mcpServers: Object.fromEntries(names.map((name) => [name, { command: "node", args: [fixture, `--name=${name}`] }])),
  });

/** What a newcomer may need from the first window to the answer of a tool. */
const mostClicks = 8;
const mostSeconds = 60;

/** The packaged extension in a new profile, on the machine of a person who uses other apps. */
describe("the first minutes", () => {
  let root: string;
  let window: EditorWindow;
  let clicks = 0;

  before(async () => {
    root = await mkdtemp(join(tmpdir(), "mcph-first-"));
    await put("home/.claude.json", servers("notes", "tickets", "calendar", "search"));
    await put("home/.cursor/mcp.json", servers("files", "mail"));
    await put("work/.cursor/mcp.json", servers("theirs"));
    await mkdir(join(root, "empty"));
  });
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await window?.screenshot("first-failed");
    await window?.close();
  });
  after(() => rm(root, { recursive: true, force: true }));

  it("lead from the first window to a tool's answer in chat, with an imported server", async () => {
    await open("empty", { extensions: [join(repository, "test/host/scriptedModel")] });
    const { page } = window;
    const quick = new QuickInput(page);
    const began = Date.now();

    await click(activityBarIcon());
    await page.getByText("Found 6 servers in Claude Code and Cursor.").waitFor(patience);
    await window.screenshot("first-found");
    await click(page.getByRole("treeitem", { name: "Import Servers…" }));
    await quick.item("notes").waitFor(patience);
    await click(quick.widget.getByRole("button", { name: "OK" }));
    await click(quick.item("User Settings"));
    await click(quick.item(/^Apply$/));
    await page.getByRole("treeitem", { name: /^notes, MCP server, Ready/ }).waitFor(patience);

    await press("ControlOrMeta+Alt+I");
    await page.locator(".interactive-session").getByText("Scripted", { exact: true }).waitFor(patience);
    await page.keyboard.insertText('@mcp notes__echo {"text": "the first answer"}');
    await press("Enter");
    const questions = new Questions(page);
    await questions.asks(/echo/);
    await window.screenshot("first-question");
    await questions.settled();
    await click(quick.item("Allow Once"));
    await page.locator(".interactive-response").getByText("The result: the first answer").waitFor(patience);
    const seconds = (Date.now() - began) / 1000;
    await window.screenshot("first-answer");

    console.log(`From the first window to a tool's answer: ${clicks} clicks, ${seconds.toFixed(1)} s.`);
    assert.ok(clicks <= mostClicks, `${clicks} clicks`);
    assert.ok(seconds <= mostSeconds, `${seconds} s`);

    await unfold(page.getByRole("treeitem", { name: /^notes, MCP server/ }));
    await openWalkthrough(page, () => window.run((vscode) => vscode.commands.executeCommand("mcpHub.getStarted")));
    for (const step of ["servers", "tools", "chat"])
      await page.locator(`[data-done-step-id$="#${step}"][aria-checked=true]`).waitFor(patience);
    await window.screenshot("first-walkthrough");
  });

  it("offer in Restricted Mode only what is the person's own", async () => {
    await open("work", { trust: false });
    await click(activityBarIcon());
    const both = /off in Restricted Mode\. Found 6 servers in Claude Code and Cursor\./;
    await window.page.getByText(both).waitFor(patience);
    await window.screenshot("first-restricted");
  });

  async function put(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }

  async function open(folder: string, more: Parameters<typeof openWindow>[0]): Promise<void> {
    clicks = 0;
    window = await openWindow({ folder: join(root, folder), vsix: true, env: { HOME: join(root, "home") }, ...more });
  }

  const activityBarIcon = () =>
    window.page.locator(".activitybar .action-item", { has: window.page.locator("a[aria-label^='MCP Hub']") });

  async function click(at: Locator): Promise<void> {
    await at.click(patience);
    clicks++;
  }

  /** A key that a person presses to go on counts as a click; what they type does not. */
  async function press(key: string): Promise<void> {
    await window.page.keyboard.press(key);
    clicks++;
  }
});
