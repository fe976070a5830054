import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "jsonc-parser/lib/esm/main.js";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { Questions } from "../support/questions.js";
import { QuickInput } from "../support/quickInput.js";
import { until } from "../support/until.js";

const patience = { timeout: 30_000 };
const echo = join(repository, "test/support/echoServer.mjs");
const fixture = join(repository, "test/support/fixtureServer.mjs");

const written = `{
  // of this folder
  "mcpHub.servers": {
    // reads files
    "files": {
      "command": "node", // the system's
      "args": [${JSON.stringify(echo)}],
    }, // needs Node

    "web": { "command": "node", "args": [${JSON.stringify(echo)}] }, // last
    // the end
  },
  "mcpHub.policy": { "files/rm_*": "deny" }, // never
}
`;

/** Every change of an entry as a person makes it in the tree, with the bytes of its file and with Undo. */
describe("managing servers", () => {
  let folder: string;
  let window: EditorWindow;
  let quick: QuickInput;
  let questions: Questions;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "mcph-manage-"));
    await mkdir(join(folder, ".vscode"));
    await writeFile(settingsFile(), written);
    window = await openWindow({
      folder,
      userSettings: {
        "mcpHub.approval": "never",
        "mcpHub.servers": { vault: { command: "node", args: [fixture], env: { API_KEY: "planted-user-value" } } },
      },
    });
    quick = new QuickInput(window.page);
    questions = new Questions(window.page);
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
    await questions.allowServers();
    for (const name of ["files", "web", "vault"]) await row(name).waitFor(patience);
  });
  after(async () => {
    await window?.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(async function () {
    const { title, state } = this.currentTest ?? {};
    if (state === "failed") await window.screenshot(`manage-failed-${title?.slice(0, 30).replace(/\W+/g, "-")}`);
    await window.run((vscode) => vscode.commands.executeCommand("notifications.clearAll"));
  });

  it("duplicates a server from its menu, and Undo gives every byte back", async () => {
    await row("files").click({ button: "right" });
    const menu = window.page.locator(".monaco-menu");
    await menu.getByRole("menuitem", { name: "Duplicate Server…" }).waitFor(patience);
    await window.screenshot("manage-menu");
    await menu.getByRole("menuitem", { name: "Duplicate Server…" }).click(patience);
    await quick.asks("files-2");
    await window.page.keyboard.press("Enter");
    await notice('"files-2" is a copy of "files".').waitFor(patience);
    const entry = /( {4}\/\/ reads files[\s\S]*?needs Node\n)/.exec(written)?.[1] ?? "";
    assert.equal(await text(), written.replace(entry, entry + entry.replace('"files"', '"files-2"')));
    await row("files-2").waitFor(patience);
    await undo();
    assert.equal(await text(), written);
    await row("files-2").waitFor({ state: "detached", ...patience });
  });

  it("renames the server that has the focus with F2, and the rules that name it", async () => {
    await focus("files");
    await window.page.keyboard.press("F2");
    await quick.asks("files");
    await window.screenshot("manage-rename");
    await quick.answer("web");
    await quick.widget.getByText('A server named "web" already exists').waitFor(patience);
    await quick.answer("docs/my files");
    await notice('"files" is now "docs/my files". 1 rule or profile').waitFor(patience);
    assert.equal(
      await text(),
      written.replace('"files": {', '"docs/my files": {').replace('"files/rm_*"', '"docs/my files/rm_*"'),
    );
    await row("docs/my files").waitFor(patience); // without a question: the person renamed it
    await undo();
    assert.equal(await text(), written);
    await row("files").waitFor(patience);
  });

  it("removes the server that has the focus with Delete, after a question, and brings it back", async () => {
    const dialog = window.page.locator(".monaco-dialog-box", { hasText: 'Remove the server "files"?' });
    await focus("files");
    await window.page.keyboard.press("Delete");
    await dialog.getByText("the workspace settings").waitFor(patience);
    await window.screenshot("manage-remove");
    await dialog.getByRole("button", { name: "Remove" }).click(patience);
    await notice('"files" was removed.').waitFor(patience);
    assert.equal(await text(), written.replace(/ {4}\/\/ reads files[\s\S]*?needs Node\n/, ""));
    await row("files").waitFor({ state: "detached", ...patience });
    await undo();
    assert.equal(await text(), written);
    await row("files").waitFor(patience);
  });

  it("moves a server to the workspace settings: its secret goes into secret storage", async () => {
    const userFile = join(window.root, "user/User/settings.json");
    const before = await readFile(userFile, "utf8");
    await fromMenu("vault", "Move Server…");
    await quick.choose("Workspace Settings");
    await quick.item("Move, and Keep the Secrets in Secret Storage").waitFor(patience);
    await window.screenshot("manage-move");
    await quick.choose("Move, and Keep the Secrets in Secret Storage");
    await notice('"vault" is now in the workspace settings. Its secrets are in secret storage').waitFor(patience);
    const moved = await text();
    assert.doesNotMatch(moved, /planted/);
    assert.deepEqual(parse(moved, [], { allowTrailingComma: true })["mcpHub.servers"].vault, {
      command: "node",
      args: [fixture],
      env: { API_KEY: "${secret:API_KEY}" },
    });
    assert.doesNotMatch(await readFile(userFile, "utf8"), /"vault"/);
    await row("vault").waitFor(patience);
    await until("it runs with its secret", async () =>
      /planted-user-value/.test(await environment("API_KEY").catch(String)),
    );
    await undo();
    assert.equal(await text(), written);
    assert.equal(await readFile(userFile, "utf8"), before);
    await row("vault").waitFor(patience);
  });

  it("changes the values of an entry in a form, all at once", async () => {
    await fromMenu("files", "Edit Server…");
    await quick.item("Program").waitFor(patience);
    await window.screenshot("manage-edit");
    await quick.choose("Call Timeout in Seconds");
    await quick.answer("soon");
    await quick.widget.getByText("must be a number").waitFor(patience);
    await quick.answer("90");
    await quick.choose("Environment Variables");
    await quick.choose("Add…");
    await quick.answer("REGION");
    await quick.answer("north");
    await quick.choose("Back");
    assert.equal(await text(), written, "Nothing is written before Save.");
    await quick.item("Save").waitFor(patience);
    await window.screenshot("manage-edited");
    await quick.choose("Save");
    await notice('"files" was changed.').waitFor(patience);
    const after = await text();
    assert.equal(
      after,
      written.replace(
        `"args": [${JSON.stringify(echo)}],\n    }`,
        `"args": [${JSON.stringify(echo)}],\n      "callTimeoutSeconds": 90,\n      "env": {\n        "REGION": "north"\n      },\n    }`,
      ),
    );
    await row("files").waitFor(patience);
    await writeFile(settingsFile(), after.replace("// of this folder", "// of my folder"));
    await pressUndo();
    await notice("The change was not undone").waitFor(patience);
    assert.match(await text(), /of my folder[\s\S]*REGION/);
  });

  const settingsFile = () => join(folder, ".vscode/settings.json");
  const text = () => readFile(settingsFile(), "utf8");
  const row = (name: string) =>
    window.page.getByRole("treeitem", { name: RegExp(`^${name.replace(/[/-]/g, "\\$&")}, MCP server, Ready`) });
  const notice = (text: string) => window.page.locator(".notification-toast", { hasText: text });

  /** Chooses from the menu of a server. VS Code ignores a click that comes as soon as the menu opens. */
  async function fromMenu(server: string, item: string): Promise<void> {
    await row(server).click({ button: "right" });
    const menu = window.page.locator(".monaco-menu");
    const entry = menu.getByRole("menuitem", { name: RegExp(`^${item}`) });
    await entry.waitFor(patience);
    await window.page.waitForTimeout(500);
    await entry.click(patience);
    await menu.waitFor({ state: "detached", ...patience });
  }

  async function undo(): Promise<void> {
    await pressUndo();
    await notice("The settings are as they were.").waitFor(patience);
  }

  const pressUndo = () =>
    window.page.locator(".notification-toast").getByRole("button", { name: "Undo" }).click(patience);

  /** Goes to a server's row by the arrow keys: the focus is there, and nothing is selected. */
  async function focus(name: string): Promise<void> {
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
    await window.page.keyboard.press("Home");
    const focused = window.page.locator(".monaco-list-row.focused", { hasText: name });
    for (let step = 0; step < 30 && !(await focused.isVisible()); step++) {
      await window.page.keyboard.press("ArrowDown");
      await window.page.waitForTimeout(50);
    }
    await focused.waitFor(patience);
  }

  const environment = (name: string): Promise<string> =>
    window.run(async (vscode, name) => {
      const input = { tool: "vault__env", arguments: { name } };
      const { content } = await vscode.lm.invokeTool("mcpHub_callTool", { input, toolInvocationToken: undefined });
      return JSON.stringify(content);
    }, name);
});
