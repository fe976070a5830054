import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { isIntact, verdictText } from "../../../src/core/audit/verdictText";
import { checked, logsIn } from "../../support/auditWorld";
import { until } from "../../support/until";

/** The processes that write: bundled, as everything below test/support is. */
const program = resolve("out/test/support/auditProcess.js");

describe("the audit of processes", function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "hub-audit-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const start = (count: number, mode = "batched", input: "ignore" | "pipe" = "ignore") =>
    spawn(process.execPath, [program, folder, String(count), mode], { stdio: [input, "pipe", "inherit"] });
  const locks = () => readdirSync(logsIn(folder)).filter((name) => name.endsWith(".lock"));

  for (const mode of ["batched", "required"])
    it(`of 10,000 calls with a crash in them verifies, ${mode}`, async () => {
      const first = start(10_000, mode);
      const before = await killedAfter(first, 6000);
      appendFileSync(join(logsIn(folder), "audit-1.jsonl"), '{"args":"torn by a loss of pow');
      const [torn] = await checked(folder);
      assert.ok(torn && isIntact(torn.verdict), JSON.stringify(torn?.verdict.problems));
      assert.equal(torn.verdict.tornBytes, 30);
      assert.match(verdictText("audit-1", torn.verdict).join("\n"), /The last line is incomplete \(30 characters\)/);

      const second = start(10_000 - before, mode);
      second.stdout?.resume();
      assert.deepEqual(await once(second, "exit"), [0, null]);
      const [whole, ...others] = await checked(folder);
      assert.ok(whole && others.length === 0);
      assert.deepEqual(whole.verdict.problems, []);
      assert.equal(whole.verdict.tornBefore, 1);
      assert.equal(whole.verdict.signedTo, whole.verdict.lastSeq);
      const ended = count(folder, "call.ended");
      // A batch is lost with its process; a call whose record is required is not.
      if (mode === "required") assert.ok(count(folder, "call.begun") >= 10_000);
      assert.ok(ended > 10_000 - 1000, `${ended} calls`);
    });

  it("of two at once is a log for each, and both verify", async () => {
    const both = [start(3000, "batched", "pipe"), start(3000, "batched", "pipe")];
    const exits = Promise.all(both.map((one) => once(one, "exit")));
    await Promise.all(both.map((one) => one.stdout && once(one.stdout.resume(), "data")));
    // Each keeps its log until the other one has its own, however long that one takes to start.
    await until("two logs are open", () => existsSync(logsIn(folder)) && locks().length === 2);
    for (const one of both) one.stdin?.end();
    const ended = await exits;
    assert.deepEqual(ended, [
      [0, null],
      [0, null],
    ]);
    const logs = await checked(folder);
    assert.deepEqual(
      logs.map(({ name, verdict }) => [name, verdict.problems.length, verdict.signedTo === verdict.lastSeq]),
      [
        ["audit-1", 0, true],
        ["audit-2", 0, true],
      ],
    );
    assert.equal(count(folder, "call.ended"), 6000);
    assert.deepEqual(locks(), []);
  });

  it("is readable for its owner alone", async function () {
    if (process.platform === "win32") this.skip(); // Windows has no such modes; the folder of the person is theirs alone
    const one = start(200);
    one.stdout?.resume();
    await once(one, "exit");
    const modes = ["audit", "audit/audit-1.jsonl", "audit-keys", "audit-keys/key.json", "audit-keys/audit-1.head.json"];
    assert.deepEqual(
      modes.map((name) => statSync(join(folder, name)).mode & 0o777),
      [0o700, 0o600, 0o700, 0o600, 0o600],
    );
  });
});

/** Kills the process as soon as it has made so many calls. */
async function killedAfter(child: ChildProcess, calls: number): Promise<number> {
  let made = 0;
  let said = "";
  child.stdout?.on("data", (data: Buffer) => {
    said += data.toString();
    made = Number(said.trimEnd().split("\n").at(-1));
    if (made >= calls) child.kill("SIGKILL");
  });
  assert.deepEqual(await once(child, "exit"), [null, "SIGKILL"]);
  return made;
}

/** How many records of a type the files hold. */
function count(folder: string, type: string): number {
  const files = readdirSync(logsIn(folder)).filter((name) => name.endsWith(".jsonl"));
  const lines = files.flatMap((name) => readFileSync(join(logsIn(folder), name), "utf8").split("\n"));
  return lines.filter((line) => line.endsWith(`"type":"${type}"}`)).length;
}
