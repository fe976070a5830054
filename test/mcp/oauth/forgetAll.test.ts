import assert from "node:assert/strict";
import { MemoryState } from "../../../src/headless/memoryState";
import { MapStore } from "../../support/mapStore";
import { noAbort } from "../../support/openLinks";
import { serverSignIns } from "../../support/serverSignIns";
import { startSignInServer } from "../../support/signInServer";

/** Secret storage that can be looked into. */
class OpenSecrets {
  readonly values = new Map<string, string>();
  get = async (key: string) => this.values.get(key);
  set = async (key: string, value: string) => void this.values.set(key, value);
  delete = async (key: string) => void this.values.delete(key);
}

describe("forgetting every sign-in", function () {
  this.timeout(20_000);

  it("ends them at their sign-in services, and leaves nothing in any storage", async () => {
    const servers = await Promise.all([startSignInServer(), startSignInServer()]);
    const [one, two] = servers;
    const secrets = new OpenSecrets();
    const always = new MapStore();
    const workspace = new MapStore();
    const entries = { one: { url: one.url }, two: { url: two.url } };
    const { signIns } = serverSignIns(entries, { secrets, always, workspace });
    try {
      for (const name of ["one", "two"]) await signIns.signIn(name, noAbort());
      assert.equal(secrets.values.size, 4, "tokens and a client for each");

      assert.deepEqual(await signIns.forgetAll(noAbort()), { count: 2, revoked: 2 });

      for (const server of servers) {
        const revoked = server.requestsTo("/revoke").map(({ form }) => form.get("token"));
        assert.deepEqual(revoked.sort(), server.issued.filter((token) => !token.startsWith("code-")).sort());
      }
      assert.deepEqual([...secrets.values.keys(), ...always.values.keys(), ...workspace.values.keys()], []);
      for (const name of ["one", "two"]) assert.deepEqual(await signIns.accounts(name, noAbort()), { accounts: [] });
    } finally {
      await Promise.all(servers.map((server) => server.stop()));
    }
  });

  it("forgets also the sign-ins that cannot be revoked", async () => {
    const server = await startSignInServer();
    const secrets = new OpenSecrets();
    const always = new MemoryState();
    const { signIns } = serverSignIns({ one: { url: server.url } }, { secrets, always });
    await signIns.signIn("one", noAbort());
    await server.stop();
    assert.deepEqual(await signIns.forgetAll(noAbort()), { count: 1, revoked: 0 });
    assert.equal(secrets.values.size, 0);
  });
});
