import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Lock, processLock } from "../../../src/core/auth/lock";
import type { Link } from "../../../src/core/connection/link";
import { systemClock } from "../../../src/core/kernel/clock";
import { fileLock } from "../../../src/mcp/oauth/fileLock";
import { noAbort, openLinks } from "../../support/openLinks";
import { type SignInServer, startSignInServer } from "../../support/signInServer";
import { httpPlan, signInWorld, type WorldOptions } from "../../support/signInWorld";

const call = (link: Link, tool = "who") => link.callTool(tool, {}, { signal: noAbort() });
const shifted = (ms: () => number) => ({ ...systemClock, now: () => Date.now() + ms() });

describe("tokens that end", function () {
  this.timeout(30_000);
  const open = openLinks();
  let server: SignInServer;
  let folder: string;
  beforeEach(async () => {
    server = await startSignInServer();
    folder = await mkdtemp(join(tmpdir(), "hub-locks-"));
  });
  afterEach(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const window = async (options: WorldOptions = {}) => {
    const world = signInWorld(options);
    const plan = httpPlan(server.url);
    const oauth = world.authorizations.oauth(plan);
    assert.ok(oauth);
    const connect = async () => (await open(plan, { authorize: world.authorizations.of })).link;
    return { ...world, oauth, connect };
  };
  const signedIn = async (options: WorldOptions = {}) => {
    const made = await window(options);
    await made.oauth.signIn(noAbort());
    server.seen.length = 0;
    return made;
  };
  const refreshes = () => server.requestsTo("/token").filter(({ form }) => form.get("grant_type") === "refresh_token");

  it("are renewed once for 32 calls that are refused at the same time", async () => {
    const { connect } = await signedIn();
    const link = await connect();
    server.behavior.tokenDelayMs = 50;
    server.expire();
    await Promise.all(Array.from({ length: 32 }, () => call(link)));
    assert.equal(refreshes().length, 1);
    server.expire();
    await call(link);
    assert.equal(refreshes().length, 2, "the rotated refresh token was kept");
  });

  it("wait for one renewal together: 32 calls do not queue at the lock one by one", async () => {
    const lock = processLock();
    let turns = 0;
    const counted: Lock = (name, work) => {
      turns++;
      return lock(name, work);
    };
    const { connect } = await signedIn({ lock: counted });
    const link = await connect();
    server.behavior.tokenDelayMs = 50;
    server.expire();
    turns = 0;
    server.seen.length = 0;
    await Promise.all(Array.from({ length: 32 }, () => call(link)));
    assert.ok(turns <= 2, `${turns} turns`); // one may come between the renewal and its being known
    const asked = server.requestsTo("/.well-known/oauth-authorization-server").length;
    assert.ok(asked <= 2, `${asked} looks at the metadata`);
  });

  it("are renewed before they end, once for 32 calls", async () => {
    let offset = 0;
    const clock = shifted(() => offset);
    server.behavior.lifetime = 600;
    const { connect } = await signedIn({ clock });
    const link = await connect();
    offset = 550_000; // 50 seconds before the end
    await Promise.all(Array.from({ length: 32 }, () => call(link)));
    assert.equal(refreshes().length, 1);
    assert.equal(
      server.requestsTo("/mcp").filter(({ body }) => body.includes("tools/call")).length,
      32,
      "none was refused",
    );
  });

  it("are renewed once for two windows together", async () => {
    const shared = await signedIn({ lock: fileLock({ folder, clock: systemClock }) });
    const { secrets, always } = shared;
    const other = await window({ secrets, always, lock: fileLock({ folder, clock: systemClock }) });
    const links = await Promise.all([shared.connect(), other.connect()]);
    server.behavior.tokenDelayMs = 50;
    server.expire();
    await Promise.all(links.flatMap((link) => Array.from({ length: 8 }, () => call(link))));
    assert.equal(refreshes().length, 1);
    server.expire();
    await Promise.all(links.map((link) => call(link)));
    assert.equal(refreshes().length, 2, "neither used a refresh token twice");
  });

  it("waits for what another window wrote, where storage shows it late", async () => {
    const lock = () => fileLock({ folder, clock: systemClock });
    const { secrets, always, connect } = await signedIn({ lock: lock() });
    let old: string | undefined;
    // The same storage as the other window sees it: for a while it still shows the tokens from before.
    const late = {
      get: async (key: string) => (key.startsWith("auth:tokens") && old) || secrets.get(key),
      set: (key: string, value: string) => secrets.set(key, value),
      delete: (key: string) => secrets.delete(key),
    };
    const other = await window({ secrets: late, always, lock: lock() });
    const links = { here: await connect(), there: await other.connect() };
    const { account } = other.oauth;
    assert.ok(account);
    const before = JSON.stringify(await other.store.tokens(account));
    server.expire();
    await call(links.here);
    old = before;
    const calling = call(links.there);
    await new Promise((resolve) => setTimeout(resolve, 200));
    old = undefined;
    await calling;
    assert.equal(refreshes().length, 1);
  });

  it("survive a token endpoint that fails three times, without a sign-out", async () => {
    const { connect, oauth } = await signedIn();
    const link = await connect();
    server.expire();
    server.behavior.tokenFailures = [
      { status: 500, body: "oops" },
      { status: 503, body: { error: "temporarily_unavailable" } },
      { status: 500, body: { error: "server_error" } },
    ];
    await call(link);
    assert.equal(refreshes().length, 4);
    assert.ok(oauth.account);
  });

  it("stay where the authorization server is away for longer: the call fails, the sign-in does not", async () => {
    const { connect, oauth } = await signedIn();
    const link = await connect();
    server.expire();
    server.behavior.tokenFailures = Array.from({ length: 5 }, () => ({ status: 500, body: "oops" }));
    await assert.rejects(call(link), { code: "transport", message: /sign-in service of "web" failed/ });
    assert.ok(oauth.account);
    await call(await connect());
  });

  it("end the sign-in only where the authorization server reports an invalid grant", async () => {
    const { connect, oauth, store } = await signedIn();
    const account = oauth.account;
    assert.ok(account);
    const link = await connect();
    server.expire();
    server.behavior.tokenFailures = [{ status: 400, body: { error: "invalid_scope" } }];
    await assert.rejects(call(link), { code: "needs-auth", message: /invalid_scope/ });
    assert.ok(await store.tokens(account));
    server.endAll();
    await assert.rejects(connect(), { code: "needs-auth", message: /sign-in has ended/ });
    assert.equal(await store.tokens(account), undefined);
  });

  const html = "<html><body>nope</body></html>";
  const refusals: readonly [status: number, body: string, words: RegExp][] = [
    [400, '{"error":"invalid_request"}', /did not renew the last one: invalid_request\. Run "MCP Hub: Sign In"/],
    [400, '{"error":"server_error"}', /did not renew the last one: server_error/],
    [400, '{"error":"temporarily_unavailable","error_description":null}', /temporarily_unavailable/],
    [401, '[{"message":"Bad credentials"}]', /Bad credentials \(HTTP 401\)/],
    [401, "Unauthorized", /Unauthorized \(HTTP 401\)/],
    [403, html, /it answered with a web page \(HTTP 403\)/],
    [400, "", /it does not say why \(HTTP 400\)/],
    [404, '{"message":"no such token","code":4}', /no such token \(HTTP 404\)/],
    [200, html, /it answered with a web page \(HTTP 200\)/],
    [200, '{"ok":false,"error":"token_revoked"}', /token_revoked/],
    [200, "", /its answer cannot be read \(HTTP 200\)/],
  ];
  for (const [status, body, words] of refusals) {
    it(`need a sign-in where the service refuses to renew them with HTTP ${status} and ${body || "nothing"}`, async () => {
      let offset = 0;
      const { connect, oauth } = await signedIn({ clock: shifted(() => offset) });
      const link = await connect();
      server.expire();
      offset = 3_700_000;
      server.behavior.answers["/token"] = (response) => void response.writeHead(status).end(body);
      await assert.rejects(call(link), { code: "needs-auth", message: words });
      await assert.rejects(call(link), { code: "needs-auth" });
      for (let times = 0; times < 3; times++) await assert.rejects(connect(), { code: "needs-auth", message: words });
      assert.ok(refreshes().length <= 2, `${refreshes().length} token requests`);
      server.behavior.answers = {};
      await oauth.signIn(noAbort());
      await call(await connect());
    });
  }

  it("begin a new sign-in by themselves where that is wanted and the service refuses to renew them", async () => {
    let offset = 0;
    const { connect } = await signedIn({ clock: shifted(() => offset), automatic: true });
    const link = await connect();
    server.expire();
    offset = 3_700_000;
    server.behavior.tokenFailures = Array.from({ length: 2 }, () => ({ status: 401, body: [{ message: "Bad" }] }));
    await call(link);
    assert.equal(server.requestsTo("/authorize").length, 1);
  });

  it("end the link where they are not renewed, so that the server does not stay ready while every call fails", async () => {
    const { authorizations } = signInWorld();
    const plan = httpPlan(server.url);
    await authorizations.oauth(plan)?.signIn(noAbort());
    const { link, heard } = await open(plan, { authorize: authorizations.of });
    server.expire();
    server.behavior.answers["/token"] = (response) => void response.writeHead(400).end('{"error":"invalid_request"}');
    await assert.rejects(call(link), { code: "needs-auth" });
    assert.equal((await heard.until(({ losses }) => losses[0])).code, "needs-auth");
  });

  it("need a sign-in for all of many calls at once, with one reason", async () => {
    const { connect } = await signedIn();
    const link = await connect();
    server.expire();
    server.behavior.answers["/token"] = (response) => void response.writeHead(401).end("Nobody knows you");
    const refused = Array.from({ length: 16 }, () =>
      assert.rejects(call(link), { code: "needs-auth", message: /Nobody knows you/ }),
    );
    await Promise.all(refused);
    assert.ok(refreshes().length <= 2, `${refreshes().length} token requests`);
  });

  for (const status of [429, 500, 502, 503])
    it(`stay where the service answers with HTTP ${status}, whatever else it says`, async () => {
      const { connect, oauth, store } = await signedIn();
      const link = await connect();
      server.expire();
      const failure = { status, body: { error: "invalid_grant" } };
      server.behavior.tokenFailures = [failure];
      await call(link);
      assert.equal(refreshes().length, 2);
      assert.ok(oauth.account && (await store.tokens(oauth.account)));
    });

  it("are renewed with the granted scopes where the settings say so", async () => {
    for (const refreshScope of [undefined, true]) {
      const world = signInWorld();
      const plan = httpPlan(server.url, { type: "oauth", ...(refreshScope && { refreshScope }) });
      await world.authorizations.oauth(plan)?.signIn(noAbort());
      const { link } = await open(plan, { authorize: world.authorizations.of });
      server.expire();
      await call(link);
      assert.equal(refreshes().at(-1)?.form.get("scope"), refreshScope ? "read" : null);
    }
  });

  it("drop a client that the authorization server has forgotten, and register again at the next sign-in", async () => {
    const { connect, oauth } = await signedIn();
    const link = await connect();
    server.expire();
    server.forgetClients();
    await assert.rejects(call(link), { code: "needs-auth" });
    await oauth.signIn(noAbort());
    assert.equal(server.requestsTo("/register").length, 1);
    await call(await connect());
  });

  for (const minutes of [5, -5])
    it(`do not mind a clock that is ${minutes} minutes off`, async () => {
      server.setClock(() => Date.now() + minutes * 60_000);
      server.behavior.lifetime = 120;
      const { connect } = await signedIn();
      const link = await connect();
      await call(link);
      assert.equal(refreshes().length, 0);
      server.setClock(() => Date.now() + minutes * 60_000 + 130_000); // the server's time is over before ours
      await call(link);
      assert.equal(refreshes().length, 1);
    });

  it("do not mind that this machine's clock is put forward or back by 5 minutes", async () => {
    let offset = 0;
    const { connect } = await signedIn({ clock: shifted(() => offset) });
    const link = await connect();
    for (const minutes of [5, -5]) {
      offset = minutes * 60_000;
      await call(link);
    }
    assert.equal(refreshes().length, 0);
  });

  it("outlive the window, and nothing secret lies in the state or beside the lock", async () => {
    const first = await signedIn({ lock: fileLock({ folder, clock: systemClock }) });
    server.expire();
    await call(await first.connect());
    const second = await window({ secrets: first.secrets, always: first.always, workspace: first.workspace });
    await call(await second.connect());
    const files = await Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file), "utf8")));
    const written = JSON.stringify([first.always, first.workspace, files], (_, value: unknown) =>
      value instanceof Map ? [...value] : value,
    );
    assert.ok(server.issued.length >= 5);
    for (const secret of server.issued) assert.ok(!written.includes(secret));
  });
});
