import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AuthConfig } from "../../../src/core/config/schema/authConfig";
import type { Link } from "../../../src/core/connection/link";
import { HubError } from "../../../src/core/kernel/hubError";
import type { OAuthAuthorization } from "../../../src/mcp/oauth/oauthAuthorization";
import { noAbort, openLinks } from "../../support/openLinks";
import { clickThrough, type SignInServer, startSignInServer } from "../../support/signInServer";
import { httpPlan, signInWorld, type WorldOptions } from "../../support/signInWorld";

/** A browser, and what its pages said in the end. */
function browser() {
  const pages: Promise<string>[] = [];
  const open = (url: string) => {
    const page = clickThrough(url);
    pages.push(page);
    return page;
  };
  return { open, pages };
}

const call = (link: Link, tool: string) => link.callTool(tool, {}, { signal: noAbort() });

describe("signing in to a server", function () {
  this.timeout(30_000);
  const open = openLinks();
  let server: SignInServer;
  beforeEach(async () => {
    server = await startSignInServer();
  });
  afterEach(() => server.stop());

  const begin = (options: WorldOptions = {}, auth?: AuthConfig) => {
    const world = signInWorld(options);
    const plan = httpPlan(server.url, auth);
    const oauth = world.authorizations.oauth(plan);
    assert.ok(oauth);
    return { ...world, plan, oauth, connect: () => open(plan, { authorize: world.authorizations.of }) };
  };
  const fails = async (oauth: OAuthAuthorization, words: RegExp) => {
    const error = await oauth.signIn(noAbort()).then(
      () => undefined,
      (failure: unknown) => failure,
    );
    assert.ok(error instanceof HubError, String(error));
    assert.equal(error.code, "needs-auth");
    assert.match(error.message, words);
  };

  it("is asked for, done once, and then each call carries a token", async () => {
    const { oauth, connect } = begin();
    await assert.rejects(connect(), { code: "needs-auth", message: /needs a sign-in.*Sign In/ });
    const account = await oauth.signIn(noAbort());
    assert.equal(account.name, "account 1");
    const { link } = await connect();
    assert.deepEqual((await call(link, "who")).content, [{ type: "text", text: "done" }]);
    assert.equal(server.requestsTo("/authorize").length, 1);
    const [asked] = server.requestsTo("/authorize");
    assert.equal(asked?.query.get("code_challenge_method"), "S256");
    assert.equal(asked?.query.get("resource"), server.url);
    assert.equal(asked?.query.get("scope"), "read");
  });

  it("registers again where the sign-in service has forgotten the client of an earlier sign-in in the same window", async () => {
    const { oauth } = begin();
    await oauth.signIn(noAbort());
    server.forgetClients();
    await oauth.signIn(noAbort());
    assert.equal(server.requestsTo("/register").length, 2);
  });

  it("names the account as the identity token does", async () => {
    server.behavior.person = "ada@example.com";
    assert.equal((await begin().oauth.signIn(noAbort())).name, "ada@example.com");
  });

  it("begins by itself where that is wanted, and steps up to what a tool needs, with all that was granted before", async () => {
    const { connect } = begin({ automatic: true });
    const { link } = await connect();
    await call(link, "who");
    await call(link, "admin");
    assert.deepEqual(
      server.requestsTo("/authorize").map(({ query }) => query.get("scope")),
      ["read", "read admin"],
    );
  });

  it("asks the person for more rights, and has them after the next sign-in", async () => {
    const { oauth, connect } = begin();
    await oauth.signIn(noAbort());
    const { link } = await connect();
    await assert.rejects(call(link, "admin"), { code: "needs-auth", message: /more rights for this: admin/ });
    await call(link, "who"); // what is granted still works
    await oauth.signIn(noAbort());
    await call(link, "admin");
  });

  it("gives a step-up that leads nowhere up after two sign-ins", async () => {
    server.behavior.answers["/mcp"] = (response) =>
      response.writeHead(403, { "www-authenticate": 'Bearer error="insufficient_scope", scope="never"' }).end();
    const { connect } = begin({ automatic: true });
    await assert.rejects(connect(), {
      code: "needs-auth",
      message: /asks for more rights \(never\) after each sign-in/,
    });
    assert.equal(server.requestsTo("/authorize").length, 2);
  });

  it("runs one flow however many ask for it", async () => {
    const { oauth } = begin();
    const accounts = await Promise.all([1, 2, 3].map(() => oauth.signIn(noAbort())));
    assert.equal(new Set(accounts.map(({ id }) => id)).size, 1);
    assert.equal(server.requestsTo("/authorize").length, 1);
  });

  it("takes another port where the registered one is in use, and registers again for it", async () => {
    const { oauth } = begin();
    await oauth.signIn(noAbort());
    const [first] = server.requestsTo("/authorize");
    const { port } = new URL(first?.query.get("redirect_uri") ?? "");
    const busy = createServer();
    await new Promise<void>((resolve) => busy.listen(Number(port), "127.0.0.1", resolve));
    try {
      await oauth.signIn(noAbort());
    } finally {
      busy.close();
    }
    const [, second] = server.requestsTo("/authorize");
    assert.notEqual(new URL(second?.query.get("redirect_uri") ?? "").port, port);
    assert.equal(server.requestsTo("/register").length, 2);
  });

  it("names the ports in use where no other may be used", async () => {
    const busy = createServer();
    await new Promise<void>((resolve) => busy.listen(0, "127.0.0.1", resolve));
    const address = busy.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const { oauth } = begin({}, { type: "oauth", redirectPorts: [port] });
    try {
      await fails(oauth, new RegExp(`The browser cannot return .*port ${port} is in use.*redirectPorts`));
    } finally {
      busy.close();
    }
  });

  it("uses the same registration and the same port the next time", async () => {
    const { oauth } = begin();
    await oauth.signIn(noAbort());
    await oauth.signIn(noAbort());
    assert.equal(server.requestsTo("/register").length, 1);
    const ports = server.requestsTo("/authorize").map(({ query }) => query.get("redirect_uri"));
    assert.equal(new Set(ports).size, 1);
  });

  for (const [what, forget] of [
    ["the authorization server has forgotten", () => server.forgetClients()],
    ["has other ways back at the authorization server by now", () => server.forgetRedirects()],
  ] as const)
    it(`drops a registration that ${what}, before the person sees anything of it`, async () => {
      const { oauth, secrets, always } = begin();
      await oauth.signIn(noAbort());
      forget();
      const { open, pages } = browser();
      await begin({ secrets, always, open }).oauth.signIn(noAbort());
      assert.equal(server.requestsTo("/register").length, 2);
      assert.equal(pages.length, 1);
      assert.match((await pages[0]) ?? "", /Signed in/);
    });

  it("registers again for scopes that the first registration did not request, and the first tokens stay valid", async () => {
    const first = begin();
    await first.oauth.signIn(noAbort());
    const { secrets, always } = first;
    const second = begin({ secrets, always }, { type: "oauth", scopes: ["read", "admin"] });
    await second.oauth.signIn(noAbort(), true);
    assert.deepEqual(
      server.requestsTo("/register").map(({ body }) => JSON.parse(body).scope),
      ["read", "read admin"],
    );
    server.expire();
    const { link } = await first.connect();
    await call(link, "who");
  });

  it("turns an answer with a wrong state away, and goes on waiting until its limit", async () => {
    server.behavior.consent = "wrong-state";
    const { open, pages } = browser();
    const { oauth } = begin({ limitMs: () => 3000, open });
    await fails(oauth, /the browser did not return within/);
    assert.match((await pages[0]) ?? "", /does not belong to the current sign-in/);
    assert.equal(server.requestsTo("/token").length, 0);
  });

  for (const consent of ["wrong-issuer", "no-issuer"] as const)
    it(`believes no answer of another issuer (${consent})`, async () => {
      server.behavior.consent = consent;
      await fails(begin().oauth, /came from a different sign-in service/);
      assert.equal(server.requestsTo("/token").length, 0);
    });

  it("reports that access was denied, also in the browser", async () => {
    server.behavior.consent = "deny";
    const { open, pages } = browser();
    await fails(begin({ open }).oauth, /access was denied/);
    assert.match((await pages[0]) ?? "", /Not signed in/);
  });

  it("ends when the browser is closed: at its limit, at a cancel, and leaves no port open", async () => {
    server.behavior.consent = "silent";
    let limit = 2000;
    const { oauth } = begin({ limitMs: () => limit });
    await fails(oauth, /the browser did not return within/);
    const abort = new AbortController();
    const cancelled = oauth.signIn(abort.signal);
    abort.abort();
    await assert.rejects(cancelled, { code: "cancelled" });
    const back = server.requestsTo("/authorize")[0]?.query.get("redirect_uri") ?? "";
    await assert.rejects(fetch(back));
    server.behavior.consent = "allow";
    limit = 20_000; // of the whole sign-in
    await oauth.signIn(noAbort());
  });

  it("fails when no page can be opened", async () => {
    const open = () => Promise.reject(new Error("no display"));
    await fails(begin({ open }).oauth, /no display/);
  });

  it("exchanges the code again while the token endpoint fails", async () => {
    const failure = { status: 500, body: { error: "server_error" } };
    server.behavior.tokenFailures = [failure, failure, failure];
    await begin().oauth.signIn(noAbort());
    assert.equal(server.requestsTo("/token").length, 4);
  });

  it("names the next step where clients cannot register themselves", async () => {
    server.behavior.metadata = { registration_endpoint: undefined };
    await fails(begin().oauth, /does not let clients register themselves.*"clientId"/);
    assert.equal(server.requestsTo("/authorize").length, 0);
  });

  it("signs out here and at the service, and leaves no account signed in", async () => {
    const { oauth, connect, store } = begin();
    const account = await oauth.signIn(noAbort());
    assert.equal(await oauth.signOut(noAbort()), true);
    assert.equal(await store.tokens(account), undefined);
    assert.deepEqual(store.accounts(account.server), []);
    await assert.rejects(connect(), { code: "needs-auth" });
    assert.equal(server.requestsTo("/revoke").length, 2);
  });

  it("moves to another authorization server with the server, and takes no token of the old one there", async () => {
    const { oauth, connect } = begin();
    await oauth.signIn(noAbort());
    const other = await startSignInServer();
    try {
      const { link } = await connect();
      server.behavior.resource = { authorization_servers: [other.issuer] };
      server.expire();
      await assert.rejects(call(link, "who"), { code: "needs-auth", message: /moved to another sign-in service/ });
      assert.deepEqual(other.requestsTo("/token"), []);
    } finally {
      await other.stop();
    }
  });

  it("keeps the accounts of two workspaces apart", async () => {
    const first = begin();
    server.behavior.person = "ada@example.com";
    await first.oauth.signIn(noAbort());
    server.behavior.person = "bob@example.com";
    const second = begin({ secrets: first.secrets, always: first.always });
    assert.equal((await second.oauth.signIn(noAbort(), true)).name, "bob@example.com");
    const token = async ({ oauth }: typeof first) =>
      (await oauth.credentials({ method: "POST", url: new URL(server.url) })).headers.authorization;
    assert.equal(first.oauth.account?.name, "ada@example.com");
    assert.equal(second.oauth.account?.name, "bob@example.com");
    assert.notEqual(await token(first), await token(second));
    const third = begin({ secrets: first.secrets, always: first.always });
    assert.equal(third.oauth.account, undefined, "a workspace without a choice takes neither");
  });
});
