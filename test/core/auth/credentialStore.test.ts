import assert from "node:assert/strict";
import {
  type Account,
  accountId,
  CredentialStore,
  credentialKey,
  isTokensKey,
  serverKey,
} from "../../../src/core/auth/credentialStore";
import type { TokenSet } from "../../../src/core/auth/tokenSet";
import { MapStore } from "../../support/mapStore";

class Secrets {
  readonly values = new Map<string, string>();
  fault: Error | undefined;

  async get(key: string) {
    return this.values.get(key);
  }
  async set(key: string, value: string) {
    if (this.fault) throw this.fault;
    this.values.set(key, value);
  }
  async delete(key: string) {
    this.values.delete(key);
  }
}

function setUp() {
  const secrets = new Secrets();
  const state = { workspace: new MapStore(), always: new MapStore() };
  return { secrets, state, store: new CredentialStore(secrets as never, state) };
}

const account = (name: string, server = "s"): Account => ({
  id: `id-${name}`,
  name,
  issuer: "https://a.example",
  server,
});
const tokens = (generation: number): TokenSet => ({
  ...{ accessToken: `t${generation}`, tokenType: "Bearer", issuer: "https://a.example", clientId: "c", generation },
});
const registration = (issuer: string) => ({ issuer, clientId: "c", redirectUri: "http://127.0.0.1/" });

describe("the accounts of a server", () => {
  it("are those that were added for it, each once, the latest last", async () => {
    const { store } = setUp();
    for (const one of [account("ada"), account("bob"), account("eve", "other"), { ...account("ada"), issuer: "x" }])
      await store.add(one);
    assert.deepEqual(
      store.accounts("s").map(({ name, issuer }) => [name, issuer]),
      [
        ["bob", "https://a.example"],
        ["ada", "x"],
      ],
    );
  });

  it("are used by a workspace where there is one, or where it is bound", async () => {
    const { store } = setUp();
    assert.equal(store.account("s"), undefined);
    await store.add(account("ada"));
    assert.equal(store.account("s")?.name, "ada");
    await store.add(account("bob"));
    assert.equal(store.account("s"), undefined, "nobody said which");
    await store.bind("s", "id-bob");
    assert.equal(store.account("s")?.name, "bob");
    await store.bind("s", undefined);
    assert.equal(store.account("s"), undefined);
  });

  it("stay the workspace's once it has begun to use them", async () => {
    const { store } = setUp();
    await store.add(account("ada"));
    await store.keep("s", account("ada"));
    await store.add(account("bob"));
    await store.keep("s", account("bob"));
    assert.equal(store.account("s")?.name, "ada");
    await store.remove(account("ada"));
    assert.deepEqual([store.account("s"), store.accounts("s").length], [undefined, 1], "it does not switch by itself");
  });

  it("are 200, and the tokens of the oldest go with it", async () => {
    const { store, secrets } = setUp();
    const oldest = account("0");
    await store.saveTokens(oldest, tokens(1));
    for (let n = 0; n < 200; n++) await store.add(account(`${n}`));
    assert.deepEqual([store.accounts("s").length, secrets.values.size], [200, 1]);
    await store.add(account("199"));
    assert.equal(secrets.values.size, 1, "one that is there already pushes nobody out");
    await store.add(account("new"));
    assert.deepEqual([store.accounts("s").length, store.accounts("s")[0]?.name, secrets.values.size], [200, "1", 0]);
  });

  it("are bound in 500 servers, and what cannot be read is none", async () => {
    const { store, state } = setUp();
    for (let n = 0; n < 501; n++) await store.bind(`s${n}`, "x");
    const bound = state.workspace.get("auth.bindings") as object;
    assert.deepEqual([Object.keys(bound).length, "s0" in bound, "s1" in bound], [500, false, true]);
    void state.always.set("auth.accounts", "junk");
    void state.workspace.set("auth.bindings", 7);
    assert.deepEqual([store.accounts("s"), store.account("s")], [[], undefined]);
  });
});

