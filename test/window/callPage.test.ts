import assert from "node:assert/strict";
import { join } from "node:path";
import type { FrameLocator } from "playwright-core";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { Questions } from "../support/questions.js";
import { unfold } from "../support/unfold.js";

const patience = { timeout: 60_000 };

/** The call page as a person uses it, in a real VS Code with a real server. */
describe("the call page in the window", () => {
  let window: EditorWindow;
  let questions: Questions;

  before(async () => {
    window = await openWindow({
      userSettings: {
        "mcpHub.approval": "always",
        "mcpHub.policy": [{ do: "deny", tool: "cancel" }],
        "mcpHub.servers": {
          hotel: { command: "node", args: [join(repository, "test/panel/call/nestedServer.mjs")], label: "Hotel" },
        },
      },
    });
    questions = new Questions(window.page);
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
    await row(/^Hotel, MCP server, Ready/).waitFor(patience);
    await unfold(row(/^Hotel, MCP server, Ready/), true);
    await unfold(row("Tools, 2"), true);
  });
  after(() => window?.close());

  const row = (name: string | RegExp) => window.page.getByRole("treeitem", { name });
  const page = (): FrameLocator =>
    window.page.frameLocator("iframe.webview:visible").first().frameLocator("#active-frame");

  it("opens at a click on a tool, and calls it with nested arguments without a question", async () => {
    const began = Date.now();
    await row(/^book, tool/).click();
    await page().getByRole("heading", { level: 1, name: "book" }).waitFor(patience);
    console.log(`A click showed the page after ${Date.now() - began} ms.`);
    await page().getByRole("textbox", { name: /^name/ }).fill("Ada");
    await page().getByRole("button", { name: "Add item to nights" }).click();
    await page().getByRole("textbox", { name: /^date/ }).fill("2026-03-31");
    await window.screenshot("call-page-form");
    await page().getByRole("button", { name: "Call" }).click();
    await page().getByText("Done in").waitFor(patience);
    await page().getByRole("cell", { name: "2026-03-31" }).waitFor(patience);
    assert.equal(await questions.title(), "");
    await window.screenshot("call-page-result");
  });

  it("says at the field what is wrong, and sends nothing", async () => {
    await page().getByRole("textbox", { name: /^name/ }).fill("");
    await page().getByRole("button", { name: "Call" }).click();
    await page().getByText('"guest.name" must have at least 1 character').waitFor(patience);
  });

  it("does not call what a policy denies, and says which rule does", async () => {
    const began = Date.now();
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
    await window.page.keyboard.press("ArrowDown");
    await window.page.keyboard.press("Enter");
    await page().getByRole("heading", { level: 1, name: "cancel" }).waitFor(patience);
    console.log(`The open page showed another tool after ${Date.now() - began} ms.`);
    await page().getByRole("button", { name: "Call" }).click();
    await page().getByRole("alert").getByText("rule 1 of your setting mcpHub.policy forbids it").waitFor(patience);
    assert.equal(await questions.title(), "");
  });

  it("comes back with what was entered when it was hidden", async () => {
    await row(/^book, tool/).click();
    await page().getByRole("heading", { level: 1, name: "book" }).waitFor(patience);
    const problem = page().getByText('"guest.name" must have at least 1 character');
    await page().getByRole("textbox", { name: /^name/ }).fill("");
    await problem.waitFor(patience);
    await page().getByRole("textbox", { name: /^name/ }).fill("Grace");
    await problem.waitFor({ state: "detached", ...patience }); // the host has seen it
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showActivity"));
    await page().getByRole("searchbox").waitFor(patience);
    await window.page.getByRole("tab", { name: "MCP Hub: Call" }).click();
    await page().getByRole("heading", { level: 1, name: "book" }).waitFor(patience);
    assert.equal(await page().getByRole("textbox", { name: /^name/ }).inputValue(), "Grace");
  });
});
