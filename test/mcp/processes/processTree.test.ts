import assert from "node:assert/strict";
import { endProcess } from "../../../src/mcp/processes/endProcess";
import {
  type ProcessRow,
  parsePs,
  parseStat,
  processTable,
  processTableNow,
} from "../../../src/mcp/processes/processTable";
import { type ProcessSystem, ProcessTree, treeBelow } from "../../../src/mcp/processes/processTree";
import type { WindowsRow } from "../../../src/mcp/processes/windowsTree";
import { FakeClock } from "../../support/fakeClock";

const row = (pid: number, parent: number, group: number, startedAt = "t0"): ProcessRow => ({
  pid,
  parent,
  group,
  startedAt,
});

/** An operating system made of a table; processes end when `dies` says so. */
class FakeSystem implements ProcessSystem {
  readonly done: string[] = [];
  rows: ProcessRow[] = [];
  /** How often the whole table was read. */
  readings = 0;
  /** What happens from the reading of the table until it is heard. */
  whileReading = async (): Promise<void> => {};
  /** Whether a process ends by a signal; all do where it is not set. */
  dies = (_row: ProcessRow, _signal: string): boolean => true;

  constructor(readonly platform: NodeJS.Platform = "linux") {}

  async table(): Promise<readonly ProcessRow[]> {
    this.readings++;
    const table = this.tableNow();
    await this.whileReading();
    return table;
  }

  tableNow(pids = this.rows.map(({ pid }) => pid)): readonly ProcessRow[] {
    if (this.platform === "win32") throw new Error("Windows has no such table");
    return this.rows.filter(({ pid }) => pids.includes(pid));
  }

  hasGroup(pid: number): boolean {
    return this.rows.some(({ group }) => group === pid);
  }

  kill(pid: number, signal: "SIGTERM" | "SIGKILL"): void {
    this.done.push(`${signal} ${pid}`);
    this.rows = this.rows.filter(
      (row) => !((pid < 0 ? row.group === -pid : row.pid === pid) && this.dies(row, signal)),
    );
  }

  async windowsTable(): Promise<readonly WindowsRow[]> {
    return this.rows.map(({ pid, parent }) => ({ pid, parent, startedAt: 0 }));
  }

  async taskkill(pid: number): Promise<void> {
    this.done.push(`taskkill ${pid}`);
  }

  taskkillNow(pid: number): void {
    this.done.push(`taskkill now ${pid}`);
  }
}

