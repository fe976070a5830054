import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { Questions } from "../support/questions.js";
import { until } from "../support/until.js";

const patience = { timeout: 30_000 };
const fixture = join(repository, "test/support/fixtureServer.mjs");
const server = (name: string) => ({ command: "node", args: [fixture, `--name=${name}`] });

/** Settings as a person writes them: with comments, and with a mistake. */
const userSettings = {
  "editor.fontSize": 12,
  "files.autoSave": "off",
  "mcpHub.connectAttempts": 1,
  "mcpHub.servers": {
    one: server("one"),
    broken: { cmd: "npx" },
    two: server("two"),
    asks: { ...server("asks"), env: { TOKEN: "${input:token}" } },
  },
};

const sentence = 'Server "broken": "cmd" is not known. Did you mean "command"?';

describe("the settings, as a person edits them", () => {
  let folder: string;
  let window: EditorWindow;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "mcph-settings-"));
    await mkdir(join(folder, ".vscode"));
    await writeFile(workspaceFile(), '{\n  // what this folder adds\n  "mcpHub.servers": {\n    \n  }\n}\n');
    window = await openWindow({ folder, userSettings });
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
  });
  after(async () => {
    await window?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const workspaceFile = () => join(folder, ".vscode/settings.json");
  const userFile = () => join(window.root, "user/User/settings.json");
  const node = (spoken: RegExp) => window.page.getByRole("treeitem", { name: spoken }).first();
  const question = () => window.page.locator(".quick-input-widget", { hasText: "asks: token" });

  /** The process of each fixture server that runs, by the name in its command line. */
  const processes = async (): Promise<Record<string, number>> =>
    Object.fromEntries(
      (await window.children()).flatMap(({ pid, command }) => {
        const name = /fixtureServer\.mjs --name=(\w+)/.exec(command)?.[1];
        return name ? [[name, pid]] : [];
      }),
    );

  it("asks once for an input, in a box that names the server and hides what is typed", async () => {
    await question().waitFor(patience);
    const input = question().locator("input[type=password]");
    await new Questions(window.page).settled();
    await input.fill("hunter2");
    await window.screenshot("settings-input");
    await input.press("Enter");
    await node(/^asks, MCP server, Ready/).waitFor(patience);
  });

  it("runs the others when one entry is wrong, and says in the tree what is wrong with it", async () => {
    for (const name of ["one", "two"]) await node(new RegExp(`^${name}, MCP server, Ready`)).waitFor(patience);
    await node(/^broken, MCP server, Failed/).waitFor(patience);
    await node(/"cmd" is not known\. Did you mean "command"/).waitFor(patience);
    assert.deepEqual(Object.keys(await processes()).sort(), ["asks", "one", "two"]);
  });

  it("shows the mistake in the Problems view, at its place in the file", async () => {
    // That the input has no value goes a moment after it was entered.
    const found = await until("the problem is there, alone", async () => {
      const all = await diagnostics(window);
      return all.length === 1 && all;
    });
    assert.deepEqual(found, [{ file: userFile(), message: sentence, source: "MCP Hub", text: '"cmd": "npx"' }]);

    await window.run((vscode) => vscode.commands.executeCommand("workbench.actions.view.problems"));
    await window.page.locator(".markers-panel").getByText(sentence).first().waitFor(patience);
    await window.screenshot("settings-problems");
  });

  it("opens the file at an entry, where the mistake is underlined", async () => {
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.openServerSettings", "broken"));
    await until("the cursor is at the entry", async () => {
      const line = await window.run((vscode) => {
        const editor = vscode.window.activeTextEditor;
        return editor?.document.lineAt(editor.selection.active.line).text.trim();
      });
      return line === '"broken": {';
    });
    await window.page.locator(".monaco-editor .squiggly-error").first().waitFor(patience);
    await window.screenshot("settings-squiggle");
  });

  it("moves the mark with the text while it is typed", async () => {
    await window.run(async (vscode) => {
      const editor = vscode.window.activeTextEditor;
      await editor?.edit((edit) => edit.insert(new vscode.Position(1, 0), "  // one more line\n"));
    });
    await until("the mark has moved", async () => (await diagnostics(window))[0]?.text === '"cmd": "npx"');
  });

  it("does not write a file that has unsaved changes", async () => {
    await window.run((vscode) => void vscode.commands.executeCommand("mcpHub.disableServer", "one"));
    await window.page
      .getByText("settings.json has unsaved changes. Save or revert them, then try again.")
      .first()
      .waitFor(patience);
    await window.run((vscode) => vscode.commands.executeCommand("workbench.action.files.save"));
  });

  it("restarts only the server that changed", async () => {
    const before = await processes();
    await edit(window, userFile(), '"--name=two"', '"--name=two", "--tools=3"');
    const after = await until("two runs again", async () => {
      const now = await processes();
      return now.two !== undefined && now.two !== before.two && now;
    });
    assert.deepEqual({ ...after, two: 0 }, { ...before, two: 0 });
    await node(/^two, MCP server, Ready/).waitFor(patience);
  });

  it("restarts nothing for a new label", async () => {
    const before = await processes();
    await edit(window, userFile(), '"one": {', '"one": { "label": "First",');
    await node(/^First, MCP server, Ready/).waitFor(patience);
    assert.deepEqual(await processes(), before);
  });

  it("starts the broken one when it is corrected, and forgets the problem", async () => {
    const before = await processes();
    await edit(
      window,
      userFile(),
      '"cmd": "npx"',
      `"command": "node", "args": [${JSON.stringify(fixture)}, "--name=broken"]`,
    );
    await node(/^broken, MCP server, Ready/).waitFor(patience);
    const { broken, ...others } = await processes();
    assert.ok(broken);
    assert.deepEqual(others, before);
    await until("no problem is left", async () => (await diagnostics(window)).length === 0);
  });

  it("switches a server off and on in its entry, and leaves the rest of the file as it is", async () => {
    const before = await readFile(userFile(), "utf8");
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.disableServer", "broken"));
    await node(/^broken, MCP server, Disabled/).waitFor(patience);
    await until("its process has ended", async () => (await processes()).broken === undefined);
    const off = await readFile(userFile(), "utf8");
    assert.match(off, /"--name=broken"\s*\],\s*"enabled": false/);
    assert.ok(off.includes("// one more line"));

    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.enableServer", "broken"));
    await node(/^broken, MCP server, Ready/).waitFor(patience);
    const on = await readFile(userFile(), "utf8");
    assert.deepEqual(on.replace(/,\s*"enabled": true/, "").replace(/\s/g, ""), before.replace(/\s/g, ""));
  });

  it("lets a workspace switch a server off that the person has, and says where that is decided", async () => {
    await edit(window, workspaceFile(), "    \n", '    "two": { "enabled": false }\n');
    await node(/^two, MCP server, Disabled/).waitFor(patience);
    const before = await readFile(userFile(), "utf8");
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.enableServer", "two"));
    await node(/^two, MCP server, Ready/).waitFor(patience);
    assert.equal(await readFile(userFile(), "utf8"), before);
    const workspace = await readFile(workspaceFile(), "utf8");
    assert.match(workspace, /\/\/ what this folder adds/);
    assert.match(workspace, /"two": \{ "enabled": true \}/);
  });

  it("completes entries, keys and values, and explains them on hover", async () => {
    const text =
      '{\n  "mcpHub.servers": {\n    "new": ,\n    "x": { "command": "node", "a" },\n    "y": { "url": "http://127.0.0.1", "type": "" }\n  },\n  "mcpHub."\n}\n';
    const offered = await window.run(async (vscode, text) => {
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
      if (!folder) throw new Error("No folder is open.");
      const uri = vscode.Uri.joinPath(folder, ".vscode/settings.json");
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      const editor = await vscode.window.showTextDocument(uri);
      const { document } = editor;
      const whole = new vscode.Range(0, 0, document.lineCount, 0);
      await editor.edit((edit) => edit.replace(whole, text));
      const at = (piece: string, offset: number) => document.positionAt(document.getText().indexOf(piece) + offset);
      const complete = async (piece: string, offset: number) => {
        const list = await vscode.commands.executeCommand<import("vscode").CompletionList>(
          "vscode.executeCompletionItemProvider",
          uri,
          at(piece, offset),
        );
        return list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
      };
      // The JSON language server comes up with the first file, and needs a moment to learn the settings.
      const soon = async (labels: () => Promise<string[]>) => {
        const deadline = Date.now() + 20_000;
        for (;;) {
          const found = await labels();
          if (found.some((label) => label.includes("server")) || Date.now() > deadline) return found;
          await new Promise((resolve) => setTimeout(resolve, 200));
        }
      };
      const hover = async (piece: string) => {
        const hovers = await vscode.commands.executeCommand<import("vscode").Hover[]>(
          "vscode.executeHoverProvider",
          uri,
          at(piece, 2),
        );
        return hovers
          .flatMap(({ contents }) => contents.map((one) => (typeof one === "string" ? one : one.value)))
          .join("\n");
      };
      if (document.getText() !== text) throw new Error(`The editor shows something else: ${document.getText()}`);
      const result = {
        entry: await soon(() => complete('"new": ,', 7)),
        key: await complete('"a" }', 2),
        type: await complete('"type": ""', 9),
        setting: await complete('"mcpHub."', 8),
        hovers: {
          servers: await hover('"mcpHub.servers"'),
          command: await hover('"command"'),
          url: await hover('"url"'),
        },
      };
      await vscode.commands.executeCommand("workbench.action.files.revert");
      return result;
    }, text);
    assert.deepEqual(offered.entry.filter((label) => /server/i.test(label)).sort(), [
      "A server reached over HTTP",
      "A server that runs as a program",
    ]);
    assert.ok(offered.key.includes("args"), offered.key.join());
    assert.deepEqual(offered.type.filter((label) => /http|sse/.test(label)).sort(), ['"http"', '"sse"']);
    assert.ok(offered.setting.includes("mcpHub.callTimeoutSeconds"), offered.setting.join());
    assert.match(offered.hovers.servers, /MCP servers by name/);
    assert.match(offered.hovers.command, /The program to start.*\$\{workspaceFolder\}/s);
    assert.match(offered.hovers.url, /The server's address/);
  });

  it("keeps what was entered over a reload, and asks for it again once it is forgotten", async () => {
    await window.reload();
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
    await node(/^asks, MCP server, Ready/).waitFor(patience);
    assert.equal(await question().isVisible(), false);

    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.forgetInputs", "asks"));
    await window.run((vscode) => void vscode.commands.executeCommand("mcpHub.restartServer", "asks"));
    await question().waitFor(patience);
    await new Questions(window.page).dismiss();
    await node(/^asks, MCP server, Failed/).waitFor(patience);
    await window.page.getByText('needs a value for "token".').first().waitFor(patience);
  });
});

