import assert from "node:assert/strict";
import fs, {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { archiveNumber, LogFiles } from "../../../src/node/audit/logFiles";
import { WriterLock } from "../../../src/node/audit/writerLock";

/** More than the longest line has, in bytes. */
const chunk = 128 * 1024;

describe("the files of an audit log", () => {
  let folder: string;
  let opened: LogFiles[];
  const now = Date.now;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "log-"));
    opened = [];
  });
  afterEach(() => {
    Date.now = now;
    for (const one of opened) one.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const at = (name: string) => join(folder, name);
  const current = () => at("audit-1.jsonl");
  const lockFile = () => at("audit-1.lock");
  const open = (text?: string) => {
    if (text !== undefined) writeFileSync(current(), text, { mode: 0o600 });
    const lock = WriterLock.take(lockFile());
    assert.ok(lock);
    try {
      const files = new LogFiles(folder, "audit-1", lock);
      opened.push(files);
      return files;
    } catch (error) {
      lock.release();
      throw error;
    }
  };
  const written = () => readFileSync(current(), "utf8");

  const tails: [what: string, text: string, first: string | undefined, last: string | undefined, torn: number][] = [
    ["nothing", "", undefined, undefined, 0],
    ["one line", "a\n", "a", "a", 0],
    ["several lines", "a\nb\nc\n", "a", "c", 0],
    ["a torn line alone", "abc", undefined, undefined, 3],
    ["a torn line behind others", "a\nb\ncd", "a", "b", 2],
    ["an empty line", "\n", "", "", 0],
    ["characters of several bytes", "ä\nöü\n€", "ä", "öü", 3],
    ["a line that is as long as may be", `a\n${"b".repeat(chunk - 2)}\n`, "a", "b".repeat(chunk - 2), 0],
    ["a torn line that is as long as may be", "c".repeat(chunk), undefined, undefined, chunk],
  ];
  for (const [what, text, first, last, torn] of tails)
    it(`begin with ${what}`, () => {
      const files = open(text);
      assert.deepEqual([files.firstLine, files.lastLine, files.tornBytes], [first, last, torn]);
      const whole = Buffer.byteLength(text) - torn;
      assert.deepEqual([files.bytes, statSync(current()).size], [whole, whole], "What was torn is cut off.");
      files.append("next\n");
      assert.ok(written().endsWith("next\n"));
      assert.equal(files.bytes, whole + 5);
    });

  for (const [what, text] of [
    ["a line that no audit has", `a\n${"b".repeat(chunk)}\n`],
    ["a torn line that no audit has", "b".repeat(chunk + 1)],
  ] as const)
    it(`are left as they are with ${what}`, () => {
      assert.throws(() => open(text), /a line that no audit has/);
      assert.equal(written(), text);
    });

  it("end when they were written last", () => {
    writeFileSync(current(), "a\n");
    utimesSync(current(), 1000, 2000);
    assert.equal(open().endedAt, 2_000_000);
  });

  it("are put aside under numbers, and go on where the newest of them ends", () => {
    const files = open();
    for (const line of ["one", "two"]) {
      files.append(`${line}\n`);
      files.rotate();
      assert.deepEqual([files.bytes, files.firstLine, written()], [0, undefined, ""]);
    }
    assert.deepEqual(
      files.archives().map(({ name, bytes }) => [name, bytes]),
      [
        ["audit-1.0000000001.jsonl", 4],
        ["audit-1.0000000002.jsonl", 4],
      ],
    );
    assert.deepEqual(
      files.archives().map((one) => files.lastLineOf(one)),
      ["one", "two"],
    );
    const [oldest = assert.fail()] = files.archives();
    files.remove(oldest);
    files.append("three\n");
    files.rotate();
    assert.equal(files.archives().at(-1)?.name, "audit-1.0000000003.jsonl");
    files.close();
    const next = open();
    assert.deepEqual([next.firstLine, next.lastLine, next.tornBytes], [undefined, "three", 0]);
  });

  it("are in the order of their numbers, and without those of other logs", () => {
    for (const name of ["0000000010", "0000000009", "0000000100"]) writeFileSync(at(`audit-1.${name}.jsonl`), "a\n");
    for (const name of ["audit-10.0000000001.jsonl", "audit-1.1.jsonl", "audit-1.0000000001.json", "audit-2.jsonl"])
      writeFileSync(at(name), "abc\n");
    const files = open("b\n");
    assert.deepEqual(
      files.archives().map(({ name }) => archiveNumber(name, "audit-1")),
      [9, 10, 100],
    );
    assert.equal(files.folderBytes(), 20, "All logs count, and nothing else.");
  });

  it("take texts of any size, each as a whole", () => {
    const files = open();
    const texts = ["a".repeat(300_000), "ä".repeat(100_000), "€".repeat(100_000), "b"].map((text) => `${text}\n`);
    for (const text of texts) files.append(text);
    assert.equal(written(), texts.join(""));
    assert.equal(files.bytes, Buffer.byteLength(texts.join("")));
  });

  it("lose what was written of a text where the rest cannot be", () => {
    const files = open("a\n");
    const { writeSync } = fs;
    let writes = 0;
    fs.writeSync = ((descriptor: number, bytes: Buffer, from: number) => {
      if (++writes === 1) return writeSync(descriptor, bytes, from, 2);
      throw Object.assign(new Error("full"), { code: "ENOSPC" });
    }) as typeof writeSync;
    try {
      assert.throws(() => files.append("bcd\n"), { code: "ENOSPC" });
    } finally {
      fs.writeSync = writeSync;
    }
    assert.deepEqual([written(), files.bytes], ["a\n", 2]);
    files.append("e\n");
    assert.equal(written(), "a\ne\n");
  });

  const changes: [what: string, change: () => void][] = [
    ["somebody adds to them", () => writeFileSync(current(), "x\n", { flag: "a" })],
    ["somebody cuts them", () => writeFileSync(current(), "")],
    ["somebody removes them", () => rmSync(current())],
  ];
  for (const [what, change] of changes)
    it(`are not written anymore where ${what}`, () => {
      const files = open("a\n");
      change();
      assert.throws(() => files.append("b\n"), { code: "ESTALE", message: "audit-1.jsonl was changed or removed." });
      assert.ok(!existsSync(current()) || !written().includes("b"));
    });

  it("are not written anymore where their lock is lost, which is looked at once a second", () => {
    const start = now();
    Date.now = () => start;
    const files = open();
    writeFileSync(lockFile(), "another");
    Date.now = () => start + 999;
    files.append("a\n");
    Date.now = () => start + 1000;
    assert.throws(() => files.append("b\n"), { code: "ESTALE" });
  });

  it("are the user's alone, also where they were not", function () {
    if (process.platform === "win32") this.skip();
    writeFileSync(current(), "a\n");
    chmodSync(current(), 0o644);
    open();
    assert.equal(statSync(current()).mode & 0o777, 0o600);
  });

  it("give their lock back once", () => {
    const files = open();
    files.close();
    assert.deepEqual(readdirSync(folder), ["audit-1.jsonl"]);
    const next = WriterLock.take(lockFile()) ?? assert.fail("it is not free");
    files.close();
    assert.ok(next.isHeld(), "Closing again takes nothing from the next one.");
    next.release();
  });
});
