import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { expired, isFull } from "../../../src/core/audit/retention";
import { newCall } from "../../../src/core/calls/toolCall";
import { neverAborted } from "../../../src/core/kernel/abortSignals";
import { WriterLock } from "../../../src/node/audit/writerLock";
import { auditWorld, checked, logsIn } from "../../support/auditWorld";

const dayMs = 86_400_000;
const megabyte = 1024 * 1024;

describe("the bounds of the audit", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "hub-audit-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const write = async (count: number, options = {}) => {
    const { requests, audit, failures } = auditWorld(folder, { auditMegabytes: 2, ...options });
    const caller = { door: "command" } as const;
    for (let n = 1; n <= count; n++) {
      await requests.callTool(newCall({ server: "files", tool: "echo", args: { n }, caller, signal: neverAborted }));
      if (n % 100 === 0) await audit.settle();
    }
    await audit.close();
    assert.deepEqual(failures, []);
  };
  const files = () => readdirSync(logsIn(folder)).filter((name) => name.endsWith(".jsonl"));
  const size = () => files().reduce((sum, name) => sum + statSync(join(logsIn(folder), name)).size, 0);

  it("holds the size, and what is left still verifies", async () => {
    await write(5000);
    assert.ok(size() <= 2 * megabyte, `${size()} bytes`);
    assert.ok(size() > megabyte, `${size()} bytes`);
    const [log] = await checked(folder);
    assert.deepEqual(log?.verdict.problems, []);
    assert.ok((log?.verdict.firstSeq ?? 0) > 1, "the oldest records are gone");
  }).timeout(30_000);

  it("holds the time: what is older than its days goes, at the start too", async () => {
    await write(1200);
    const old = files().find((name) => name.includes(".0000000001."));
    assert.ok(old);
    const before = (Date.now() - 91 * dayMs) / 1000;
    utimesSync(join(logsIn(folder), old), before, before);
    await write(1);
    assert.ok(!files().includes(old), files().join());
    const [log] = await checked(folder);
    assert.deepEqual(log?.verdict.problems, []);
  }).timeout(30_000);

  it("removes old records of a log that nobody writes anymore, and both verify", async () => {
    const both = [auditWorld(folder), auditWorld(folder)];
    for (const { requests, audit } of both) {
      const caller = { door: "module" } as const;
      await requests.callTool(newCall({ server: "files", tool: "echo", args: {}, caller, signal: neverAborted }));
      await audit.settle();
    }
    for (const { audit } of both) await audit.close();
    const idle = join(logsIn(folder), "audit-2.jsonl");
    const text = readFileSync(idle, "utf8");
    // Its age is that of its first record: the chain does not matter to who removes it.
    const before = Date.now() - 91 * dayMs;
    writeFileSync(idle, text.replace(/"time":"[^"]+"/, `"time":"${new Date(before).toISOString()}"`));
    utimesSync(idle, before / 1000, before / 1000);
    await write(1);
    assert.deepEqual(files(), ["audit-1.jsonl", "audit-2.jsonl"]);
    assert.ok(!readFileSync(idle, "utf8").includes("call.ended"));
    assert.deepEqual(
      (await checked(folder)).map(({ name, verdict }) => [name, verdict.problems, verdict.firstSeq > 1]),
      [
        ["audit-1", [], false],
        ["audit-2", [], true],
      ],
    );
  });

  it("puts a file aside when it is large, or a day old", () => {
    const retention = { maxBytes: 8 * megabyte, maxAgeMs: 90 * dayMs };
    const at = (bytes: number, age: number) => isFull({ bytes, beganAt: 0 }, age, retention);
    assert.deepEqual(
      [at(0, 5 * dayMs), at(megabyte, dayMs - 1), at(megabyte + 1, 0), at(1, dayMs)],
      [false, false, true, true],
    );
  });

  it("removes the oldest first, and no more than it must", () => {
    const archive = (name: string, endedAt: number) => ({ name, bytes: megabyte, endedAt });
    const archives = [archive("a", 0), archive("b", 50 * dayMs), archive("c", 99 * dayMs)];
    const gone = (maxBytes: number, bytes: number) =>
      expired(archives, bytes, 100 * dayMs, { maxBytes, maxAgeMs: 90 * dayMs }).map(({ name }) => name);
    assert.deepEqual(gone(80 * megabyte, 4 * megabyte), ["a"]);
    assert.deepEqual(gone(8 * megabyte, 8.5 * megabyte), ["a", "b"]);
    assert.deepEqual(gone(8 * megabyte, 20 * megabyte), ["a", "b", "c"]);
  });
});

describe("the lock of a log", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "hub-audit-lock-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const written = (holder: object, ageMs = 0) => {
    const file = join(folder, "audit-1.lock");
    writeFileSync(file, JSON.stringify(holder));
    const at = (Date.now() - ageMs) / 1000;
    utimesSync(file, at, at);
    return file;
  };
  const host = hostname();
  const rows: [what: string, holder: object, ageMs: number, isTaken: boolean][] = [
    ["a process that lives", { host, pid: process.ppid }, 100 * dayMs, false],
    ["a process that is gone", { host, pid: 2 ** 22 + 1 }, 0, true],
    ["an earlier process with the number of this one", { host, pid: process.pid }, 0, true],
    ["a process of another machine, a moment ago", { host: "elsewhere", pid: 1 }, 0, false],
    ["a process of another machine, long ago", { host: "elsewhere", pid: 1 }, 61_000, true],
    ["nobody that it names, a moment ago", [], 0, false],
  ];
  for (const [what, holder, ageMs, isTaken] of rows)
    it(`of ${what} is ${isTaken ? "taken over" : "left alone"}`, () => {
      const lock = WriterLock.take(written(holder, ageMs));
      assert.equal(lock !== undefined, isTaken);
      lock?.release();
    });

  it("is held once in a process, readable for its owner alone, and gone when it is released", () => {
    const file = join(folder, "audit-1.lock");
    const lock = WriterLock.take(file);
    assert.ok(lock);
    assert.ok(lock.isHeld());
    assert.equal(WriterLock.take(file), undefined);
    if (process.platform !== "win32") assert.equal(statSync(file).mode & 0o777, 0o600);
    writeFileSync(file, "{}");
    assert.equal(lock.isHeld(), false, "somebody else took it");
    lock.release();
    assert.deepEqual(readdirSync(folder), ["audit-1.lock"], "which is not for this one to remove");
  });
});
