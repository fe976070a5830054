import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { secretStorageAudit } from "../../../src/node/audit/secretStorageAudit";

describe("the audit of an editor", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "audit-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  function setUp(at = folder) {
    const stored = new Map<string, string>();
    const secrets = {
      get: async (name: string) => stored.get(name),
      set: async (name: string, value: string) => void stored.set(name, value),
    };
    return { stored, ...secretStorageAudit(at, secrets) };
  }
  const head = { seq: 3, hash: "a".repeat(64), key: "k" };

  it("keeps the heads in secret storage, under the name of the machine and the folder", async () => {
    const { stored, ports } = setUp();
    await ports.heads.set("audit-1", head);
    assert.deepEqual(await ports.heads.get("audit-1"), head);
    assert.equal(await ports.heads.get("audit-2"), undefined);
    assert.match([...stored.keys()].join(), /^mcpHub\.audit\.head\.[\da-f]{16}\.audit-1$/);
    const other = setUp(`${folder}/other`);
    await other.ports.heads.set("audit-1", head);
    assert.notDeepEqual([...other.stored.keys()], [...stored.keys()]);
  });

  it("names its key once there is one, and makes none for that", async () => {
    const { stored, ports, reader } = setUp();
    assert.equal(await reader.ownKey(), undefined);
    assert.equal(stored.size, 0);
    const { id } = await ports.key();
    assert.deepEqual([...stored.keys()], ["mcpHub.audit.key"]);
    assert.equal(await reader.ownKey(), id);
  });

  it("reads the records of its folder", async () => {
    const { reader } = setUp();
    await writeFile(join(folder, "audit-1.jsonl"), '{"time":"a","seq":1}\n{"time":"b","seq":2}\n');
    assert.equal(reader.folder, folder);
    assert.deepEqual(await reader.latest(1), [{ time: "b", seq: 2 }]);
  });

  it("has no records where there is no folder", async () => {
    const { reader } = setUp(join(folder, "missing"));
    assert.deepEqual([await reader.latest(1), await reader.check()], [[], []]);
  });

  it("says why its folder cannot be read", async () => {
    const file = join(folder, "file");
    await writeFile(file, "");
    await assert.rejects(setUp(file).reader.latest(1), { code: "ENOTDIR" });
  });
});
