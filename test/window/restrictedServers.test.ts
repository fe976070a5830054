import assert from "node:assert/strict";
import { readlink, realpath } from "node:fs/promises";
import { join } from "node:path";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";

const patience = { timeout: 30_000 };
const fixture = join(repository, "test/support/fixtureServer.mjs");

describe("the person's own servers in Restricted Mode", () => {
  let window: EditorWindow;

  before(async () => {
    window = await openWindow({
      trust: false,
      userSettings: {
        "mcpHub.servers": {
          plain: { command: "node", args: [fixture, "--name=plain"] },
          still: { command: "node", args: [fixture, "--name=still"], cwd: "/" },
          relative: { command: "node", args: [fixture, "--name=relative"], cwd: "." },
        },
      },
    });
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
  });
  after(() => window?.close());

  const node = (spoken: RegExp) => window.page.getByRole("treeitem", { name: spoken }).first();
  const message = () => window.page.getByText("Servers from the workspace settings are off in Restricted Mode.");

  /** Each running server: its process and the folder that it runs in. */
  async function running(): Promise<Readonly<Record<string, { readonly pid: number; readonly cwd: string }>>> {
    const servers = (await window.children()).flatMap(({ pid, command }) => {
      const name = /fixtureServer\.mjs --name=(\w+)/.exec(command)?.[1];
      return name === undefined ? [] : [{ name, pid }];
    });
    const entries = servers.map(
      async ({ name, pid }) => [name, { pid, cwd: await readlink(`/proc/${pid}/cwd`) }] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  }

  it("start outside of the workspace's folder, or say why not, and move there when trust is granted", async () => {
    for (const name of ["plain", "still"]) await node(new RegExp(`^${name}, MCP server, Ready`)).waitFor(patience);
    await node(/^relative, MCP server, Failed/).waitFor(patience);
    // The rows of the reason are short; a screen reader hears all of it at the first one.
    await node(/"cwd" is a relative path, but this window is in Restricted Mode\./)
      .first()
      .waitFor(patience);
    await message().first().waitFor(patience);
    const home = await window.run(() => require("node:os").homedir());
    const before = await running();
    assert.deepEqual(Object.keys(before).sort(), ["plain", "still"]);
    assert.equal(before.plain?.cwd, await realpath(home));

    await window.run((vscode) => vscode.commands.executeCommand("workbench.trust.manage"));
    await window.page.getByRole("button", { name: "Trust", exact: true }).first().click(patience);
    await node(/^relative, MCP server, Ready/).waitFor(patience);
    await node(/^plain, MCP server, Ready/).waitFor(patience);
    const after = await running();
    const folder = await realpath(window.folder);
    assert.deepEqual([after.plain?.cwd, after.relative?.cwd], [folder, folder]);
    assert.equal(after.still?.pid, before.still?.pid);
    assert.equal(await message().count(), 0);
  });
});
