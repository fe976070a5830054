import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { Questions } from "../support/questions.js";
import { QuickInput } from "../support/quickInput.js";
import { until } from "../support/until.js";

const patience = { timeout: 30_000 };
const fixture = join(repository, "test/support/fixtureServer.mjs");
const entry = { command: "node", args: [fixture, "--name=mine"] };

const workspaceSettings = `{
  // of this folder
  "mcpHub.servers": {
    "mine": ${JSON.stringify(entry)},
    "wrong": { "enabled": false, "cmd": "npx" }
  }
}
`;

const ofCodex = `[mcp_servers.docs]
command = "node"

[mcp_servers.guarded]
url = "https://mcp.example.com"
bearer_token_env_var = "GUARDED_TO"
`;

const ofClaude = JSON.stringify({ mcpServers: { shop: { command: "node", args: [fixture, "--name=shop"] } } }, null, 2);

describe("files with servers, as a person edits them", () => {
  let root: string;
  let window: EditorWindow;

  before(async () => {
    root = await mkdtemp(join(tmpdir(), "mcph-in-files-"));
    await mkdir(join(root, "shop/.vscode"), { recursive: true });
    await writeFile(settingsFile(), workspaceSettings);
    await writeFile(join(root, "shop/.mcp.json"), ofClaude);
    await mkdir(join(root, "shop/.codex"));
    await writeFile(codexFile(), ofCodex);
    window = await openWindow({
      folder: join(root, "shop"),
      env: { HOME: join(root, "home"), GUARDED_TOKEN: "planted-value" },
    });
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
    await new Questions(window.page).allowServers();
    await row(/^mine, MCP server, Ready/).waitFor(patience);
  });
  after(async () => {
    await window?.close();
    await rm(root, { recursive: true, force: true });
  });
  afterEach(async function () {
    const { title, state } = this.currentTest ?? {};
    if (state === "failed") await window.screenshot(`in-files-failed-${title?.slice(0, 30).replace(/\W+/g, "-")}`);
  });

  const settingsFile = () => join(root, "shop/.vscode/settings.json");
  const codexFile = () => join(root, "shop/.codex/config.toml");
  const row = (spoken: RegExp) => window.page.getByRole("treeitem", { name: spoken }).first();
  const lens = (text: string | RegExp) => window.page.locator(".codelens-decoration a", { hasText: text }).first();
  const words = (text: string | RegExp) => window.page.locator(".codelens-decoration", { hasText: text }).first();

  const open = (file: string) =>
    window.run(async (vscode, file) => {
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      await vscode.window.showTextDocument(vscode.Uri.file(file));
    }, file);

  it("says above an entry what its server does, and stops and starts it", async () => {
    await open(settingsFile());
    await words(/Ready, \d+ tool/).waitFor(patience);
    await window.screenshot("in-files-lenses");
    await lens(/^Stop$/).click(patience);
    await row(/^mine, MCP server, Disconnected/).waitFor(patience);
    await words("Disconnected").waitFor(patience);
    await lens(/^Start$/).click(patience);
    await row(/^mine, MCP server, Ready/).waitFor(patience);
    await words(/Ready, \d+ tool/).waitFor(patience);
  });

  it("completes a variable, and says what it is replaced by", async () => {
    const found = await window.run(async (vscode) => {
      const editor = vscode.window.activeTextEditor;
      if (!editor) throw new Error("No editor is open.");
      const { document } = editor;
      const at = (piece: string, more: number) => document.positionAt(document.getText().indexOf(piece) + more);
      await editor.edit((edit) => edit.replace(new vscode.Range(at('"node"', 1), at('"node"', 5)), "${user"));
      const list = await vscode.commands.executeCommand<import("vscode").CompletionList>(
        "vscode.executeCompletionItemProvider",
        document.uri,
        at('"${user', 7),
      );
      const labels = list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
      await editor.edit((edit) => edit.replace(new vscode.Range(at('"${user', 1), at('"${user', 7)), "${userHome}"));
      const hovers = await vscode.commands.executeCommand<import("vscode").Hover[]>(
        "vscode.executeHoverProvider",
        document.uri,
        at("${userHome}", 4),
      );
      const said = hovers.flatMap(({ contents }) => contents.map((one) => (typeof one === "string" ? one : one.value)));
      await vscode.commands.executeCommand("workbench.action.files.revert");
      return { labels, said: said.join("\n") };
    });
    assert.ok(found.labels.includes("${userHome}"), found.labels.join());
    assert.match(found.said, /Replaced by/);
  });

  it("completes the name of a variable in a TOML file of another app, and says what keys mean there", async () => {
    const found = await window.run(async (vscode, file) => {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
      const behind = (piece: string) => document.positionAt(document.getText().indexOf(piece) + piece.length);
      const list = await vscode.commands.executeCommand<import("vscode").CompletionList>(
        "vscode.executeCompletionItemProvider",
        document.uri,
        behind("GUARDED_TO"),
      );
      const offered = list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
      const said = async (piece: string) => {
        const hovers = await vscode.commands.executeCommand<import("vscode").Hover[]>(
          "vscode.executeHoverProvider",
          document.uri,
          behind(piece),
        );
        const texts = hovers.flatMap(({ contents }) =>
          contents.map((one) => (typeof one === "string" ? one : one.value)),
        );
        return texts.join("\n");
      };
      return {
        offered,
        key: await said("bearer_token"),
        name: await said("[mcp_servers.gua"),
        text: await said("https"),
      };
    }, codexFile());
    assert.ok(found.offered.includes("GUARDED_TOKEN"), found.offered.join());
    assert.match(found.key, /The environment variable that holds the token/);
    assert.match(found.name, /guarded[\s\S]*MCP Hub/);
    assert.equal(found.text, "");
  });

  it("mends a mistyped key by its quick fix", async () => {
    await until("the fix is offered and made", () =>
      window.run(async (vscode, file) => {
        const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
        const at = document.positionAt(document.getText().indexOf('"cmd"') + 2);
        const actions = await vscode.commands.executeCommand<import("vscode").CodeAction[]>(
          "vscode.executeCodeActionProvider",
          document.uri,
          new vscode.Range(at, at),
        );
        const fix = actions.find(({ title }) => title === 'Rename to "command"');
        if (!fix?.edit) return false;
        await vscode.workspace.applyEdit(fix.edit);
        return document.save();
      }, settingsFile()),
    );
    assert.equal(await readFile(settingsFile(), "utf8"), workspaceSettings.replace('"cmd"', '"command"'));
  });

  it("imports one server from a file of another app, by the lens above it", async () => {
    await open(join(root, "shop/.mcp.json"));
    await lens("Import into MCP Hub").waitFor(patience);
    await window.screenshot("in-files-import");
    await lens("Import into MCP Hub").click(patience);
    const quick = new QuickInput(window.page);
    await quick.choose("User Settings");
    await quick.item(/^Apply$/).waitFor(patience);
    await quick.choose(/^Apply$/);
    await row(/^shop, MCP server, Ready/).waitFor(patience);
    await open(join(root, "shop/.mcp.json"));
    await lens('Already in MCP Hub as "shop"').waitFor(patience);
    await window.screenshot("in-files-imported");
    assert.equal(await readFile(join(root, "shop/.mcp.json"), "utf8"), ofClaude);
  });
});
