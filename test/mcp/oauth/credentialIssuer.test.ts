import assert from "node:assert/strict";
import { HubError } from "../../../src/core/kernel/hubError";
import type { GrantConfig } from "../../../src/mcp/oauth/grants";
import { noAbort } from "../../support/openLinks";
import { type SignInServer, startSignInServer } from "../../support/signInServer";
import { httpPlan, signInWorld, type WorldOptions } from "../../support/signInWorld";

describe("a credential of the settings", () => {
  let server: SignInServer;
  let honest: SignInServer;
  let other: SignInServer;
  beforeEach(async () => {
    [server, honest, other] = await Promise.all([startSignInServer(), startSignInServer(), startSignInServer()]);
    for (const { behavior } of [server, honest, other]) {
      behavior.metadata = { token_endpoint_auth_methods_supported: ["client_secret_post"] };
      behavior.answers["/token"] = (response) => {
        response.writeHead(200, { "content-type": "application/json" });
        const type = "urn:ietf:params:oauth:token-type:id-jag";
        response.end(JSON.stringify({ access_token: "t0ken", token_type: "Bearer", issued_token_type: type }));
      };
    }
    names(honest);
  });
  afterEach(() => Promise.all([server.stop(), honest.stop(), other.stop()]));

  const names = (...services: readonly SignInServer[]) => {
    server.behavior.resource = { authorization_servers: services.map(({ issuer }) => issuer) };
  };
  /** The server has asked for a token: what it gets, or why nothing. */
  const tokenOf = async (auth: GrantConfig, options: WorldOptions = {}) => {
    const { authorizations, always } = signInWorld(options);
    const authorization = authorizations.of(httpPlan(server.url, auth));
    const answer = { status: 401, header: () => undefined };
    const outcome = await authorization.refused(answer, { headers: {} }, 0, noAbort()).then(
      async () => (await authorization.credentials({ method: "POST", url: new URL(server.url) }, noAbort())).headers,
      (error: unknown) => error,
    );
    return { outcome, always };
  };
  const given = { authorization: "Bearer t0ken" };

  const client = { clientId: "c", clientSecret: "s3cret" };
  const methods: Record<GrantConfig["type"], () => GrantConfig> = {
    "client-credentials": () => ({ type: "client-credentials", ...client }),
    workload: () => ({ type: "workload", assertion: "a.b.c" }),
    enterprise: () => ({
      ...{ type: "enterprise", ...client, idpClientId: "i", idToken: "x.y.z" },
      idpTokenEndpoint: `${server.issuer}/token`,
    }),
  };
  for (const [type, method] of Object.entries(methods))
    it(`is for the first sign-in service that took it, also after a reload: ${type}`, async () => {
      const auth = method();
      const { outcome, always } = await tokenOf(auth);
      assert.deepEqual(outcome, given);

      names(other);
      const { outcome: refusal } = await tokenOf(auth, { always });
      assert.ok(refusal instanceof HubError, String(refusal));
      assert.equal(refusal.code, "needs-auth");
      const [there, here] = [other.issuer, honest.issuer].map((at) => at.replaceAll(".", "\\."));
      assert.match(
        refusal.message,
        new RegExp(`sign-in service ${there}, but its "auth" is for ${here}\\. .*set "issuer" in its "auth"`),
      );
      assert.deepEqual(other.requestsTo("/token"), []);

      assert.deepEqual((await tokenOf({ ...auth, issuer: other.issuer }, { always })).outcome, given);
      assert.equal(other.requestsTo("/token").length, 1);
    });

  it("goes on with its sign-in service where the server names another one before it", async () => {
    const auth = methods["client-credentials"]();
    const { always } = await tokenOf(auth);
    names(other, honest);
    assert.deepEqual((await tokenOf(auth, { always })).outcome, given);
    assert.deepEqual(other.requestsTo("/token"), []);
  });

  it("belongs to no one after a refusal, for another client, and once everything is forgotten", async () => {
    const auth = { type: "client-credentials", ...client } as const;
    const own = honest.behavior.answers["/token"];
    honest.behavior.answers["/token"] = (response) => response.writeHead(400).end('{"error":"invalid_client"}');
    const { always } = await tokenOf(auth);
    names(other);
    assert.deepEqual((await tokenOf(auth, { always })).outcome, given);
    names(honest);
    honest.behavior.answers["/token"] = own ?? (() => {});
    assert.deepEqual((await tokenOf({ ...auth, clientId: "d" }, { always })).outcome, given);
    assert.ok((await tokenOf(auth, { always })).outcome instanceof HubError);
    const { store } = signInWorld({ always });
    for (const issuer of ["first", "second"]) await store.keepIssuer("any", issuer);
    assert.equal(store.issuer("any"), "first");
    await store.forgetAll();
    assert.deepEqual((await tokenOf(auth, { always })).outcome, given);
  });
});
