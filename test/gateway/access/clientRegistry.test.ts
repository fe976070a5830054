import assert from "node:assert/strict";
import { ClientRegistry } from "../../../src/gateway/access/clientRegistry";
import { tokenDigest } from "../../../src/gateway/access/token";
import { FakeClock } from "../../support/fakeClock";
import { MemoryClients } from "../../support/memoryClients";
import { noDefect } from "../../support/noDefect";

describe("the clients of the gateway", () => {
  let clock: FakeClock;
  let store: MemoryClients;
  let registry: ClientRegistry;
  let revoked: string[];
  beforeEach(() => {
    clock = new FakeClock(0);
    clock.pass(1_000_000);
    store = new MemoryClients();
    registry = new ClientRegistry(store, clock, noDefect);
    revoked = [];
    registry.onRevoked((id) => revoked.push(id));
  });
  afterEach(() => {
    registry.dispose();
    assert.equal(clock.background, 0);
  });

  it("get a token of 256 random bits, of which only the digest is kept", async () => {
    const { id, token } = await registry.add({ name: "Claude" });
    const other = await registry.add({ name: "Claude" });
    assert.match(token, /^mcphub_[\w-]{43}$/);
    assert.notEqual(token, other.token);
    assert.equal(registry.find(tokenDigest(token))?.id, id);
    const [record] = store.all();
    assert.deepEqual(record, { id, name: "Claude", scopes: [], digest: tokenDigest(token), createdAt: 1_000_000 });
    assert.ok(!JSON.stringify(store.all()).includes(token.slice(7, 20)));
  });

  it("are listed without their tokens, with their last use to the minute", async () => {
    const scopes = [{ servers: ["github"], readOnly: true }];
    const added = { name: "Co\ndex", scopes, profile: "review", expiresAt: 5_000_000, limits: { perMinute: 10 } };
    const { id, token } = await registry.add(added);
    const unused = { ...added, id, name: "Co dex", createdAt: 1_000_000 };
    assert.deepEqual(await registry.list(), [unused]);
    const client = registry.find(tokenDigest(token)) ?? assert.fail();
    for (const at of [1_300_001, 1_310_000, 1_319_999, 1_320_000]) registry.noteUse(client, at);
    assert.deepEqual(store.uses, [
      [id, 1_260_000],
      [id, 1_320_000],
    ]);
    assert.deepEqual(await registry.list(), [{ ...unused, lastUsedAt: 1_320_000 }]);
  });

  it("lose their token at once when they are revoked or get another one", async () => {
    const one = await registry.add({ name: "one" });
    const two = await registry.add({ name: "two" });
    await registry.revoke(one.id);
    assert.equal(registry.find(tokenDigest(one.token)), undefined);
    assert.deepEqual(revoked, [one.id]);
    const token = await registry.rotate(two.id);
    assert.equal(registry.find(tokenDigest(two.token)), undefined);
    assert.equal(registry.find(tokenDigest(token))?.name, "two");
    assert.deepEqual(revoked, [one.id, two.id]);
    await assert.rejects(registry.revoke(one.id), { code: "denied", message: /no client .* revoked before/ });
    await assert.rejects(registry.rotate("no"), { code: "denied" });
  });

  it("are not made with a scope that could not be read again", async () => {
    const many = Array.from({ length: 501 }, (_, n) => `server ${n}`);
    await assert.rejects(registry.add({ name: "x", scopes: [{ servers: many }] }), { code: "bad-config" });
    await assert.rejects(registry.add({ name: "x", limits: { concurrent: 0 } }), { code: "bad-config" });
    assert.deepEqual(store.all(), []);
  });

  it("are told as others when one is added, used, or revoked, until the end", async () => {
    let changes = 0;
    registry.onChange(() => changes++);
    const { id, token } = await registry.add({ name: "one" });
    assert.equal(changes, 1);
    const client = registry.find(tokenDigest(token)) ?? assert.fail();
    for (const at of [60_000, 60_001, 120_000]) registry.noteUse(client, at);
    assert.equal(changes, 3, "once a minute");
    registry.dispose();
    await store.remove(id);
    assert.deepEqual([changes, revoked], [3, []]);
  });

  it("have an id that their token leads to", async () => {
    const { id, token } = await registry.add({ name: " \n" });
    assert.deepEqual([registry.idOf(token), registry.idOf(`${token}x`)], [id, undefined]);
    assert.equal(registry.find(tokenDigest(token))?.name, id, "a client without a name has that of its id");
  });
});
