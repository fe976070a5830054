import assert from "node:assert/strict";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { followFile } from "../../src/headless/followedFile";
import { FakeClock } from "../support/fakeClock";
import { until } from "../support/until";

describe("a configuration file that is followed", () => {
  const folder = mkdtempSync(join(tmpdir(), "hub-followed-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Follows a link to a file in another folder, so that nothing happens in the folder of the link. */
  function linked(name: string) {
    const [path, file] = [join(folder, `${name}.json`), join(mkdtempSync(join(folder, "real-")), "real.json")];
    writeFileSync(file, "{}");
    symlinkSync(file, path);
    const clock = new FakeClock();
    const heard: string[] = [];
    const report = (error: unknown) => assert.fail(String(error));
    const following = followFile(path, clock, "{}", (text) => void heard.push(text), report);
    const pass = async () => {
      clock.pass(2000);
      await delay(10); // the file is read
      clock.pass(100);
    };
    return { file, heard, following, pass };
  }

  it("is looked at every two seconds where its folder says nothing of a change", async () => {
    if (process.platform === "win32") return;
    const { file, heard, following, pass } = linked("looked");
    for (let times = 0; times < 5; times++) await pass();
    assert.deepEqual(heard, []);
    writeFileSync(file, '{"mcpServers":{}}');
    await until("the change is heard", async () => {
      await pass();
      return heard.length > 0;
    });
    assert.deepEqual(heard, ['{"mcpServers":{}}']);
    following.dispose();
    writeFileSync(file, '{"mcpServers":{"late":{}}}');
    for (let times = 0; times < 5; times++) await pass();
    assert.equal(heard.length, 1);
  });
});
