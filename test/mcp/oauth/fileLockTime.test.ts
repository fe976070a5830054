import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileLock } from "../../../src/mcp/oauth/fileLock";
import { FakeClock } from "../../support/fakeClock";
import { passing } from "../../support/passing";
import { until } from "../../support/until";

/** Files have times of their own, so this clock starts at the present time. */
const clockOfNow = () => new FakeClock(Date.now());

describe("the time of a lock over all windows", function () {
  this.timeout(30_000);
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "hub-locks-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const lockFile = async () => join(folder, (await readdir(folder)).find((name) => name.endsWith(".lock")) ?? "none");

  it("is renewed every five seconds as long as its holder works, and no longer", async () => {
    const clock = clockOfNow();
    await fileLock({ folder, clock })("name", async () => {
      const file = await lockFile();
      const isFresh = async () => Math.abs((await stat(file)).mtimeMs - clock.now()) < 50;
      for (let times = 0; times < 3; times++) {
        clock.pass(4999);
        assert.equal(await isFresh(), false);
        clock.pass(1);
        await until("it is renewed", isFresh);
      }
    });
    assert.equal(clock.waiting, 0);
  });

  it("is over after fifteen seconds without a sign of life: another window takes it", async () => {
    for (const [ageMs, isTaken] of [
      [14_000, false],
      [16_000, true],
    ] as const) {
      const dead = clockOfNow();
      const alive = new FakeClock(dead.now() + ageMs);
      let end = () => {};
      const first = fileLock({ folder, clock: dead })("name", () => new Promise<void>((resolve) => (end = resolve)));
      await until("it is held", async () => (await readdir(folder)).some((name) => name.endsWith(".lock")));
      let taken = false;
      const look = () =>
        fileLock({ folder, clock: alive, waitMs: 0 })("name", async () => {
          taken = true;
        }).catch((error: unknown) => assert.match(String(error), /too long/));
      await look(); // removes what is over
      assert.equal(taken, false);
      await look();
      assert.equal(taken, isTaken, `${ageMs} ms`);
      end();
      await first;
    }
  });

  it("is waited for a minute, and then another window is to blame", async () => {
    const clock = clockOfNow();
    let end = () => {};
    const first = fileLock({ folder, clock })("name", () => new Promise<void>((resolve) => (end = resolve)));
    await until("it is held", async () => (await readdir(folder)).some((name) => name.endsWith(".lock")));
    const before = clock.now();
    const waiting = fileLock({ folder, clock })("name", async () => assert.fail("two hold the lock"));
    await assert.rejects(passing(clock, waiting, 100), {
      code: "transport",
      message: /^Another window has been renewing this sign-in for too long/,
    });
    const waited = clock.now() - before;
    assert.ok(waited >= 60_000 && waited < 90_000, `${waited} ms`);
    end();
    await first;
    assert.deepEqual(await readdir(folder), []);
  });

  it("does not hold up what has another name", async () => {
    const lock = fileLock({ folder, clock: clockOfNow() });
    await lock("one", () => lock("other", async () => assert.equal((await readdir(folder)).length, 2)));
  });

  it("hands on what its holders announced, and nothing where that cannot be read", async () => {
    const window = () => fileLock({ folder, clock: clockOfNow() });
    const generation = (name: string) => window()(name, async (handle) => handle.generation);
    assert.equal(await generation("name"), 0);
    await window()("name", ({ announce }) => announce(7));
    assert.deepEqual([await generation("name"), await generation("other")], [7, 0]);
    const [file = ""] = await readdir(folder);
    assert.match(file, /^[\da-f]{32}\.generation$/);
    await writeFile(join(folder, file), "junk");
    assert.equal(await generation("name"), 0);
  });

  it("is let go of where the work fails, which says why", async () => {
    const lock = fileLock({ folder, clock: clockOfNow() });
    await assert.rejects(
      lock("name", () => Promise.reject(new Error("no answer"))),
      /no answer/,
    );
    assert.deepEqual(await readdir(folder), []);
    assert.equal(await lock("name", async () => "done"), "done");
  });
});
