import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../../src/core/kernel/clock";
import { fileLock } from "../../../src/mcp/oauth/fileLock";
import { until } from "../../support/until";

describe("the lock over all windows", function () {
  this.timeout(30_000);
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "hub-locks-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const window = (clock = systemClock) => fileLock({ folder, clock });
  const lockFile = async () => join(folder, (await readdir(folder)).find((name) => name.endsWith(".lock")) ?? "none");
  const age = (file: string) => utimes(file, Date.now() / 1000 - 60, Date.now() / 1000 - 60);
  /** Work that lasts until it is told to end. */
  const work = () => {
    let begin = () => {};
    let end = () => {};
    const began = new Promise<void>((resolve) => (begin = resolve));
    const ended = new Promise<void>((resolve) => (end = resolve));
    const run = () => {
      begin();
      return ended;
    };
    return { run, began, end };
  };

  it("reports at once that its folder cannot be used, and names it", async () => {
    const file = join(folder, "file");
    await writeFile(file, "");
    const lock = fileLock({ folder: join(file, "locks"), clock: systemClock });
    const message = /^No sign-in can be renewed: the folder .*locks cannot be written \(ENOTDIR\)\./;
    await assert.rejects(
      lock("name", async () => {}),
      { code: "transport", message },
    );
  });

  (process.platform === "win32" ? it.skip : it)(
    "leaves nothing that another user of the machine can read",
    async () => {
      const before = process.umask(0);
      try {
        const own = join(folder, "own");
        await fileLock({ folder: own, clock: systemClock })("name", async ({ announce }) => {
          await announce(3);
          const modes = await Promise.all(
            (await readdir(own)).map(async (name) => (await stat(join(own, name))).mode & 0o777),
          );
          assert.deepEqual([(await stat(own)).mode & 0o777, ...modes], [0o700, 0o600, 0o600]);
        });
      } finally {
        process.umask(before);
      }
    },
  );

  /** The lock of a window that is gone, with what it says of its holder. */
  const leftBehind = async (holder: string) => {
    let file = "";
    await window()("name", async () => {
      file = await lockFile();
    });
    await writeFile(file, holder);
    await age(file);
    return file;
  };

  for (const [what, gone] of [
    ["a window", crypto.randomUUID()],
    ["a window of an older version", ""],
  ] as const)
    it(`of ${what} that is gone is taken over, and not again from its new holder`, async () => {
      const file = await leftBehind(gone);
      let looks = 0;
      // The second time that it asks for the time it has just seen how old the file is. Another window is quicker.
      const now = () => {
        if (++looks === 2) {
          rmSync(file);
          writeFileSync(file, "another window");
        }
        return Date.now();
      };
      const { run, end } = work();
      let inside = false;
      const late = window({ ...systemClock, now })("name", () => {
        inside = true;
        return run();
      });
      await until("it has looked at the lock again", () => looks > 6 || inside);
      assert.equal(inside, false, "two hold the lock");
      assert.equal(await readFile(file, "utf8"), "another window");
      rmSync(file);
      end();
      await late;
      assert.deepEqual(await readdir(folder), []);
    });

  it("of a window that slept too long is not let go of by that one anymore: it is another's", async () => {
    const asleep = work();
    const awake = work();
    // It shows no sign of life, however long this takes.
    const silent = { ...systemClock, after: () => ({ dispose: () => {} }) };
    const first = window(silent)("name", asleep.run);
    await asleep.began;
    const file = await lockFile();
    await age(file);
    const second = window()("name", awake.run);
    await awake.began;
    const held = await readFile(file, "utf8");
    asleep.end();
    await first;
    assert.equal(await readFile(file, "utf8"), held);
    awake.end();
    await second;
    assert.deepEqual(await readdir(folder), []);
  });
});
