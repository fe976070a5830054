import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SecretSources } from "../../../src/core/config/reading/secretSources";
import { secretInFolder } from "../../../src/headless/secrets/secretsFolder";
import { SourcedSecrets } from "../../../src/headless/secrets/sourcedSecrets";
import { FakeClock } from "../../support/fakeClock";
import { noDefect } from "../../support/noDefect";
import { until } from "../../support/until";

const keyOf = (server: string, name: string) => `value:${JSON.stringify(["user", "", server, name, ""])}`;

describe("secrets without an editor", () => {
  let folder: string;
  let clock: FakeClock;
  let printed: string;
  let asked: string[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "secrets-"));
    [clock, printed, asked] = [new FakeClock(), "printed", []];
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const secretCommand = { command: "pass", args: [], cacheSeconds: 60, timeoutSeconds: 5 };
  const secrets = (sources: SecretSources = { secretsFolder: ".", secretCommand }, env = {}) =>
    new SourcedSecrets(sources, {
      env,
      directory: folder,
      run: async (_, args) => {
        asked.push(String(args.at(-1)));
        return { kind: "done", stdout: printed };
      },
      clock,
      report: noDefect,
    });
  const write = (name: string, text: string) => writeFile(join(folder, name), text);

  it("come from the environment, else from a file, else from the program", async () => {
    await write("A", "file\n");
    const all = secrets(undefined, { MCP_HUB_INPUT_A: "environment" });
    assert.equal(await all.get(keyOf("files", "A")), "environment");
    assert.equal(await secrets().get(keyOf("files", "A")), "file");
    assert.deepEqual(asked, []);
    assert.equal(await secrets().get(keyOf("files", "B")), "printed");
    assert.deepEqual(asked, ["B"]);
    assert.equal(await secrets({}).get(keyOf("files", "B")), undefined);
    assert.equal(await all.get("token:files"), undefined);
  });

  it("are never written", async () => {
    await assert.rejects(secrets().set("value:x", "y"), { code: "internal", message: /cannot be stored/ });
    await assert.rejects(secrets().delete("value:x"), { code: "internal" });
  });

  it("are other ones of a server only where it was given another value", async () => {
    const all = secrets();
    await all.get(keyOf("files", "B"));
    assert.equal(await all.readAgain("files"), false);
    printed = "renewed";
    assert.equal(await all.readAgain("mail"), false);
    assert.equal(await all.readAgain("files"), true);
    assert.equal(asked.length, 3);
  });

  it("come from the same program until the configuration names another one", async () => {
    const all = secrets();
    await all.named("B");
    all.configure({ secretsFolder: "elsewhere", secretCommand: { ...secretCommand } });
    await all.named("B");
    assert.equal(asked.length, 1);
    all.configure({ secretCommand: { ...secretCommand, args: ["show"] } });
    await all.named("B");
    assert.equal(asked.length, 2);
    all.configure({});
    assert.equal(await all.named("B"), undefined);
  });

  describe("in a folder that is followed", () => {
    let all: SourcedSecrets;
    let heard: string[];
    const follow = async () => {
      all = secrets({ secretsFolder: "." });
      heard = [];
      all.onChange((server) => heard.push(server));
      for (const server of ["files", "mail"]) await all.get(keyOf(server, "A"));
      return all.follow();
    };
    /** Lets the folder be looked at, without its being said that it changed. */
    const looked = async (ms: number) => {
      clock.pass(ms);
      await until("it is looked at again later", () => clock.background === 1);
    };

    it("tell each server that was given another value, once", async () => {
      await write("A", "one");
      const following = await follow();
      await looked(0);
      assert.deepEqual(heard, []);
      await write("A", "two");
      await looked(2000);
      await until("both have heard", () => heard.length === 2);
      assert.deepEqual(heard, ["files", "mail"]);
      await looked(2000);
      assert.equal(heard.length, 2);
      following.dispose();
      assert.equal(clock.background, 0);
    });

    it("stay in use where their file is gone", async () => {
      await write("A", "one");
      const following = await follow();
      await rm(join(folder, "A"));
      await looked(0);
      await looked(2000);
      assert.deepEqual(heard, []);
      following.dispose();
    });

    it("are looked for no more after the end", async () => {
      await write("A", "one");
      (await follow()).dispose();
      await write("A", "two");
      clock.pass(10_000);
      await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual(heard, []);
      assert.equal(clock.background, 0);
    });
  });

  it("are read from files of plain names, up to 64 KB, without the line break at the end", async () => {
    await write("a.b-c", "value\r\n");
    assert.equal(await secretInFolder(folder, "a.b-c"), "value");
    await write("two", "value\n\n");
    assert.equal(await secretInFolder(folder, "two"), "value\n");
    await write("empty", "\n");
    assert.equal(await secretInFolder(folder, "empty"), undefined);
    await write("n".repeat(64), "long name");
    assert.equal(await secretInFolder(folder, "n".repeat(64)), "long name");
    await write("n".repeat(65), "too long a name");
    await write(".hidden", "hidden");
    for (const name of ["n".repeat(65), ".hidden", "../secret", "missing", "two/below"])
      assert.equal(await secretInFolder(folder, name), undefined, name);
    await write("large", "x".repeat(65_536));
    assert.equal((await secretInFolder(folder, "large"))?.length, 65_536);
    await write("larger", "x".repeat(65_537));
    await assert.rejects(secretInFolder(folder, "larger"), { code: "bad-config", message: /more than 65536 bytes/ });
    await mkdir(join(folder, "inside"));
    await assert.rejects(secretInFolder(folder, "inside"), { code: "bad-config", message: /EISDIR/ });
  });
});
