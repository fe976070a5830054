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
  let give: (key: AuditKey) => void = () => {};
  const { files, lines, closed, breakWith } = heldAuditFiles();
  const ports: AuditPorts = {
    open: () => files,
    idle: () => [],
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
  return {
    ...{ clock, lines, failures, writer },
    types: () => lines.map((line) => JSON.parse(line).type),
    closed,
    breakFiles: breakWith,
    key: async () => {
      give({ id: "k", salt: "s", sign: () => "signature" });
      await turns();
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
    await writer.close();
  });
});
