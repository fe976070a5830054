import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { hubProgram, renewLauncher } from "../../../src/node/apps/hubProgram";

const run = promisify(execFile);

describe("the program by which an app reaches the hub", () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "mcph-program-"));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  /** A version of the extension, whose command says which one it is, and with which arguments it runs. */
  async function version(name: string) {
    const bundle = join(root, name, "headless.js");
    await mkdir(join(root, name));
    const text = `if (require.main === module) console.log("${name}", ...process.argv.slice(2));`;
    await writeFile(bundle, text);
    return { bundle, storage: join(root, "storage"), env: { PATH: join(root, "programs") } };
  }
  const said = async ({ command, args }: { command: string; args: readonly string[] }) =>
    (await run(command, [...args])).stdout.trim();

  it("starts the command of the extension, and after an update that of the new version", async () => {
    const first = await hubProgram(await version("one"));
    assert.equal(first.command, "node");
    assert.equal(await said(first), "one stdio");
    await rm(join(root, "one"), { recursive: true });
    await renewLauncher(await version("two"));
    assert.equal(await said(first), "two stdio");
  });

  it("leaves nothing behind where no app starts it", async () => {
    await renewLauncher(await version("one"));
    await assert.rejects(stat(join(root, "storage")), { code: "ENOENT" });
  });

  it("is the command where that is installed", async () => {
    await mkdir(join(root, "programs"));
    await writeFile(join(root, "programs/mcp-client-hub"), "", { mode: 0o755 });
    assert.deepEqual(await hubProgram(await version("one")), { command: "mcp-client-hub", args: ["stdio"] });
  });
});
