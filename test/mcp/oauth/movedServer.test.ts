import assert from "node:assert/strict";
import { systemClock } from "../../../src/core/kernel/clock";
import { noAbort } from "../../support/openLinks";
import { type SignInServer, startSignInServer } from "../../support/signInServer";
import { httpPlan, signInWorld, type WorldOptions } from "../../support/signInWorld";

/** What was got from one sign-in service is for no other one, whatever the server says (RFC 9700, section 4.4). */
describe("a server that names another sign-in service than before", () => {
  let server: SignInServer;
  let honest: SignInServer;
  let other: SignInServer;
  beforeEach(async () => {
    [server, honest, other] = await Promise.all([startSignInServer(), startSignInServer(), startSignInServer()]);
    server.behavior.resource = { authorization_servers: [honest.issuer] };
  });
  afterEach(() => Promise.all([server.stop(), honest.stop(), other.stop()]));

  const window = (options: WorldOptions = {}) => {
    const world = signInWorld(options);
    const oauth = world.authorizations.oauth(httpPlan(server.url));
    assert.ok(oauth);
    const credentials = () => oauth.credentials({ method: "POST", url: new URL(server.url) });
    return { ...world, oauth, credentials };
  };
  /** What another window, or this one after a reload, finds. */
  const stored = ({ secrets, always, workspace }: WorldOptions): WorldOptions => ({ secrets, always, workspace });
  const movedTo = (to: SignInServer) => {
    server.behavior.resource = { authorization_servers: [to.issuer] };
  };
  /** Whether anything that the honest one issued, or the id of the client there, has come to the other one. */
  const leaked = () => {
    const secrets = [...honest.issued, ...honest.requestsTo("/token").map(({ form }) => form.get("client_id") ?? "")];
    assert.ok(secrets.length >= 4);
    const heard = JSON.stringify(other.seen.map(({ body, query, authorization }) => [body, `${query}`, authorization]));
    return secrets.filter((secret) => heard.includes(secret));
  };

  it("gets no token of the old one when the person signs out, in the same window or in another one", async () => {
    for (const isReloaded of [false, true]) {
      movedTo(honest);
      const first = window();
      const account = await first.oauth.signIn(noAbort());
      const used = await first.credentials();
      movedTo(other);
      const refusal = { status: 401, header: () => undefined };
      if (!isReloaded)
        await assert.rejects(first.oauth.refused(refusal, used, 0), { message: /moved to another sign-in service/ });
      const last = isReloaded ? window(stored(first)) : first;
      assert.equal(await last.oauth.signOut(noAbort()), false, "nobody was told");
      assert.ok(other.requestsTo("/.well-known/oauth-authorization-server").length > 0);
      assert.deepEqual(leaked(), []);
      assert.equal(await last.store.tokens(account), undefined, "it ends here all the same");
    }
  });

  it("gets no refresh token of the old one when the tokens have ended", async () => {
    const first = window();
    await first.oauth.signIn(noAbort());
    movedTo(other);
    const clock = { ...systemClock, now: () => systemClock.now() + 3_700_000 };
    await window({ ...stored(first), clock })
      .credentials()
      .catch(() => undefined);
    assert.ok(other.requestsTo("/.well-known/oauth-authorization-server").length > 0);
    assert.deepEqual(leaked(), []);
  });
});
