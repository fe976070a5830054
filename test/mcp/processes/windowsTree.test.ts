import assert from "node:assert/strict";
import { sharedRead } from "../../../src/mcp/processes/processTree";
import { parseWindows, type WindowsRow, WindowsTree } from "../../../src/mcp/processes/windowsTree";

const row = (pid: number, parent: number, startedAt: number): WindowsRow => ({ pid, parent, startedAt });

/** A tree whose root, process 10, was spawned at 1,000,000 ms; `rows` is what runs. */
function growing(...rows: WindowsRow[]) {
  const done: string[] = [];
  const world = { rows };
  const tree = new WindowsTree(
    10,
    {
      windowsTable: async () => world.rows,
      taskkill: async (pid) => void done.push(`taskkill ${pid}`),
      taskkillNow: (pid) => void done.push(`taskkill now ${pid}`),
    },
    1_000_000,
  );
  return { tree, world, done };
}
const root = row(10, 1, 1_000_050);

describe("WindowsTree", () => {
  it("ends the root with all below it, in one go", async () => {
    const { tree, done } = growing(root, row(11, 10, 1_000_100), row(12, 11, 1_000_200), row(30, 1, 5));
    assert.equal(await tree.alive(), true);
    await tree.end();
    assert.deepEqual(done, ["taskkill 10"]);
  });

  it("remembers the processes below a shim that is gone", async () => {
    const { tree, world, done } = growing(root, row(11, 10, 1_000_100), row(12, 11, 1_000_200));
    await tree.note();
    world.rows = [row(12, 11, 1_000_200)];
    assert.equal(await tree.alive(), true);
    await tree.end();
    assert.deepEqual(done, ["taskkill 12"]);
  });

  it("finds what a crashed root left behind, though it never looked before", async () => {
    const { tree, done } = growing(row(11, 10, 1_000_100), row(12, 11, 1_000_200));
    assert.equal(await tree.alive(), true);
    await tree.end();
    assert.deepEqual(done, ["taskkill 11"]);
  });

  for (const [stranger, before, later] of [
    ["got the number of the root that is gone", [root], [row(10, 1, 2_000_000), row(11, 10, 2_000_100)]],
    ["got the number of the root before it was looked for", [], [row(10, 1, 2_000_000), row(11, 10, 2_000_100)]],
    ["got the number of a child that is gone", [root, row(11, 10, 1_000_100)], [row(11, 1, 2_000_000)]],
    ["was orphaned by an earlier process of the same number", [], [row(11, 10, 500_000)]],
  ] as const)
    it(`leaves a stranger alone that ${stranger}`, async () => {
      const { tree, world } = growing(...before);
      await tree.note();
      world.rows = [...later];
      assert.equal(await tree.alive(), false);
    });

  it("still finds its own orphan beside a stranger with the number of the root", async () => {
    const { tree, done } = growing(row(10, 1, 2_000_000), row(11, 10, 1_000_100), row(12, 10, 2_000_100));
    await tree.end();
    assert.deepEqual(done, ["taskkill 11"]);
  });

  it("ends the root where nothing can be seen, and at the exit of the hub's own process", async () => {
    const { tree, done } = growing();
    await tree.end();
    tree.endNow();
    assert.deepEqual(done, ["taskkill 10", "taskkill now 10"]);
  });
});

describe("the process table of Windows", () => {
  it("reads what PowerShell prints", () => {
    const listing = "4 0 134082720000000000\r\n812 4 134082720001230000\r\nGet-CimInstance : no\r\n\r\n";
    assert.deepEqual(parseWindows(listing), [
      row(4, 0, Date.parse("2025-11-22T08:00:00Z")),
      row(812, 4, Date.parse("2025-11-22T08:00:00.123Z")),
    ]);
  });

  it("is read once for simultaneous calls, and again for a later one", async () => {
    const reads: ((value: number) => void)[] = [];
    const read = sharedRead(() => new Promise<number>((resolve) => reads.push(resolve)));
    const [first, second] = [read(), read()];
    await new Promise(setImmediate);
    const [third, fourth] = [read(), read()];
    await new Promise(setImmediate);
    assert.equal(reads.length, 1);
    reads[0]?.(1);
    assert.deepEqual(await Promise.all([first, second]), [1, 1]);
    await new Promise(setImmediate);
    reads[1]?.(2);
    assert.deepEqual(await Promise.all([third, fourth]), [2, 2]);
    assert.equal(reads.length, 2);
  });

  it("is read again after it could not be read", async () => {
    let reads = 0;
    const read = sharedRead(async () => {
      if (++reads === 1) throw new Error("no PowerShell");
      return reads;
    });
    await assert.rejects(read(), { message: "no PowerShell" });
    assert.equal(await read(), 2);
  });
});
