import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { processesWith } from "../support/processesWith.js";

const marker = "MCP_HUB_TEST_WINDOW";
const fixture = join(repository, "test/support/fixtureServer.mjs");
const names = ["plain", "deaf", "stubborn", "shell"] as const;
/** The server through a shell counts three times: the shell, the server, and a process that the server started. */
const processes = 6;

const serversWith = (env: object) => ({
  plain: { command: "node", args: [fixture], env },
  deaf: { command: "node", args: [fixture, "--ignore-eof"], env },
  stubborn: { command: "node", args: [fixture, "--ignore-sigterm"], env },
  shell: { command: "sh", args: ["-c", `node "${fixture}" --ignore-sigterm --grandchild; true`], env },
});

/** How a window, or what it runs in, ends. */
const ways: Readonly<Record<string, (window: EditorWindow) => Promise<unknown>>> = {
  "each server was disconnected": (window) =>
    window.run(
      async (vscode, all) => {
        for (const name of all) await vscode.commands.executeCommand("mcpHub.disconnectServer", name);
      },
      [...names],
    ),
  "the window was closed": (window) => window.closeWindow(),
  "the extension host was ended by SIGTERM": (window) => endHost(window, "SIGTERM"),
  "the extension host was killed by SIGKILL": (window) => endHost(window, "SIGKILL"),
  "the shell that watches was killed too, and the window starts again": async (window) => {
    const watch = (await window.children()).find(({ command }) => command.includes("groups="));
    assert.ok(watch, "a shell watches");
    process.kill(watch.pid, "SIGKILL");
    await endHost(window, "SIGKILL");
    await window.reload(); // the next start ends what this one left
  },
};

/** Four kinds of servers in a real window: whatever ends first, none of their processes is left. */
describe("no process of a server is left when", () => {
  for (const [way, end] of Object.entries(ways))
    it(way, async () => {
      const mark = randomUUID();
      const running = () => processesWith(marker, mark);
      const window = await openWindow({
        userSettings: { "mcpHub.approval": "never", "mcpHub.servers": serversWith({ [marker]: mark }) },
      });
      try {
        await window.page
          .locator("#mcp-client-hub\\.mcp-client-hub\\.mcpHub\\.status", { hasText: "MCP 4/4" })
          .waitFor();
        const before = running();
        assert.equal(before.length, processes);
        await end(window);
        // A new extension host starts the servers again: those are other processes.
        const left = () => running().filter((pid) => before.includes(pid));
        assert.deepEqual(await soonNone(left), []);
      } finally {
        await window.close();
      }
      const left = await soonNone(running);
      for (const pid of left) process.kill(pid, "SIGKILL");
      assert.deepEqual(left, []);
    });
});

/** What is still there when it should have been gone for long. */
async function soonNone(left: () => readonly number[]): Promise<readonly number[]> {
  for (const until = Date.now() + 20_000; left().length > 0 && Date.now() < until; ) await delay(50);
  return left();
}

async function endHost(window: EditorWindow, signal: NodeJS.Signals): Promise<void> {
  process.kill(await window.extensionHostPid(), signal);
}
