import assert from "node:assert/strict";
import type { AuditKey, AuditPorts } from "../../../src/core/audit/auditPorts";
import { newRecord } from "../../../src/core/audit/auditRecord";
import { AuditWriter } from "../../../src/core/audit/auditWriter";
import { turns } from "../../support/callFixture";
import { FakeClock } from "../../support/fakeClock";
import { heldAuditFiles } from "../../support/heldAuditFiles";

/** A writer over files in memory, whose key comes when the test says so. */
function world() {
  const clock = new FakeClock();
  const failures: string[] = [];
  let looks = 0;
  let give: (key: AuditKey) => void = () => {};
  let tidied = 0;
  const { files, lines, closed, breakWith, mend } = heldAuditFiles();
  files.folderBytes = () => {
    tidied++;
    return 0;
  };
  const ports: AuditPorts = {
    open: () => files,
    idle: () => {
      looks++;
      return [];
    },
    key: () => new Promise((resolve) => (give = resolve)),
    heads: { get: async () => undefined, set: async () => {} },
    sha256: (text) => `${text.length}`,
  };
  const writer = new AuditWriter({
    ports,
    retention: () => ({ maxBytes: 1e9, maxAgeMs: 1e9 }),
    clock,
    failed: (text) => failures.push(text),
    version: "1",
  });
  const key = async () => {
    give({ id: "k", salt: "s", sign: () => "signature" });
    await turns();
  };
  return {
    ...{ clock, lines, failures, writer, key },
    types: () => lines.map((line) => JSON.parse(line).type),
    closed,
    breakFiles: breakWith,
    mendFiles: mend,
    looks: () => looks,
    tidied: () => tidied,
    /** Lets so much time pass, at whose end a record is written. */
    write: async (ms: number) => {
      clock.pass(ms - 250);
      writer.add(newRecord("one", 0), false);
      clock.pass(250);
      await key();
    },
  };
}

describe("writing records", () => {
  it("waits for more of them, then signs them", async () => {
    const { clock, writer, types, key } = world();
    writer.add(newRecord("one", 0), false);
    writer.add(newRecord("two", 0), false);
    clock.pass(249);
    assert.deepEqual(types(), []);
    clock.pass(1);
    await key();
    assert.deepEqual(types(), ["audit.opened", "one", "two"]);
    clock.pass(5000);
    assert.deepEqual(types(), ["audit.opened", "one", "two", "audit.head"]);
    assert.equal(clock.waiting, 0, "no timer keeps the process alive");
    await writer.close();
  });

  it("opens its log at a full batch, which a busy process would lose with all that follows", async () => {
    const { writer, lines, key } = world();
    for (let n = 1; n <= 100; n++) writer.add(newRecord("one", 0), false);
    await key();
    assert.equal(lines.length, 101);
    await writer.close();
  });

  it("writes and signs what waits when it is asked to settle, and signs the rest at its end", async () => {
    const { writer, types, closed, key } = world();
    writer.add(newRecord("one", 0), false);
    const settled = writer.settle();
    await key();
    await settled;
    assert.deepEqual(types(), ["audit.opened", "one", "audit.head"]);
    await writer.settle();
    assert.equal(types().length, 3, "Nothing is new.");
    writer.add(newRecord("two", 0), false);
    await writer.close();
    assert.deepEqual(types().slice(3), ["two", "audit.head"]);
    await writer.close();
    assert.equal(closed(), 1);
  });

  it("opens no log where there was nothing to write", async () => {
    const { writer, closed } = world();
    await writer.settle(); // the key never comes
    await writer.close();
    assert.equal(closed(), 0);
  });

  it("gives up a key that does not come, and lets go of a log that opens too late", async () => {
    const { clock, writer, failures, closed, key } = world();
    const written = writer.write(newRecord("call.begun", 0), false);
    clock.pass(10_000);
    await assert.rejects(written ?? Promise.resolve(), { message: "its key or its files did not answer in time" });
    assert.deepEqual(failures, ["The audit cannot be written: its key or its files did not answer in time."]);
    await key();
    assert.equal(closed(), 1);
  });

  it("says that it cannot sign where its files are gone by then", async () => {
    const { clock, writer, failures, key, breakFiles } = world();
    writer.add(newRecord("one", 0), false);
    clock.pass(250);
    await key();
    breakFiles(Object.assign(new Error("audit-1.jsonl was changed or removed."), { code: "ESTALE" }));
    clock.pass(5000);
    await turns();
    assert.deepEqual(failures, ["The audit cannot be written: ESTALE."]);
  });

  it("waits for a full batch only before its log is open", async () => {
    const { clock, writer, types, key } = world();
    for (let n = 1; n <= 99; n++) writer.add(newRecord("one", 0), false);
    await key();
    assert.deepEqual(types(), [], "Nobody asked for the key yet.");
    assert.deepEqual([clock.waiting, clock.background], [0, 1]);
    clock.pass(250);
    await key();
    assert.equal(types().length, 100);
    for (let n = 1; n <= 99; n++) writer.add(newRecord("two", 0), false);
    assert.equal(types().length, 100);
    writer.add(newRecord("two", 0), false);
    assert.equal(types().length, 200);
    await writer.close();
    writer.add(newRecord("late", 0), false);
    clock.pass(250);
    assert.equal(types().filter((type) => type === "late").length, 0);
    assert.equal(clock.background, 0);
  });

  it("tries again a second after a failure, and says each reason once", async () => {
    const { clock, writer, failures, types, key, breakFiles, mendFiles } = world();
    breakFiles(Object.assign(new Error("full"), { code: "ENOSPC" }));
    writer.add(newRecord("one", 0), false);
    clock.pass(250);
    await key();
    const failing = { message: "ENOSPC" };
    await assert.rejects(async () => writer.write(newRecord("now", 0), false), failing);
    mendFiles();
    clock.pass(999);
    await key();
    await assert.rejects(async () => writer.write(newRecord("now", 0), false), failing);
    assert.deepEqual([types(), failures], [[], ["The audit cannot be written: ENOSPC."]]);
    clock.pass(1);
    await key();
    assert.deepEqual(types(), ["audit.opened", "one"]);
    await writer.close();
  });

  for (const [later, count] of [
    [3_599_999, 1],
    [3_600_000, 2],
  ] as const)
    it(`has looked at the other logs ${count === 1 ? "once" : "twice"} after ${later} ms`, async () => {
      const { writer, write, looks } = world();
      await write(250);
      assert.equal(looks(), 1);
      await write(later);
      assert.equal(looks(), count);
      await writer.close();
    });

  it("looks at the age and the size of its files once a minute", async () => {
    const { writer, write, tidied } = world();
    await write(250);
    const before = tidied();
    await write(59_999);
    assert.equal(tidied(), before);
    await write(1 + 250);
    assert.equal(tidied(), before + 1);
    await write(59_750);
    assert.equal(tidied(), before + 1);
    await write(250);
    assert.equal(tidied(), before + 2);
    await writer.close();
  });

  it("writes how many records were lost where too many waited", async () => {
    const { clock, writer, lines, key } = world();
    for (let n = 0; n < 10_003; n++) writer.add(newRecord("one", 0), false);
    clock.pass(250);
    await key();
    const lost = lines.map((line) => JSON.parse(line)).filter(({ type }) => type === "audit.lost");
    assert.deepEqual(
      lost.map(({ count }) => count),
      [3],
    );
    assert.equal(lines.filter((line) => JSON.parse(line).type === "one").length, 10_000);
    await writer.close();
  });
});
