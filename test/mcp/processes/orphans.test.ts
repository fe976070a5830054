import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import type { StdioPlan } from "../../../src/core/config/plan/launchPlan";
import { systemClock } from "../../../src/core/kernel/clock";
import { type LedgerEntry, markVariable, parseLedgerEntry } from "../../../src/mcp/processes/ledgerEntry";
import { bootOf, holdsMark, newMark, startTimeOf } from "../../../src/mcp/processes/processFacts";
import { processTableNow } from "../../../src/mcp/processes/processTable";
import { processSystem } from "../../../src/mcp/processes/processTree";
import { type ReaperPorts, reapOrphans, stateOf } from "../../../src/mcp/processes/reapOrphans";
import { fixturePlan, stopChild } from "../../support/fixtures";
import { processesWith } from "../../support/processesWith";
import { until } from "../../support/until";

const program = "out/support/hostProgram.js";
const test = "MCP_HUB_TEST_ORPHAN";

const throughShell = (...switches: string[]): StdioPlan => {
  const { command, args, ...plan } = fixturePlan(...switches);
  return { ...plan, command: "sh", args: ["-c", `"${command}" ${args.join(" ")}; true`] };
};

const servers: readonly [name: string, plan: StdioPlan][] = [
  ["a plain server", fixturePlan()],
  ["a server that ignores the end of its input", fixturePlan("--ignore-eof")],
  ["a server that ignores SIGTERM too", fixturePlan("--ignore-sigterm")],
  ["a server behind a shell, with a grandchild", throughShell("--ignore-sigterm", "--grandchild")],
  ["a server that ends, with a daemon that does not", fixturePlan("--daemon")],
];

const ports = (more: Partial<ReaperPorts> = {}): ReaperPorts => ({
  system: processSystem((error) => assert.fail(String(error))),
  clock: systemClock,
  report: (error) => assert.fail(String(error)),
  holdsMark,
  boot: bootOf(),
  ...more,
});

describe("a hub that is killed", function () {
  this.timeout(30_000);
  const folder = mkdtempSync(path.join(tmpdir(), "hub-ledger-"));
  const children: ChildProcess[] = [];
  const mark = randomUUID();
  const left = () => processesWith(test, mark);

  before(async function () {
    if (process.platform !== "linux") this.skip(); // the marks are read in /proc
    await build({ entryPoints: ["test/support/hostProgram.ts"], bundle: true, platform: "node", outfile: program });
  });
  afterEach(async () => {
    await Promise.all(children.splice(0).map(stopChild));
    for (const pid of left()) process.kill(pid, "SIGKILL");
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** A hub with all servers, once they run. */
  async function host() {
    const plans = JSON.stringify(servers.map(([, plan]) => ({ ...plan, env: { [test]: mark } })));
    const child = spawn(process.execPath, [program, plans, "stay", folder], { stdio: ["ignore", "pipe", "inherit"] });
    children.push(child);
    await once(child.stdout, "data");
    await until("each server is in the ledger", () => readdirSync(folder).length === servers.length);
    return child;
  }

  it("leaves no server for longer than a few seconds", async () => {
    const hub = await host();
    assert.equal(left().length, 8);
    await stopChild(hub);
    const killed = Date.now();
    await until("none is left", () => left().length === 0);
    assert.ok(Date.now() - killed < 6000);
    assert.deepEqual(await reapOrphans(folder, ports()), []);
    assert.deepEqual(readdirSync(folder), [], "what is over is forgotten");
  });

  it("leaves servers where its watch was killed too, and the next start ends them", async () => {
    const hub = await host();
    const watch = processTableNow().find(({ pid, parent }) => parent === hub.pid && /groups=/.test(commandOf(pid)));
    assert.ok(watch);
    assert.deepEqual(await reapOrphans(folder, ports()), [], "while the hub runs its servers are its own");
    process.kill(watch.pid, "SIGKILL");
    await stopChild(hub);
    await until("the plain ones hear the end of their input", () => left().length === 6);
    assert.equal((await reapOrphans(folder, ports())).length, 4);
    assert.deepEqual([left(), readdirSync(folder)], [[], []]);
  });

  it("keeps nothing of servers that were let go", async () => {
    const hub = await host();
    hub.kill("SIGTERM");
    await once(hub, "exit");
    await until("none is left", () => left().length === 0); // a process that was killed takes a moment to end
    assert.deepEqual([await reapOrphans(folder, ports()), readdirSync(folder)], [[], []]);
  });

  describe("and a number that was given again", () => {
    /** A process that is no server, and an entry that names its number. */
    async function stranger(more: Partial<LedgerEntry>, env: Record<string, string> = {}) {
      const child = spawn("sleep", ["60"], { stdio: "ignore", detached: true, env: { ...process.env, ...env } });
      children.push(child);
      await once(child, "spawn");
      const { pid = 0 } = child;
      const startedAt = (await startTimeOf(pid)) ?? "";
      const host = { pid: 999_999_999, startedAt: "1" };
      const entry: LedgerEntry = { pid, startedAt, host, mark: newMark(), boot: bootOf(), ...more };
      writeFileSync(path.join(folder, "stranger.json"), JSON.stringify(entry));
      return { child, entry };
    }
    const rows: [words: string, more: Partial<LedgerEntry>][] = [
      ["another start time", { startedAt: "7" }],
      ["no mark", {}],
      ["another boot", { boot: "another" }],
    ];
    for (const [words, more] of rows)
      it(`${words}: is left alone`, async () => {
        const own = newMark();
        const { child } = await stranger({ mark: own, ...more }, words === "no mark" ? {} : { [markVariable]: own });
        assert.deepEqual(await reapOrphans(folder, ports()), []);
        assert.ok(child.exitCode === null && child.signalCode === null);
        assert.ok(!existsSync(path.join(folder, "stranger.json")));
      });

    it("all three alike: is ended", async () => {
      const own = newMark();
      const { child, entry } = await stranger({ mark: own }, { [markVariable]: own });
      const exited = once(child, "exit");
      assert.deepEqual(await reapOrphans(folder, ports()), [entry.pid]);
      await exited;
    });

    it("its hub runs: is in use", async () => {
      const host = { pid: process.pid, startedAt: (await startTimeOf(process.pid)) ?? "" };
      const { entry } = await stranger({ host });
      assert.equal(await stateOf(entry, ports()), "in-use");
    });
  });

  it("reads nothing but whole entries", async () => {
    for (const text of ["", "{", "[]", '{"pid":1}', '{"pid":5,"startedAt":"1","host":{"pid":"x"}}', "null"])
      assert.equal(parseLedgerEntry(text), undefined, text);
    assert.deepEqual(await reapOrphans(path.join(folder, "missing"), ports()), []);
  });
});

const commandOf = (pid: number): string => readFileSync(`/proc/${pid}/cmdline`, "latin1");
