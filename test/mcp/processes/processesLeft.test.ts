import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { build } from "esbuild";
import type { StdioPlan } from "../../../src/core/config/plan/launchPlan";
import { HubError } from "../../../src/core/kernel/hubError";
import { fixturePlan } from "../../support/fixtures";
import { noAbort, openLinks } from "../../support/openLinks";
import { processesWith } from "../../support/processesWith";

const marker = "MCP_HUB_TEST_TREE";

/** A plan whose processes can be found again, whatever becomes of their parents. */
function marked(plan: StdioPlan) {
  const mark = randomUUID();
  return { plan: { ...plan, env: { [marker]: mark } }, left: () => processesWith(marker, mark) };
}

const throughShell = (...switches: string[]): StdioPlan => {
  const { command, args, ...plan } = fixturePlan(...switches);
  return { ...plan, command: "sh", args: ["-c", `"${command}" ${args.join(" ")}; true`] };
};

const hosts: readonly [name: string, plan: StdioPlan, processes: number][] = [
  ["a server that ends with its input", fixturePlan(), 1],
  ["a server that ignores the end of its input", fixturePlan("--ignore-eof"), 1],
  ["a server that ignores SIGTERM", fixturePlan("--ignore-sigterm"), 1],
  ["a grandchild that hears nothing", fixturePlan("--grandchild"), 2],
  ["a grandchild in a group of its own", fixturePlan("--grandchild=stray"), 2],
  ["a daemon that nobody is the parent of", fixturePlan("--daemon"), 2],
  ["a server behind a shell that ignores everything", throughShell("--ignore-sigterm", "--grandchild=stray"), 3],
];

describe("processes that are left", function () {
  this.timeout(30_000);
  before(function () {
    if (process.platform !== "linux") this.skip(); // the marker is found in /proc
  });
  const open = openLinks();

  for (const [name, plan, processes] of hosts)
    it(`after letting go of ${name}: none`, async () => {
      const { plan: found, left } = marked(plan);
      const { link } = await open(found);
      assert.equal(left().length, processes);
      link.dispose();
      await link.closed;
      assert.deepEqual(left(), []);
    });

  it("after a crash with a grandchild: none", async () => {
    const { plan, left } = marked(fixturePlan("--grandchild"));
    const { link } = await open(plan);
    await assert.rejects(link.callTool("crash", {}, { signal: noAbort() }), { code: "exited" });
    link.dispose();
    await link.closed;
    assert.deepEqual(left(), []);
  });

  it("after giving up an opening: none, as soon as it rejects", async () => {
    const { plan, left } = marked(fixturePlan("--silent", "--ignore-sigterm", "--grandchild"));
    const abort = new AbortController();
    const opening = open(plan, { signal: abort.signal });
    while (left().length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    abort.abort(new HubError("timeout", "took too long"));
    await assert.rejects(opening, { code: "timeout" });
    assert.deepEqual(left(), []);
  });

  it("leaves no listener on this process behind", async () => {
    const count = () => process.listenerCount("exit") + process.listenerCount("SIGTERM");
    const before = count();
    const { link } = await open(fixturePlan());
    assert.equal(count(), before + 2);
    link.dispose();
    await link.closed;
    assert.equal(count(), before);
  });

  describe("when the hub's own process ends", () => {
    const program = "out/support/hostProgram.js";
    before(() =>
      build({ entryPoints: ["test/support/hostProgram.ts"], bundle: true, platform: "node", outfile: program }),
    );

    for (const end of ["exit", "throw", "SIGTERM", "SIGINT", "SIGHUP"] as const)
      it(`by ${end}: none`, async () => {
        const all = hosts.map(([, plan]) => marked(plan));
        const left = () => all.flatMap(({ left }) => left());
        const plans = JSON.stringify(all.map(({ plan }) => plan));
        const host = spawn(process.execPath, [program, plans, end], { stdio: ["ignore", "pipe", "ignore"] });
        const exited = once(host, "exit");
        await once(host.stdout, "data");
        if (end.startsWith("SIG")) host.kill(end as NodeJS.Signals);
        const [code, signal] = await exited;
        assert.deepEqual([code, signal], end === "exit" ? [0, null] : end === "throw" ? [1, null] : [null, end]);
        while (left().length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
      });
  });
});