describe("ProcessTree", () => {
  it("ends its group, and the descendants that left the group, and no other process", async () => {
    const system = new FakeSystem();
    system.rows = [row(1, 0, 1), row(10, 1, 10), row(11, 10, 10), row(20, 11, 20), row(21, 20, 20), row(30, 1, 30)];
    await new ProcessTree(10, system).end("SIGTERM");
    assert.deepEqual(system.done, ["SIGTERM -10", "SIGTERM 20", "SIGTERM 21"]);
    assert.deepEqual(system.rows, [row(1, 0, 1), row(30, 1, 30)]);
  });

  it("remembers the processes that left the group when their parents are gone", async () => {
    const system = new FakeSystem();
    system.rows = [row(10, 1, 10), row(20, 10, 20)];
    const tree = new ProcessTree(10, system);
    await tree.note();
    system.rows = [row(20, 1, 20)];
    assert.equal(await tree.alive(), true);
    await tree.end("SIGKILL");
    assert.deepEqual(system.done, ["SIGKILL 20"]);
  });

  it("leaves a stranger alone that got the number of a process which is gone", async () => {
    const system = new FakeSystem();
    system.rows = [row(10, 1, 10), row(20, 10, 20)];
    const tree = new ProcessTree(10, system);
    await tree.note();
    system.rows = [row(10, 1, 10, "later"), row(11, 10, 10, "later"), row(20, 1, 20, "later")];
    assert.equal(await tree.alive(), false);
    await tree.end("SIGKILL");
    tree.endNow();
    assert.deepEqual(system.done, []);
  });

  it("leaves a stranger alone that got a number while the table was read", async () => {
    const system = new FakeSystem();
    system.rows = [row(10, 1, 10), row(11, 10, 10), row(20, 10, 20)];
    system.whileReading = async () => {
      system.rows = [row(11, 1, 10), row(20, 1, 20, "later")];
    };
    const tree = new ProcessTree(10, system);
    system.dies = () => false;
    await tree.end("SIGTERM");
    assert.deepEqual(system.done, ["SIGTERM -10"], "while one of the group is left, nobody else has its number");
    system.whileReading = async () => {
      system.rows = [row(11, 1, 10, "later"), row(20, 1, 20, "later")];
    };
    await tree.end("SIGKILL");
    assert.deepEqual(system.done, ["SIGTERM -10"]);
  });

  it("leaves a stranger alone that got the root's number before anyone looked", async () => {
    for (const known of [{ hasExited: () => true }, { startedAt: "before" }]) {
      const system = new FakeSystem();
      system.rows = [row(10, 1, 10), row(11, 10, 10)];
      const tree = new ProcessTree(10, system, known);
      assert.equal(await tree.alive(), false);
      await tree.end("SIGKILL");
      tree.endNow();
      assert.deepEqual(system.done, []);
    }
  });

  it("reads the table only where a process may be left", async () => {
    const system = new FakeSystem();
    system.rows = [row(30, 1, 30)];
    const tree = new ProcessTree(10, system, { hasExited: () => true });
    await tree.note();
    assert.deepEqual([await tree.alive(), system.readings], [false, 0]);
    system.rows = [row(11, 1, 10), row(30, 1, 30)];
    assert.deepEqual([await tree.alive(), system.readings], [true, 1]);
  });
});

