import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findGateways, writeDiscovery } from "../../../src/gateway/access/discoveryFile";

const mine = {
  url: "http://127.0.0.1:4319",
  pid: process.pid,
  workspace: "/home/ada/project",
  version: "0.1.0",
  startedAt: 1_800_000_000_000,
};

describe("the discovery file", () => {
  let base: string;
  let folder: string;
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), "hub-discovery-"));
    folder = join(base, "gateways");
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  it("says where a gateway is, to its user alone, as long as it runs", async () => {
    const { remove } = await writeDiscovery(folder, mine);
    const [name = "", ...others] = readdirSync(folder);
    assert.deepEqual([name, others], [`gateway-${process.pid}.json`, []]);
    if (process.platform !== "win32") assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600);
    assert.deepEqual(JSON.parse(readFileSync(join(folder, name), "utf8")), mine);
    assert.deepEqual(await findGateways(folder), [mine]);
    await remove();
    assert.deepEqual(readdirSync(folder), []);
    assert.deepEqual(await findGateways(folder), []);
  });

  it("is not removed by the one before, and is replaced as a whole", async () => {
    const first = await writeDiscovery(folder, mine);
    const { workspace: _, ...next } = { ...mine, url: "http://127.0.0.1:4320", startedAt: 1_900_000_000_000 };
    await writeDiscovery(folder, next);
    await first.remove();
    assert.deepEqual(await findGateways(folder), [next]);
  });

  it("of a process that is gone is removed", async () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    await writeDiscovery(folder, { ...mine, pid });
    await writeDiscovery(folder, mine);
    assert.deepEqual(await findGateways(folder), [mine]);
    assert.ok(!existsSync(join(folder, `gateway-${pid}.json`)));
  });

  it("is none where it is broken or another's", async () => {
    await writeDiscovery(folder, mine);
    const file = join(folder, `gateway-${process.pid}.json`);
    for (const text of [
      "{",
      "[]",
      "{}",
      JSON.stringify({ ...mine, pid: 1 }),
      JSON.stringify({ ...mine, workspace: 1 }),
    ]) {
      writeFileSync(file, text);
      assert.deepEqual(await findGateways(folder), [], text);
    }
    writeFileSync(join(folder, "other.json"), JSON.stringify(mine));
    writeFileSync(join(folder, "gateway-x.json"), JSON.stringify(mine));
    assert.deepEqual(await findGateways(folder), []);
    assert.equal(readdirSync(folder).length, 3);
    assert.deepEqual(await findGateways(join(base, "missing")), []);
  });

  it("rejects where the folder cannot be", async () => {
    writeFileSync(folder, "a file");
    await assert.rejects(writeDiscovery(folder, mine));
    assert.deepEqual(readdirSync(base), ["gateways"]);
  });

  it("says all there is to know, and is small", async () => {
    const all = { ...mine, address: "http://127.0.0.1:4000", socket: "/run/hub.sock" };
    await writeDiscovery(folder, all);
    assert.deepEqual(await findGateways(folder), [all]);
    const room = 16 * 1024 - JSON.stringify({ ...mine, workspace: "" }).length;
    const sized = (bytes: number) => ({ ...mine, workspace: "w".repeat(bytes) });
    await writeDiscovery(folder, sized(room));
    assert.deepEqual(await findGateways(folder), [sized(room)]);
    await writeDiscovery(folder, sized(room + 1));
    assert.deepEqual(await findGateways(folder), []);
  });

  it("is none without its address, its process, its version or its time", async () => {
    await writeDiscovery(folder, mine);
    const file = join(folder, `gateway-${process.pid}.json`);
    for (const name of ["url", "pid", "version", "startedAt"]) {
      writeFileSync(file, JSON.stringify({ ...mine, [name]: undefined }));
      assert.deepEqual(await findGateways(folder), [], name);
    }
    writeFileSync(file, JSON.stringify({ ...mine, address: 1, socket: 2 }));
    assert.deepEqual(await findGateways(folder), [mine]);
  });

  it("of the newest gateway comes first", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    const { pid = 0 } = child;
    try {
      const [older, newer] = [
        { ...mine, pid, startedAt: 1 },
        { ...mine, startedAt: 2 },
      ];
      for (const one of [older, newer]) await writeDiscovery(folder, one);
      assert.deepEqual(await findGateways(folder), [newer, older]);
      await writeDiscovery(folder, { ...older, startedAt: 3 });
      assert.deepEqual(
        (await findGateways(folder)).map(({ startedAt }) => startedAt),
        [3, 2],
      );
    } finally {
      child.kill("SIGKILL");
    }
  });
});
