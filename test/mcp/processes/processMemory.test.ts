import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { memoryOf, parseSizes, treesOf } from "../../../src/mcp/processes/processMemory";

describe("the memory of processes", () => {
  it("is that of each with everything that it started", async function () {
    if (process.platform === "win32") return this.skip();
    const child = spawn(process.execPath, ["-e", "console.log(1); setInterval(() => {}, 1000)"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    try {
      await new Promise((resolve) => child.stdout.once("data", resolve));
      const { pid } = child;
      assert.ok(pid);
      const sizes = await memoryOf([pid, process.pid]);
      const [own = 0, all = 0] = [sizes.get(pid), sizes.get(process.pid)];
      assert.ok(own > 10_000_000, `${own} bytes`);
      assert.ok(all > own, `${all} bytes with the child, which has ${own}`);
    } finally {
      child.kill("SIGKILL");
    }
  });

  it("is missing for what does not run, and everywhere on Windows", async () => {
    assert.deepEqual(await memoryOf([]), new Map());
    assert.deepEqual(await memoryOf([process.pid], "win32"), new Map());
    assert.deepEqual(await memoryOf([2 ** 22 + 1]), new Map());
  });

  it("follows parents, and does not go round in circles", () => {
    const table = [
      { pid: 1, parent: 0 },
      { pid: 5, parent: 1 },
      { pid: 6, parent: 5 },
      { pid: 7, parent: 6 },
      { pid: 8, parent: 1 },
    ];
    assert.deepEqual(
      treesOf([5, 9], table),
      new Map([
        [5, [5, 6, 7]],
        [9, [9]],
      ]),
    );
    assert.deepEqual(
      treesOf(
        [3],
        [
          { pid: 3, parent: 4 },
          { pid: 4, parent: 3 },
        ],
      ),
      new Map([[3, [3, 4]]]),
    );
  });

  it("reads what ps writes", () =>
    assert.deepEqual(
      parseSizes("  12  2048\n 7 16\n\nodd line\n"),
      new Map([
        [12, 2_097_152],
        [7, 16_384],
      ]),
    ));
});
