import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { symlink, truncate } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { decode } from "../../src/samples/documents/access/decode";
import { maxBytes, readBytes } from "../../src/samples/documents/access/readBytes";
import { resolvePath } from "../../src/samples/documents/access/resolvePath";
import { Roots } from "../../src/samples/documents/access/roots";
import { walk } from "../../src/samples/documents/access/walk";
import { PackedReader } from "../../src/samples/documents/files/packedReader";
import { Workspace } from "../../src/samples/documents/workspace";
import { temporaryFolder } from "./temporaryFolder";

/** None of these files needs it. */
const noReader = new PackedReader("/nowhere/documentReader.js");

/** Windows lets only administrators make links. */
const linkable = process.platform !== "win32";

describe("reading files of the workspace", function () {
  this.timeout(30_000); // seconds are spent only on a machine under load
  let inside: Awaited<ReturnType<typeof temporaryFolder>>;
  let outside: Awaited<ReturnType<typeof temporaryFolder>>;

  before(async () => {
    inside = await temporaryFolder({
      "a.md": "# A",
      "sub/b.txt": "B",
      "node_modules/c.md": "C",
      ".git/d.md": "D",
      "sub/deep/e.html": "<p>E",
      "binary.txt": Uint8Array.from([80, 75, 3, 4, 0, 0, 1]),
      "large.md": "x",
      "code.ts": "export {}",
    });
    outside = await temporaryFolder({ "secret.md": "S" });
    await truncate(path.join(inside.folder, "large.md"), maxBytes + 1);
    if (!linkable) return;
    await symlink(path.join(outside.folder, "secret.md"), path.join(inside.folder, "link.md"));
    await symlink(outside.folder, path.join(inside.folder, "linked"));
    await symlink(inside.folder, path.join(inside.folder, "sub", "round"));
    await symlink(path.join(inside.folder, "a.md"), path.join(inside.folder, "sub", "to-a.md"));
  });

  after(async () => {
    await inside.remove();
    await outside.remove();
  });

  const resolve = async (requested: string, folders = [inside.folder]) =>
    resolvePath(await new Roots(async () => folders).list(), requested);
  const read = async (requested: string) => {
    const place = await resolve(requested);
    return decode(await readBytes(place), place.name);
  };

  it("finds a file by its relative and by its absolute path", async () => {
    assert.deepEqual(await resolve("sub/b.txt"), { real: path.join(inside.folder, "sub", "b.txt"), name: "sub/b.txt" });
    assert.equal((await resolve(path.join(inside.folder, "a.md"))).name, "a.md");
    assert.equal(await read("sub/../a.md"), "# A");
  });

  it("refuses what lies outside, whether it exists or not, in the same words", async () => {
    for (const name of ["secret.md", "missing.md"]) {
      const requested = path.join(outside.folder, name);
      await assert.rejects(resolve(requested), { name: "Refusal", message: /is outside the folders/ });
      await assert.rejects(resolve(path.relative(inside.folder, requested)), /is outside the folders/);
    }
  });

  it("refuses links that lead out, and follows those that stay", async function () {
    if (!linkable) this.skip();
    await assert.rejects(resolve("link.md"), { name: "Refusal", message: /is outside the folders/ });
    await assert.rejects(resolve("linked/secret.md"), { name: "Refusal", message: /is outside the folders/ });
    assert.equal((await resolve("sub/to-a.md")).name, "a.md");
  });

  it("names documents by their folder when there are several", async () => {
    const folders = [inside.folder, outside.folder];
    const label = path.basename(outside.folder);
    assert.equal((await resolve("secret.md", folders)).name, `${label}/secret.md`);
    assert.equal((await resolve(`${label}/secret.md`, folders)).real, path.join(outside.folder, "secret.md"));
  });

  it("says in a sentence why a file is not read", async () => {
    await assert.rejects(read("none.md"), /"none.md" does not exist in/);
    await assert.rejects(read("sub"), /"sub" is a folder/);
    await assert.rejects(read("large.md"), /has 5\.0 MB; files over 5 MB are not read/);
    await assert.rejects(read("binary.txt"), /is a binary file/);
    await assert.rejects(read("a\0.md"), /null character/);
    await assert.rejects(resolve("a.md", []), /There is no folder to read/);
  });

  it("does not wait at a pipe", async function () {
    if (!linkable) this.skip();
    await promisify(execFile)("mkfifo", [path.join(inside.folder, "pipe.md")]);
    await assert.rejects(read("pipe.md"), /is not a regular file/);
  });

  it("goes through a folder in order, without links and other people's folders", async () => {
    const { files, truncated } = await walk(inside.folder, { files: 10, depth: 5, entries: 100 });
    const names = files.map((file) => path.relative(inside.folder, file).split(path.sep).join("/"));
    assert.deepEqual(names, ["a.md", "binary.txt", "large.md", "sub/b.txt", "sub/deep/e.html"]);
    assert.equal(truncated, false);
  });

  for (const limits of [
    { files: 2, depth: 5, entries: 100 },
    { files: 10, depth: 0, entries: 100 },
    { files: 10, depth: 5, entries: 3 },
  ]) {
    it(`stops and says so at ${JSON.stringify(limits)}`, async () => {
      const result = await walk(inside.folder, limits);
      assert.equal(result.truncated, true);
      assert.ok(result.files.length <= limits.files);
    });
  }

  it("stops when it is told to", async () => {
    const limits = { files: 10, depth: 5, entries: 100 };
    await assert.rejects(walk(inside.folder, limits, AbortSignal.abort()), { name: "AbortError" });
  });

  it("logs a file that is slow to read, and no other", async () => {
    const roots = new Roots(async () => [inside.folder]);
    const logs: string[] = [];
    for (const slowMs of [60_000, -1]) {
      const workspace = new Workspace(roots, (level, message) => logs.push(`${level}: ${message}`), noReader, slowMs);
      await workspace.open({ path: "a.md" });
    }
    assert.equal(logs.length, 1);
    assert.match(logs[0] ?? "", /^warning: a\.md took \d+ ms to read; it has 3 characters/);
  });

  it("asks for the folders once, again when told, and again after a failure", async () => {
    let asked = 0;
    const roots = new Roots(async () => {
      asked++;
      if (asked === 1) throw new Error("not yet");
      return [inside.folder];
    });
    await assert.rejects(roots.list(), /not yet/);
    await roots.list();
    await roots.list();
    assert.equal(asked, 2);
    roots.forget();
    await roots.list();
    assert.equal(asked, 3);
  });

  it("decodes UTF-8, UTF-16 and Windows-1252", () => {
    assert.equal(decode(Buffer.from("\ufeffé"), "f"), "é");
    assert.equal(decode(Buffer.from("\ufeffé", "utf16le"), "f"), "é");
    assert.equal(decode(Uint8Array.from([0xfe, 0xff, 0, 0xe9]), "f"), "é");
    assert.equal(decode(Uint8Array.from([99, 97, 102, 0xe9, 0x80]), "f"), "café€");
    assert.throws(() => decode(Buffer.from("%PDF-1.7 text"), "f.pdf"), /"f.pdf" is a binary file/);
  });
});
