import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { OrphanGuard } from "../../../src/mcp/processes/orphanGuard";
import { processTableNow } from "../../../src/mcp/processes/processTable";
import { stopChild } from "../../support/fixtures";
import { until } from "../../support/until";

describe("the shell that ends servers after a crash of the hub", function () {
  this.timeout(30_000);
  if (process.platform === "win32") return;

  const ofThisProcess = () =>
    processTableNow()
      .filter(({ parent }) => parent === process.pid)
      .map(({ pid }) => pid);

  it("is started again for the next server where it was ended, and that is said once", async () => {
    const reported: string[] = [];
    const guard = new OrphanGuard(undefined, (error) => void reported.push(String(error)));
    const server = spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
    const pid = server.pid ?? assert.fail("no server");
    const started = () => {
      const before = new Set(ofThisProcess());
      const ended = guard.forServer().started(pid);
      const shells = ofThisProcess().filter((one) => !before.has(one));
      return { ended, shell: shells[0], count: shells.length };
    };
    try {
      const first = started();
      assert.equal(first.count, 1);
      assert.equal(started().count, 0, "one shell for all servers");
      process.kill(first.shell ?? 0, "SIGKILL");
      await until("its end is reported", () => reported.length > 0);
      assert.deepEqual(reported, ["Error: The shell that ends servers after a crash of the hub has ended."]);

      const again = started();
      assert.equal(again.count, 1);
      first.ended(); // known to the shell that is gone
      assert.ok(ofThisProcess().includes(again.shell ?? 0));
      again.ended();
      await until("it ends with the last server", () => !ofThisProcess().includes(again.shell ?? 0));
      assert.equal(reported.length, 1);
    } finally {
      const gone = once(server, "exit");
      await stopChild(server);
      await gone;
    }
  });
});
