import assert from "node:assert/strict";
import { type Lock, processLock } from "../../../src/core/auth/lock";
import type { SecretStore } from "../../../src/core/kernel/ports";
import { MemorySecrets, MemoryState } from "../../../src/headless/memoryState";
import { noAbort, openLinks } from "../../support/openLinks";
import { type SignInServer, startSignInServer } from "../../support/signInServer";
import { httpPlan, signInWorld } from "../../support/signInWorld";

/** Windows on the same secrets and the same state, each with a workspace of its own. */
describe("sign-ins of other windows", function () {
  this.timeout(30_000);
  const open = openLinks();
  let server: SignInServer;
  let always: MemoryState;
  let secrets: SecretStore;
  let changed: string[];
  /** What storage still gives of what has been overwritten. */
  let late: Map<string, string>;
  let lock: Lock;
  beforeEach(async () => {
    server = await startSignInServer({ person: "ada@example.com" });
    always = new MemoryState();
    changed = [];
    late = new Map();
    lock = processLock();
    const stored = new MemorySecrets();
    secrets = {
      get: async (key) => late.get(key) ?? stored.get(key),
      set: (key, value) => stored.set(key, value).finally(() => changed.push(key)),
      delete: (key) => stored.delete(key).finally(() => changed.push(key)),
    };
  });
  afterEach(() => server.stop());

  const window = () => {
    const accounts: (string | undefined)[] = [];
    const world = signInWorld({ secrets, always, lock, onAccount: (_, account) => void accounts.push(account) });
    const plan = httpPlan(server.url);
    const oauth = world.authorizations.oauth(plan);
    assert.ok(oauth);
    const connect = async () => (await open(plan, { authorize: world.authorizations.of })).link;
    /** Hears of what has changed in storage since it last did. */
    const hear = async () => {
      const heard = [];
      for (const key of changed.filter((key) => key.startsWith("auth:tokens:")))
        heard.push(...((await world.authorizations.reloadTokens(key)) ?? []));
      return heard;
    };
    return { ...world, oauth, connect, accounts, hear };
  };

  it("are reported where no account was signed in, and only once", async () => {
    const [here, there] = [window(), window()];
    await here.oauth.signIn(noAbort());
    assert.deepEqual(await there.hear(), [{ server: "web", signedIn: true }]);
    assert.equal(there.accounts.at(-1), "ada@example.com");
    assert.deepEqual(await there.hear(), []);
    await there.connect();
  });

  it("are not reported where no account is or was signed in", async () => {
    const here = window();
    const plan = httpPlan(server.url);
    here.authorizations.publishAccount(plan);
    assert.deepEqual(here.accounts, []);
    await here.oauth.signIn(noAbort());
    here.authorizations.publishAccount(plan);
    await here.oauth.signOut(noAbort());
    here.authorizations.publishAccount(plan);
    here.authorizations.publishAccount(plan);
    assert.deepEqual(here.accounts, ["ada@example.com", undefined]);
  });

  it("that end are news where they were used, and only there", async () => {
    const [here, there, idle] = [window(), window(), window()];
    await here.oauth.signIn(noAbort());
    await there.connect();
    changed.length = 0;
    await here.oauth.signOut(noAbort());
    assert.deepEqual(await here.hear(), []);
    assert.deepEqual(await idle.hear(), []);
    assert.deepEqual(await there.hear(), [{ server: "web", signedIn: false }]);
    assert.equal(there.accounts.at(-1), undefined);
    await assert.rejects(there.connect(), { code: "needs-auth" });
  });

  it("that are renewed are no news, and the new tokens are used", async () => {
    const [here, there] = [window(), window()];
    await here.oauth.signIn(noAbort());
    const link = await there.connect();
    changed.length = 0;
    server.expire();
    await (await here.connect()).callTool("who", {}, { signal: noAbort() });
    assert.deepEqual(await there.hear(), []);
    server.seen.length = 0;
    await link.callTool("who", {}, { signal: noAbort() });
    assert.equal(server.seen.length, 1, "no request was refused, and no token was renewed");
  });

  it("that are renewed stay in use where storage still gives the ones before", async () => {
    const [here, there] = [window(), window()];
    await here.oauth.signIn(noAbort());
    const link = await there.connect();
    const [key = ""] = changed.filter((one) => one.startsWith("auth:tokens:"));
    const first = (await secrets.get(key)) ?? "";
    changed.length = 0;
    server.expire();
    await (await here.connect()).callTool("who", {}, { signal: noAbort() });
    await there.hear();
    late.set(key, first);
    assert.deepEqual(await there.hear(), []);
    server.seen.length = 0;
    await link.callTool("who", {}, { signal: noAbort() });
    assert.equal(server.seen.length, 1, "the new tokens were used");
  });

  it("as someone else change nothing for a workspace that has begun to use the first account", async () => {
    const [here, there] = [window(), window()];
    await here.oauth.signIn(noAbort());
    const link = await there.connect();
    server.behavior.person = "bob@example.com";
    await here.oauth.signIn(noAbort(), true);
    assert.equal(server.requestsTo("/authorize").at(-1)?.query.get("prompt"), "login");
    await there.hear();
    assert.equal(there.oauth.account?.name, "ada@example.com");
    assert.equal(here.oauth.account?.name, "bob@example.com");
    await link.callTool("who", {}, { signal: noAbort() });
  });

  it("are not taken over by a workspace whose own has ended", async () => {
    const [here, there] = [window(), window()];
    await here.oauth.signIn(noAbort());
    server.behavior.person = "bob@example.com";
    await there.oauth.signIn(noAbort(), true);
    await here.oauth.signOut(noAbort());
    assert.equal(here.oauth.account, undefined);
    await assert.rejects(here.connect(), { code: "needs-auth" });
    await there.connect();
  });

  it("that end and begin again as the same person serve a workspace that used them before", async () => {
    const [here, there] = [window(), window()];
    await here.oauth.signIn(noAbort());
    await there.connect();
    await here.oauth.signOut(noAbort());
    await here.oauth.signIn(noAbort());
    await there.hear();
    await there.connect();
  });
});
