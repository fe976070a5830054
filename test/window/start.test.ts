import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { launchBrowser } from "../host/browser.mjs";
import { vsix } from "../host/extensionPackage.mjs";
import { out } from "../host/paths.mjs";
import { carriesMark, listProcesses } from "../host/processes.mjs";
import { isOldestEditor } from "../support/oldestEditor.js";
import { QuickInput } from "../support/quickInput.js";
import { typeIntoChat } from "../support/typeIntoChat.js";

describe("npm start", () => {
  it("opens a VS Code with the packaged extension and its first steps in an ordinary browser, and ends whole on Ctrl-C", async () => {
    const root = await mkdtemp(join(tmpdir(), "mcph-"));
    const script = spawn(process.execPath, ["test/host/start.mjs", "--packaged", vsix, "--root", root], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const exited = once(script, "exit");
    const browser = await launchBrowser();
    try {
      const address = await printedAddress(script.stdout);
      const page = await browser.newPage();
      await page.goto(address);
      await page.locator(".activitybar .action-item a[aria-label='MCP Hub']").waitFor({ timeout: 60_000 });
      await page.locator(".statusbar-item", { hasText: "MCP 1/1" }).waitFor({ timeout: 60_000 });
      await page.getByRole("treeitem", { name: "fish-soup.md" }).waitFor({ timeout: 60_000 });
      if (isOldestEditor) await getStarted(page);
      await page.locator(".getting-started-step", { hasText: "Bring your servers" }).waitFor({ timeout: 60_000 });
      await page.screenshot({ path: join(out, "screenshots", "start.png") });
      await page.keyboard.press("ControlOrMeta+Alt+I");
      await page.locator(".interactive-session").getByText("Scripted", { exact: true }).waitFor({ timeout: 60_000 });
      await typeIntoChat(page, "@mcp /servers");
      const answer = page.locator(".interactive-response").last();
      await answer
        .getByText(/Ready, \d+ tools/)
        .first()
        .waitFor({ timeout: 60_000 });
      script.kill("SIGINT");
      assert.deepEqual(await exited, [0, null]);
      assert.deepEqual(await marked(join(root, "bin")), []);
    } finally {
      await browser.close();
      script.kill("SIGTERM");
      await exited;
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    }
  });
});

/** VS Code 1.103 opens its own first steps where none were shown before: the command is run once more. */
async function getStarted(page: Page): Promise<void> {
  const quick = new QuickInput(page);
  await page.locator(".getting-started, .gettingStartedContainer").first().waitFor({ timeout: 60_000 });
  await page.keyboard.press("F1");
  await quick.input.fill(">MCP Hub: Get Started");
  await quick.choose("MCP Hub: Get Started");
}

async function printedAddress(output: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  for await (const chunk of output) {
    text += chunk;
    const address = /http:\/\/127\.0\.0\.1:\S+/.exec(text)?.[0];
    if (address && text.includes("Ctrl-C")) {
      output.resume();
      return address;
    }
  }
  throw new Error(`npm start ended and printed no address:\n${text}`);
}

/** The command lines of the living processes of a run. */
async function marked(mark: string): Promise<string[]> {
  const all = await listProcesses();
  const ours = await Promise.all(all.map(({ pid }) => carriesMark(pid, mark)));
  return all.filter((_, i) => ours[i]).map(({ command }) => command);
}
