import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { findProgram, onPath, serverEnv } from "../../../src/mcp/stdio/serverEnv";

describe("serverEnv", () => {
  it("overrides the shell with the plan, and removes the variables that it unsets", () =>
    assert.deepEqual(serverEnv({ A: "1", B: "1", C: "1" }, { B: "2", C: undefined, D: "2" }, "linux"), {
      A: "1",
      B: "2",
      D: "2",
    }));

  it("keeps the editor's own variables from servers, unless the plan has them", () =>
    assert.deepEqual(
      serverEnv(
        { ELECTRON_RUN_AS_NODE: "1", VSCODE_IPC_HOOK: "x", VSCODE_PID: "1", CHROME_DESKTOP: "code", PATH: "/bin" },
        { VSCODE_PID: "2" },
        "linux",
      ),
      { PATH: "/bin", VSCODE_PID: "2" },
    ));

  it("on Windows treats Path and PATH as the same", () => {
    assert.deepEqual(serverEnv({ Path: "C:\\a" }, { PATH: "C:\\b" }, "win32"), { PATH: "C:\\b" });
    assert.deepEqual(serverEnv({ Path: "C:\\a" }, { path: undefined }, "win32"), {});
    assert.deepEqual(serverEnv({ Path: "/a" }, { PATH: "/b" }, "linux"), { Path: "/a", PATH: "/b" });
  });
});

describe("the program to run", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "hub-path-"));
    await writeFile(path.join(folder, "tool"), "");
    await chmod(path.join(folder, "tool"), 0o755);
    await writeFile(path.join(folder, "plain"), "");
    await mkdir(path.join(folder, "folder"));
    await writeFile(path.join(folder, "npx.CMD"), "");
  });
  after(() => rm(folder, { recursive: true }));

  it("is looked for on the PATH that the server gets", () => {
    const env = { PATH: `/nowhere:${folder}` };
    assert.equal(onPath("tool", env, "linux"), true);
    for (const name of ["plain", "folder", "missing"]) assert.equal(onPath(name, env, "linux"), false, name);
    assert.equal(onPath("tool", {}, "linux"), false);
  });

  it("on Windows may have one of the endings that run", () => {
    const env = { Path: `C:\\nowhere;${folder}`, PATHEXT: ".EXE;.CMD" };
    assert.equal(onPath("npx", env, "win32"), true);
    assert.equal(onPath("tool", env, "win32"), false);
  });

  it("is the editor's own Node where `node` is not installed, and only then", () => {
    const bare = { PATH: folder };
    assert.deepEqual(findProgram("node", bare, "linux"), {
      command: process.execPath,
      env: { PATH: folder, ELECTRON_RUN_AS_NODE: "1" },
    });
    assert.deepEqual(findProgram("npx", bare, "linux"), { command: "npx", env: bare });
    const full = { PATH: path.dirname(process.execPath) };
    assert.deepEqual(findProgram("node", full, "linux"), { command: "node", env: full });
  });
});
