import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { type EditorWindow, openWindow } from "../host/window.js";
import { until } from "../support/until.js";

describe("a VS Code window", () => {
  let window: EditorWindow;
  before(async () => {
    window = await openWindow({ userSettings: { "editor.fontSize": 17 } });
  });
  after(() => window?.close());

  it("runs a function in the extension host and brings its result back", async () => {
    const answer = await window.run(
      (vscode, word) => ({ word, size: vscode.workspace.getConfiguration("editor").get("fontSize") }),
      "probe",
    );
    assert.deepEqual(answer, { word: "probe", size: 17 });
  });

  it("brings a failure of that function back by name, message and code", async () => {
    await assert.rejects(
      window.run(() => {
        throw Object.assign(new RangeError("too far"), { code: "FAR" });
      }),
      { name: "RangeError", message: "too far", code: "FAR" },
    );
  });

  it("shows something", async () => {
    const path = await window.screenshot("window");
    const bytes = await readFile(path);
    assert.ok(bytes.length > 20_000, `A screenshot of ${bytes.length} bytes is blank.`);
    assert.equal(await window.page.locator(".part.activitybar .action-item").first().isVisible(), true);
  });

  it("keeps secrets over a reload, in a new extension host", async () => {
    const before = await window.extensionHostPid();
    await window.run((_vscode, value, probe) => probe.secrets.store("password", value), "hunter2");
    await window.reload();
    assert.equal(await window.run((_vscode, _arg, probe) => probe.secrets.get("password")), "hunter2");
    assert.notEqual(await window.extensionHostPid(), before);
  });

  it("sees a detached child process, and sees it end", async () => {
    assert.deepEqual(await pids(window, 0), []);
    const pid = await window.run(() => {
      const { spawn } = process.getBuiltinModule("node:child_process");
      const child = spawn("sleep", ["600"], { detached: true, stdio: "ignore", env: { PATH: process.env.PATH } });
      child.unref();
      return child.pid;
    });
    assert.deepEqual(await pids(window, 1), [pid]);
    process.kill(Number(pid));
    assert.deepEqual(await pids(window, 0), []);
  });

  it("still sees a detached child process when only the window is closed", async () => {
    const pid = await window.run(() => {
      const { spawn } = process.getBuiltinModule("node:child_process");
      const child = spawn("sleep", ["600"], { detached: true, stdio: "ignore", env: { PATH: process.env.PATH } });
      child.unref();
      return child.pid;
    });
    const host = await window.extensionHostPid();
    await window.closeWindow();
    await until("the extension host ends", () => !isAlive(host));
    assert.deepEqual(await pids(window, 1), [pid]);
    await window.close();
    assert.deepEqual(await window.children(), []);
  });
});

describe("a VS Code window with options", () => {
  it("is in Restricted Mode when trust is not granted, in the theme and with the variables it was given", async () => {
    const window = await openWindow({
      trust: false,
      userSettings: { "workbench.colorTheme": "Default Light Modern" },
      workspaceSettings: { "editor.tabSize": 7 },
      env: { MCP_HUB_GREETING: "hello" },
    });
    try {
      const seen = await window.run((vscode) => ({
        trusted: vscode.workspace.isTrusted,
        light: vscode.window.activeColorTheme.kind === vscode.ColorThemeKind.Light,
        tabSize: vscode.workspace.getConfiguration("editor").get("tabSize"),
        greeting: process.env.MCP_HUB_GREETING,
      }));
      assert.deepEqual(seen, { trusted: false, light: true, tabSize: 7, greeting: "hello" });
      await window.page.getByText("Restricted Mode").first().waitFor();
    } finally {
      await window.close();
    }
  });

  it("has the packaged extension installed, not the repository, when asked to", async () => {
    const window = await openWindow({ vsix: true });
    try {
      const path = await window.run(
        (vscode) => vscode.extensions.getExtension("mcp-client-hub.mcp-client-hub")?.extensionPath,
      );
      assert.ok(path?.startsWith(window.root), `The extension is at ${path}.`);
    } finally {
      await window.close();
    }
  });
});

/** The children once there are so many of them; a process needs a moment to appear and to go, and the editor has short ones of its own. */
async function pids(window: EditorWindow, count: number): Promise<number[]> {
  const deadline = Date.now() + 5000;
  for (;;) {
    const children = await window.children();
    if (children.length === count || Date.now() > deadline) return children.map(({ pid }) => pid);
    await delay(50);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
