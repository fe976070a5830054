import assert from "node:assert/strict";
import { processLock } from "../../../src/core/auth/lock";
import { isExpired, isExpiring, type TokenSet, tokenSetOf } from "../../../src/core/auth/tokenSet";
import { turns } from "../../support/callFixture";

const at = { issuer: "https://a.example", clientId: "c", now: 1000 };
const answer = { access_token: "t", token_type: "Bearer" };
const tokens = (more: Partial<TokenSet> = {}): TokenSet => ({ ...tokenSetOf(answer, at), ...more });

describe("the tokens of a sign-in", () => {
  it("are those of the answer, with what it says and nothing else", () => {
    assert.deepEqual(tokenSetOf(answer, at), {
      ...{ accessToken: "t", tokenType: "Bearer", issuer: "https://a.example", clientId: "c", generation: 1 },
    });
    assert.deepEqual(
      tokenSetOf({ ...answer, refresh_token: "r", expires_in: 60, scope: "a b" }, { ...at, scope: "c" }),
      {
        ...{ accessToken: "t", tokenType: "Bearer", issuer: "https://a.example", clientId: "c", generation: 1 },
        ...{ refreshToken: "r", scope: "a b", lifetimeMs: 60_000, expiresAt: 61_000 },
      },
    );
  });

  it("keep of those before what the answer leaves out, and count on", () => {
    const dpopKey = { kty: "EC", crv: "P-256", x: "x", y: "y", d: "d" } as const;
    const registration = { clientId: "c" } as never;
    const before = tokens({
      refreshToken: "r",
      scope: "a",
      generation: 4,
      expiresAt: 5,
      lifetimeMs: 5,
      dpopKey,
      registration,
    });
    assert.deepEqual(tokenSetOf(answer, at, before), {
      ...{ accessToken: "t", tokenType: "Bearer", issuer: "https://a.example", clientId: "c", generation: 5 },
      ...{ refreshToken: "r", scope: "a", dpopKey, registration },
    });
    assert.equal(tokenSetOf(answer, { ...at, scope: "asked" }, before).scope, "asked");
    assert.equal(tokenSetOf({ ...answer, refresh_token: "new" }, at, before).refreshToken, "new");
  });

  const rows: readonly [what: string, more: Partial<TokenSet>, expiring: number | undefined][] = [
    ["long valid", { expiresAt: 1_000_000, lifetimeMs: 900_000 }, 940_000],
    ["four minutes valid", { expiresAt: 1_000_000, lifetimeMs: 240_000 }, 940_000],
    ["shortly valid", { expiresAt: 1_000_000, lifetimeMs: 40_000 }, 990_000],
    ["of unknown validity", { expiresAt: 1_000_000 }, 940_000],
    ["without an end", {}, undefined],
  ];
  for (const [what, more, expiring] of rows)
    it(`${what}: are replaced ${expiring === undefined ? "never" : `from ${expiring} on`}`, () => {
      const set = tokens(more);
      assert.equal(isExpiring(set, (expiring ?? 1e15) - 1), false);
      assert.equal(isExpiring(set, expiring ?? 1e15), expiring !== undefined);
    });

  it("have expired at their time", () => {
    const set = tokens({ expiresAt: 5000 });
    assert.deepEqual([isExpired(set, 4999), isExpired(set, 5000), isExpired(tokens(), 1e15)], [false, true, false]);
  });
});

describe("a lock within the process", () => {
  it("lets one in at a time under a name, in order, whatever became of those before", async () => {
    const lock = processLock();
    const done: string[] = [];
    let end: () => void = () => {};
    const first = lock(
      "a",
      () =>
        new Promise<void>((resolve) => {
          done.push("first");
          end = resolve;
        }),
    );
    const second = lock("a", async () => {
      done.push("second");
      throw new Error("no");
    });
    const third = lock("a", async () => void done.push("third"));
    const other = lock("b", async () => void done.push("other"));
    await other;
    await turns();
    assert.deepEqual(done, ["first", "other"]);
    end();
    await first;
    await assert.rejects(second, /no/);
    await third;
    assert.deepEqual(done, ["first", "other", "second", "third"]);
  });

  it("passes on which tokens are the newest", async () => {
    const lock = processLock();
    const seen: number[] = [];
    await lock("a", async (handle) => {
      seen.push(handle.generation);
      await handle.announce(3);
      seen.push(handle.generation);
    });
    await lock("a", async ({ generation }) => void seen.push(generation));
    await lock("b", async ({ generation }) => void seen.push(generation));
    assert.deepEqual(seen, [0, 3, 3, 0]);
  });
});
