import assert from "node:assert/strict";
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SavedFile } from "../../../src/core/apps/use/appFilePorts";
import { AppFileStore } from "../../../src/node/apps/appFileStore";

describe("the files of apps", () => {
  let root: string;
  let file: string;
  let store: AppFileStore;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "mcph-files-"));
    file = join(root, "app/mcp.json");
    store = new AppFileStore(join(root, "backups"));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  async function save(before: string | undefined, after: string, isPrivate = false): Promise<SavedFile> {
    const saved = await store.save({ path: file, before, after, isPrivate });
    return saved === "changed" ? assert.fail("it has changed") : saved;
  }
  const mode = async (path: string) => (await stat(path)).mode & 0o777;
  const make = async (text: string | Uint8Array) => {
    await mkdir(join(root, "app"));
    await writeFile(file, text);
  };

  it("makes the folders of a new file, and takes them away again unless somebody uses them", async () => {
    const saved = await save(undefined, "{}");
    assert.equal(saved.backup, undefined);
    assert.equal(await readFile(file, "utf8"), "{}");
    assert.equal(await saved.undo(), "undone");
    await assert.rejects(stat(join(root, "app")));
    const again = await save(undefined, "{}");
    await writeFile(join(root, "app/other"), "");
    assert.equal(await again.undo(), "undone");
    assert.deepEqual(await readdir(join(root, "app")), ["other"]);
  });

  it("keeps the mode of a file, and gives 0600 to one with a token", async () => {
    await make("a");
    await chmod(file, 0o640);
    const saved = await save("a", "b");
    assert.equal(await mode(file), 0o640);
    await save("b", "token", true);
    assert.equal(await mode(file), 0o600);
    assert.equal(await saved.undo(), "changed", "A later change is not undone with it.");
    assert.equal(await readFile(file, "utf8"), "token");
  });

  it("writes what a link leads to, and the link stays", async () => {
    await mkdir(join(root, "dotfiles"));
    await mkdir(join(root, "app"));
    await writeFile(join(root, "dotfiles/mcp.json"), "a");
    await symlink("../dotfiles/mcp.json", file);
    const saved = await save("a", "b", true);
    assert.equal(await readFile(join(root, "dotfiles/mcp.json"), "utf8"), "b");
    assert.ok((await lstat(file)).isSymbolicLink());
    await saved.undo();
    assert.equal(await readFile(join(root, "dotfiles/mcp.json"), "utf8"), "a");
    assert.ok((await lstat(file)).isSymbolicLink());
  });

  it("makes the file that a link leads to, and refuses links in a circle", async () => {
    await mkdir(join(root, "app"));
    await symlink(join(root, "dotfiles/mcp.json"), file);
    await save(undefined, "b");
    assert.equal(await readFile(join(root, "dotfiles/mcp.json"), "utf8"), "b");
    await rm(file);
    await symlink(file, file);
    await assert.rejects(store.load(file), { code: "bad-config", message: /ELOOP/ });
    await assert.rejects(save(undefined, "c"), { code: "bad-config", message: /ELOOP/ });
  });

  it("does nothing where the file is another one by now, or is there by now, or is gone", async () => {
    await make("mine");
    for (const before of ["a", undefined])
      assert.equal(await store.save({ path: file, before, after: "b", isPrivate: false }), "changed");
    assert.equal(await readFile(file, "utf8"), "mine");
    await rm(file);
    assert.equal(await store.save({ path: file, before: "mine", after: "b", isPrivate: false }), "changed");
    assert.deepEqual(await readdir(join(root, "app")), []);
    assert.ok(!(await store.exists(join(root, "backups"))), "There was nothing to keep.");
  });

  it("refuses what is no text, and keeps a byte order mark", async () => {
    await make(new Uint8Array([0xff, 0xfe, 0x7b, 0x00]));
    await assert.rejects(store.load(file), {
      code: "bad-config",
      message: /mcp\.json cannot be read: it is not UTF-8/,
    });
    await writeFile(file, "\ufeffa");
    assert.equal(await store.load(file), "\ufeffa");
  });

  it("leaves the file as it was where its backup or the file cannot be written", async () => {
    await make("a");
    await writeFile(join(root, "backups"), "");
    await assert.rejects(save("a", "b"), { code: "bad-config", message: /EEXIST.*Make it writable/ });
    assert.deepEqual(await readdir(join(root, "app")), ["mcp.json"]);
    assert.equal(await readFile(file, "utf8"), "a");
  });

  it("keeps the last 50 backups", async () => {
    await make("0");
    const names: string[] = [];
    for (let at = 0; at < 55; at++) names.push((await save(String(at), String(at + 1))).backup ?? "");
    const all = await readdir(join(root, "backups"));
    assert.equal(all.length, 50);
    assert.equal(await readFile(names.at(-1) ?? "", "utf8"), "54");
    await assert.rejects(stat(names[0] ?? ""));
  });
});
