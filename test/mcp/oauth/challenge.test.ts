import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { refusalOf } from "../../../src/mcp/oauth/challenge";
import { noAbort, openLinks } from "../../support/openLinks";
import { type SignInServer, startSignInServer } from "../../support/signInServer";
import { httpPlan, signInWorld } from "../../support/signInWorld";

const at = "https://mcp.example.com/hidden/meta";
const server = new URL("https://mcp.example.com/mcp");

describe("the challenge of a refusal", () => {
  const read = (header: string) => refusalOf({ status: 401, header: () => header }, server);

  const found: readonly string[] = [
    `Bearer resource_metadata="${at}"`,
    `bearer resource_metadata="${at}"`,
    `Bearer resource_metadata=${at}`,
    `Bearer resource_metadata = "${at}"`,
    `Bearer realm="a, b", resource_metadata="${at}"`,
    `Bearer realm="say \\"Basic\\"", resource_metadata="${at}"`,
    `Bearer realm="x" resource_metadata="${at}"`,
    `Bearer Realm="x",RESOURCE_METADATA="${at}"`,
    `Negotiate, Bearer resource_metadata="${at}"`,
    `Negotiate YIIabc/def==, Bearer resource_metadata="${at}"`,
    `Negotiate YIIabc, Bearer resource_metadata="${at}"`,
    `Basic realm="Bearer resource_metadata=nothing", Bearer resource_metadata="${at}"`,
    `Basic realm="x", charset="UTF-8", Bearer resource_metadata="${at}", Digest qop="auth, auth-int", nonce="n"`,
    `Bearer resource_metadata="${at}", Basic realm="x"`,
    `Bearer realm="first", Bearer resource_metadata="${at}"`,
    `Bearer, DPoP algs="ES256", resource_metadata="${at}"`,
    `DPoP algs="ES256 PS256", resource_metadata="${at}"`,
    `Bearer resource_metadata="/hidden/meta"`,
    `, ,Bearer resource_metadata="${at}",`,
  ];
  for (const header of found)
    it(`is found in ${header}`, () => {
      const { resourceMetadataUrl, asksForToken } = read(header);
      assert.equal(resourceMetadataUrl?.href, at);
      assert.equal(asksForToken, true);
    });

  it("has the scope and the error, whichever challenge names them", () => {
    const { scope, error } = read('Basic error="no", Bearer error="insufficient_scope", scope="read write"');
    assert.deepEqual({ scope, error }, { scope: "read write", error: "insufficient_scope" });
  });

  for (const header of ["", "Basic realm=x", 'Basic realm="Bearer"', "Negotiate", '"', "=,=", 'Custom a="Bearer x=y"'])
    it(`is not there in ${JSON.stringify(header)}`, () => assert.equal(read(header).asksForToken, false));

  it("is read in time however long and odd it is", () => {
    for (const text of ['Bearer a="', "Bearer ", "a=", ',"', "Negotiate x/", "\\"])
      assert.ok(read(text.repeat(100_000)), text);
  });
});

