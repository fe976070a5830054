import assert from "node:assert/strict";
import type { Profiles } from "../../../src/core/config/schema/options/profiles";
import { FailedAttempts } from "../../../src/gateway/access/failedAttempts";
import { anyClients, fixedClients } from "../../../src/gateway/access/fixedClients";
import { type Admission, defaultClientLimits } from "../../../src/gateway/access/gatewayClient";
import { newToken, tokenDigest } from "../../../src/gateway/access/token";
import { tokenAccess } from "../../../src/gateway/access/tokenAccess";
import { cpuMs } from "../../support/cpuMs";
import { FakeClock } from "../../support/fakeClock";

const clock = new FakeClock(0);
const failed = new FailedAttempts({ clock });

describe("access by token", () => {
  const token = newToken();
  const clients = fixedClients([
    { id: "serve", name: "serve", token, scopes: [{ readOnly: true }], limits: { sessions: 3 } },
  ]);
  const access = tokenAccess({ clients, profiles: () => ({}), failed, clock });
  const headers = { authorization: `Bearer ${token}` };

  it("knows who may come in, and within which limits", () => {
    assert.deepEqual(access.admit(headers, ""), {
      client: {
        id: "serve",
        name: "serve",
        scopes: [{ readOnly: true }],
        limits: { ...defaultClientLimits, sessions: 3 },
      },
    });
  });

  it("looks in several places", () => {
    const other = newToken();
    const notes: string[] = [];
    const second = fixedClients([{ id: "two", name: "two", token: other }]);
    const both = anyClients(clients, { ...second, noteUse: ({ id }) => notes.push(id) });
    const either = tokenAccess({ clients: both, profiles: () => ({}), failed, clock });
    for (const [shown, id] of [
      [token, "serve"],
      [other, "two"],
    ])
      assert.equal(clientOf(either.admit({ "x-api-key": shown }, ""))?.id, id);
    assert.deepEqual(notes, ["two"]);
  });

  it("does not take the digest for the token, nor a record that was stored under another digest", () => {
    assert.equal(clientOf(access.admit({ authorization: `Bearer ${tokenDigest(token)}` }, "")), undefined);
    const record = clients.find(tokenDigest(token)) ?? assert.fail();
    const confused = { find: () => record, noteUse: () => {} };
    const wrong = tokenAccess({ clients: confused, profiles: () => ({}), failed, clock });
    assert.equal(clientOf(wrong.admit({ authorization: "Bearer other" }, "")), undefined);
    assert.ok(clientOf(wrong.admit(headers, "")));
  });

  it("tells a credential of another kind from none", () => {
    const textOf = (shown: Record<string, string>) => JSON.stringify(access.admit(shown, ""));
    assert.match(textOf({}), /needs a token/);
    for (const authorization of ["Basic YTpi", "Bearer", "Bearer a, b", "mcphub_x"])
      assert.match(textOf({ authorization }), /does not know this token/, authorization);
  });

  it("follows the profiles as they are now, and takes none that only looks like one", () => {
    let profiles: Profiles = {};
    const pinned = (profile: string) =>
      tokenAccess({
        clients: fixedClients([{ id: "a", name: "a", token, profile }]),
        profiles: () => profiles,
        failed,
        clock,
      });
    const review = pinned("review");
    assert.equal(clientOf(review.admit(headers, "")), undefined);
    profiles = { review: { servers: ["github"] } };
    assert.deepEqual(clientOf(review.admit(headers, ""))?.scopes, [{ servers: ["github"] }]);
    for (const name of ["toString", "__proto__", "constructor", ""])
      assert.equal(clientOf(pinned(name).admit(headers, "")), undefined, name);
  });

  it("ends with the time of its token, and says until when it holds", () => {
    const now = new FakeClock(0);
    const expiring = fixedClients([{ id: "a", name: "Codex", token, expiresAt: 1000 }]);
    const uses: number[] = [];
    const one = tokenAccess({
      clients: { ...expiring, noteUse: (_, at) => uses.push(at) },
      profiles: () => ({}),
      failed: new FailedAttempts({ clock: now }),
      clock: now,
    });
    now.pass(999);
    const admission = one.admit(headers, "");
    assert.ok("until" in admission);
    assert.equal(admission.until, 1000);
    now.pass(1);
    const refused = one.admit(headers, "");
    assert.ok("refusal" in refused);
    assert.match(refused.refusal.message, /"Codex" expired at 1970-01-01T00:00:01\.000Z/);
    assert.equal(refused.refusal.status, 401);
    assert.deepEqual(uses, [999]);
  });

  it("costs a few microseconds, and waits for nothing", () => {
    const many = fixedClients(Array.from({ length: 200 }, (_, n) => ({ id: `${n}`, name: "n", token: newToken() })));
    const one = tokenAccess({ clients: anyClients(clients, many), profiles, failed, clock });
    assert.ok(!(one.admit(headers, "") instanceof Promise));
    const rounds = 20_000;
    const digests = () => {
      for (let n = 0; n < rounds; n++) tokenDigest(token);
    };
    const admissions = () => {
      for (let n = 0; n < rounds; n++) one.admit(headers, "");
    };
    digests();
    admissions();
    const best = (work: () => void) => Math.min(...[1, 2, 3].map(() => cpuMs(work)));
    const [ofDigest, ofAll] = [best(digests), best(admissions)];
    assert.ok(
      ofAll < 20 * ofDigest,
      `${(ofAll / rounds) * 1000} µs, of which the digest takes ${(ofDigest / rounds) * 1000} µs`,
    );
  });
});

const noProfiles: Profiles = {};
const profiles = () => noProfiles;

const clientOf = (admission: Admission | Promise<Admission>) =>
  !(admission instanceof Promise) && "client" in admission ? admission.client : undefined;
