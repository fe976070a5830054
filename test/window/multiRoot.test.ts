import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { Questions } from "../support/questions.js";
import { until } from "../support/until.js";

const patience = { timeout: 30_000 };
const fixture = join(repository, "test/support/fixtureServer.mjs");
const server = (name: string) => ({ command: "node", args: [fixture, `--name=${name}`] });

describe("a workspace of several folders", () => {
  let root: string;
  let window: EditorWindow;
  const file = (path: string) => join(root, path);

  before(async () => {
    root = await mkdtemp(join(tmpdir(), "mcph-roots-"));
    for (const folder of ["a", "b"]) {
      await mkdir(file(`${folder}/.vscode`), { recursive: true });
      const servers = `{\n  // of folder ${folder}\n  "mcpHub.servers": { "x": ${JSON.stringify(server(`x_${folder}`))} }\n}\n`;
      await writeFile(file(`${folder}/.vscode/settings.json`), servers);
    }
    const settings = { "mcpHub.servers": { whole: server("whole"), wrong: { command: 7 } } };
    await writeFile(
      file("app.code-workspace"),
      JSON.stringify({ folders: [{ path: "a" }, { path: "b" }], settings }, undefined, 2),
    );
    const everything = join(repository, "node_modules/@modelcontextprotocol/server-everything/dist/index.js");
    window = await openWindow({
      folder: file("app.code-workspace"),
      userSettings: {
        "files.autoSave": "off",
        "mcpHub.approval": "never",
        "mcpHub.servers": { everything: { command: "node", args: [everything, "stdio"] } },
      },
    });
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
  });
  after(async () => {
    await window?.close();
    await rm(root, { recursive: true, force: true });
  });

  const node = (spoken: RegExp) => window.page.getByRole("treeitem", { name: spoken }).first();
  const activeFile = () => window.run((vscode) => vscode.window.activeTextEditor?.document.uri.fsPath);

  it("runs the servers of the workspace file and of every folder, each under a name of its own", async () => {
    await new Questions(window.page).allowServers();
    for (const name of ["whole", "x", "x-b"]) await node(new RegExp(`^${name}, MCP server, Ready`)).waitFor(patience);
    await window.screenshot("multi-root");
  });

  it("marks a mistake in the workspace file", async () => {
    await node(/^wrong, MCP server, Failed/).waitFor(patience);
    const marks = () =>
      window.run((vscode) =>
        vscode.languages
          .getDiagnostics()
          .flatMap(([uri, all]) =>
            all.flatMap(({ source, message, range }) =>
              source === "MCP Hub" ? [{ file: uri.fsPath, message, line: range.start.line }] : [],
            ),
          ),
      );
    const found = await until("a mark is there", async () => {
      const all = await marks();
      return all.length > 0 && all;
    });
    const lines = (await readFile(file("app.code-workspace"), "utf8")).split("\n");
    assert.deepEqual(found, [
      {
        file: file("app.code-workspace"),
        message: 'Server "wrong": "command" must be text, but it is a number.',
        line: lines.findIndex((line) => line.includes('"command": 7')),
      },
    ]);
  });

  it("opens each entry in the file where it stands", async () => {
    for (const [id, path] of [
      ["whole", "app.code-workspace"],
      ["x", "a/.vscode/settings.json"],
      ["x-b", "b/.vscode/settings.json"],
    ] as const) {
      await window.run((vscode, id) => vscode.commands.executeCommand("mcpHub.openServerSettings", id), id);
      const deadline = Date.now() + patience.timeout;
      while ((await activeFile()) !== file(path)) {
        assert.ok(Date.now() < deadline, `${id} is not opened in ${path}, but in ${await activeFile()}.`);
        await delay(50);
      }
    }
  });

  it("switches a folder's server off in that folder's file, and only there", async () => {
    const before = await readFile(file("a/.vscode/settings.json"), "utf8");
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.disableServer", "x-b"));
    await node(/^x-b, MCP server, Disabled/).waitFor(patience);
    assert.match(await readFile(file("b/.vscode/settings.json"), "utf8"), /of folder b.*"enabled": false/s);
    assert.equal(await readFile(file("a/.vscode/settings.json"), "utf8"), before);
    await node(/^x, MCP server, Ready/).waitFor(patience);
  });

  it("switches a server of the workspace file off there", async () => {
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.disableServer", "whole"));
    await node(/^whole, MCP server, Disabled/).waitFor(patience);
    const { settings } = JSON.parse(await readFile(file("app.code-workspace"), "utf8"));
    assert.equal(settings["mcpHub.servers"].whole.enabled, false);
  });

  it("tells servers when a folder comes, and when it goes", async () => {
    await node(/^everything, MCP server, Ready/).waitFor(patience);
    await mkdir(file("c"));
    /** The folders as the server knows them: it asks for them once, and again only when it is told that they changed. */
    const known = () =>
      window.run(async (vscode) => {
        const input = { tool: "everything__get-roots-list", arguments: {} };
        const options = { input, toolInvocationToken: undefined };
        return JSON.stringify((await vscode.lm.invokeTool("mcpHub_callTool", options)).content);
      });
    assert.match(await known(), /\/a\b.*\/b\b/);
    assert.doesNotMatch(await known(), /\/c\b/);
    const update = (remove: number, ...paths: string[]) =>
      window.run(
        (vscode, change) =>
          vscode.workspace.updateWorkspaceFolders(
            2,
            change.remove,
            ...change.paths.map((path) => ({ uri: vscode.Uri.file(path) })),
          ),
        { remove, paths },
      );
    assert.equal(await update(0, file("c")), true);
    await until("the server knows the new folder", async () => (await known()).includes(`file://${file("c")}`));
    assert.equal(await update(1), true);
    await until("the server knows it no more", async () => !(await known()).includes(`file://${file("c")}`));
  });
});
