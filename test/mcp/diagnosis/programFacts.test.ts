import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StdioPlan } from "../../../src/core/config/plan/launchPlan";
import { programFacts } from "../../../src/mcp/diagnosis/programFacts";

describe("the facts of a program", () => {
  before(function () {
    if (process.platform === "win32") this.skip();
  });

  let home: string;
  let bin: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "home-"));
    bin = join(home, "bin");
  });
  afterEach(() => rm(home, { recursive: true }));

  const program = async (path: string, text = "#!/bin/sh\n", mode = 0o755) => {
    const file = join(home, path);
    await mkdir(join(file, ".."), { recursive: true });
    await writeFile(file, text);
    await chmod(file, mode);
    return file;
  };
  const facts = (plan: Partial<StdioPlan>, named?: string, env = {}) =>
    programFacts({ kind: "stdio", server: "s", command: "none", args: [], env: {}, ...plan }, named, {
      shellEnv: async () => ({ PATH: bin, ...env }),
      home,
      platform: "linux",
    });

  it("name its file on the PATH, and what that is", async () => {
    const file = await program("bin/here");
    const found = await facts({ command: "here" });
    assert.deepEqual([found.file, found.hasFolder, found.missing, found.elsewhere], [file, true, undefined, []]);
    assert.equal(found.fileKind?.kind, "text");
    assert.equal("isFolder" in found, false);
  });

  it("name its file by a path from its folder", async () => {
    const file = await program("dir/here");
    assert.equal((await facts({ command: "./here", cwd: join(home, "dir") })).file, file);
    assert.equal((await facts({ command: file })).file, file);
  });

  it("say that it is a folder", async () => {
    await mkdir(bin);
    const found = await facts({ command: bin });
    assert.deepEqual([found.file, found.isFolder, found.fileKind], [bin, true, undefined]);
  });

  it("say whether its own folder is there", async () => {
    const file = await program("file");
    const has = async (cwd?: string) => (await facts({ ...(cwd && { cwd }) })).hasFolder;
    assert.deepEqual([await has(), await has(home), await has(file), await has(bin)], [true, true, false, false]);
  });

  it("name the newest of its versions elsewhere first, and each file once", async () => {
    for (const version of ["v9.0.0", "v20.1.0", "v18.0.0"]) await program(`.nvm/versions/node/${version}/bin/tool-x`);
    await program(".nvm/versions/node/v21.0.0/bin/tool-x", "", 0o644);
    const volta = await program(".volta/bin/tool-x");
    const found = await facts({ command: "tool-x" });
    assert.equal(found.missing, "tool-x");
    assert.equal("file" in found, false);
    assert.deepEqual(found.elsewhere, [
      ...["v20.1.0", "v18.0.0", "v9.0.0"].map((version) => ({
        file: join(home, `.nvm/versions/node/${version}/bin/tool-x`),
        manager: "nvm",
      })),
      { file: volta, manager: "Volta" },
    ]);
  });

  it("name a file once that two places lead to", async () => {
    const file = await program(".fnm/node-versions/v1/installation/bin/tool-x");
    const { elsewhere } = await facts({ command: "tool-x" }, undefined, { FNM_DIR: join(home, ".fnm") });
    assert.deepEqual(elsewhere, [{ file, manager: "fnm" }]);
  });

  it("name at most six places elsewhere", async () => {
    for (let minor = 0; minor < 8; minor++) await program(`.nvm/versions/node/v1.${minor}.0/bin/tool-x`);
    assert.equal((await facts({ command: "tool-x" })).elsewhere.length, 6);
  });

  it("are looked for in the newest fifty versions of a manager", async () => {
    for (let minor = 1; minor <= 51; minor++)
      await mkdir(join(home, `.nvm/versions/node/v1.${minor}.0`), { recursive: true });
    await program(".nvm/versions/node/v1.1.0/bin/tool-x");
    assert.deepEqual((await facts({ command: "tool-x" })).elsewhere, []);
    const second = await program(".nvm/versions/node/v1.2.0/bin/tool-x");
    assert.deepEqual((await facts({ command: "tool-x" })).elsewhere, [{ file: second, manager: "nvm" }]);
  });

  it("look nowhere else for a path that leads to nothing", async () => {
    await program(".volta/bin/tool-x");
    const { missing, elsewhere } = await facts({ command: "bin/tool-x" });
    assert.deepEqual([missing, elsewhere], ["bin/tool-x", []]);
  });

  it("name the interpreter that a script lacks", async () => {
    const lacking = async (text: string) => (await facts({ command: await program("script", text) })).missing;
    await program("bin/there");
    assert.equal(await lacking("#!/usr/bin/env tool-x\n"), "tool-x");
    assert.equal(await lacking("#!/usr/bin/env there\n"), undefined);
    assert.equal(await lacking(`#!${home}/none\n`), `${home}/none`);
    assert.equal(await lacking("#!/bin/sh\n"), undefined);
    const volta = await program(".volta/bin/tool-x");
    const script = await program("script", `#!${home}/tool-x\n`);
    assert.deepEqual((await facts({ command: script })).elsewhere, [{ file: volta, manager: "Volta" }]);
  });

  it("name what it needs beside itself only where that is not on the PATH", async () => {
    await program("bin/there");
    const volta = await program(".volta/bin/tool-x");
    const { missing, elsewhere } = await facts({ command: "there" }, "tool-x");
    assert.deepEqual([missing, elsewhere], ["tool-x", [{ file: volta, manager: "Volta" }]]);
    assert.equal((await facts({ command: "there" }, "there")).missing, undefined);
  });
});
