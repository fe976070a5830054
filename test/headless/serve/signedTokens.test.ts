import assert from "node:assert/strict";
import { generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { encoded, es256, hs256, parts, rs256, secret } from "../../support/signedTokens";
import { type Served, startServe } from "../../support/startServe";
import { until } from "../../support/until";

const issuer = "https://issuer.example";
const audience = "hub";

/** The whole command as people run it, and tokens that another library has signed. */
describe("signed tokens at mcp-client-hub serve", function () {
  this.timeout(60_000);
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const other = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const jwk = (key: KeyObject, kid: string) => ({ ...key.export({ format: "jwk" }), kid });
  const jwks = (...keys: readonly object[]) => JSON.stringify({ keys });
  const both = () => jwks(jwk(rsa.publicKey, "one"), jwk(ec.publicKey, "two"));
  const now = () => Math.floor(Date.now() / 1000);
  const claims = (more: object = {}) => ({
    iss: issuer,
    aud: audience,
    sub: "ci",
    exp: now() + 600,
    scope: "server:fixture",
    ...more,
  });
  let folder: string;
  let served: Served;

  const start = async (env: Readonly<Record<string, string>>, ...more: readonly string[]) => {
    const config = join(folder, "servers.json");
    const fixture = { command: process.execPath, args: [resolve("test/support/fixtureServer.mjs")] };
    const profiles = { small: { tools: ["fixture/echo"] } };
    await writeFile(config, JSON.stringify({ "mcpHub.servers": { fixture }, "mcpHub.profiles": profiles }));
    served = await startServe(
      { env: { MCP_HUB_STATE_FOLDER: join(folder, "state"), ...env } },
      ...["--config", config, "--jwt-issuer", issuer, "--jwt-audience", audience, ...more],
    );
  };
  const call = (token: string, tool = "echo") =>
    served.fetch("/api/v1/mcp/chat", {
      json: {
        server_id: "fixture",
        tool_name: tool,
        tool_input: tool === "echo" ? { text: "hello" } : { name: "HOME" },
      },
      headers: { authorization: `Bearer ${token}` },
    });
  const refused = async (token: string, status: number, why: RegExp) => {
    const response = await call(token);
    const text = await response.text();
    assert.equal(response.status, status, text);
    assert.match(text, why);
    // Clients would open a sign-in that the hub does not have (RFC 9728).
    const expected = status === 401 ? 'Bearer error="invalid_token"' : null;
    assert.equal(response.headers.get("www-authenticate"), expected);
    assert.ok(!text.includes(token));
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "mcph-jwt-"));
  });
  afterEach(async () => {
    await served?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("are checked with a secret of the environment, beside the hub's own token", async () => {
    await start({ MCP_HUB_JWT_SECRET: secret });
    assert.equal((await call(hs256(claims()))).status, 200);
    assert.equal((await call(hs256(claims()), "env")).status, 200);
    assert.equal((await call(served.token)).status, 200);
    await refused(hs256(claims(), "another secret of thirty-two bytes!"), 401, /signature is wrong/);
    await refused(hs256(claims({ exp: now() - 600 })), 401, /has expired/);
    await refused(hs256(claims({ exp: undefined })), 401, /\\"exp\\" does not fit/);
    await refused(hs256(claims({ iss: "https://other.example" })), 401, /\\"iss\\" does not fit/);
    await refused(hs256(claims({ aud: "other" })), 401, /\\"aud\\" does not fit/);
    await refused(`${parts({ alg: "none" }, claims())}.`, 401, /signed in a way/);
    await refused(rs256(claims(), rsa.privateKey), 401, /signed in a way/);
    await refused(hs256(claims({ scope: "openid" })), 403, /names nothing of this hub/);
    await refused(hs256(claims({ scope: "profile:gone" })), 403, /profile \\"gone\\"/);
  });

  it("are checked with the secret of a file, and allow what their scopes and roles say", async () => {
    await writeFile(join(folder, "secret"), `${secret}\n`, { mode: 0o600 });
    await start({}, "--jwt-secret-file", join(folder, "secret"));
    const status = async (more: object, tool = "echo") => (await call(hs256(claims(more)), tool)).status;
    assert.equal(await status({ scope: undefined, roles: ["profile:small"] }), 200);
    assert.notEqual(await status({ scope: undefined, roles: ["profile:small"] }, "env"), 200);
    assert.equal(await status({ scope: undefined, scp: ["tool:fixture/echo"] }), 200);
    assert.notEqual(await status({ scope: "server:other" }), 200);
  });

  it("never allow more than --profile does", async () => {
    await start({ MCP_HUB_JWT_SECRET: secret }, "--profile", "small");
    assert.equal((await call(hs256(claims()))).status, 200);
    assert.equal((await call(hs256(claims()), "env")).status, 403);
  });

  it("are checked with the keys of a file, also with the next ones that are written there", async () => {
    const file = join(folder, "keys.json");
    await writeFile(file, both());
    await start({}, "--jwt-keys", file);
    assert.equal((await call(rs256(claims(), rsa.privateKey, { kid: "one" }))).status, 200);
    assert.equal((await call(es256(claims(), ec.privateKey, { kid: "two" }))).status, 200);
    await refused(rs256(claims(), other.privateKey, { kid: "one" }), 401, /signature is wrong/);
    await refused(rs256(claims(), other.privateKey, { kid: "three" }), 401, /no such key/);
    // The public key as the secret of a symmetric signature (RFC 8725, section 2.1).
    const pem = rsa.publicKey.export({ type: "spki", format: "pem" });
    await refused(hs256(claims(), pem, { alg: "HS256", kid: "one" }), 401, /signed in a way/);
    const tampered = rs256(claims(), rsa.privateKey, { kid: "one" }).split(".");
    tampered[1] = encoded(claims({ scope: "server:*" }));
    await refused(tampered.join("."), 401, /signature is wrong/);
    await writeFile(file, jwks(jwk(other.publicKey, "three")));
    await utimes(file, now() + 5, now() + 5);
    assert.equal((await call(rs256(claims({ n: 1 }), other.privateKey, { kid: "three" }))).status, 200);
    await refused(rs256(claims({ n: 1 }), rsa.privateKey, { kid: "one" }), 401, /no such key/);
  });

  describe("with the keys at an address", () => {
    let keys: Server;
    let body: string | undefined;
    let asked = 0;
    beforeEach(async () => {
      [body, asked] = [both(), 0];
      keys = createServer((_, response) => {
        asked++;
        response.writeHead(body === undefined ? 500 : 200, { "content-type": "application/json" }).end(body);
      });
      await new Promise<void>((done) => keys.listen(0, "127.0.0.1", done));
      const address = keys.address();
      const port = typeof address === "object" && address ? address.port : 0;
      const clock = pathToFileURL(resolve("test/support/movedClock.mjs")).href;
      await start({ NODE_OPTIONS: `--import=${clock}` }, "--jwt-keys", `http://127.0.0.1:${port}/keys`);
    });
    afterEach(() => keys.close());

    it("are let in, and the keys are fetched once", async () => {
      for (const n of [1, 2, 3])
        assert.equal((await call(rs256(claims({ n }), rsa.privateKey, { kid: "one" }))).status, 200);
      assert.equal(asked, 1);
    });

    it("are let in with a new key of their issuer, and no longer with the old one, without a restart", async function () {
      if (process.platform === "win32") this.skip(); // its clock is moved by a signal
      const next = () => rs256(claims({ jti: randomUUID() }), other.privateKey, { kid: "three" });
      const former = () => rs256(claims({ jti: randomUUID() }), rsa.privateKey, { kid: "one" });
      assert.equal((await call(former())).status, 200);
      body = jwks(jwk(other.publicKey, "three"));
      await refused(next(), 401, /no such key/);
      assert.equal(asked, 1, "not within half a minute of the last time");
      served.process.kill("SIGUSR2");
      await until("the new key holds", async () => (await call(next())).status === 200);
      assert.equal(asked, 2);
      await refused(former(), 401, /no such key/);
    });

    it("get 503 and a time while the keys cannot be read, and are let in after that", async () => {
      body = undefined;
      const token = rs256(claims(), rsa.privateKey, { kid: "one" });
      await refused(token, 503, /keys of its issuer cannot be read/);
      assert.equal((await call(token)).headers.get("retry-after"), "5");
      assert.equal((await call(served.token)).status, 200, "the hub's own token needs no keys");
      body = both();
      assert.equal((await call(token)).status, 200);
    });

    it("of an unknown key do not make the hub ask again and again", async () => {
      assert.equal((await call(rs256(claims(), rsa.privateKey, { kid: "one" }))).status, 200);
      for (const n of [1, 2, 3])
        await refused(rs256(claims({ n }), other.privateKey, { kid: "three" }), 401, /no such key/);
      assert.equal(asked, 1);
    });
  });

  for (const [what, env, args, why] of [
    ["an issuer without a key", {}, [], /checked with one thing/],
    ["a secret and keys", { MCP_HUB_JWT_SECRET: secret }, ["--jwt-keys", "keys.json"], /checked with one thing/],
    ["a short secret", { MCP_HUB_JWT_SECRET: "short" }, [], /at least 32 bytes/],
    ["keys in plain text over the network", {}, ["--jwt-keys", "http://issuer.example/keys"], /begin with https/],
    ["a file that is not there", {}, ["--jwt-secret-file", "/none"], /ENOENT/],
  ] as const)
    it(`are not accepted with ${what}: one sentence says why`, async () => {
      await assert.rejects(start(env, ...args), (error: Error) => {
        assert.match(error.message, why);
        assert.match(error.message, /exited with 2/);
        return true;
      });
    });
});
