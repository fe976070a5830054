import assert from "node:assert/strict";
import fs, {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { WriterLock } from "../../../src/node/audit/writerLock";

const noPid = 2 ** 22 + 1; // above the largest pid of Linux

describe("the lock of a writer", () => {
  let folder: string;
  let file: string;
  const now = Date.now;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lock-"));
    file = join(folder, "a.lock");
  });
  afterEach(() => {
    Date.now = now;
    rmSync(folder, { recursive: true, force: true });
  });

  const write = (text: string, ageMs = 0) => {
    writeFileSync(file, text);
    aged(ageMs);
  };
  const by = (host: string, pid: unknown, ageMs = 0) => write(JSON.stringify({ host, pid }), ageMs);
  const aged = (ms: number) => {
    const at = (Date.now() - ms) / 1000;
    utimesSync(file, at, at);
  };
  const held = () => {
    const lock = WriterLock.take(file);
    assert.ok(lock);
    return lock;
  };
  const taken = () => {
    const lock = WriterLock.take(file);
    lock?.release();
    return lock !== undefined;
  };

  it("is held by one part of a process, until it is released", () => {
    const lock = held();
    assert.ok(lock.isHeld());
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const { host, pid } = JSON.parse(readFileSync(file, "utf8"));
    assert.deepEqual([host, pid], [hostname(), process.pid]);
    assert.equal(WriterLock.take(file), undefined);
    lock.release();
    assert.deepEqual([lock.isHeld(), existsSync(file), taken()], [false, false, true]);
  });

  it("is lost where another process has taken it, and stays the other's", () => {
    const lock = held();
    by(hostname(), process.ppid);
    assert.equal(lock.isHeld(), false);
    lock.release();
    assert.ok(existsSync(file));
  });

  const stale: [what: string, prepare: () => void, isTaken: boolean][] = [
    ["a process that runs", () => by(hostname(), process.ppid, 120_000), false],
    ["a process that is gone", () => by(hostname(), noPid), true],
    ["a process of the same number, before this one", () => by(hostname(), process.pid), true],
    ["nobody who can be named", () => by(hostname(), "1"), true],
    ["another machine, a short while ago", () => by("elsewhere", process.pid, 59_000), false],
    ["another machine, long ago", () => by("elsewhere", process.ppid, 60_000), true],
    ["somebody who writes it now", () => write('{"host"'), false],
    ["somebody who did not write it to its end", () => write('{"host"', 60_000), true],
    ["somebody who has just made it", () => write(""), false],
    ["somebody who made it long ago", () => write("", 60_000), true],
  ];
  for (const [what, prepare, isTaken] of stale)
    it(`of ${what} is ${isTaken ? "taken over" : "left alone"}`, () => {
      prepare();
      const before = readFileSync(file, "utf8");
      assert.equal(taken(), isTaken);
      if (isTaken) assert.deepEqual(readdirSync(folder), [], "Nothing is left of the old one.");
      else assert.deepEqual([readdirSync(folder), readFileSync(file, "utf8")], [["a.lock"], before]);
    });

  it("is renewed every ten seconds while it is looked at", () => {
    const lock = held();
    const start = now();
    aged(600_000);
    const old = statSync(file).mtimeMs;
    Date.now = () => start + 9000;
    assert.ok(lock.isHeld());
    assert.equal(statSync(file).mtimeMs, old);
    const renewed = start + 11_000;
    Date.now = () => renewed;
    assert.ok(lock.isHeld());
    const { atimeMs, mtimeMs } = statSync(file);
    for (const ms of [atimeMs, mtimeMs]) assert.ok(Math.abs(ms - renewed) < 2);
    aged(600_000);
    Date.now = () => renewed + 9999;
    assert.ok(lock.isHeld());
    assert.ok(statSync(file).mtimeMs < start, "Not again before another ten seconds have passed.");
    Date.now = () => renewed + 10_000;
    assert.ok(lock.isHeld());
    assert.ok(statSync(file).mtimeMs > start);
    lock.release();
  });

  /** What other processes do at the moment at which the old lock is moved away. */
  const meanwhile = (before: () => void, after: () => void = () => {}) => {
    const { renameSync } = fs;
    fs.renameSync = (...of) => {
      fs.renameSync = renameSync;
      before();
      renameSync(...of);
      after();
    };
  };
  const lockOf = (pid: number) => JSON.stringify({ host: hostname(), pid });
  const left = () => readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]);

  it("is left to another process that was faster to move the old one away", () => {
    by(hostname(), noPid);
    meanwhile(() => rmSync(file));
    assert.equal(WriterLock.take(file), undefined);
    assert.deepEqual(left(), []);
  });

  it("is given back where another process has taken it over meanwhile", () => {
    by(hostname(), noPid);
    meanwhile(() => writeFileSync(file, lockOf(process.ppid)));
    assert.equal(WriterLock.take(file), undefined);
    assert.deepEqual(left(), [["a.lock", lockOf(process.ppid)]]);
  });

  it("is left to a third process where it cannot be given back", () => {
    by(hostname(), noPid);
    meanwhile(
      () => writeFileSync(file, lockOf(process.ppid)),
      () => writeFileSync(file, lockOf(1)),
    );
    assert.equal(WriterLock.take(file), undefined);
    assert.deepEqual(left(), [["a.lock", lockOf(1)]]);
  });

  it("is left to another process that makes the next one", () => {
    by(hostname(), noPid);
    meanwhile(
      () => {},
      () => writeFileSync(file, lockOf(process.ppid)),
    );
    assert.equal(WriterLock.take(file), undefined);
    assert.deepEqual(left(), [["a.lock", lockOf(process.ppid)]]);
    by(hostname(), noPid);
    assert.ok(taken(), "Nothing of the vain attempt is held.");
  });

  for (const code of ["EACCES", "EIO"])
    it(`is refused where the old one cannot be moved away: ${code}`, () => {
      by(hostname(), noPid);
      meanwhile(() => {
        throw Object.assign(new Error("refused"), { code });
      });
      assert.throws(() => WriterLock.take(file), { code });
      assert.ok(taken(), "The next attempt takes it.");
    });

  it("is refused where it can be neither read nor given back", () => {
    by(hostname(), noPid);
    const { linkSync } = fs;
    fs.linkSync = () => {
      fs.linkSync = linkSync;
      throw Object.assign(new Error("refused"), { code: "EPERM" });
    };
    meanwhile(() => writeFileSync(file, lockOf(process.ppid)));
    assert.throws(() => WriterLock.take(file), { code: "EPERM" });
    assert.deepEqual(left(), []);
    mkdirSync(file);
    assert.throws(() => WriterLock.take(file), { code: "EISDIR" });
  });

  it("is refused with what the system answers", () => {
    assert.throws(() => WriterLock.take(join(folder, "missing", "a.lock")), { code: "ENOENT" });
  });
});
