import assert from "node:assert/strict";
import { HubError } from "../../../src/core/kernel/hubError";
import { CachedToken, type ObtainedToken } from "../../../src/mcp/oauth/cachedToken";
import { FakeClock } from "../../support/fakeClock";

const answer = (status: number, challenge?: string) => ({
  status,
  header: (name: string) => (name === "www-authenticate" ? challenge : undefined),
});

function world(when: "first" | "asked", more: (count: number, now: number) => Partial<ObtainedToken> = () => ({})) {
  const clock = new FakeClock();
  clock.pass(1_000_000);
  const obtained: unknown[] = [];
  let fails = false;
  const token = new CachedToken({
    clock,
    when,
    obtain: async (signal, refusal) => {
      assert.equal(signal.aborted, false);
      obtained.push(refusal?.status);
      if (fails) throw new HubError("needs-auth", "No.");
      return { token: `t${obtained.length}`, ...more(obtained.length, clock.now()) };
    },
  });
  const bearer = async () => (await token.credentials()).headers.authorization;
  return { clock, token, obtained, bearer, fail: (now = true) => (fails = now) };
}

describe("a token that is kept", () => {
  it("is obtained before the first request, once, or when the server asks", async () => {
    const first = world("first");
    assert.deepEqual(first.token.secrets(), []);
    assert.deepEqual(await Promise.all([first.bearer(), first.bearer()]), ["Bearer t1", "Bearer t1"]);
    assert.equal(await first.bearer(), "Bearer t1");
    assert.deepEqual([first.obtained, first.token.secrets()], [[undefined], ["t1"]]);

    const asked = world("asked");
    assert.equal(await asked.bearer(), undefined);
    assert.equal(await asked.token.refused(answer(401), { headers: {} }, 0), true);
    assert.equal(await asked.bearer(), "Bearer t1");
    assert.deepEqual(asked.obtained, [401]);
  });

  it("is obtained again when it expires, and stays where nobody knows when it does", async () => {
    const { clock, obtained, bearer } = world("first", (_, now) => ({
      expiresAt: now + 3_600_000,
      lifetimeMs: 3_600_000,
    }));
    await bearer();
    clock.pass(1_800_000);
    assert.equal(await bearer(), "Bearer t1");
    clock.pass(1_800_000);
    assert.equal(await bearer(), "Bearer t2");
    assert.equal(obtained.length, 2);
    const lasting = world("first");
    await lasting.bearer();
    lasting.clock.pass(10 ** 12);
    assert.equal(await lasting.bearer(), "Bearer t1");
  });

  it("is obtained again when it is refused, once for all calls, and not a second time for the same request", async () => {
    const { token, obtained, bearer } = world("first");
    const used = { headers: { authorization: (await bearer()) ?? "" } };
    assert.deepEqual(await Promise.all([0, 0].map((tries) => token.refused(answer(401), used, tries))), [true, true]);
    assert.equal(await token.refused(answer(401), used, 0), true, "there is a newer one already");
    assert.deepEqual(obtained, [undefined, 401]);
    assert.equal(await token.refused(answer(401), { headers: { authorization: "Bearer t2" } }, 1), false);
    assert.equal(obtained.length, 2);
  });

  it("is not what is missing where a server refuses for other reasons", async () => {
    const { token, obtained } = world("asked");
    assert.equal(await token.refused(answer(403), { headers: {} }, 0), false);
    assert.equal(await token.refused(answer(403, "Basic"), { headers: {} }, 0), false);
    assert.equal(await token.refused(answer(403, "Bearer"), { headers: { authorization: "Bearer x" } }, 0), false);
    assert.deepEqual(obtained, []);
    assert.equal(
      await token.refused(answer(403, "Bearer"), { headers: {} }, 0),
      true,
      "it means that a token is missing",
    );
  });

  it("is forgotten, and asked for again after a failure", async () => {
    const { token, bearer, fail } = world("first");
    await bearer();
    token.forget();
    assert.deepEqual(token.secrets(), []);
    fail();
    await assert.rejects(bearer(), { code: "needs-auth" });
    fail(false);
    assert.equal(await bearer(), "Bearer t3");
  });

  it("may be none, where only the success counts", async () => {
    const { token, obtained, bearer } = world("first", () => ({ token: undefined }));
    assert.deepEqual([await bearer(), await bearer(), token.secrets()], [undefined, undefined, []]);
    assert.equal(obtained.length, 1);
  });
});