describe("endProcess", () => {
  /** A root process that exits by what it is told (`input`, `SIGTERM`, `SIGKILL`, `taskkill`), and a clock that runs by itself. */
  function ending(platform: NodeJS.Platform, exitsBy: string) {
    const clock = new FakeClock(0);
    const system = new FakeSystem(platform);
    const state = { exited: false, exit: () => {} };
    const whenExited = new Promise<void>((resolve) => {
      state.exit = () => {
        state.exited = true;
        system.rows = system.rows.filter(({ pid }) => pid !== 10);
        resolve();
      };
    });
    system.rows = [row(10, 1, 10)];
    system.dies = (_row, signal) => {
      if (signal === exitsBy) state.exit();
      return signal === exitsBy;
    };
    const taskkill = system.taskkill.bind(system);
    system.taskkill = async (pid) => {
      await taskkill(pid);
      system.rows = system.rows.filter((row) => row.pid !== pid);
      if (exitsBy === "taskkill") state.exit();
    };
    const root = {
      exited: () => state.exited,
      whenExited,
      closeInput: () => {
        system.done.push("input closed");
        if (exitsBy === "input") state.exit();
      },
    };
    const run = async () => {
      const ended = endProcess(root, treeBelow(10, system, 0, root.exited), clock);
      const settled = { yes: false };
      void ended.then(() => {
        settled.yes = true;
      });
      while (!settled.yes) {
        await new Promise(setImmediate);
        clock.pass(50);
      }
      return ended;
    };
    return { system, clock, run };
  }

  for (const [exitsBy, done] of [
    ["input", ["input closed"]],
    ["SIGTERM", ["input closed", "SIGTERM -10"]],
    ["SIGKILL", ["input closed", "SIGTERM -10", "SIGKILL -10"]],
  ] as const)
    it(`stops asking once ${exitsBy} has worked`, async () => {
      const { system, run } = ending("linux", exitsBy);
      assert.equal(await run(), true);
      assert.deepEqual(system.done, done);
    });

  it("sends SIGTERM to the program alone where others only carry it, and SIGKILL to all", async () => {
    const system = new FakeSystem();
    system.rows = [row(10, 1, 10), row(11, 10, 10), row(12, 11, 12), row(13, 12, 12)];
    system.dies = () => false;
    const tree = treeBelow(10, system, 0, () => false, undefined, 2);
    await tree.end("SIGTERM");
    assert.deepEqual(system.done.splice(0), ["SIGTERM 12", "SIGTERM 13"]);
    await tree.end("SIGKILL");
    assert.deepEqual(system.done.splice(0), ["SIGKILL -10", "SIGKILL 12", "SIGKILL 13"]);
    system.rows = [row(10, 1, 10), row(11, 10, 10)];
    await tree.end("SIGTERM");
    assert.deepEqual(system.done, ["SIGTERM -10"], "nothing is carried anymore");
  });

  it("reports after three seconds that a process cannot be ended", async () => {
    const { system, clock, run } = ending("linux", "nothing");
    assert.equal(await run(), false);
    assert.deepEqual(system.done, ["input closed", "SIGTERM -10", "SIGKILL -10"]);
    assert.ok(clock.now() >= 3000 && clock.now() < 3500, `${clock.now()} ms`);
  });

  it("waits for those that outlive the root", async () => {
    const { system, run } = ending("linux", "input");
    system.rows.push(row(11, 10, 10));
    system.dies = (_row, signal) => signal === "SIGKILL";
    assert.equal(await run(), true);
    assert.deepEqual(system.done, ["input closed", "SIGTERM -10", "SIGKILL -10"]);
  });

  it("on Windows closes the input, then forces", async () => {
    const { system, run } = ending("win32", "taskkill");
    assert.equal(await run(), true);
    assert.deepEqual(system.done, ["input closed", "taskkill 10"]);
  });

  it("on Windows ends the descendants that stay when the root exits by itself", async () => {
    const { system, run } = ending("win32", "input");
    system.rows.push(row(11, 10, 0), row(20, 1, 0));
    assert.equal(await run(), true);
    assert.deepEqual(system.done, ["input closed", "taskkill 11"]);
    assert.deepEqual(system.rows, [row(20, 1, 0)]);
  });
});

describe("the process table of POSIX", () => {
  it("is the same at once and piece by piece, and of some processes", async function () {
    if (process.platform === "win32") this.skip();
    const isOwn = ({ pid }: ProcessRow) => pid === process.pid || pid === process.ppid;
    const own = (await processTable()).filter(isOwn);
    assert.equal(own.length, 2);
    assert.deepEqual(processTableNow().filter(isOwn), own);
    assert.deepEqual(new Set(processTableNow([process.ppid, process.pid, 999_999_999])), new Set(own));
  });

  it("reads /proc/PID/stat, whatever the program is called", () => {
    const rest = "S 17 42 42 0 -1 4194304 1 0 0 0 0 0 0 0 20 0 1 0 987654 1 1";
    for (const name of ["node", "my (odd) name", ") S 1 2 3"])
      assert.deepEqual(parseStat(`42 (${name}) ${rest}`), row(42, 17, 42, "987654"));
    assert.equal(parseStat(`42 (node) ${rest.replace("S", "Z")}`), undefined);
    assert.equal(parseStat(""), undefined);
  });

  it("reads the output of ps on macOS", () => {
    const listing = [
      "    1     0     1 Ss   Fri Nov 20 09:12:01 2026    ",
      "  412     1   412 S+   Fri Nov 20 09:15:44 2026    ",
      "  413   412   412 Z    Fri Nov 20 09:15:45 2026    ",
      "",
    ].join("\n");
    assert.deepEqual(parsePs(listing), [
      row(1, 0, 1, "Fri Nov 20 09:12:01 2026"),
      row(412, 1, 412, "Fri Nov 20 09:15:44 2026"),
    ]);
  });
});
