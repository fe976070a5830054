import assert from "node:assert/strict";
import type { AuthOf } from "../../../src/core/config/schema/authConfig";
import { HubError } from "../../../src/core/kernel/hubError";
import { freePort } from "../../support/freePort";
import { noAbort } from "../../support/openLinks";
import { clickThrough, type SignInServer, startSignInServer } from "../../support/signInServer";
import { httpPlan, signInWorld } from "../../support/signInWorld";

describe("settings for sign-in services that are not as others are", function () {
  this.timeout(30_000);
  let server: SignInServer;
  let port: number;
  beforeEach(async () => {
    [server, port] = await Promise.all([startSignInServer(), freePort()]);
  });
  afterEach(() => server.stop());

  const signIn = async (auth: Omit<AuthOf<"oauth">, "type">, another = false) => {
    const opened: string[] = [];
    const pages: Promise<string>[] = [];
    const open = async (url: string) => {
      opened.push(url);
      pages.push(clickThrough(url));
    };
    const { authorizations } = signInWorld({ open });
    const oauth = authorizations.oauth(httpPlan(server.url, { type: "oauth", ...auth }));
    const failure = await oauth?.signIn(noAbort(), another).then(
      () => undefined,
      (error: unknown) => error,
    );
    const page = opened[0] === undefined ? undefined : new URL(opened[0]).searchParams;
    return { failure, opened, page, texts: await Promise.all(pages) };
  };
  const knows = (...redirects: readonly string[]) => {
    server.behavior.known = { pre: redirects };
  };

  it("comes back to the host and the path that the client was registered with", async () => {
    for (const uri of [
      `http://localhost:${port}/oauth/callback`,
      `http://127.0.0.1:${port}/`,
      `http://localhost:${port}/callback`,
    ]) {
      knows(uri);
      const { hostname, pathname } = new URL(uri);
      const redirectHost = hostname === "localhost" ? "localhost" : "127.0.0.1";
      const { failure, page, texts } = await signIn({
        ...{ clientId: "pre", redirectHost, redirectPath: pathname, redirectPorts: [port] },
      });
      assert.equal(failure, undefined, String(failure));
      assert.equal(page?.get("redirect_uri"), uri);
      assert.equal(server.requestsTo("/token").at(-1)?.form.get("redirect_uri"), uri);
      assert.match(texts[0] ?? "", /Signed in/);
    }
  });

  it("registers itself with the host and the path of the settings", async () => {
    const { failure, page } = await signIn({ redirectHost: "localhost", redirectPath: "/cb" });
    assert.equal(failure, undefined, String(failure));
    assert.match(page?.get("redirect_uri") ?? "", /^http:\/\/localhost:\d+\/cb$/);
  });

  it("tries localhost by itself where the service does not accept 127.0.0.1, and shows only the page that works", async () => {
    knows(`http://localhost:${port}/callback`);
    const { failure, opened } = await signIn({ clientId: "pre", redirectPorts: [port] });
    assert.equal(failure, undefined, String(failure));
    assert.equal(opened.length, 1);
  });

  it("says at once that the service does not accept the redirect address, and what to set, without waiting for the browser", async () => {
    knows("https://other.example/back");
    for (const redirectHost of [undefined, "localhost"] as const) {
      const { failure, opened } = await signIn({ clientId: "pre", ...(redirectHost && { redirectHost }) });
      assert.ok(failure instanceof HubError);
      assert.equal(failure.code, "needs-auth");
      assert.match(
        failure.message,
        new RegExp(
          `does not accept the redirect address http://${redirectHost ?? "127\\.0\\.0\\.1"}:\\d+/callback: This redirect_uri is not registered\\. .*"redirectHost", "redirectPorts" and "redirectPath"`,
        ),
      );
      assert.deepEqual(opened, []);
    }
  });

  it("says at once that the service does not know the client of the settings", async () => {
    const { failure, opened } = await signIn({ clientId: "nobody" });
    assert.match(
      String(failure),
      /does not accept the client nobody: invalid_client\. Correct "clientId" in its "auth"/,
    );
    assert.deepEqual(opened, []);
  });

  it("ends the sign-in where the page was not opened", async () => {
    const { authorizations } = signInWorld({ open: async () => false });
    const oauth = authorizations.oauth(httpPlan(server.url));
    await assert.rejects(oauth?.signIn(noAbort()) ?? Promise.resolve(), {
      code: "needs-auth",
      message: /the page was not opened in the browser/,
    });
  });

  it("sends the resource unless the settings omit it", async () => {
    for (const omitResource of [undefined, true]) {
      await signIn(omitResource ? { omitResource } : {});
      const resource = omitResource ? null : server.url;
      assert.equal(server.requestsTo("/authorize").at(-1)?.query.get("resource"), resource);
      assert.equal(server.requestsTo("/token").at(-1)?.form.get("resource"), resource);
    }
  });

  it("sends the parameters of the settings to the page and to the token endpoint", async () => {
    const { failure, page } = await signIn({
      parameters: { audience: "https://api.example/", prompt: "select_account" },
    });
    assert.equal(failure, undefined, String(failure));
    assert.equal(page?.get("audience"), "https://api.example/");
    assert.equal(page?.get("prompt"), "select_account");
    assert.equal(server.requestsTo("/token")[0]?.form.get("audience"), "https://api.example/");
  });

  it("authenticates at the token endpoint as the settings say, whatever the service says", async () => {
    const uri = `http://127.0.0.1:${port}/callback`;
    knows(uri);
    server.behavior.metadata = { token_endpoint_auth_methods_supported: ["client_secret_basic", "none"] };
    const client = { clientId: "pre", clientSecret: "s3cret", redirectPorts: [port] };
    await signIn({ ...client, tokenEndpointAuthMethod: "client_secret_post" });
    const posted = server.requestsTo("/token").at(-1);
    assert.equal(posted?.form.get("client_secret"), "s3cret");
    assert.equal(posted?.authorization, undefined);
    await signIn({ ...client, tokenEndpointAuthMethod: "client_secret_basic" });
    assert.equal(server.requestsTo("/token").at(-1)?.authorization, `Basic ${btoa("pre:s3cret")}`);
    await signIn({ ...client, tokenEndpointAuthMethod: "none" });
    const open = server.requestsTo("/token").at(-1);
    assert.equal(open?.authorization ?? open?.form.get("client_secret"), null);
  });

  const openId = { scopes_supported: ["openid", "offline_access", "read"] };
  const consents: readonly [what: string, Record<string, unknown>, scopes: string[] | undefined, string | null][] = [
    ["asks for it where OpenID Connect needs it", openId, undefined, "consent"],
    ["leaves it to the service where the person set the scopes", openId, ["api://x/.default"], null],
    ["does not ask for it without OpenID Connect", { scopes_supported: ["offline_access", "read"] }, undefined, null],
    [
      "does not ask for what the service does not know",
      { ...openId, prompt_values_supported: ["login"] },
      undefined,
      null,
    ],
    ["does not ask for it without offline_access", { scopes_supported: ["openid"] }, undefined, null],
  ];
  for (const [what, metadata, scopes, prompt] of consents)
    it(`prompt=consent: ${what}`, async () => {
      server.behavior.metadata = metadata;
      const { failure, page } = await signIn(scopes ? { scopes } : {});
      assert.equal(failure, undefined, String(failure));
      assert.equal(page?.get("prompt"), prompt);
      assert.equal(page?.get("scope")?.includes("offline_access"), JSON.stringify(metadata).includes("offline_access"));
    });

  it("asks for the account where another one is wanted, with no consent that was not needed", async () => {
    server.behavior.metadata = openId;
    assert.equal((await signIn({ scopes: ["read"] }, true)).page?.get("prompt"), "login");
    assert.equal((await signIn({}, true)).page?.get("prompt"), "login consent");
  });
});
