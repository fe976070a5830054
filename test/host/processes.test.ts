import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { carriesMark, descendants, killTree, listProcesses, parsePs } from "./processes.mjs";

/** Starts a detached child of its own, says its pid, and will not hear SIGTERM. */
const stubborn = `
  const { spawn } = require("node:child_process");
  process.on("SIGTERM", () => {});
  const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"], { detached: true, stdio: "ignore" });
  console.log(child.pid);
  setTimeout(() => {}, 60000);`;

describe("processes", () => {
  it("reads what ps says, and leaves zombies out", () => {
    const text = [
      "    1     0 Ss   Mon Aug  3 09:12:44 2026     /sbin/launchd",
      "  512     1 S    Mon Aug  3 09:13:01 2026     /Applications/Visual Studio Code.app/Electron --flag",
      "  513   512 Z    Mon Aug  3 09:13:02 2026     (node)",
    ].join("\n");
    assert.deepEqual(parsePs(text), [
      { pid: 1, parent: 0, started: "Mon Aug  3 09:12:44 2026", command: "/sbin/launchd" },
      {
        pid: 512,
        parent: 1,
        started: "Mon Aug  3 09:13:01 2026",
        command: "/Applications/Visual Studio Code.app/Electron --flag",
      },
    ]);
  });

  it("finds what is below a process, at any depth", () => {
    const all = [
      [1, 0],
      [2, 1],
      [3, 2],
      [4, 9],
    ].map(([pid = 0, parent = 0]) => ({ pid, parent, command: "", started: "" }));
    assert.deepEqual(
      descendants(all, 1).map(({ pid }) => pid),
      [2, 3],
    );
  });

  it("ends a tree whose root will not hear SIGTERM, detached children included", async function () {
    if (process.platform === "win32") this.skip();
    const root = spawn(process.execPath, ["-e", stubborn], { stdio: ["ignore", "pipe", "inherit"] });
    const [text] = await once(root.stdout, "data");
    const pids = [root.pid, Number(text)];
    assert.equal((await alive(pids)).length, 2);
    await killTree(root.pid, { graceMs: 200 });
    assert.deepEqual(await alive(pids), []);
  });

  it("ends by its mark what has left the tree", async function () {
    if (process.platform !== "linux") this.skip();
    const mark = `mark-${process.pid}-${Date.now()}`;
    const root = spawn(process.execPath, ["-e", stubborn], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { PATH: `${process.env.PATH}:/${mark}` },
    });
    const [text] = await once(root.stdout, "data");
    const orphan = Number(text);
    root.kill("SIGKILL");
    await once(root, "exit");
    assert.equal(await carriesMark(orphan, mark), true);
    await killTree(undefined, { mark, graceMs: 200 });
    assert.deepEqual(await alive([orphan]), []);
  });
});

async function alive(pids: (number | undefined)[]): Promise<number[]> {
  return (await listProcesses()).map(({ pid }) => pid).filter((pid) => pids.includes(pid));
}
