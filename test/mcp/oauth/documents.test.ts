import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import type { AuthConfig } from "../../../src/core/config/schema/authConfig";
import { HubError } from "../../../src/core/kernel/hubError";
import { noAbort } from "../../support/openLinks";
import { metadataPath, resourcePath, type SignInApart, startSignInApart, status } from "../../support/signInApart";
import { httpPlan, signInWorld } from "../../support/signInWorld";

type Answer = (response: ServerResponse) => void;

const json =
  (body: unknown): Answer =>
  (response) =>
    void response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
const page: Answer = (response) =>
  void response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><html></html>");
const plain: Answer = (response) => void response.writeHead(200, { "content-type": "application/json" }).end("not {");
const dead: Answer = (response) => void response.destroy();
const elsewhere: Answer = (response) => void response.writeHead(302, { location: "https://other.example/x" }).end();

/** What lies at a place where the document should be, and is not it. */
const wrong: Readonly<Record<string, Answer>> = {
  "404": status(404),
  "503": status(503),
  "a web page": page,
  "broken JSON": plain,
  "JSON of something else": json({ error: "not found" }),
  "a JSON list": json([]),
  null: json(null),
  "no answer": dead,
  "a redirect elsewhere": elsewhere,
};

describe("the documents of sign-in services as they are", function () {
  this.timeout(60_000);
  let world: SignInApart;
  beforeEach(async () => {
    world = await startSignInApart();
  });
  afterEach(() => world.stop());

  /** The credential after a sign-in, which a service gave: the other one unless given. */
  const signIn = async (auth?: AuthConfig, service = world.signIn) => {
    const { authorizations } = signInWorld();
    const before = service.requestsTo("/token").length;
    const oauth = authorizations.oauth(httpPlan(world.server.url, auth));
    assert.ok(oauth);
    await oauth.signIn(noAbort());
    assert.ok(service.requestsTo("/token").length > before, "another service was asked");
    const { headers } = await oauth.credentials({ method: "POST", url: new URL(world.server.url) });
    return headers.authorization;
  };
  const fails = async (auth?: AuthConfig): Promise<HubError> => {
    const error = await signIn(auth).then(
      () => assert.fail("signed in"),
      (failure: unknown) => failure,
    );
    assert.ok(error instanceof HubError, String(error));
    assert.doesNotMatch(error.message, /invalid_type|Unexpected token|"path"|ZodError/);
    return error;
  };

  const nulls: readonly [what: "server" | "service" | "registration" | "tokens", names: readonly string[]][] = [
    ["server", ["resource", "scopes_supported", "jwks_uri", "bearer_methods_supported", "resource_name"]],
    [
      "server",
      ["resource_signing_alg_values_supported", "resource_documentation", "dpop_bound_access_tokens_required"],
    ],
    ["service", ["revocation_endpoint", "scopes_supported", "response_types_supported"]],
    ["service", ["code_challenge_methods_supported", "token_endpoint_auth_methods_supported", "service_documentation"]],
    ["service", ["authorization_response_iss_parameter_supported", "jwks_uri", "grant_types_supported"]],
    ["registration", ["contacts", "logo_uri", "tos_uri", "client_secret", "client_secret_expires_at", "client_uri"]],
    ["registration", ["redirect_uris", "token_endpoint_auth_method", "grant_types", "jwks", "scope", "client_name"]],
    ["tokens", ["refresh_token", "expires_in", "scope", "id_token", "token_type", "error", "issuer"]],
  ];
  for (const [what, names] of nulls)
    it(`null members of the ${what} count as missing: ${names.join(", ")}`, async () => {
      for (const some of [...names.map((name) => [name]), names]) {
        const change = Object.fromEntries(some.map((name) => [name, null]));
        const { server, signIn: service } = world;
        if (what === "server") server.behavior.resource = { authorization_servers: [service.issuer], ...change };
        if (what === "service") service.behavior.metadata = change;
        if (what === "registration") service.behavior.registered = change;
        if (what === "tokens") service.behavior.granted = change;
        assert.match((await signIn()) ?? "", /^Bearer access-/, some.join());
      }
    });

  it("a null list of sign-in services means the server's own address", async () => {
    world.server.behavior.resource = { authorization_servers: null };
    world.server.behavior.answers = {};
    assert.match((await signIn(undefined, world.server)) ?? "", /^Bearer access-/);
  });

  it("reads one text where a list belongs", async () => {
    const { server, signIn: service } = world;
    server.behavior.resource = { authorization_servers: service.issuer, scopes_supported: "read write" };
    service.behavior.metadata = { token_endpoint_auth_methods_supported: "none", response_types_supported: "code" };
    assert.match((await signIn()) ?? "", /^Bearer access-/);
    assert.equal(service.requestsTo("/authorize")[0]?.query.get("scope"), "read write");
  });

  it("metadata that names no resource is about the server that has it: tokens are bound to that", async () => {
    world.server.behavior.resource = { authorization_servers: [world.signIn.issuer], resource: null };
    await signIn();
    assert.equal(world.signIn.requestsTo("/authorize")[0]?.query.get("resource"), world.server.url);
  });

  const mended: readonly [what: string, change: Record<string, unknown>, where: "registered" | "granted"][] = [
    ["a registration with only an id", { redirect_uris: undefined, client_name: undefined }, "registered"],
    ["an empty client secret", { client_secret: "" }, "registered"],
    ["a lifetime as text", { expires_in: "3600" }, "granted"],
    ["a lifetime of 0, which means unknown", { expires_in: 0 }, "granted"],
    ["scopes as a list", { scope: ["read", "write"] }, "granted"],
    ["no token type", { token_type: undefined }, "granted"],
  ];
  for (const [what, change, where] of mended)
    it(`reads ${what}`, async () => {
      world.signIn.behavior[where] = change;
      assert.match((await signIn()) ?? "", /^Bearer access-/);
    });

  it("reads tokens that are answered as a form", async () => {
    world.signIn.behavior.answers["/token"] = (response) =>
      void response
        .writeHead(200, { "content-type": "application/x-www-form-urlencoded" })
        .end("access_token=access-form&token_type=bearer&scope=read%20write");
    assert.equal(await signIn(), "Bearer access-form");
  });

  const openId = "/.well-known/openid-configuration";
  const minimal = (at: string, path = "") => ({
    issuer: `${at}${path}`,
    authorization_endpoint: `${at}/authorize`,
    token_endpoint: `${at}/token`,
    registration_endpoint: `${at}/register`,
  });

  for (const [what, answer] of Object.entries(wrong)) {
    it(`the server's metadata is found below its root where its path has ${what}`, async () => {
      const { server, signIn: service } = world;
      server.behavior.answers[resourcePath] = answer;
      const own = { resource: server.url, authorization_servers: [service.issuer] };
      server.behavior.answers["/.well-known/oauth-protected-resource"] = json(own);
      assert.match((await signIn()) ?? "", /^Bearer access-/);
    });

    it(`the server's metadata is found where it belongs, where its challenge names ${what}`, async () => {
      const { server } = world;
      server.behavior.answers["/meta"] = answer;
      server.behavior.refusal = { challenges: [`Bearer resource_metadata="${server.issuer}/meta"`] };
      assert.match((await signIn()) ?? "", /^Bearer access-/);
    });

    it(`the service's metadata is found as OpenID Connect has it where OAuth has ${what}`, async () => {
      const { server, signIn: service } = world;
      const { answers } = service.behavior;
      answers[metadataPath] = answer;
      answers[openId] = json(minimal(service.issuer));
      assert.match((await signIn()) ?? "", /^Bearer access-/);

      server.behavior.resource = { authorization_servers: [`${service.issuer}/tenant`] };
      service.behavior.iss = `${service.issuer}/tenant`;
      answers[`${metadataPath}/tenant`] = answer;
      answers[`${openId}/tenant`] = answer;
      answers[`/tenant${openId}`] = json(minimal(service.issuer, "/tenant"));
      assert.match((await signIn()) ?? "", /^Bearer access-/);
      const asked = service.seen.map(({ path }) => path).filter((path) => path.includes("well-known"));
      assert.deepEqual(asked.slice(-3), [`${metadataPath}/tenant`, `${openId}/tenant`, `/tenant${openId}`]);
    });
  }

  it("a document of another issuer is passed over", async () => {
    const { signIn: service } = world;
    service.behavior.metadata = { issuer: "https://other.example" };
    service.behavior.answers[openId] = json(minimal(service.issuer));
    assert.match((await signIn()) ?? "", /^Bearer access-/);
  });

  for (const member of ["issuer", "token_endpoint", "authorization_endpoint"])
    it(`a document without "${member}" is passed over, and named where there is no other`, async () => {
      const { signIn: service } = world;
      service.behavior.metadata = { [member]: null };
      assert.match((await fails()).message, new RegExp(`${service.issuer}${metadataPath} lacks "${member}"`));
      service.behavior.answers[openId] = json(minimal(service.issuer));
      assert.match((await signIn()) ?? "", /^Bearer access-/);
    });

  it("says what lies at the place of the metadata where nothing else is found", async () => {
    const { answers } = world.signIn.behavior;
    answers[metadataPath] = page;
    assert.match((await fails()).message, /oauth-authorization-server is a web page instead of sign-in information/);
    answers[metadataPath] = plain;
    assert.match((await fails()).message, /oauth-authorization-server is not the sign-in information .*\(not JSON\)/);
    const login = "https://team.cloudflareaccess.com/cdn-cgi/access/login/x?kid=1";
    answers[metadataPath] = (response) => void response.writeHead(302, { location: login }).end();
    assert.match((await fails()).message, /leads to the login page of team\.cloudflareaccess\.com/);
    answers[metadataPath] = dead;
    const error = await fails();
    assert.equal(error.code, "transport", error.message);
  });

  for (const [named, own] of [
    ["", "/"],
    ["/", ""],
    ["/as", "/as/"],
    ["/as/", "/as"],
  ] as const)
    it(`an issuer with and without its last slash is the same ("${named}" and "${own}")`, async () => {
      const { server, signIn: service } = world;
      server.behavior.resource = { authorization_servers: [`${service.issuer}${named}`] };
      const document = json({ ...minimal(service.issuer), issuer: `${service.issuer}${own}` });
      service.behavior.answers[`${metadataPath}${named.replace(/\/$/, "")}`] = document;
      service.behavior.iss = `${service.issuer}${own}`;
      assert.match((await signIn()) ?? "", /^Bearer access-/);
    });

  it("an answer must name the issuer as its metadata does, slash and all (RFC 9207)", async () => {
    const { signIn: service } = world;
    service.behavior.iss = `${service.issuer}/`;
    assert.match((await fails()).message, /the answer came from a different sign-in service/);
  });

  it("an issuer for several tenants works where the settings name it, and the message says how", async () => {
    const { server, signIn: service } = world;
    const [common, template] = [`${service.issuer}/common/v2.0`, `${service.issuer}/{tenantid}/v2.0`];
    server.behavior.resource = { authorization_servers: [common] };
    service.behavior.answers[`/common/v2.0${openId}`] = json({ ...minimal(service.issuer), issuer: template });
    service.behavior.iss = `${service.issuer}/11-22-33/v2.0`;
    const error = await fails();
    assert.ok(error.message.includes(common) && error.message.includes(`set "issuer" in its "auth" to "${template}"`));
    for (const issuer of [template, common])
      assert.match((await signIn({ type: "oauth", issuer })) ?? "", /^Bearer access-/);
    server.behavior.resource = { authorization_servers: [`${service.issuer}/evil/v2.0`] };
    service.behavior.answers[`/evil/v2.0${openId}`] = json({ ...minimal(service.issuer), issuer: template });
    assert.match((await fails({ type: "oauth", issuer: common })).message, /says that its issuer is/);
    const other = { ...minimal(service.issuer), issuer: "https://other.example/{tenantid}/v2.0" };
    service.behavior.answers[`/evil/v2.0${openId}`] = json(other);
    assert.match(
      (await fails({ type: "oauth", issuer: other.issuer })).message,
      /came from a different sign-in service/,
    );
  });

  it("names both addresses where the issuer or the resource is another one", async () => {
    const { server, signIn: service } = world;
    service.behavior.metadata = { issuer: "https://other.example/as" };
    const issuer = (await fails()).message;
    assert.ok(issuer.includes(service.issuer) && issuer.includes("https://other.example/as"), issuer);
    for (const resource of ["https://bank.example/mcp", "urn:bank", "not an address"]) {
      server.behavior.resource = { resource, authorization_servers: [service.issuer] };
      const { message } = await fails();
      assert.ok(message.includes(resource) && message.includes(server.url), message);
    }
  });

  it("shows why the service did not register the hub", async () => {
    const { answers } = world.signIn.behavior;
    const refuse = (code: number, body: string) => {
      answers["/register"] = (response) => void response.writeHead(code).end(body);
    };
    refuse(400, '{"error":"invalid_redirect_uri","error_description":"Only https is allowed","x":null}');
    assert.match((await fails()).message, /did not register the hub: Only https is allowed \(HTTP 400\)/);
    refuse(403, "Dynamic registration is off");
    assert.match((await fails()).message, /did not register the hub: Dynamic registration is off \(HTTP 403\)/);
    refuse(401, "<html>no</html>");
    assert.match((await fails()).message, /did not register the hub \(HTTP 401\)/);
    refuse(200, "<html>welcome</html>");
    assert.match((await fails()).message, /it answered with a web page \(HTTP 200\)/);
    refuse(503, "");
    assert.equal((await fails()).code, "transport");
  });

  it("reports an answer with tokens that cannot be read without its bytes", async () => {
    for (const [code, body, words] of [
      [200, "<html>hello</html>", /it answered with a web page \(HTTP 200\)/],
      [200, "{}", /its answer cannot be read \(HTTP 200\)/],
      [400, "", /it does not say why \(HTTP 400\)/],
      [401, '[{"message":"Bad credentials"}]', /Bad credentials \(HTTP 401\)/],
      [400, '{"error":{"code":7,"message":"No such code"}}', /No such code \(HTTP 400\)/],
      [400, '{"error":"invalid_grant","error_description":null}', /refused it: invalid_grant\./],
    ] as const) {
      world.signIn.behavior.answers["/token"] = (response) => void response.writeHead(code).end(body);
      assert.match((await fails()).message, words);
    }
  });
});
