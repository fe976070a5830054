import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { exists } from "./installOnce.mjs";
import { descendants, listProcesses } from "./processes.mjs";

describe("npm start -- --desktop", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "mcph-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

  /** The script, with only `folder` and what it needs itself on the PATH. */
  function start(): ChildProcess {
    return spawn(
      process.execPath,
      ["test/host/start.mjs", "--desktop", "--packaged", "-", "--root", join(folder, "run")],
      {
        env: { ...process.env, PATH: `${folder}:${dirname(process.execPath)}:/bin` },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
  }

  it("says in one sentence what to do where there is no desktop VS Code", async function () {
    if (await exists("/bin/code")) this.skip();
    const script = start();
    let text = "";
    script.stderr?.on("data", (chunk) => {
      text += chunk;
    });
    assert.deepEqual(await once(script, "close"), [1, null]);
    assert.match(text, /^There is no desktop VS Code to open: .*\n$/);
  });

  it("opens the demo folder with the sample server in the user's settings, and ends it on Ctrl-C", async function () {
    if (process.platform === "win32") this.skip();
    const code = join(folder, "code");
    await writeFile(
      code,
      `#!/bin/sh\necho "$@" > "${folder}/args.draft"\nmv "${folder}/args.draft" "${folder}/args"\nsleep 60\n`,
    );
    await chmod(code, 0o755);
    const script = start();
    const exited = once(script, "exit");
    while (!(await exists(join(folder, "args")))) await delay(50);

    const args = (await readFile(join(folder, "args"), "utf8")).trim().split(" ");
    const run = join(folder, "run");
    assert.ok(args.includes(`--extensionDevelopmentPath=${process.cwd()}`));
    assert.equal(args.at(-1), join(run, "demo"));
    const settings = JSON.parse(await readFile(join(run, "desktop/User/settings.json"), "utf8"));
    assert.deepEqual(settings["mcpHub.servers"].documents.args, [
      join(process.cwd(), "dist/samples/documents.js"),
      join(run, "demo"),
    ]);

    const below = descendants(await listProcesses(), script.pid ?? 0).map(({ pid }) => pid);
    assert.notEqual(below.length, 0);
    script.kill("SIGINT");
    assert.deepEqual(await exited, [0, null]);
    assert.deepEqual(
      (await listProcesses()).filter(({ pid }) => below.includes(pid)),
      [],
    );
  });
});
