import assert from "node:assert/strict";
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Profiles } from "../../../src/core/config/schema/options/profiles";
import { FailedAttempts } from "../../../src/gateway/access/failedAttempts";
import type { Admission } from "../../../src/gateway/access/gatewayClient";
import { type JwtAccessOptions, jwtAccess } from "../../../src/gateway/access/jwtAccess";
import { FakeClock } from "../../support/fakeClock";
import { encoded, es256, hs256, parts, rs256, secret } from "../../support/signedTokens";

const issuer = "https://issuer.example";
const audience = "mcp-hub";

describe("access by signed tokens", () => {
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const otherRsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = (key: KeyObject, kid: string, alg: string) => ({
    ...key.export({ format: "jwk" }),
    kid,
    alg,
    use: "sig",
  });
  const set = { keys: [jwk(rsa.publicKey, "r", "RS256"), jwk(ec.publicKey, "e", "ES256")] };
  const kid = { r: { kid: "r" }, e: { kid: "e" } };

  let clock: FakeClock;
  let reported: unknown[];
  let profiles: Profiles;
  beforeEach(() => {
    clock = new FakeClock();
    clock.pass(1_800_000_000_000);
    reported = [];
    profiles = {};
  });

  const now = () => Math.floor(clock.now() / 1000);
  const claims = (more: object = {}) => ({
    ...{ iss: issuer, aud: audience, sub: "alice", exp: now() + 600, scope: "server:github" },
    ...more,
  });
  const access = (keys: JwtAccessOptions["keys"] = { secret }, more: Partial<JwtAccessOptions> = {}) =>
    jwtAccess({
      ...{ keys, issuer, audience, clock, profiles: () => profiles, report: (error: unknown) => reported.push(error) },
      failed: new FailedAttempts({ clock, perMinute: 1000 }),
      others: { admit: () => ({ refusal: { status: 401, message: "the others" } }) },
      ...more,
    });
  const outcome = async (admission: Admission | Promise<Admission>) => {
    const one = await admission;
    return "client" in one ? one.client.id : `${one.refusal.status} ${one.refusal.message}`;
  };
  const admit = (token: string, to = access()) => outcome(to.admit({ authorization: `Bearer ${token}` }, "a"));

  it("lets in who a known issuer has signed for this hub, by what the token says", async () => {
    const token = hs256(claims({ aud: ["x", audience], name: "Alice\n" }));
    const admission = await access(undefined, { limits: { sessions: 2 } }).admit({ "x-api-key": token }, "a");
    assert.ok("client" in admission);
    const { id, name, scopes, limits } = admission.client;
    assert.equal(admission.until, clock.now() + 600_000);
    assert.deepEqual([id, name, scopes, limits.sessions], ["jwt:alice", "Alice", [{ servers: ["github"] }], 2]);
  });

  it("leaves every other token to the others", async () => {
    for (const token of ["mcphub_abc", "a.b", "a.b.c.d", "a.b.c d"])
      assert.match(await admit(token), /^401 the others|^401/, token);
    assert.equal(await outcome(access().admit({}, "a")), "401 the others");
  });

  const forged: [name: string, token: () => string, says: RegExp][] = [
    ["another secret", () => hs256(claims(), "another secret of thirty-two bytes!!"), /signature is wrong/],
    ["changed claims", () => changed(hs256(claims()), claims({ scope: "server:*" })), /signature is wrong/],
    ["no signature", () => hs256(claims()).replace(/[^.]+$/, ""), /signature is wrong/],
    ["alg none", () => `${parts({ alg: "none" }, claims())}.`, /signed in a way|not a signed token/],
    ["alg none, signed", () => hs256(claims(), secret, { alg: "none" }), /signed in a way|not a signed token/],
    ["alg HS512", () => hs256(claims(), secret, { alg: "HS512" }), /signed in a way/],
    ["no alg", () => hs256(claims(), secret, {}), /not a signed token/],
    [
      "a critical part that is not known",
      () => hs256(claims(), secret, { alg: "HS256", crit: ["x"], x: 1 }),
      /not a signed token/,
    ],
    ["no JSON", () => "abc.def.ghi", /not a signed token/],
    ["an RSA signature", () => rs256(claims(), rsa.privateKey), /signed in a way/],
  ];
  for (const [name, token, says] of forged)
    it(`refuses a forged token: ${name}`, async () => {
      const said = await admit(token());
      assert.match(said, /^401 The token is not accepted: /);
      assert.match(said, says);
      assert.deepEqual(reported, []);
    });

  const unfit: [name: string, more: () => object, says: RegExp][] = [
    ["expired", () => ({ exp: now() - 31 }), /has expired/],
    ["without an end", () => ({ exp: undefined }), /"exp" does not fit/],
    ["not yet valid", () => ({ nbf: now() + 31 }), /"nbf" does not fit/],
    ["of another issuer", () => ({ iss: "https://other.example" }), /"iss" does not fit/],
    ["without an issuer", () => ({ iss: undefined }), /"iss" does not fit/],
    ["for another service", () => ({ aud: "other" }), /"aud" does not fit/],
    ["without a service", () => ({ aud: undefined }), /"aud" does not fit/],
    ["of nobody", () => ({ sub: undefined }), /does not say whose it is/],
  ];
  for (const [name, more, says] of unfit)
    it(`refuses a token that is ${name}`, async () => {
      const said = await admit(hs256(claims(more())));
      assert.match(said, /^401 /);
      assert.match(said, says);
    });

  it("allows clocks to differ a little", async () => {
    for (const more of [{ exp: now() - 29 }, { nbf: now() + 29 }])
      assert.equal(await admit(hs256(claims(more))), "jwt:alice");
  });

  it("refuses with 403 what the token does not name here", async () => {
    assert.match(await admit(hs256(claims({ scope: "openid" }))), /^403 .*"server:NAME"/);
    assert.match(await admit(hs256(claims({ scope: "profile:gone" }))), /^403 .*profile "gone"/);
  });

  it("checks a token once a minute, and its end and its profile each time", async () => {
    const to = access();
    const token = hs256(claims({ exp: now() + 100, scope: "profile:review" }));
    const headers = { authorization: `Bearer ${token}` };
    profiles = { review: {} };
    const first = to.admit(headers, "a");
    assert.ok(first instanceof Promise);
    assert.equal(await outcome(first), "jwt:alice");
    const again = to.admit(headers, "a");
    assert.ok(!(again instanceof Promise));
    profiles = {};
    assert.match(await outcome(to.admit(headers, "a")), /^403/);
    profiles = { review: {} };
    clock.pass(60_000);
    assert.ok(to.admit(headers, "a") instanceof Promise);
    await to.admit(headers, "a");
    clock.pass(40_000);
    assert.ok(to.admit(headers, "a") instanceof Promise);
    clock.pass(31_000);
    assert.match(await outcome(to.admit(headers, "a")), /has expired/);
  });

  it("tells clients with odd names apart", async () => {
    const id = (sub: string) => admit(hs256(claims({ sub })));
    const ids = [await id("a b"), await id("a  b"), await id("a\u200bb"), await id("x".repeat(300))];
    assert.equal(new Set(ids).size, ids.length);
    for (const one of ids) assert.match(one, /^jwt:[\w-]{43}$/);
    assert.equal(await admit(hs256(claims({ sub: undefined, client_id: "app" }))), "jwt:app");
  });

  describe("with public keys", () => {
    let folder: string;
    let file: string;
    before(() => {
      folder = mkdtempSync(join(tmpdir(), "hub-jwks-"));
      file = join(folder, "jwks.json");
    });
    after(() => rmSync(folder, { recursive: true, force: true }));
    beforeEach(() => writeFileSync(file, JSON.stringify(set)));

    it("of a file takes RS256 and ES256", async () => {
      assert.equal(await admit(rs256(claims(), rsa.privateKey, kid.r), access({ file })), "jwt:alice");
      assert.equal(await admit(es256(claims(), ec.privateKey, kid.e), access({ file })), "jwt:alice");
    });

    const confused: [name: string, token: () => string][] = [
      [
        "HS256 with the public key as the secret",
        () => hs256(claims(), pem(rsa.publicKey), { alg: "HS256", kid: "r" }),
      ],
      ["HS256 with the key set as the secret", () => hs256(claims(), JSON.stringify(set), { alg: "HS256", kid: "r" })],
      [
        "a key that the token brings along",
        () => rs256(claims(), otherRsa.privateKey, { jwk: otherRsa.publicKey.export({ format: "jwk" }) }),
      ],
      ["another key under a known name", () => rs256(claims(), otherRsa.privateKey, kid.r)],
      ["a name that the key set does not have", () => rs256(claims(), rsa.privateKey, { kid: "x" })],
      ["the key of another algorithm", () => rs256(claims(), rsa.privateKey, kid.e)],
      ["alg none", () => `${parts({ alg: "none", kid: "r" }, claims())}.`],
    ];
    for (const [name, token] of confused)
      it(`refuses ${name}`, async () => {
        assert.match(await admit(token(), access({ file })), /^401 The token is not accepted: /);
        assert.deepEqual(reported, []);
      });

    it("follows the file: a key that is gone no longer counts", async () => {
      const to = access({ file });
      assert.equal(await admit(rs256(claims(), rsa.privateKey, kid.r), to), "jwt:alice");
      writeFileSync(file, JSON.stringify({ keys: set.keys.slice(1) }));
      utimesSync(file, 1, 1);
      assert.match(await admit(rs256(claims({ n: 1 }), rsa.privateKey, kid.r), to), /no such key/);
    });

    it("says where the keys cannot be read, and lets nobody in meanwhile", async () => {
      for (const text of ["{", "[]"]) {
        writeFileSync(file, text);
        assert.match(await admit(rs256(claims(), rsa.privateKey, kid.r), access({ file })), /^503 .*Try again/, text);
      }
      const missing = access({ file: join(folder, "missing.json") });
      assert.match(await admit(rs256(claims(), rsa.privateKey, kid.r), missing), /^503/);
      assert.equal(reported.length, 3);
    });

    it("of an address are read once", async () => {
      let asked = 0;
      let status = 500;
      const server: Server = createServer((_, response) => {
        asked++;
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(set));
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      try {
        const address = server.address();
        assert.ok(typeof address === "object" && address);
        const to = access({ url: `http://127.0.0.1:${address.port}/jwks` });
        assert.match(await admit(rs256(claims(), rsa.privateKey, kid.r), to), /^503/);
        status = 200;
        for (const n of [1, 2]) assert.equal(await admit(es256(claims({ n }), ec.privateKey, kid.e), to), "jwt:alice");
        assert.equal(asked, 2);
      } finally {
        server.close();
        server.closeAllConnections();
      }
    });
  });

  const unsafe: [options: Partial<JwtAccessOptions>, says: RegExp][] = [
    [{ keys: { secret: "short" } }, /at least 32 bytes/],
    [{ keys: { url: "http://issuer.example/jwks" } }, /begin with https/],
    [{ keys: { url: "issuer" } }, /begin with https/],
    [{ issuer: "" }, /name the issuer/],
    [{ audience: "" }, /name the issuer and the audience/],
    [{ clockSkewSeconds: 3600 }, /at most 300 seconds/],
    [{ clockSkewSeconds: -1 }, /at most 300 seconds/],
  ];
  for (const [options, message] of unsafe)
    it(`is not set up like this: ${JSON.stringify(options)}`, () => {
      assert.throws(() => access(undefined, options), { code: "bad-config", message });
    });
});

const pem = (key: KeyObject) => key.export({ format: "pem", type: "spki" });

/** The same token with other claims. */
const changed = (token: string, claims: object) => token.replace(/\.[^.]+\./, `.${encoded(claims)}.`);
