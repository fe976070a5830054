import assert from "node:assert/strict";
import type { AuthConfig } from "../../../src/core/config/schema/authConfig";
import { systemClock } from "../../../src/core/kernel/clock";
import { freePort } from "../../support/freePort";
import { noAbort, openLinks } from "../../support/openLinks";
import { type SignInServer, startSignInServer } from "../../support/signInServer";
import { httpPlan, signInWorld } from "../../support/signInWorld";

describe("tokens of another client than the one that the settings name by now", function () {
  this.timeout(30_000);
  const open = openLinks();
  let server: SignInServer;
  beforeEach(async () => {
    server = await startSignInServer();
  });
  afterEach(() => server.stop());

  it("are used as long as they are valid, and then a sign-in is needed: they are not sent with the other client", async () => {
    const port = await freePort();
    const redirects = [`http://127.0.0.1:${port}/callback`];
    server.behavior.known = { one: redirects, two: redirects };
    const world = (clientId: string, ahead = 0, shared: Parameters<typeof signInWorld>[0] = {}) => {
      const auth: AuthConfig = { type: "oauth", clientId, redirectPorts: [port] };
      const plan = httpPlan(server.url, auth);
      const made = signInWorld({ clock: { ...systemClock, now: () => Date.now() + ahead }, ...shared });
      const connect = () => open(plan, { authorize: made.authorizations.of });
      return { ...made, connect, oauth: made.authorizations.oauth(plan) ?? assert.fail() };
    };
    const { secrets, always, workspace, oauth } = world("one");
    await oauth.signIn(noAbort());
    const shared = { secrets, always, workspace };
    const { link } = await world("two", 0, shared).connect();
    await link.callTool("who", {}, { signal: noAbort() });

    server.expire();
    const later = world("two", 3_700_000, shared);
    await assert.rejects(later.connect(), { code: "needs-auth", message: /needs a sign-in/ });
    assert.equal(server.requestsTo("/token").length, 1);
    await later.oauth.signIn(noAbort());
    await (await later.connect()).link.callTool("who", {}, { signal: noAbort() });
    assert.deepEqual(
      server.requestsTo("/token").map(({ form }) => form.get("client_id")),
      ["one", "two"],
    );
  });
});