describe("the tokens of an account", () => {
  it("are kept in secret storage, under a key of their own", async () => {
    const { store, secrets } = setUp();
    await store.saveTokens(account("ada"), tokens(1));
    const [key = ""] = secrets.values.keys();
    assert.deepEqual([isTokensKey(key), isTokensKey("auth:client:x")], [true, false]);
    assert.deepEqual([store.holdsTokens(key, account("ada")), store.holdsTokens(key, account("bob"))], [true, false]);
    assert.deepEqual([await store.tokens(account("ada")), await store.tokens(account("bob"))], [tokens(1), undefined]);
    assert.equal(store.isUnsaved(account("ada")), false);
    await store.forgetTokens(account("ada"));
    assert.equal(await store.tokens(account("ada")), undefined);
  });

  it("are used where they cannot be stored, until newer ones are there or another window signs out", async () => {
    const { store, secrets } = setUp();
    const ada = account("ada");
    await store.saveTokens(ada, tokens(1));
    secrets.fault = new Error("locked");
    await assert.rejects(store.saveTokens(ada, tokens(2)), /locked/);
    assert.deepEqual([(await store.tokens(ada))?.generation, store.isUnsaved(ada)], [2, true]);
    const [key = ""] = secrets.values.keys();
    secrets.values.set(key, JSON.stringify(tokens(2)));
    assert.deepEqual([(await store.tokens(ada))?.generation, store.isUnsaved(ada)], [2, false]);
    await assert.rejects(store.saveTokens(ada, tokens(3)), /locked/);
    secrets.values.clear();
    assert.deepEqual([await store.tokens(ada), store.isUnsaved(ada)], [undefined, false], "signed out elsewhere");
  });

  it("count as missing where they cannot be read", async () => {
    const { store, secrets } = setUp();
    await store.saveTokens(account("ada"), tokens(1));
    const [key = ""] = secrets.values.keys();
    secrets.values.set(key, '{"accessToken": 7}');
    assert.equal(await store.tokens(account("ada")), undefined);
  });
});

describe("what else sign-ins leave", () => {
  it("is a client for each authorization server and each kind of redirect", async () => {
    const { store } = setUp();
    await store.saveRegistration("loopback", registration("https://a.example"));
    assert.equal((await store.registration("https://a.example", "loopback"))?.clientId, "c");
    assert.equal(await store.registration("https://a.example", "other"), undefined);
    assert.equal(await store.registration("https://b.example", "loopback"), undefined);
    await store.dropRegistration("https://a.example", "loopback");
    assert.equal(await store.registration("https://a.example", "loopback"), undefined);
  });

  it("is the first authorization server that took a credential, for 500 of them", async () => {
    const { store, state } = setUp();
    await store.keepIssuer("c0", "https://a.example");
    await store.keepIssuer("c0", "https://b.example");
    assert.deepEqual(
      [store.issuer("c0"), store.issuer("c1"), state.always.writes],
      ["https://a.example", undefined, 1],
    );
    for (let n = 1; n <= 500; n++) await store.keepIssuer(`c${n}`, "x");
    assert.deepEqual([store.issuer("c0"), store.issuer("c1")], [undefined, "x"]);
    const issuers = new MapStore();
    const apart = new CredentialStore(new Secrets() as never, { ...state, issuers });
    await apart.keepIssuer("c", "x");
    assert.deepEqual([issuers.values.size, apart.issuer("c"), store.issuer("c")], [1, "x", undefined]);
  });

  it("is gone when all of it is forgotten", async () => {
    const { store, state, secrets } = setUp();
    await store.add(account("ada"));
    await store.saveTokens(account("ada"), tokens(1));
    await store.saveRegistration("loopback", registration("https://a.example"));
    await store.saveRegistration("loopback", registration("https://a.example"));
    await store.keepIssuer("c", "x");
    await store.bind("s", "id-ada");
    assert.equal((state.always.get("auth.registrations") as string[]).length, 1);
    assert.deepEqual(await store.forgetAll(), [account("ada")]);
    assert.deepEqual([secrets.values.size, state.always.values.size, state.workspace.values.size], [0, 0, 0]);
  });

  it("is told apart by digests of 32 characters", () => {
    const keys = [
      serverKey("https://a.example/mcp"),
      serverKey("https://a.example/mcp?key=1"),
      credentialKey("https://a.example/mcp", "oauth"),
      credentialKey("https://a.example/mcp", "oauth", "c"),
      credentialKey("https://a.example/mcp", "other"),
      accountId("i", "s", "n"),
      accountId("i", "n", "s"),
    ];
    assert.equal(new Set(keys).size, keys.length);
    for (const key of keys) assert.match(key, /^[0-9a-f]{32}$/);
    assert.equal(serverKey("https://a.example/mcp#x"), keys[0]);
    assert.equal(serverKey("https://A.example/mcp"), keys[0]);
  });
});
