import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { latestRecords } from "../../../src/node/audit/latestRecords";

describe("the latest records of an audit", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "latest-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = (name: string, ...records: (readonly [time: string, seq: number])[]) =>
    writeFile(join(folder, name), records.map(([time, seq]) => `${JSON.stringify({ time, seq })}\n`).join(""));
  const latest = async (count: number) => (await latestRecords(folder, count)).map(({ time, seq }) => `${time} ${seq}`);

  it("are those of all logs, newest first, and no more than were asked for", async () => {
    await write("audit-1.jsonl", ["b", 1], ["d", 2]);
    await write("audit-12.jsonl", ["a", 1], ["c", 2]);
    assert.deepEqual(await latest(3), ["d 2", "c 2", "b 1"]);
    assert.deepEqual(await latest(9), ["d 2", "c 2", "b 1", "a 1"]);
  });

  it("are ordered by time before number, whichever log is read first", async () => {
    await write("audit-1.jsonl", ["a", 9], ["c", 3]);
    await write("audit-2.jsonl", ["b", 7], ["d", 1]);
    assert.deepEqual(await latest(9), ["d 1", "c 3", "b 7", "a 9"]);
  });

  it("are ordered by their numbers where they are of the same time", async () => {
    await write("audit-1.jsonl", ["a", 9], ["a", 10], ["a", 11]);
    assert.deepEqual(await latest(9), ["a 11", "a 10", "a 9"]);
  });

  it("are also those of the file before, and not of older ones or of other files", async () => {
    await write("audit-1.jsonl", ["d", 4]);
    await write("audit-1.000002.jsonl", ["c", 3]);
    await write("audit-1.000001.jsonl", ["b", 2]);
    await write("audit-1.lock", ["x", 1]);
    await write("other.jsonl", ["y", 1]);
    await write("audit-2.000001.jsonl", ["z", 1]);
    assert.deepEqual(await latest(9), ["d 4", "c 3"]);
  });

  it("are the whole lines in the last 256 KB of a file", async () => {
    const filler = (bytes: number) => `${JSON.stringify({ time: "a", seq: 1, f: "x".repeat(bytes) })}\n`;
    const last = `${JSON.stringify({ time: "b", seq: 2 })}\n`;
    const frame = filler(0).length + last.length;
    const file = join(folder, "audit-1.jsonl");
    await writeFile(file, filler(256 * 1024 - frame) + last);
    assert.deepEqual(await latest(9), ["b 2", "a 1"]);
    await writeFile(file, filler(256 * 1024 - frame + 1) + last);
    assert.deepEqual(await latest(9), ["b 2"], "The first line does not begin within them.");
  });

  it("are without lines that are not records", async () => {
    await writeFile(join(folder, "audit-1.jsonl"), '{"time":"a","seq":1}\n\n[1]\n{"time":"b"');
    assert.deepEqual(await latest(9), ["a 1"]);
  });

  it("are refused with what the system answers", async () => {
    await assert.rejects(latestRecords(join(folder, "missing"), 1), { code: "ENOENT" });
  });
});
