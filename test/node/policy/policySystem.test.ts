import assert from "node:assert/strict";
import { lstatSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PathSystem } from "../../../src/node/policy/ownedPath";
import { posixSystem, readListedFile, readOwnedFile } from "../../../src/node/policy/policySystem";

const forAdministrators = "O:BAG:SYD:PAI(A;;FA;;;SY)(A;;FA;;;BA)(A;;FR;;;BU)";

describe("a policy file of this machine", () => {
  before(function () {
    if (process.platform === "win32") this.skip();
  });

  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "policy-")));
    file = join(folder, "policy.json");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** The real entries, as if root owned all of them. */
  const owned = (lstat = posixSystem(0).lstat): PathSystem => ({
    ...posixSystem(0),
    lstat: (path) => ({ ...lstat(path), uid: 0, mode: lstat(path).kind === "file" ? 0o100644 : 0o40755 }),
  });

  it("is read where only root can change it", () => {
    writeFileSync(file, "{} ä");
    assert.deepEqual(readOwnedFile(owned())(file), { text: "{} ä" });
  });

  it("is refused where somebody else owns it", () => {
    writeFileSync(file, "{}");
    const system = { ...owned(), lstat: (path: string) => ({ ...owned().lstat(path), uid: path === file ? 1000 : 0 }) };
    assert.match(String(Object.values(readOwnedFile(system)(file))), /policy\.json/);
    assert.equal("problem" in readOwnedFile(system)(file), true);
  });

  for (const [what, change] of [
    ["place", { ino: -1 }],
    ["device", { dev: -1 }],
  ] as const)
    it(`is refused where another ${what} has its name by then`, () => {
      writeFileSync(file, "{}");
      const lstat: PathSystem["lstat"] = (path) => ({ ...posixSystem(0).lstat(path), ...(path === file && change) });
      assert.deepEqual(readOwnedFile(owned(lstat))(file), { problem: `${file} was replaced while it was read` });
    });

  it("is refused from one byte above 1 MB on", () => {
    const read = readListedFile(
      () => forAdministrators,
      (path) => path,
    );
    writeFileSync(file, "x".repeat(1_000_000));
    assert.equal("text" in read(file), true);
    writeFileSync(file, "x".repeat(1_000_001));
    assert.deepEqual(read(file), { problem: `${file} is larger than 1 MB` });
  });

  it("is not read where it is a folder, or a link by then", () => {
    const read = readListedFile(
      () => forAdministrators,
      (path) => path,
    );
    assert.deepEqual(read(folder), { problem: `${folder} was replaced while it was read` });
    writeFileSync(file, "{}");
    renameSync(file, `${file}.old`);
    symlinkSync(`${file}.old`, file);
    assert.throws(() => read(file), { code: "ELOOP" });
  });

  it("stands on a path of files, folders and links", () => {
    const { lstat, readlink } = posixSystem();
    writeFileSync(file, "{}");
    const link = join(folder, "link");
    symlinkSync(file, link);
    assert.deepEqual(
      [file, folder, link, "/dev/null"].map((path) => lstat(path).kind),
      ["file", "folder", "link", "other"],
    );
    const { uid, mode, dev, ino } = lstatSync(file);
    assert.deepEqual(lstat(file), { kind: "file", uid, mode, dev, ino });
    assert.equal(readlink(link), file);
  });

  it("may be written by other means than its bits, and root does not count", () => {
    writeFileSync(file, "{}");
    const { mayWrite } = posixSystem(1000);
    assert.deepEqual(
      [mayWrite(file), mayWrite(join(folder, "none")), posixSystem(0).mayWrite(file)],
      [true, false, false],
    );
  });
});
