import assert from "node:assert/strict";
import { existsSync, readFileSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newCall } from "../../../src/core/calls/toolCall";
import { neverAborted } from "../../../src/core/kernel/abortSignals";
import { systemClock } from "../../../src/core/kernel/clock";
import { pause } from "../../../src/core/kernel/pause";
import { type AuditWorld, auditWorld, checked, logsIn } from "../../support/auditWorld";
import { done } from "../../support/callFixture";

const call = (world: AuditWorld) =>
  world.requests.callTool(
    newCall({ server: "files", tool: "echo", args: { a: 1 }, caller: { door: "agent" }, signal: neverAborted }),
  );

/** Longer than the time after which a failed audit is tried again. */
const triedAgain = () => pause(systemClock, 1100, neverAborted, "The test");

describe("an audit that cannot be written", () => {
  let folder: string;
  let sent = 0;
  const answer = () => {
    sent++;
    return done;
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "hub-audit-"));
    sent = 0;
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Nobody, not even an administrator, can make a folder below a file. */
  const blocked = () => {
    writeFileSync(join(folder, "file"), "");
    return join(folder, "file");
  };

  it("refuses calls before they are sent where it is required, and says why", async () => {
    const world = auditWorld(blocked(), { audit: "required" }, answer);
    await assert.rejects(call(world), {
      code: "denied",
      message:
        '"echo" of "files" was not run: mcpHub.audit requires a record of each call, and it cannot be written (ENOTDIR).',
    });
    await assert.rejects(call(world), { code: "denied" });
    assert.equal(sent, 0);
    assert.deepEqual(world.failures, ["The audit cannot be written: ENOTDIR."], "said once");
    const last = world.stream.history.at(-1);
    assert.ok(last?.type === "call.ended" && last.outcome === "denied");
    await world.audit.close();
  });

  it("lets calls go on where it is batched, and says so once", async () => {
    const world = auditWorld(blocked(), { audit: "batched" }, answer);
    for (let n = 0; n < 5; n++) {
      await call(world);
      await world.audit.settle();
    }
    await triedAgain();
    await call(world);
    await world.audit.settle();
    assert.equal(sent, 6);
    assert.deepEqual(world.failures, ["The audit cannot be written: ENOTDIR."]);
    await world.audit.close();
  }).timeout(10_000);

  for (const audit of ["required", "batched"] as const)
    it(`goes on when the disk is no longer full, ${audit}, and misses nothing`, async function () {
      if (!existsSync("/dev/full")) this.skip(); // only Linux has a disk that is always full
      const file = join(logsIn(folder), "audit-1.jsonl");
      await mkdir(logsIn(folder), { recursive: true });
      symlinkSync("/dev/full", file);
      const world = auditWorld(folder, { audit }, answer);
      if (audit === "required") await assert.rejects(call(world), /cannot be written \(ENOSPC\)/);
      else await call(world);
      await world.audit.settle();
      assert.deepEqual(world.failures, ["The audit cannot be written: ENOSPC."]);
      assert.equal(sent, audit === "required" ? 0 : 1);
      unlinkSync(file);
      await triedAgain();
      await call(world);
      await world.audit.close();
      const [log] = await checked(folder);
      assert.deepEqual(log?.verdict.problems, []);
      const types = readFileSync(file, "utf8").match(/"type":"[\w.]+"/g) ?? [];
      assert.equal(types.filter((type) => type.includes("call.ended")).length, 2, types.join());
      const begun = types.filter((type) => type.includes("call.begun")).length;
      assert.equal(begun, audit === "required" ? 1 : 0, "a call that was refused was not sent");
    }).timeout(10_000);

  it("begins again when somebody removes its file, and the check tells", async () => {
    const world = auditWorld(folder, { audit: "required" }, answer);
    await call(world);
    await world.audit.settle();
    unlinkSync(join(logsIn(folder), "audit-1.jsonl"));
    await assert.rejects(call(world), /cannot be written \(ESTALE\)/);
    await triedAgain();
    await call(world);
    await world.audit.close();
    const kinds = (await checked(folder)).flatMap(({ verdict }) => verdict.problems.map(({ kind }) => kind));
    assert.deepEqual(kinds, ["cut"]);
  }).timeout(10_000);
});
