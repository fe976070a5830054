import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HistoryFolder } from "../../../src/node/history/historyFolder";

const day = 86_400_000;
const start = Date.UTC(2026, 10, 21, 23, 0);

describe("the folder of the history", () => {
  let base: string;
  let now = start;
  const limits = { days: 3, bytes: 80_000, allBytes: 1_000_000 };
  const open = (workspace = "one") =>
    new HistoryFolder({ root: join(base, "history"), workspace, now: () => now, limits: () => limits });
  const texts = async (folder: HistoryFolder) => {
    const lines: string[] = [];
    for await (const text of folder.read()) lines.push(...text.split("\n").filter(Boolean));
    return lines;
  };
  const files = () =>
    readdirSync(base, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  const bytes = () => files().reduce((sum, file) => sum + statSync(file).size, 0);

  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), "hub-history-"));
    now = start;
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  it("gives back what was added, each line on its own, also after one that was cut", async () => {
    const folder = open();
    await folder.append("a server / with signs?", "calls", "1\n2");
    for (const file of files()) writeFileSync(file, "3 is c", { flag: "a" });
    await open().append("a server / with signs?", "calls", "4");
    assert.deepEqual(await texts(folder), ["1", "2", "3 is c", "4"]);
  });

  it("keeps workspaces apart, and clears one of them", async () => {
    const [one, two] = [open("one"), open("two")];
    await one.append("a", "calls", "of one");
    await two.append("a", "calls", "of two");
    assert.deepEqual(await texts(one), ["of one"]);
    await one.clear();
    assert.deepEqual([await texts(one), await texts(two)], [[], ["of two"]]);
    await one.removeAll();
    assert.deepEqual(files(), []);
  });

  it("lets nobody else read", async function () {
    if (process.platform === "win32") this.skip();
    await open().append("a", "calls", "x");
    for (const file of files()) assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal(statSync(join(base, "history")).mode & 0o777, 0o700);
  });

  it("bounds each room of a server, whose oldest lines go: a flood leaves the calls, and other servers", async () => {
    const folder = open();
    await folder.append("a", "calls", "a call");
    await folder.append("b", "streamed", "of another");
    for (let n = 0; n < 200; n++) await folder.append("a", "streamed", `${n} ${"x".repeat(500)}`);
    for (let n = 0; n < 200; n++) await folder.append("c", "calls", `${n} ${"y".repeat(1000)}`);
    const kept = await texts(folder);
    assert.ok(kept.includes("a call") && kept.includes("of another"));
    assert.ok(kept.some((line) => line.startsWith("199 x")) && kept.some((line) => line.startsWith("199 y")));
    assert.ok(!kept.some((line) => line.startsWith("0 ")));
    assert.ok(bytes() < 10_000 + 40_000 + 2000, `${bytes()} bytes`);
    assert.ok(bytes() > 35_000, `${bytes()} bytes`);
  });

  it("ends with a piece that is larger than its room", async () => {
    const folder = open();
    await folder.append("a", "streamed", "x");
    await folder.append("a", "streamed", "y".repeat(90_000));
    await folder.append("a", "streamed", "z");
    assert.deepEqual((await texts(folder)).at(-1), "z");
    assert.ok(bytes() < 1000, `${bytes()} bytes`);
  });

  it("removes what is too old, in every workspace, and nothing else", async () => {
    const [one, two] = [open("one"), open("two")];
    await one.append("a", "calls", "old");
    await two.append("a", "calls", "old of another");
    now += 3 * day;
    await one.append("a", "calls", "new");
    await one.sweep();
    assert.deepEqual(await texts(one), ["old", "new"], "it is three days old");
    now += day;
    await one.sweep();
    assert.deepEqual([await texts(one), await texts(two)], [["new"], []]);
  });

  it("bounds all servers of a workspace, where the one with the most gives way", async () => {
    const folder = open();
    for (let server = 0; server < 70; server++)
      for (let n = 0; n < 4; n++) await folder.append(`s${server}`, "calls", "x".repeat(9000));
    await folder.append("little", "calls", "stays");
    await folder.sweep();
    assert.ok(bytes() <= limits.allBytes && bytes() > 0.9 * limits.allBytes, `${bytes()} bytes`);
    assert.ok((await texts(folder)).includes("stays"));
  });

  it("adds what was to be added while another window clears", async () => {
    const [one, other] = [open(), open()];
    await one.append("a", "calls", "first");
    const added = Promise.all(Array.from({ length: 20 }, (_, n) => one.append(`s${n}`, "calls", `${n}`)));
    await other.clear();
    await added;
    await one.append("a", "calls", "after");
    assert.ok((await texts(one)).includes("after"));
  });

  it("rejects where the folder cannot be made, and then has nothing", async () => {
    writeFileSync(join(base, "history"), "");
    await assert.rejects(open().append("a", "calls", "x"), { code: /^(ENOTDIR|EEXIST|ENOENT)$/ });
    assert.deepEqual(await texts(open()), []);
    await open().sweep();
  });

  it("is empty where there is none", async () => {
    assert.deepEqual(await texts(open()), []);
    await open().sweep();
    await open().clear();
  });
});
