import assert from "node:assert/strict";
import type { AuthResponse } from "../../../src/core/auth/authorization";
import { systemClock } from "../../../src/core/kernel/clock";
import { noAbort, openLinks } from "../../support/openLinks";
import { type SignInServer, startSignInServer } from "../../support/signInServer";
import { httpPlan, signInWorld, type WorldOptions } from "../../support/signInWorld";

describe("tokens that are bound to a key", function () {
  this.timeout(30_000);
  const open = openLinks();
  let server: SignInServer;
  beforeEach(async () => {
    server = await startSignInServer();
  });
  afterEach(() => server.stop());

  const window = (options: WorldOptions = {}) => {
    const world = signInWorld(options);
    const plan = httpPlan(server.url, { type: "oauth", dpop: true });
    const oauth = world.authorizations.oauth(plan);
    assert.ok(oauth);
    return { ...world, oauth, connect: async () => (await open(plan, { authorize: world.authorizations.of })).link };
  };
  const call = async ({ connect }: ReturnType<typeof window>) =>
    (await connect()).callTool("who", {}, { signal: noAbort() });

  it("are used after a reload: the key lies with them in secret storage, and nowhere else", async () => {
    const first = window();
    await first.oauth.signIn(noAbort());
    await call(first);
    const { secrets, always, workspace } = first;
    const second = window({ secrets, always, workspace });
    await call(second);
    assert.equal(server.requestsTo("/authorize").length, 1);
    assert.ok(server.requestsTo("/mcp").every(({ authorization = "DPoP" }) => authorization.startsWith("DPoP")));

    const { account } = second.oauth;
    assert.ok(account);
    const { dpopKey } = (await second.store.tokens(account)) ?? {};
    assert.ok(dpopKey);
    const state = JSON.stringify([always, workspace], (_, value: unknown) =>
      value instanceof Map ? [...value] : value,
    );
    assert.ok(!state.includes(dpopKey.d) && !state.includes(dpopKey.x));
    for (const { dpop, body } of server.seen) assert.ok(!`${dpop}${body}`.includes(dpopKey.d));
  });

  it("are sent again where the server wants its nonce in the proof, and not renewed", async () => {
    const { oauth } = window();
    await oauth.signIn(noAbort());
    const wantsNonce: AuthResponse = {
      status: 401,
      header: (name) => (name === "www-authenticate" ? 'DPoP error="use_dpop_nonce"' : undefined),
    };
    const { headers } = await oauth.credentials({ method: "POST", url: new URL(server.url) });
    assert.equal(await oauth.refused(wantsNonce, { headers }, 0), true);
    assert.equal(server.requestsTo("/token").length, 1);
    const { dpop: _, ...unproven } = headers;
    assert.equal(await oauth.refused(wantsNonce, { headers: unproven }, 0), true);
    assert.equal(server.requestsTo("/token").length, 2, "Without a proof, it is the token that was refused.");
  });

  it("are renewed with the same key by a window that did not sign in", async () => {
    const first = window();
    await first.oauth.signIn(noAbort());
    const { secrets, always, workspace } = first;
    const later = { ...systemClock, now: () => Date.now() + 3_700_000 };
    server.setClock(later.now);
    await call(window({ secrets, always, workspace, clock: later }));
    assert.equal(server.requestsTo("/token").length, 2);
    await call(first);
    assert.equal(server.requestsTo("/authorize").length, 1);
  });

  it("name their request and the nonce that its server named last, each server its own", async () => {
    const { oauth } = window();
    await oauth.signIn(noAbort());
    const request = { method: "POST", url: new URL(server.url) };
    const elsewhere = { method: "GET", url: new URL("https://other.example/mcp") };
    const names = (nonce: string): AuthResponse => ({
      status: 200,
      header: (name) => (name === "dpop-nonce" ? nonce : undefined),
    });
    const proof = async (of: typeof request) => {
      const { headers } = await oauth.credentials(of);
      return JSON.parse(Buffer.from(headers.dpop?.split(".")[1] ?? "", "base64url").toString());
    };
    oauth.observe(names("n1"), request);
    oauth.observe({ status: 200, header: () => undefined }, request);
    const { htm, htu, nonce } = await proof(request);
    assert.deepEqual([htm, htu, nonce], ["POST", server.url, "n1"]);
    assert.equal((await proof(elsewhere)).nonce, undefined);
    oauth.observe(names("n2"), request);
    assert.equal((await proof(request)).nonce, "n2");
  });

  it("are not bound where the service says that they are plain ones", async () => {
    server.behavior.granted = { token_type: "bearer" };
    const { oauth } = window();
    await oauth.signIn(noAbort());
    const { headers } = await oauth.credentials({ method: "POST", url: new URL(server.url) });
    assert.deepEqual(Object.keys(headers), ["authorization"]);
    assert.match(headers.authorization ?? "", /^Bearer access-/);
  });
});