describe("a server that refuses", function () {
  this.timeout(20_000);
  const open = openLinks();
  let guarded: SignInServer;
  beforeEach(async () => {
    guarded = await startSignInServer();
  });
  afterEach(() => guarded.stop());

  const world = (automatic = true) => {
    const { authorizations } = signInWorld({ automatic });
    return () => open(httpPlan(guarded.url), { authorize: authorizations.of });
  };
  /** Its metadata is only where the challenge says. */
  const hide = () => {
    const own = { resource: guarded.url, authorization_servers: [`${guarded.issuer}`] };
    guarded.behavior.answers["/.well-known/oauth-protected-resource/mcp"] = (response) =>
      void response.writeHead(404).end();
    guarded.behavior.answers["/hidden"] = (response) => void response.end(JSON.stringify(own));
    return `Bearer resource_metadata="${guarded.issuer}/hidden"`;
  };

  for (const status of [401, 403])
    it(`with HTTP ${status} and the Bearer challenge in the second of three headers is signed in to`, async () => {
      const challenges = ["Negotiate", hide(), 'Basic realm="a, b"'];
      guarded.behavior.refusal = { status, challenges };
      await world()();
      assert.ok(guarded.requestsTo("/hidden").length > 0);
    });

  it("with HTTP 403 and a Bearer challenge needs a sign-in where none may begin by itself", async () => {
    guarded.behavior.refusal = { status: 403, challenges: [hide()] };
    await assert.rejects(world(false)(), { code: "needs-auth", message: /needs a sign-in.*Sign In/ });
  });

  it("with HTTP 403 and no challenge is not signed in to, and its words are in the message", async () => {
    guarded.behavior.answers["/mcp"] = (response) =>
      void response.writeHead(403).end("Access is only allowed at localhost:8931");
    await assert.rejects(world()(), {
      code: "forbidden",
      message:
        /refused access \(HTTP 403\): Access is only allowed at localhost:8931\. Check "url", and that the credential in "auth" or "headers"/,
    });
    assert.equal(guarded.requestsTo("/authorize").length, 0);
  });

  for (const [what, challenges] of [
    ["no challenge", undefined],
    ["a Bearer challenge without metadata", ['Bearer realm="api", error="invalid_token"']],
  ] as const)
    it(`with HTTP 401 and ${what}, and offers no sign-in, asks for a credential in its own words`, async () => {
      const none = (response: ServerResponse) => void response.writeHead(404).end();
      for (const place of ["oauth-protected-resource/mcp", "oauth-protected-resource", "oauth-authorization-server"])
        guarded.behavior.answers[`/.well-known/${place}`] = none;
      guarded.behavior.answers["/register"] = none;
      guarded.behavior.answers["/mcp"] = (response) =>
        void response
          .writeHead(401, challenges ? { "www-authenticate": [...challenges] } : {})
          .end('{"jsonrpc":"2.0","error":{"code":-32001,"message":"API token is invalid."},"id":null}');
      for (const automatic of [true, false])
        await assert.rejects(world(automatic)(), {
          code: "forbidden",
          message:
            '"web" refused access (HTTP 401): API token is invalid. It offers no sign-in: write its credential into "headers" or "auth" in the settings.',
        });
    });

  it("and has a web page at every address asks for a credential in its own words", async () => {
    const page = (response: ServerResponse) => void response.end("<!doctype html><html></html>");
    for (const name of ["oauth-protected-resource", "oauth-authorization-server", "openid-configuration"])
      for (const path of ["", "/mcp"]) guarded.behavior.answers[`/.well-known/${name}${path}`] = page;
    guarded.behavior.answers["/mcp"] = (response) => void response.writeHead(401).end('{"error":"No API key"}');
    for (const automatic of [true, false])
      await assert.rejects(world(automatic)(), {
        code: "forbidden",
        message: /^"web" refused access \(HTTP 401\): No API key\. It offers no sign-in/,
      });
  });

  for (const location of ["https://team.cloudflareaccess.com/cdn-cgi/access/login/mcp?kid=1", "/login?next=%2Fmcp"])
    it(`by a redirect to a login page says so: ${location}`, async () => {
      guarded.behavior.answers["/mcp"] = (response) => void response.writeHead(302, { location }).end();
      const host = new URL(location, guarded.url).host;
      await assert.rejects(world()(), {
        code: "forbidden",
        message: new RegExp(
          `^"web" leads to the login page of ${host} \\(HTTP 302\\): .*Cloudflare Access.*"headers" in the settings\\.$`,
        ),
      });
    });
});

describe("a sign-in without the person", () => {
  it("is made where a server means it by a 403", async () => {
    const guarded = await startSignInServer({ known: { c: [] } });
    try {
      guarded.behavior.answers["/token"] = (response) =>
        void response.end(
          JSON.stringify({ access_token: "t0ken", token_type: "Bearer", scope: null, expires_in: null }),
        );
      const { authorizations } = signInWorld();
      const auth = { type: "client-credentials", clientId: "c", clientSecret: "s" } as const;
      const plan = httpPlan(guarded.url, { ...auth, parameters: { audience: "api" } });
      const authorization = authorizations.of(plan);
      const answer = { status: 403, header: () => "Basic, Bearer realm=x" };
      assert.equal(await authorization.refused(answer, { headers: {} }, 0, noAbort()), true);
      const { headers } = await authorization.credentials({ method: "POST", url: new URL(guarded.url) }, noAbort());
      assert.equal(headers.authorization, "Bearer t0ken");
      assert.equal(guarded.requestsTo("/token")[0]?.form.get("audience"), "api");
    } finally {
      await guarded.stop();
    }
  });
});
