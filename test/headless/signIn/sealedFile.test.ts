import assert from "node:assert/strict";
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../../src/core/kernel/clock";
import { SealedFile } from "../../../src/headless/signIn/sealedFile";
import { keyFile, namedKey, type SealingKey } from "../../../src/headless/signIn/sealingKey";
import { fileLock } from "../../../src/mcp/oauth/fileLock";
import { until } from "../../support/until";

describe("the sealed file of sign-ins", () => {
  let folder: string;
  const path = () => join(folder, "sign-ins.jwe");
  const keyPath = () => join(folder, "key");
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "hub-sealed-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const report = (error: unknown) => assert.fail(String(error));
  /** One process. */
  const opened = (key: SealingKey = keyFile(keyPath())) =>
    SealedFile.open({
      path: path(),
      key,
      lock: fileLock({ folder: join(folder, "locks"), clock: systemClock }),
      report,
    });
  const secret = "refresh-token-of-somebody";

  it("keeps secrets and state for other processes, and none of it can be read without the key", async () => {
    const one = await opened();
    await one.secrets.set("tokens", secret);
    await one.state.set("accounts", [{ name: "ada@example.com" }]);
    const bytes = await readFile(path(), "utf8");
    for (const plain of [secret, "ada@example.com", "accounts"]) assert.ok(!bytes.includes(plain), plain);
    const other = await opened();
    assert.equal(await other.secrets.get("tokens"), secret);
    assert.deepEqual(other.state.get("accounts"), [{ name: "ada@example.com" }]);
  });

  it("and its key are for the user alone", async function () {
    if (process.platform === "win32") this.skip();
    await (await opened()).secrets.set("tokens", secret);
    for (const file of [path(), keyPath()]) assert.equal((await stat(file)).mode & 0o777, 0o600, file);
  });

  it("makes no file and no key until there is something to keep", async () => {
    const one = await opened();
    assert.equal(await one.secrets.get("tokens"), undefined);
    await one.secrets.delete("tokens");
    assert.deepEqual(await readdir(folder), ["locks"]);
  });

  it("loses nothing when several processes write at once", async () => {
    const processes = await Promise.all(Array.from({ length: 4 }, () => opened()));
    const writes = processes.flatMap((one, at) =>
      Array.from({ length: 5 }, (_, number) => one.secrets.set(`${at}-${number}`, secret)),
    );
    await Promise.all(writes);
    const last = await opened();
    for (let at = 0; at < 4; at++)
      for (let number = 0; number < 5; number++) assert.equal(await last.secrets.get(`${at}-${number}`), secret);
    assert.deepEqual((await readdir(folder)).sort(), ["key", "locks", "sign-ins.jwe"]);
  });

  it("tells what another process changed, and not what this one did", async () => {
    const [one, other] = await Promise.all([opened(), opened()]);
    const changed: string[] = [];
    one.onChange((key) => changed.push(key));
    const following = await one.follow(systemClock);
    await one.secrets.set("mine", secret);
    await other.secrets.set("theirs", secret);
    await until("it is noticed", () => changed.length > 0);
    await other.secrets.delete("theirs");
    await until("that it was removed is noticed", () => changed.length > 1);
    following.dispose();
    assert.deepEqual(changed, ["theirs", "theirs"]);
  });

  it("does not open with another key, and not when a byte was changed", async () => {
    await (await opened()).secrets.set("tokens", secret);
    const bytes = await readFile(path(), "utf8");
    const at = bytes.length - 30;
    await writeFile(path(), `${bytes.slice(0, at)}${bytes[at] === "A" ? "B" : "A"}${bytes.slice(at + 1)}`);
    await assert.rejects(opened(), { code: "bad-config", message: /it was changed, or .*key is not its key/ });
    await writeFile(path(), bytes);
    await opened();
    await rm(keyPath());
    await assert.rejects(opened(), { code: "bad-config", message: /its key, .*key, is missing/ });
    await writeFile(keyPath(), `${"A".repeat(43)}\n`, { mode: 0o600 });
    await assert.rejects(opened(), { code: "bad-config", message: /not its key/ });
  });

  it("refuses a key that others may read", async function () {
    if (process.platform === "win32") this.skip();
    await (await opened()).secrets.set("tokens", secret);
    await chmod(keyPath(), 0o644);
    await assert.rejects(opened(), { code: "bad-config", message: /chmod 600/ });
  });

  it("takes a key from elsewhere, in base64 or hexadecimal, and makes no file for it", async () => {
    const bytes = Buffer.alloc(32, 7);
    const from = (text: string | undefined) => namedKey("seal", async () => text);
    await (await opened(from(bytes.toString("base64")))).secrets.set("tokens", secret);
    assert.equal(await (await opened(from(bytes.toString("hex")))).secrets.get("tokens"), secret);
    assert.ok(!(await readdir(folder)).includes("key"));
    await assert.rejects(opened(from(undefined)), {
      code: "bad-config",
      message: /"seal", cannot be used: there is no/,
    });
    await assert.rejects(opened(from("a password")), { code: "bad-config", message: /32 random bytes/ });
  });
});
