import assert from "node:assert/strict";
import { type Clock, systemClock } from "../../../src/core/kernel/clock";
import type { DeviceCode } from "../../../src/mcp/oauth/oauthParts";
import { noAbort, openLinks } from "../../support/openLinks";
import { type SignInServer, startSignInServer } from "../../support/signInServer";
import { httpPlan, signInWorld } from "../../support/signInWorld";

/** The hub's side is the real one, over HTTP, with a service that has RFC 8628 as it is written. Waits are a hundredth as long. */
describe("a sign-in by device code", function () {
  this.timeout(30_000);
  const open = openLinks();
  let server: SignInServer;
  let waits: number[];
  const clock: Clock = {
    now: systemClock.now,
    after: (ms, run, background) => {
      if (![10_000, 20_000].includes(ms) && ms >= 1000 && ms <= 60_000) waits.push(ms); // those are limits of other things
      return systemClock.after(ms > 15_000 ? ms : ms / 100, run, background);
    },
  };
  beforeEach(async () => {
    server = await startSignInServer({ person: "ada@example.com" });
    waits = [];
  });
  afterEach(() => server.stop());

  const world = (showCode: (code: DeviceCode) => void, of: Parameters<typeof signInWorld>[0] = {}) => {
    const made = signInWorld({ clock, showCode, ...of });
    const plan = httpPlan(server.url);
    const oauth = made.authorizations.oauth(plan);
    assert.ok(oauth);
    return { ...made, oauth, plan };
  };
  const allow = ({ code }: DeviceCode) => server.device.decide(code, "allowed");
  const polls = () => server.requestsTo("/token").filter(({ form }) => form.has("device_code"));

  it("shows the page and the code, and has tokens once the person has entered it", async () => {
    const shown: DeviceCode[] = [];
    const { oauth, authorizations, plan } = world((code) => {
      shown.push(code);
      allow(code);
    });
    server.device.behavior.errors.push("authorization_pending", "authorization_pending");
    const account = await oauth.signIn(noAbort());
    assert.equal(account.name, "ada@example.com");
    assert.equal(shown[0]?.page, `${server.issuer}/device`);
    assert.equal(shown[0]?.complete, `${server.issuer}/device?user_code=${shown[0]?.code}`);
    assert.equal(polls().length, 3, "it was asked while the person had not decided");
    const { link } = await open(plan, { authorize: authorizations.of });
    assert.equal((await link.callTool("who", {}, { signal: noAbort() })).isError, false);
  });

  it("registers without a redirect, for the grants that it uses, and names the resource", async () => {
    await world(allow).oauth.signIn(noAbort());
    const registered = JSON.parse(server.requestsTo("/register")[0]?.body ?? "");
    assert.deepEqual(registered.redirect_uris, []);
    assert.deepEqual(registered.grant_types, ["urn:ietf:params:oauth:grant-type:device_code", "refresh_token"]);
    assert.equal(server.requestsTo("/device_authorization")[0]?.form.get("resource"), server.url);
    assert.equal(polls()[0]?.form.get("resource"), server.url);
  });

  it("asks as often as the service says, five seconds when it does not say, and five seconds less often at each slow_down", async () => {
    server.device.behavior.interval = undefined;
    server.device.behavior.errors.push("authorization_pending", "slow_down", "slow_down");
    await world(allow).oauth.signIn(noAbort());
    assert.deepEqual(waits, [5000, 5000, 15_000]);
    assert.equal(polls().length, 4);
  });

  it("asks less often while the service fails, and goes on", async () => {
    server.behavior.tokenFailures.push({ status: 503, body: {} }, { status: 503, body: {} });
    await world(allow).oauth.signIn(noAbort());
    assert.deepEqual(waits, [1000, 2000, 4000]);
  });

  it("ends when the person refuses", async () => {
    const { oauth } = world(({ code }) => server.device.decide(code, "denied"));
    await assert.rejects(oauth.signIn(noAbort()), { code: "needs-auth", message: /access was denied/ });
  });

  for (const [what, prepare] of [
    ["the service says so", () => server.device.behavior.errors.push("expired_token")],
    ["its time is over", () => (server.device.behavior.lifetime = 1)],
  ] as const)
    it(`ends when the code has expired: ${what}`, async () => {
      prepare();
      let ahead = 0;
      const late: Clock = { ...clock, now: () => systemClock.now() + ahead };
      const { oauth } = world(() => (ahead = 2000), { clock: late });
      await assert.rejects(oauth.signIn(noAbort()), { code: "needs-auth", message: /expired before it was entered/ });
      assert.equal(polls().length, what === "its time is over" ? 0 : 1);
    });

  it("ends when it is cancelled, and asks no more", async () => {
    const abort = new AbortController();
    const { oauth } = world(() => setTimeout(() => abort.abort(), 30));
    await assert.rejects(oauth.signIn(abort.signal), { code: "cancelled" });
    await new Promise((resolve) => setTimeout(resolve, 200)); // one may have been on its way
    const asked = polls().length;
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal(polls().length, asked);
  });

  it("registers again where the service has forgotten the client", async () => {
    const { oauth } = world(allow);
    await oauth.signIn(noAbort());
    server.forgetClients();
    await oauth.signIn(noAbort());
    assert.equal(server.requestsTo("/register").length, 2);
  });

  it("says that a service offers no codes", async () => {
    server.behavior.metadata = { device_authorization_endpoint: undefined };
    await assert.rejects(world(allow).oauth.signIn(noAbort()), {
      code: "needs-auth",
      message: /offers no device code/,
    });
  });

  it("asks no address that a service must not name", async () => {
    server.behavior.metadata = { device_authorization_endpoint: "http://codes.example/device" };
    await assert.rejects(world(allow).oauth.signIn(noAbort()), { code: "needs-auth", message: /not encrypted/ });
  });

  it("needs no page for browsers at the service", async () => {
    server.behavior.metadata = { authorization_endpoint: undefined };
    assert.equal((await world(allow).oauth.signIn(noAbort())).name, "ada@example.com");
  });

  it("shows no page that is not one, and repeats no code in what it says", async () => {
    server.device.behavior.answer = { verification_uri: "javascript:alert" };
    await assert.rejects(world(allow).oauth.signIn(noAbort()), { code: "needs-auth", message: /begins with/ });
    server.device.behavior.answer = {};
    server.behavior.tokenFailures.push({ status: 400, body: { error: "invalid_request", error_description: "x" } });
    const failure = await world(allow)
      .oauth.signIn(noAbort())
      .then(() => "", String);
    assert.match(failure, /invalid_request/);
    for (const secret of server.issued) assert.ok(!failure.includes(secret));
  });
});
