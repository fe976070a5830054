import assert from "node:assert/strict";
import { join } from "node:path";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { ActivityPage } from "../support/activityPage.js";
import { Chat } from "../support/chat.js";
import { Questions } from "../support/questions.js";
import { unfold } from "../support/unfold.js";
import { until } from "../support/until.js";

const patience = { timeout: 30_000 };
const forms = join(repository, "test/support/formServer.mjs");

/** VS Code's own themes, by the name of their pictures. */
const themes = {
  dark: "Default Dark Modern",
  light: "Default Light Modern",
  "contrast-dark": "Default High Contrast",
  "contrast-light": "Default High Contrast Light",
};

/** Takes pictures of the tree, the panel, the chat and a question in each theme, for people to look at: out/screenshots/looks-*.png. */
describe("the looks", () => {
  let window: EditorWindow;
  let questions: Questions;

  before(async () => {
    window = await openWindow({
      userSettings: {
        "mcpHub.connectAttempts": 1,
        "mcpHub.policy": { "hotel/book": "allow" },
        "mcpHub.servers": {
          hotel: { command: "node", args: [forms], label: "Hotel" },
          broken: { command: "node", args: ["-e", "console.error('no luck'); process.exit(3)"] },
          off: { command: "node", args: [forms], enabled: false },
        },
      },
      extensions: [join(repository, "test/host/scriptedModel")],
    });
    questions = new Questions(window.page);
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
    const hotel = window.page.getByRole("treeitem", { name: "Hotel, MCP server, Ready, 5 tools" });
    await hotel.waitFor(patience);
    await unfold(hotel);
    await unfold(window.page.getByRole("treeitem", { name: "Tools, 5" }));
    await new ActivityPage(window).show();
    const chat = new Chat(window);
    await chat.ask('@mcp hotel__book {"city":"Oslo","nights":2}');
    await chat.shows("✓ book on Hotel, ");
    await new ActivityPage(window).rows("book: ok in").first().waitFor(patience);
    await window.run((vscode) => {
      void vscode.lm.invokeTool("mcpHub_callTool", {
        input: { tool: "hotel__refuse" },
        toolInvocationToken: undefined,
      });
    });
    await questions.asks('Run the tool "refuse"');
  });
  after(() => window?.close());

  for (const [name, theme] of Object.entries(themes))
    it(`are pictured in ${theme}`, async () => {
      const kind = await window.run(async (vscode, theme) => {
        await vscode.workspace
          .getConfiguration("workbench")
          .update("colorTheme", theme, vscode.ConfigurationTarget.Global);
        return vscode.window.activeColorTheme.kind;
      }, theme);
      assert.ok(kind > 0);
      const dark = /dark|Contrast$/i.test(theme);
      await until(`the window is ${dark ? "dark" : "light"}`, () =>
        window.page
          .locator(".monaco-workbench")
          .first()
          .evaluate((at, dark) => /vs-dark|hc-black/.test(at.className) === dark, dark),
      );
      await window.page.getByRole("treeitem", { name: "Hotel, MCP server, Ready, 5 tools" }).waitFor(patience);
      await questions.asks('Run the tool "refuse"');
      await window.screenshot(`looks-${name}`);
    });
});
