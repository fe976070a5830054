import assert from "node:assert/strict";
import { AuditLog } from "../../../src/core/audit/auditLog";
import type { AuditArchive, AuditFiles, AuditHead } from "../../../src/core/audit/auditPorts";
import { newRecord, noHash } from "../../../src/core/audit/auditRecord";
import { tidyIdleLogs } from "../../../src/core/audit/idleLogs";
import { turns } from "../../support/callFixture";
import { FakeClock } from "../../support/fakeClock";
import { heldAuditFiles } from "../../support/heldAuditFiles";

const key = { id: "k", salt: "", sign: (text: string) => `signed ${text.length}` };
const archive = (name: string, endedAt: number): AuditArchive => ({ name, bytes: 10, endedAt });

/** A log over files in memory. A hash is `#` with the number of characters. */
function world(more: Partial<AuditFiles> = {}, known?: AuditHead, maxAgeMs = 1e15) {
  const held = heldAuditFiles();
  const clock = new FakeClock();
  const done: string[] = [];
  const heads = new Map<string, AuditHead>();
  const files: AuditFiles = {
    ...held.files,
    rotate: () => void done.push("rotate"),
    remove: ({ name }) => void done.push(`remove ${name}`),
    sync: async () => void done.push("sync"),
    ...more,
  };
  const parts = {
    ports: {
      open: () => files,
      idle: () => [files],
      key: async () => key,
      heads: {
        get: async () => known,
        set: async (log: string, head: AuditHead) => {
          done.push("head");
          heads.set(log, head);
        },
      },
      sha256: (text: string) => `#${text.length}`,
    },
    ...{ retention: () => ({ maxBytes: 800, maxAgeMs }), now: () => clock.now(), version: "1" },
  };
  const records = () => held.lines.map((line): Readonly<Record<string, unknown>> => JSON.parse(line));
  return { ...held, parts, done, heads, records, open: () => AuditLog.open(parts) };
}

