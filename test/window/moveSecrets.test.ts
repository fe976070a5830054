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

/** As a person has copied it from somewhere: with comments, a trailing comma, and secrets. */
const written = `{
  // of this folder
  "files.autoSave": "off",
  "mcpHub.servers": {
    "vault": {
      "command": "node", // the system's
      "args": [${JSON.stringify(fixture)}],
      "env": { "API_KEY": "hunter22-first", /* kept */ "REGION": "north", "DB_PASSWORD": "hunter22-second" },
    },
  }
}
`;

describe("moving secrets out of the settings", () => {
  let folder: string;
  let window: EditorWindow;
  let quick: QuickInput;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "mcph-secrets-"));
    await mkdir(join(folder, ".vscode"));
    await writeFile(join(folder, ".vscode/settings.json"), written);
    window = await openWindow({ folder, userSettings: { "mcpHub.approval": "never" } });
    quick = new QuickInput(window.page);
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
    await new Questions(window.page).allowServers();
    await row(/^vault.*Ready/).waitFor(patience);
  });
  after(async () => {
    await window?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("is offered at each of them, and the quick fix moves that one", async () => {
    await openSettings();
    await until("both are marked", async () => (await marks()).length === 2);
    assert.match((await marks()).join("\n"), /Server "vault": "API_KEY" looks like a secret in plain text/);
    await window.run(async (vscode) => {
      const { document } = vscode.window.activeTextEditor ?? {};
      if (!document) throw new Error("The settings are not open.");
      const at = document.positionAt(document.getText().indexOf("DB_PASSWORD"));
      const actions = await vscode.commands.executeCommand<import("vscode").CodeAction[]>(
        "vscode.executeCodeActionProvider",
        document.uri,
        new vscode.Range(at, at),
        vscode.CodeActionKind.QuickFix.value,
      );
      const { command } = actions.find(({ title }) => title === 'Move "DB_PASSWORD" to secret storage') ?? {};
      if (!command) throw new Error(`Not offered: ${actions.map(({ title }) => title).join(", ")}`);
      void vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
    });
    await notification(/1 secret of vault was moved.*\$\{secret:DB_PASSWORD\}/).waitFor(patience);
    assert.equal(await settings(), written.replace("hunter22-second", "${secret:DB_PASSWORD}"));
    await until("one mark is left", async () => (await marks()).length === 1);
    await uses({ API_KEY: "hunter22-first", DB_PASSWORD: "hunter22-second" });
  });

  it("moves what is chosen from a list that never shows a value, and takes what was stored before along", async () => {
    await clear();
    await window.run((vscode) => void vscode.commands.executeCommand("mcpHub.moveSecrets"));
    await quick.choose("vault");
    await quick.item("API_KEY").waitFor(patience);
    await window.screenshot("moveSecrets");
    assert.doesNotMatch((await quick.widget.textContent()) ?? "", /hunter22/);
    await quick.check();
    const told = notification(/1 secret of vault was moved.*\$\{secret:API_KEY\}/);
    await told.waitFor(patience);
    assert.doesNotMatch((await told.textContent()) ?? "", /hunter22/);
    assert.doesNotMatch(await settings(), /hunter22/);
    await uses({ API_KEY: "hunter22-first", DB_PASSWORD: "hunter22-second" });
  });

  it("can be undone in the editor", async () => {
    await openSettings();
    await window.run(async (vscode) => {
      await vscode.commands.executeCommand("undo");
      await vscode.window.activeTextEditor?.document.save();
    });
    assert.equal(await settings(), written.replace("hunter22-second", "${secret:DB_PASSWORD}"));
  });

  it("leaves settings alone that have unsaved changes, and says so", async () => {
    await clear();
    await window.run(async (vscode) => {
      const editor = vscode.window.activeTextEditor;
      await editor?.edit((edit) => edit.insert(new vscode.Position(0, 0), "\n"));
      void vscode.commands.executeCommand("mcpHub.moveSecrets", { server: "vault", name: "env.API_KEY" });
    });
    await notification(/settings\.json has unsaved changes/).waitFor(patience);
    assert.match(await settings(), /hunter22-first/);
  });

  it("left no value in the hub's log", async () => {
    const log = await readFile(join(window.root, "server.log"), "utf8");
    assert.doesNotMatch(log, /hunter22/);
  });

  const row = (name: RegExp) => window.page.getByRole("treeitem", { name });
  const notification = (text: RegExp) => window.page.locator(".notification-toast", { hasText: text });
  const settings = () => readFile(join(folder, ".vscode/settings.json"), "utf8");
  const clear = () => window.run((vscode) => vscode.commands.executeCommand("notifications.clearAll"));

  const openSettings = () =>
    window.run(async (vscode) => {
      const [folder] = vscode.workspace.workspaceFolders ?? [];
      if (folder) await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, ".vscode/settings.json"));
    });

  const marks = () =>
    window.run((vscode) =>
      vscode.languages
        .getDiagnostics()
        .filter(([uri]) => uri.path.endsWith(".vscode/settings.json"))
        .flatMap(([, found]) => found.map(({ message }) => message))
        .filter((message) => message.includes("in plain text")),
    );

  /** Waits until the server, which starts again, runs with these variables. */
  async function uses(expected: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, value] of Object.entries(expected))
      await until(`the server runs with ${name}`, async () => (await environment(name)).includes(value));
  }

  const environment = (name: string): Promise<string> =>
    window.run(async (vscode, name) => {
      const input = { tool: "vault__env", arguments: { name } };
      try {
        const { content } = await vscode.lm.invokeTool("mcpHub_callTool", { input, toolInvocationToken: undefined });
        return JSON.stringify(content);
      } catch (error) {
        return String(error); // while it starts again
      }
    }, name);
});
