import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ClientFolder } from "../../../src/gateway/access/clientFolder";
import { ClientRegistry } from "../../../src/gateway/access/clientRegistry";
import { tokenDigest } from "../../../src/gateway/access/token";
import { FakeClock } from "../../support/fakeClock";
import { noDefect } from "../../support/noDefect";
import { until } from "../../support/until";

describe("the folder of the clients", () => {
  let base: string;
  let folder: string;
  let clock: FakeClock;
  let reported: string[];
  const open: { dispose(): void }[] = [];
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), "hub-clients-"));
    folder = join(base, "clients");
    clock = new FakeClock();
    reported = [];
  });
  afterEach(() => {
    for (const one of open.splice(0)) one.dispose();
    rmSync(base, { recursive: true, force: true });
  });

  /** What one process has of it. */
  const start = () => {
    const heard = reported; // of this test: a use of one before may be noted late, in a folder that is gone
    const store = new ClientFolder(folder, clock, (error) => heard.push(String(error)));
    const registry = new ClientRegistry(store, clock, noDefect);
    open.push(registry, store);
    const revoked: string[] = [];
    registry.onRevoked((id) => revoked.push(id));
    return { store, registry, revoked };
  };
  const look = () => clock.pass(500);

  it("outlives the process, for the user alone and without a token", async () => {
    const { registry } = start();
    const { id, token } = await registry.add({ name: "Claude", profile: "review" });
    assert.deepEqual(readdirSync(folder), [`${id}.json`]);
    assert.ok(!readFileSync(join(folder, `${id}.json`), "utf8").includes(token.slice(7)));
    if (process.platform !== "win32") {
      assert.equal(statSync(folder).mode & 0o777, 0o700);
      assert.equal(statSync(join(folder, `${id}.json`)).mode & 0o777, 0o600);
    }
    assert.equal(start().registry.find(tokenDigest(token))?.profile, "review");
  });

  it("knows at once what it has stored and removed itself, and makes the folder private again", async () => {
    const { registry, store } = start();
    const { id } = await registry.add({ name: "Claude" });
    assert.deepEqual(
      store.all().map((one) => one.id),
      [id],
    );
    chmodSync(folder, 0o755);
    const other = await registry.add({ name: "Codex" });
    if (process.platform !== "win32") assert.equal(statSync(folder).mode & 0o777, 0o700);
    await store.remove(id);
    assert.deepEqual(
      store.all().map((one) => one.id),
      [other.id],
    );
  });

  it("takes a record of 64 KiB, and none that is larger", async () => {
    const { registry } = start();
    const { id, token } = await registry.add({ name: "Claude" });
    const file = join(folder, `${id}.json`);
    const text = readFileSync(file, "utf8");
    const known = (bytes: number) => {
      writeFileSync(file, text + " ".repeat(bytes - text.length));
      return start().registry.find(tokenDigest(token)) !== undefined;
    };
    assert.deepEqual([known(65_536), known(65_537)], [true, false]);
  });

  it("has room for 500 clients, of which each can still be replaced", async () => {
    const { registry } = start();
    const { id } = await registry.add({ name: "Claude" });
    const text = readFileSync(join(folder, `${id}.json`), "utf8");
    for (let n = 1; n < 500; n++) writeFileSync(join(folder, `c${n}.json`), text.replace(id, `c${n}`));
    const { registry: full, store } = start();
    assert.equal(store.all().length, 500);
    await full.rotate(id);
    await assert.rejects(full.add({ name: "Codex" }), { code: "denied", message: /There are 500 clients/ });
  });

  it("says once that a use cannot be noted, and goes on", async () => {
    const { store } = start(); // nothing was ever added, so there is no folder
    store.noteUse("someone", 60_000);
    await until("it is reported", () => reported.length > 0);
    store.noteUse("someone", 120_000);
    store.noteUse("another", 120_000);
    await until("the other one is reported", () => reported.length > 1);
    assert.deepEqual(
      reported.map((text) => /cannot be stored in .*ENOENT/.test(text)),
      [true, true],
    );
  });

  it("tells every process what another one changed", async () => {
    const [one, two] = [start(), start()];
    const { id, token } = await one.registry.add({ name: "Claude" });
    const other = await two.registry.add({ name: "Codex" });
    look();
    assert.equal(two.registry.find(tokenDigest(token))?.id, id);
    assert.equal(one.registry.find(tokenDigest(other.token))?.name, "Codex");
    const replaced = await two.registry.rotate(id);
    look();
    assert.equal(one.registry.find(tokenDigest(token)), undefined);
    assert.equal(one.registry.find(tokenDigest(replaced))?.id, id);
    await one.registry.revoke(other.id);
    look();
    assert.equal(two.registry.find(tokenDigest(other.token)), undefined);
    assert.deepEqual(one.revoked, [id, other.id]);
    assert.deepEqual(two.revoked, [id, other.id]);
    assert.deepEqual(reported, []);
  });

  it("keeps the last use, and no process writes over what another has removed", async () => {
    const [one, two] = [start(), start()];
    const { id, token } = await one.registry.add({ name: "Claude" });
    look();
    const client = two.registry.find(tokenDigest(token)) ?? assert.fail();
    two.registry.noteUse(client, 7 * 60_000 + 5);
    await until("the use is noted", () => existsSync(join(folder, `${id}.used`)));
    await until("both see it", async () => (await one.registry.list())[0]?.lastUsedAt === 7 * 60_000);
    await one.registry.revoke(id);
    two.registry.noteUse(client, 9 * 60_000);
    look();
    assert.equal(two.registry.find(tokenDigest(token)), undefined);
    assert.deepEqual(await two.registry.list(), []);
  });

  for (const [name, change] of [
    ["is not JSON", () => "{"],
    [
      "has a scope with a part that is not known",
      (text: string) => text.replace('"scopes":[]', '"scopes":[{"hours":"9-17"}]'),
    ],
    ["has a part that is not known", (text: string) => text.replace("{", '{"from":"10.0.0.0/8",')],
    ["is too large", (text: string) => text.replace("{", `{${" ".repeat(70_000)}`)],
  ] as const)
    it(`lets nobody in by a record that ${name}, and says so once`, async () => {
      const { registry } = start();
      const { id, token } = await registry.add({ name: "Claude" });
      const file = join(folder, `${id}.json`);
      const text = readFileSync(file, "utf8");
      writeFileSync(file, change(text));
      assert.notEqual(readFileSync(file, "utf8"), text);
      const { registry: next } = start();
      look();
      look();
      assert.equal(next.find(tokenDigest(token)), undefined);
      assert.ok(reported.length >= 1 && reported.length <= 2, reported.join("\n"));
      assert.match(reported[0] ?? "", /A client of the gateway is not let in, because .*\.json cannot be read/);
    });

  it("takes no record under another name, and says where it cannot write", async () => {
    const { registry } = start();
    const { id, token } = await registry.add({ name: "Claude" });
    writeFileSync(join(folder, "copy.json"), readFileSync(join(folder, `${id}.json`)));
    await registry.revoke(id);
    look();
    assert.equal(registry.find(tokenDigest(token)), undefined);
    rmSync(folder, { recursive: true });
    writeFileSync(folder, "a file");
    await assert.rejects(registry.add({ name: "Codex" }), {
      code: "internal",
      message: /cannot be stored in .*clients/,
    });
  });

  it("says once that it cannot be read, and lets nobody in; a missing one is not said", async () => {
    const { registry } = start();
    assert.deepEqual(reported, []);
    const { token } = await registry.add({ name: "Claude" });
    rmSync(folder, { recursive: true });
    look();
    assert.deepEqual([registry.find(tokenDigest(token)), reported], [undefined, []]);
    writeFileSync(folder, "a file");
    for (let n = 0; n < 3; n++) look();
    assert.equal(reported.length, 1);
    assert.match(reported[0] ?? "", /ENOTDIR/);
  });

  it("tells of a change only where a client is another one", async () => {
    const { store, registry } = start();
    await registry.add({ name: "Claude" });
    let changes = 0;
    store.onChange(() => changes++);
    writeFileSync(join(folder, "notes.txt"), "not a client");
    look();
    assert.equal(changes, 0);
    await registry.add({ name: "Codex" });
    assert.equal(changes, 1);
  });
});