describe("an audit log", () => {
  it("numbers its records, each with the hash of the one before", async () => {
    const { open, lines, records } = world();
    const log = await open();
    log.append([newRecord("one", 0), newRecord("two", 0)]);
    assert.deepEqual(
      records().map(({ type, seq, prev }) => [type, seq, prev]),
      [
        ["audit.opened", 1, noHash],
        ["one", 2, `#${lines[0]?.length}`],
        ["two", 3, `#${lines[1]?.length}`],
      ],
    );
    assert.deepEqual([records()[0]?.key, records()[0]?.version], ["k", "1"]);
  });

  it("goes on after its last line, and says what was known of it from elsewhere", async () => {
    const lastLine = '{"seq":41}';
    const { open, records } = world({ lastLine, tornBytes: 3 }, { seq: 40, hash: "#40", key: "k" });
    await open();
    const { seq, prev, headSeq, headHash, tornBytes } = records()[0] ?? {};
    assert.deepEqual([seq, prev, headSeq, headHash, tornBytes], [42, `#${lastLine.length}`, 40, "#40", 3]);
    const whole = world({ lastLine });
    await whole.open();
    assert.ok(!("tornBytes" in (whole.records()[0] ?? {})) && !("headSeq" in (whole.records()[0] ?? {})));
  });

  it("signs all that was written, and keeps its head elsewhere once it is on the disk", async () => {
    const { open, lines, records, heads, done } = world();
    const log = await open();
    assert.equal(log.isUnsigned, true);
    await log.sign();
    assert.equal(log.isUnsigned, false);
    const head = records()[1];
    assert.deepEqual([head?.type, head?.seq, head?.prev, head?.key], ["audit.head", 2, `#${lines[0]?.length}`, "k"]);
    const { signature, ...unsigned } = head ?? {};
    assert.equal(signature, `signed ${JSON.stringify(unsigned).length}`);
    assert.deepEqual(heads.get("audit-1"), { seq: 2, hash: `#${lines[1]?.length}`, key: "k" });
    assert.deepEqual(done, ["sync", "head"]);
  });

  it("keeps its head only once its records are on the disk, and closes its files after that", async () => {
    const steps: string[] = [];
    const ends: (() => void)[] = [];
    const slow = (step: string) =>
      new Promise<void>((resolve) => {
        steps.push(step);
        ends.push(resolve);
      });
    const { open, parts, closed } = world({ sync: () => slow("sync") });
    parts.ports.heads.set = () => slow("head");
    const closing = (await open()).close();
    const seen: (readonly [readonly string[], number])[] = [];
    for (let step = 0; step < 2; step++) {
      await turns();
      seen.push([[...steps], closed()]);
      ends.at(-1)?.();
    }
    await closing;
    assert.deepEqual(seen, [
      [["sync"], 0],
      [["sync", "head"], 0],
    ]);
    assert.equal(closed(), 1);
  });

  it("is as old as its first record, and a day after it was put aside is full again", async () => {
    const line = (time: number) => JSON.stringify({ time: new Date(time).toISOString() });
    const young = world({ bytes: 1, firstLine: line(1_000_000 - 86_399_999) });
    await young.open();
    assert.deepEqual(young.done, []);
    const old = world({ bytes: 1, firstLine: line(1_000_000 - 86_400_000) });
    const log = await old.open();
    assert.deepEqual([old.done, log.isFull], [["rotate"], false]);
    log.abandon();
    assert.equal(old.closed(), 1);
  });

  it("signs what is left at its end, and nothing twice, and closes its files even where that fails", async () => {
    const { open, records, closed, breakWith } = world();
    const log = await open();
    await log.sign();
    await log.close();
    assert.deepEqual([records().length, closed()], [2, 1]);
    const unsigned = await open();
    breakWith(new Error("full"));
    await assert.rejects(unsigned.close(), { message: "full" });
    assert.equal(closed(), 2);
    await assert.rejects(open(), { message: "full" });
    assert.equal(closed(), 3);
  });

  it("puts a full file aside before it writes to it, or after it signed it", async () => {
    const old = world({ bytes: 101 });
    const log = await old.open();
    assert.deepEqual([old.done, old.records().length], [["rotate"], 1]);
    log.tidy();
    assert.deepEqual([old.done, old.records()[1]?.type], [["rotate", "rotate"], "audit.head"]);
    const small = world({ bytes: 100, archives: () => [] });
    (await small.open()).tidy();
    assert.deepEqual([small.done, small.records().length], [[], 1]);
  });

  it("removes what is too old, and writes down before where it begins from now on", async () => {
    const archives = () => [archive("a", 0), archive("b", 1), archive("c", 999_999)];
    const lastLineOf = ({ name }: AuditArchive) => `{"name":"${name}","seq":${name === "b" ? 7 : 3}}`;
    const { open, records, done } = world({ archives, lastLineOf }, undefined, 999_000);
    (await open()).tidy();
    const { type, files, prunedSeq, prunedHash } = records()[1] ?? {};
    assert.deepEqual([type, files, prunedSeq, prunedHash], ["audit.pruned", 2, 7, "#20"]);
    assert.deepEqual(done, ["remove a", "remove b"]);
    const unreadable = world({ archives, lastLineOf: () => undefined }, undefined, 999_000);
    (await unreadable.open()).tidy();
    assert.deepEqual([unreadable.done, unreadable.records().length], [[], 1]);
  });
});

describe("an audit log that nobody writes", () => {
  const tidied = async (more: Partial<AuditFiles>, maxAgeMs: number) => {
    const { parts, closed, records } = world(more, undefined, maxAgeMs);
    await tidyIdleLogs(parts, key);
    assert.equal(closed(), 1);
    return records().map(({ type }) => type);
  };

  it("is left alone while it is neither too old nor too much", async () => {
    assert.deepEqual(await tidied({ bytes: 50, endedAt: 1 }, 1_000_000), []);
    assert.deepEqual(await tidied({ bytes: 0, endedAt: 0 }, 10), []);
  });

  it("is signed and removed from where it is too old", async () => {
    assert.deepEqual(await tidied({ bytes: 50, endedAt: 0 }, 1_000_000), ["audit.opened", "audit.head"]);
    const lastLineOf = () => '{"seq":1}';
    const archives = () => [archive("a", 0)];
    assert.deepEqual(await tidied({ bytes: 0, archives, lastLineOf }, 1_000_000), [
      ...["audit.opened", "audit.pruned", "audit.head"],
    ]);
  });
});
