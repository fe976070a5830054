import assert from "node:assert/strict";
import type { FetchLike } from "@modelcontextprotocol/client";
import type { AuthConfig } from "../../../src/core/config/schema/authConfig";
import { HubError } from "../../../src/core/kernel/hubError";
import { Network } from "../../../src/mcp/http/client/network";
import type { GrantConfig } from "../../../src/mcp/oauth/grants";
import { noAbort } from "../../support/openLinks";
import { clickThrough, type SignInServer, startSignInServer } from "../../support/signInServer";
import { httpPlan, signInWorld } from "../../support/signInWorld";

const url = "https://mcp.example.com/mcp";
const issuer = "https://id.example.com";
const endpoints = ["authorization_endpoint", "token_endpoint", "registration_endpoint", "revocation_endpoint"];

describe("a public server's sign-in service in a private network", function () {
  this.timeout(30_000);
  let server: SignInServer;
  /** What names stand for; the others are public. */
  let names: Record<string, readonly string[]>;
  let asked: string[];
  beforeEach(async () => {
    server = await startSignInServer({ consent: "no-issuer" });
    server.behavior.resource = { resource: url, authorization_servers: [issuer] };
    server.behavior.metadata = metadataAt(issuer);
    server.behavior.answers["/mcp"] = (response) => response.writeHead(401).end();
    names = {};
    asked = [];
  });
  afterEach(() => server.stop());

  const metadataAt = (at: string) => ({
    issuer: at,
    authorization_endpoint: `${at}/authorize`,
    token_endpoint: `${at}/token`,
    registration_endpoint: `${at}/register`,
    revocation_endpoint: `${at}/revoke`,
    authorization_response_iss_parameter_supported: false,
  });

  /** Every address but the way back lies at the test server: none is really left. */
  const here = (address: string | URL): string => {
    const { pathname, search } = new URL(address);
    return `${server.issuer}${pathname}${search}`;
  };
  class TestNetwork extends Network {
    override fetch(): FetchLike {
      return (address, init) => {
        asked.push(new URL(address).host);
        return fetch(here(address), init);
      };
    }
  }
  const world = (auth?: AuthConfig) => {
    const opened: string[] = [];
    const { authorizations } = signInWorld({
      network: new TestNetwork(),
      resolve: async (name) => names[name] ?? ["93.184.216.34"],
      open: async (address) => clickThrough(here(opened[opened.push(address) - 1] ?? "")),
    });
    return { authorizations, opened, plan: httpPlan(url, auth) };
  };
  const signIn = async (auth?: AuthConfig) => {
    const { authorizations, opened, plan } = world(auth);
    const oauth = authorizations.oauth(plan);
    assert.ok(oauth);
    const outcome = await oauth.signIn(noAbort()).then(
      ({ name }) => name,
      (error: unknown) => error,
    );
    return { outcome, opened };
  };
  /** Signing in fails, says how to allow it, and neither a page was opened nor the address asked; with the setting it succeeds. */
  const refused = async (host: string, words: RegExp) => {
    const { outcome, opened } = await signIn();
    assert.ok(outcome instanceof HubError, String(outcome));
    assert.equal(outcome.code, "needs-auth");
    assert.match(outcome.message, words);
    assert.match(outcome.message, new RegExp(`${host}.*set "allowPrivateAddresses"`));
    assert.deepEqual(opened, []);
    assert.ok(!asked.includes(host), asked.join());
    assert.equal((await signIn({ type: "oauth", allowPrivateAddresses: true })).outcome, "account 1");
  };

  it("does not matter where everything is public", async () => {
    const { outcome, opened } = await signIn();
    assert.equal(outcome, "account 1");
    assert.match(opened[0] ?? "", /^https:\/\/id\.example\.com\/authorize/);
  });

  for (const name of endpoints)
    for (const host of ["127.0.0.1:8080", "10.0.0.5", "router.lan", "[::1]"])
      it(`${name} at ${host}`, async () => {
        const path = server.behavior.metadata[name];
        server.behavior.metadata[name] = String(path).replace(issuer, `https://${host}`);
        await refused(host.replace(/[[\]]/g, "\\$&"), /a public server refers to a private address/);
      });

  for (const name of ["authorization_endpoint", "token_endpoint"])
    it(`${name} at a name that stands for a private address`, async () => {
      names["rebound.example.com"] = ["10.0.0.5"];
      server.behavior.metadata[name] = String(server.behavior.metadata[name]).replace("id.", "rebound.");
      const { outcome, opened } = await signIn();
      assert.match(String(outcome), /a name that resolves to a private address, rebound\.example\.com/);
      assert.equal(opened.length, name === "token_endpoint" ? 1 : 0);
      assert.ok(!asked.includes("rebound.example.com"));
    });

  it("the authorization server itself", async () => {
    names["id.corp.example.com"] = ["10.0.0.5"];
    server.behavior.resource = { resource: url, authorization_servers: ["https://id.corp.example.com"] };
    server.behavior.metadata = metadataAt("https://id.corp.example.com");
    await refused("id.corp.example.com", /a name that resolves to a private address/);
  });

  it("a name that is not known yet is not asked, unless no public name is known here, as behind a proxy", async () => {
    names["id.example.com"] = [];
    const { outcome, opened } = await signIn();
    assert.ok(outcome instanceof HubError, String(outcome));
    assert.equal(outcome.code, "transport");
    assert.match(outcome.message, /name id\.example\.com was not found/);
    assert.deepEqual(opened, []);
    assert.ok(!asked.includes("id.example.com"));
    for (const own of [[], ["10.0.0.7"]]) {
      names["mcp.example.com"] = own;
      assert.equal((await signIn()).outcome, "account 1");
    }
  });

  /** What the server is told at its token endpoint, or why nothing. */
  const tokenOf = async (auth: AuthConfig) => {
    server.behavior.answers["/token"] = (response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const type = "urn:ietf:params:oauth:token-type:id-jag";
      response.end(JSON.stringify({ access_token: "t0ken", token_type: "Bearer", issued_token_type: type }));
    };
    const { authorizations, plan } = world(auth);
    const authorization = authorizations.of(plan);
    const request = { method: "POST", url: new URL(url) };
    const answer = { status: 401, header: () => undefined };
    return authorization.refused(answer, { headers: {} }, 0, noAbort()).then(
      async () => (await authorization.credentials(request, noAbort())).headers.authorization,
      (error: unknown) => String(error),
    );
  };
  const idp = { clientId: "c", idpClientId: "i", idToken: "x.y.z" };
  const grants: GrantConfig[] = [
    { type: "client-credentials", clientId: "c", clientSecret: "s3cret" },
    { type: "workload", assertion: "a.b.c" },
    { type: "enterprise", ...idp, idpTokenEndpoint: "https://idp.example.com/token" },
  ];
  for (const auth of grants)
    it(`${auth.type}: is refused, and allowed by the setting`, async () => {
      names["id.example.com"] = ["10.0.0.5"];
      assert.match(String(await tokenOf(auth)), /resolves to a private address.*set "allowPrivateAddresses"/);
      assert.deepEqual(server.requestsTo("/token"), []);
      assert.equal(await tokenOf({ ...auth, allowPrivateAddresses: true }), "Bearer t0ken");
    });

  for (const host of ["idp.corp.example.com", "10.0.0.9", "idp.lan"])
    it(`enterprise: the identity provider that the person names may be anywhere, as at ${host}`, async () => {
      names["idp.corp.example.com"] = ["10.0.0.9"];
      const at = `https://${host}`;
      const metadata = {
        issuer: `${at}/realm`,
        token_endpoint: `${at}/token`,
        authorization_endpoint: `${at}/authorize`,
      };
      server.behavior.answers["/.well-known/oauth-authorization-server/realm"] = (response) => {
        response.writeHead(200, { "content-type": "application/json" });
        response.end(JSON.stringify({ ...metadata, response_types_supported: ["code"] }));
      };
      for (const named of [{ idpTokenEndpoint: `${at}/token` }, { idpIssuer: `${at}/realm` }])
        assert.equal(await tokenOf({ type: "enterprise", ...idp, ...named }), "Bearer t0ken");
    });

  it("enterprise: the identity provider must be an address, and encrypted", async () => {
    for (const [idpTokenEndpoint, words] of [
      ["corp", /identity provider in its "auth" is not an address/],
      ["http://idp.example.com/token", /identity provider in its "auth" is not encrypted/],
    ] as const)
      assert.match(String(await tokenOf({ type: "enterprise", ...idp, idpTokenEndpoint })), words);
  });
});
