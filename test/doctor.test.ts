import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { doctorOutcome } from "../src/doctor";
import { withoutLoginShell } from "./support/aComposedHub";
import { ownStateFolder } from "./support/stateFolder";

describe("a diagnosis of the servers of a file", function () {
  this.timeout(30_000); // seconds are spent only on a machine under load
  withoutLoginShell();
  const folder = ownStateFolder(async () => {});
  const config = () => join(folder.path, "servers.json");
  beforeEach(() => {
    const good = { command: process.execPath, args: [resolve("test/support/echoServer.mjs")] };
    const bad = { command: join(folder.path, "no program") };
    writeFileSync(config(), JSON.stringify({ servers: { good, bad } }));
  });

  const diagnosed = (only?: string, json = true) =>
    doctorOutcome({ kind: "doctor", config: config(), only, json } as Parameters<typeof doctorOutcome>[0], {
      under: {},
      signal: new AbortController().signal,
      report: (error) => assert.fail(String(error)),
    });

  it("is of all of them in their order, or of one", async () => {
    const all = await diagnosed();
    assert.ok(all.stdout.indexOf('"good"') >= 0 && all.stdout.indexOf('"good"') < all.stdout.indexOf('"bad"'));
    assert.notEqual(all.exitCode, 0);
    const one = await diagnosed("good");
    assert.ok(!one.stdout.includes('"bad"'));
    assert.equal(one.exitCode, 0, one.stdout);
    assert.match((await diagnosed("bad", false)).stdout, /bad/);
  });

  it("is refused for a server that is not there", async () => {
    const message = `${config()} has no server "other". Correct the name.`;
    await assert.rejects(diagnosed("other"), { code: "unknown-server", message });
  });
});
