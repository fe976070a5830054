import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { jwtKeys } from "../../src/headless/jwtKeys";
import { tokenIn } from "../../src/headless/tokenFile";

const unexpected = () => assert.fail("A token was made.");

describe("the file of the token", () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "token-"));
    path = join(folder, "below", "token");
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const write = async (text: string) => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { mode: 0o600 });
  };

  it("is made once, for the user alone", async () => {
    assert.equal(await tokenIn(path, () => "a-token-that-is-made"), "a-token-that-is-made");
    assert.equal(await readFile(path, "utf8"), "a-token-that-is-made\n");
    assert.equal(await tokenIn(path, unexpected), "a-token-that-is-made");
    if (process.platform === "win32") return;
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.equal((await stat(dirname(path))).mode & 0o777, 0o700);
  });

  it("holds one token of 16 to 512 visible characters", async () => {
    for (const good of ["!".repeat(16), "~".repeat(512), `  ${"a".repeat(16)}\r\n`]) {
      await write(good);
      assert.equal(await tokenIn(path, unexpected), good.trim());
    }
    for (const bad of [
      "",
      "a".repeat(15),
      "a".repeat(513),
      `${"a".repeat(16)} b`,
      `${"a".repeat(16)}\n${"b".repeat(16)}`,
    ]) {
      await write(bad);
      await assert.rejects(tokenIn(path, unexpected), { code: "bad-config", message: /it must hold one token/ });
    }
  });

  it("is refused where others may read it", async function () {
    if (process.platform === "win32") this.skip();
    await write("a".repeat(16));
    for (const mode of [0o640, 0o604, 0o601]) {
      await chmod(path, mode);
      await assert.rejects(tokenIn(path, unexpected), /others may read it/);
    }
    await chmod(path, 0o700);
    assert.equal(await tokenIn(path, unexpected), "a".repeat(16));
  });

  it("is refused where it cannot be a file, with the reason of the system", async () => {
    await assert.rejects(tokenIn(folder, unexpected), { code: "bad-config", message: /EISDIR/ });
    await write("a".repeat(16));
    await assert.rejects(tokenIn(join(path, "below"), unexpected), { code: "bad-config", message: /ENOTDIR|EEXIST/ });
  });

  it("of signed tokens loses the line break at its end, and keys are a file or an address", async () => {
    const of = (keys: Parameters<typeof jwtKeys>[0]["keys"]) => jwtKeys({ issuer: "i", audience: "a", keys });
    const secret = join(folder, "secret");
    await writeFile(secret, "of the file\r\n");
    assert.deepEqual(await of({ secretFile: secret }), { secret: "of the file" });
    await writeFile(secret, "of the file\n\n");
    assert.deepEqual(await of({ secretFile: secret }), { secret: "of the file\n" });
    assert.deepEqual(await of({ secret: "given" }), { secret: "given" });
    for (const url of ["http://i/keys", "HTTPS://i/keys"]) assert.deepEqual(await of({ keys: url }), { url });
    assert.deepEqual(await of({ keys: "httpkeys.json" }), { file: resolve("httpkeys.json") });
    await assert.rejects(of({ secretFile: folder }), { code: "bad-config", message: /EISDIR/ });
  });
});
