import assert from "node:assert/strict";
import { type Clock, systemClock } from "../../../src/core/kernel/clock";
import { noAbort } from "../../support/openLinks";
import { metadataPath, resourcePath, type SignInApart, startSignInApart, status } from "../../support/signInApart";
import { startSignInServer } from "../../support/signInServer";
import { httpPlan, signInWorld, type WorldOptions } from "../../support/signInWorld";
import { until } from "../../support/until";

/** The access token has ended, by the clock of the window. Waits between attempts are a twentieth of what they are; limits are whole. */
const afterwards: Clock = {
  now: () => Date.now() + 3_700_000,
  after: (ms, run, background) => systemClock.after(ms < 5000 ? ms / 20 : ms, run, background),
};

describe("tokens of a sign-in service on another origin than the server", function () {
  this.timeout(30_000);
  let world: SignInApart;
  beforeEach(async () => {
    world = await startSignInApart();
  });
  afterEach(() => world.stop());

  const window = (options: WorldOptions = {}) => {
    const made = signInWorld(options);
    const plan = httpPlan(world.server.url);
    const oauth = made.authorizations.oauth(plan);
    assert.ok(oauth);
    const request = { method: "POST", url: new URL(plan.url) };
    const token = async (signal = noAbort()) => (await oauth.credentials(request, signal)).headers.authorization;
    return { ...made, oauth, token };
  };

  /** Somebody has signed in; the window is opened again when the access token has ended. */
  const reopened = async (clock: Clock = afterwards) => {
    const { oauth, secrets, always, workspace, token } = window();
    await oauth.signIn(noAbort());
    const ended = await token();
    for (const { seen } of [world.server, world.signIn]) seen.length = 0;
    const made = window({ secrets, always, workspace, clock });
    const stored = async () => (made.oauth.account ? made.store.tokens(made.oauth.account) : undefined);
    return { ...made, stored, ended };
  };

  /** Where the server's metadata may lie. */
  const resourcePaths = [resourcePath, "/.well-known/oauth-protected-resource"];

  it("are renewed there", async () => {
    const { token, ended } = await reopened();
    assert.notEqual(await token(), ended);
    assert.equal(world.refreshes().length, 1);
    assert.deepEqual(world.server.requestsTo("/token"), []);
  });

  for (const code of [500, 502, 503, 429]) {
    it(`are renewed once the server's metadata no longer fails (HTTP ${code})`, async () => {
      const { token, ended } = await reopened();
      const { answers } = world.server.behavior;
      for (const path of resourcePaths)
        answers[path] = (response) => {
          for (const one of resourcePaths) delete answers[one];
          status(code)(response);
        };
      if (code === 502) answers[resourcePaths[1] ?? ""] = status(404); // some proxies say 502 of what is not there
      assert.notEqual(await token(), ended);
      assert.equal(world.refreshes().length, 1);
    });

    it(`stay where the server's metadata keeps failing (HTTP ${code})`, async () => {
      const { token, stored, ended } = await reopened();
      for (const path of resourcePaths) world.server.behavior.answers[path] = status(code);
      await assert.rejects(token(), {
        code: "transport",
        message: new RegExp(
          `The sign-in information of "web" could not be read: .*oauth-protected-resource.*HTTP ${code}.*later`,
        ),
      });
      assert.ok(await stored());
      assert.deepEqual(world.refreshes(), []);
      world.server.behavior.answers = {};
      assert.notEqual(await token(), ended);
    });
  }

  it("are renewed once the sign-in service's metadata no longer fails", async () => {
    const { token, ended } = await reopened();
    const { answers } = world.signIn.behavior;
    answers[metadataPath] = (response) => {
      delete answers[metadataPath];
      status(503)(response);
    };
    assert.notEqual(await token(), ended);
  });

  it("stay where the sign-in service's metadata keeps failing", async () => {
    const { token, stored } = await reopened();
    world.signIn.behavior.answers[metadataPath] = status(503);
    await assert.rejects(token(), { code: "transport", message: /oauth-authorization-server.*HTTP 503/ });
    assert.ok(await stored());
  });

  it("stay where the server has no metadata for a while, and are renewed when it has some again", async () => {
    const { token, oauth, stored, ended } = await reopened();
    for (const path of resourcePaths) world.server.behavior.answers[path] = status(404);
    assert.equal(await token(), ended, "the server says what it thinks of them");
    const answer = { status: 401, header: () => undefined };
    const used = { headers: { authorization: ended ?? "" } };
    await assert.rejects(oauth.refused(answer, used, 0, noAbort()), { code: "needs-auth", message: /moved/ });
    assert.ok(await stored());
    assert.deepEqual(world.refreshes(), []);
    assert.deepEqual(world.server.requestsTo("/token"), []);
    for (const path of resourcePaths) delete world.server.behavior.answers[path];
    assert.notEqual(await token(), ended);
  });

  it("are renewed after a reload where only a refusal names the server's metadata", async () => {
    const { answers } = world.server.behavior;
    for (const path of resourcePaths) answers[path] = status(404);
    const metadata = { resource: world.server.url, authorization_servers: [world.signIn.issuer] };
    answers["/elsewhere"] = (response) =>
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(metadata));
    const challenge = `Bearer resource_metadata="${world.server.issuer}/elsewhere"`;
    answers["/mcp"] = (response) => response.writeHead(401, { "www-authenticate": challenge }).end();
    const { token, ended } = await reopened();
    assert.notEqual(await token(), ended);
    assert.equal(world.refreshes().length, 1);
  });

  it("are renewed although the server does not answer the probe in time", async () => {
    const limits = new Set<() => void>();
    const after: Clock["after"] = (ms, run, background) => {
      if (ms < 1000) return systemClock.after(ms, run, background);
      limits.add(run);
      return { dispose: () => void limits.delete(run) };
    };
    const { token, ended } = await reopened({ ...afterwards, after });
    world.server.behavior.answers["/mcp"] = () => {};
    const renewing = token();
    await until("the server is asked", () => world.server.requestsTo("/mcp").length > 0);
    for (const runOut of limits) runOut();
    assert.notEqual(await renewing, ended);
  });

  it("are shown to no other sign-in service that the server names by now, and stay", async () => {
    const other = await startSignInServer();
    try {
      const { token, stored, ended } = await reopened();
      world.server.behavior.resource = { authorization_servers: [other.issuer] };
      assert.equal(await token(), ended);
      assert.deepEqual(other.requestsTo("/token"), []);
      assert.deepEqual(other.requestsTo("/revoke"), []);
      assert.ok(await stored());
    } finally {
      await other.stop();
    }
  });

  it("are renewed for all callers, although the first of them cancels", async () => {
    const { token, ended } = await reopened();
    const asked: (() => void)[] = [];
    const metadata = { resource: world.server.url, authorization_servers: [world.signIn.issuer] };
    world.server.behavior.answers[resourcePath] = (response) =>
      void asked.push(() =>
        response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(metadata)),
      );
    const first = new AbortController();
    const given = token(first.signal);
    const others = [token(), token()];
    const [answer] = await until("the metadata is asked for", () => asked.length > 0 && asked);
    first.abort();
    await assert.rejects(given, { code: "cancelled" });
    answer?.();
    for (const other of others) assert.notEqual(await other, ended);
    assert.equal(world.refreshes().length, 1);
  });
});
