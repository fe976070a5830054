import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { withoutSecrets } from "../../src/core/kernel/redact";
import { jwtKeys } from "../../src/headless/jwtKeys";
import type { JwtCommand } from "../../src/headless/serveCommand";

describe("what checks signed tokens", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "jwt-"));
  });
  after(() => rm(folder, { recursive: true }));
  const keysOf = (keys: JwtCommand["keys"]) => jwtKeys({ issuer: "i", audience: "a", keys });

  it("is an address or a file with keys", async () => {
    for (const url of ["https://id.example/keys", "HTTP://127.0.0.1/keys"])
      assert.deepEqual(await keysOf({ keys: url }), { url });
    assert.deepEqual(await keysOf({ keys: "keys.json" }), { file: resolve("keys.json") });
    assert.deepEqual(await keysOf({ keys: "https.json" }), { file: resolve("https.json") });
  });

  it("is a secret, which is never shown", async () => {
    const secret = "a b long enough to be one";
    assert.deepEqual(await keysOf({ secret }), { secret });
    assert.ok(!withoutSecrets(`It is ${secret}.`).includes(secret));
  });

  it("is the secret in a file, without the line break at its end", async () => {
    const file = join(folder, "secret");
    for (const end of ["", "\n", "\r\n"]) {
      await writeFile(file, `first\nsecond ${end}`);
      assert.deepEqual(await keysOf({ secretFile: file }), { secret: "first\nsecond " });
    }
    await writeFile(file, "two\n\n");
    assert.deepEqual(await keysOf({ secretFile: file }), { secret: "two\n" });
  });

  it("is refused where the file cannot be read", async () => {
    const file = join(folder, "missing");
    const message = `The secret of signed tokens in ${file} cannot be read: ENOENT. Correct --jwt-secret-file.`;
    await assert.rejects(keysOf({ secretFile: file }), { code: "bad-config", message });
  });
});
