import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { markVariable } from "../../../src/mcp/processes/ledgerEntry";
import {
  bootOf,
  holdsMark,
  markedIn,
  newMark,
  startTimeOf,
  withMark,
  withMarkNow,
} from "../../../src/mcp/processes/processFacts";

const noPid = 2 ** 22 + 1; // above the largest pid of Linux

describe("facts of processes", () => {
  const mark = newMark();
  let child: ChildProcess;
  let pid: number;
  before(async function () {
    if (process.platform !== "linux") this.skip();
    child = spawn("/bin/sleep", ["100"], { env: { [markVariable]: mark } });
    await once(child, "spawn");
    pid = Number(child.pid);
  });
  after(() => child?.kill("SIGKILL"));

  it("name the start of a process that runs, and of no other", async () => {
    assert.match(String(await startTimeOf(pid)), /^\d+$/);
    assert.equal(await startTimeOf(noPid), undefined);
    assert.equal(await startTimeOf(pid, "win32"), undefined);
  });

  it("name the start as ps has it elsewhere", async function () {
    if (!existsSync("/bin/ps")) this.skip();
    assert.match(String(await startTimeOf(pid, "darwin")), /^\w.* \d\d:\d\d:\d\d \d{4}$/);
    assert.equal(await startTimeOf(noPid, "darwin"), undefined);
  });

  it("tell which processes carry a mark", async () => {
    assert.deepEqual(await withMark([noPid, process.pid, pid], mark), [pid]);
    assert.deepEqual(withMarkNow([noPid, process.pid, pid], mark), [pid]);
    assert.deepEqual([await holdsMark(pid, mark), await holdsMark(process.pid, mark)], [true, false]);
    assert.equal(await holdsMark(pid, mark.slice(1)), false, "a part of a mark is not the mark");
  });

  it("tell nothing about marks on Windows", async () => {
    assert.deepEqual([await withMark([pid], mark, "win32"), withMarkNow([pid], mark, "win32")], [[], []]);
  });

  it("ask nobody about no processes", async () => {
    assert.deepEqual([await withMark([], mark, "darwin"), withMarkNow([], mark, "darwin")], [[], []]);
  });

  it("name the boot only where start times count from it", () => {
    assert.match(bootOf(), /^[\da-f-]{36}$/);
    assert.equal(bootOf("darwin"), "");
  });
});

it("the processes with a mark are found in the listing of ps", () => {
  const listing = `   12 /bin/sleep 100 A=b ${markVariable}=one C=d\n  345 /bin/sleep ${markVariable}=one2\n9 x\n 10 y ${markVariable}=one\n`;
  assert.deepEqual([markedIn(listing, "one"), markedIn(listing, "none")], [[12, 10], []]);
});

it("no two marks are the same", () => assert.notEqual(newMark(), newMark()));