/** What the hub has marked, with the text that is underlined. */
async function diagnostics(window: EditorWindow) {
  return window.run(async (vscode) => {
    const found = [];
    for (const [uri, all] of vscode.languages.getDiagnostics())
      for (const { message, source, range } of all) {
        if (source !== "MCP Hub") continue;
        const open = vscode.workspace.textDocuments.find((document) => document.uri.path === uri.path);
        const text = open?.getText() ?? new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
        const line = text.split("\n")[range.start.line] ?? "";
        found.push({ file: uri.path, message, source, text: line.slice(range.start.character, range.end.character) });
      }
    return found;
  });
}

/** Changes a file in an editor as a person does, and saves it. */
async function edit(window: EditorWindow, file: string, from: string, to: string): Promise<void> {
  await window.run((vscode, file) => {
    const user = file.endsWith("/User/settings.json");
    const command = `workbench.action.${user ? "openSettingsJson" : "openWorkspaceSettingsFile"}`;
    return vscode.commands.executeCommand(command);
  }, file);
  await until(`${file} is open`, () =>
    window.run((vscode, file) => vscode.window.activeTextEditor?.document.uri.fsPath === file, file),
  );
  await window.run(
    async (vscode, { file, from, to }) => {
      const editor = vscode.window.activeTextEditor;
      const start = editor?.document.getText().indexOf(from) ?? -1;
      if (!editor || start < 0) throw new Error(`${file} has no ${from}: ${editor?.document.getText()}`);
      const at = (offset: number) => editor.document.positionAt(offset);
      await editor.edit((edit) => edit.replace(new vscode.Range(at(start), at(start + from.length)), to));
      await vscode.commands.executeCommand("workbench.action.files.save");
    },
    { file, from, to },
  );
}
