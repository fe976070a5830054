import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Emitter } from "../../../src/core/kernel/emitter";
import type { SealedFile } from "../../../src/headless/signIn/sealedFile";
import { keyFile, namedKey } from "../../../src/headless/signIn/sealingKey";
import { watchSignIns } from "../../../src/headless/signIn/signInWatch";
import { FakeClock } from "../../support/fakeClock";
import { noDefect } from "../../support/noDefect";

const bytes = randomBytes(32);

describe("the key of the sign-ins", () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "key-"));
    path = join(folder, "below", "key");
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("is made when it is first needed, once, for the user alone", async () => {
    const key = keyFile(path);
    assert.deepEqual([key.shown, await key.find()], [path, undefined]);
    const made = await key.get();
    assert.equal(made.length, 32);
    assert.deepEqual(Buffer.from(await key.get()), made);
    assert.deepEqual(Buffer.from((await key.find()) ?? []), made);
    assert.match(await readFile(path, "utf8"), /^[\w-]{43}\n$/);
    if (process.platform === "win32") return;
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.equal((await stat(dirname(path))).mode & 0o777, 0o700);
  });

  it("is refused where others may read it, and where it cannot be a file", async function () {
    if (process.platform === "win32") this.skip();
    await keyFile(path).get();
    for (const mode of [0o640, 0o604]) {
      await chmod(path, mode);
      for (const get of [keyFile(path).find(), keyFile(path).get()])
        await assert.rejects(get, { code: "bad-config", message: /others may read it/ });
    }
    await assert.rejects(keyFile(folder).find(), { code: "bad-config", message: /EISDIR|others may read it/ });
    await writeFile(join(folder, "file"), "");
    await assert.rejects(keyFile(join(folder, "file", "key")).get(), { code: "bad-config", message: /ENOTDIR|EEXIST/ });
  });

  const named = (text: string | undefined) => namedKey("SEAL", async (name) => (name === "SEAL" ? text : undefined));
  for (const encoding of ["hex", "base64", "base64url"] as const)
    it(`may be a secret in ${encoding}`, async () => {
      const key = named(` ${bytes.toString(encoding)}\n`);
      assert.equal(key.shown, 'the secret "SEAL"');
      for (const found of [await key.get(), await key.find()]) assert.deepEqual(Buffer.from(found ?? []), bytes);
    });

  it("is refused where the secret is missing, or is not 32 bytes", async () => {
    await assert.rejects(named(undefined).get(), { code: "bad-config", message: /there is no such secret/ });
    const other = [randomBytes(31), randomBytes(33)].map((some) => some.toString("base64"));
    for (const text of ["", ...other, bytes.toString("hex").slice(1), `${bytes.toString("base64")}\u00fc`])
      await assert.rejects(named(text).get(), { code: "bad-config", message: /32 random bytes/ }, text);
  });
});

describe("the sign-ins of other processes", () => {
  const watched = () => {
    const changes = new Emitter<string>(noDefect);
    const clock = new FakeClock();
    const heard: string[] = [];
    let follow: (one: { dispose(): void }) => void = () => {};
    let ended = 0;
    const file = {
      onChange: changes.event,
      follow: () =>
        new Promise((resolve) => {
          follow = resolve;
        }),
    } as unknown as SealedFile;
    const watching = watchSignIns({
      file,
      signIns: {
        secretChanged: async (key) => {
          heard.push(key);
          return [];
        },
      },
      stream: { view: { phase: "running", servers: [], problems: [] } } as never,
      hub: {} as never,
      clock,
      report: noDefect,
    });
    const followed = async () => {
      follow({ dispose: () => void ended++ });
      await new Promise((resolve) => setImmediate(resolve));
    };
    return { changes, heard, watching, followed, ended: () => ended };
  };

  it("are heard of until the end", async () => {
    const { changes, heard, watching, followed, ended } = watched();
    await followed();
    changes.fire("tokens:a");
    assert.deepEqual([heard, ended()], [["tokens:a"], 0]);
    watching.dispose();
    changes.fire("tokens:b");
    assert.deepEqual([heard, ended()], [["tokens:a"], 1]);
  });

  it("are not followed where the end came before", async () => {
    const { watching, followed, ended } = watched();
    watching.dispose();
    await followed();
    assert.equal(ended(), 1);
  });
});
