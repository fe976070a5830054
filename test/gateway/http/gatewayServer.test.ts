import assert from "node:assert/strict";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import type { Profiles } from "../../../src/core/config/schema/options/profiles";
import { systemClock } from "../../../src/core/kernel/clock";
import { ClientRegistry } from "../../../src/gateway/access/clientRegistry";
import { FailedAttempts } from "../../../src/gateway/access/failedAttempts";
import type { GatewayClient } from "../../../src/gateway/access/gatewayClient";
import { tokenAccess } from "../../../src/gateway/access/tokenAccess";
import type { Exchange } from "../../../src/gateway/http/exchange";
import { type Gateway, type GatewayOptions, startGateway } from "../../../src/gateway/http/gatewayServer";
import { readBody } from "../../../src/gateway/http/readBody";
import { sendJson } from "../../../src/gateway/http/respond";
import { SseWriter } from "../../../src/gateway/http/sseWriter";
import { FakeClock } from "../../support/fakeClock";
import { MemoryClients } from "../../support/memoryClients";
import { noDefect } from "../../support/noDefect";

describe("the gateway", () => {
  let clock: FakeClock;
  let registry: ClientRegistry;
  let gateway: Gateway;
  let profiles: Profiles;
  let admitted: { readonly exchange: Exchange; readonly client: GatewayClient }[];
  let refused: [reason: string, client: string | undefined][];
  let failures: { readonly from: string; readonly count: number }[];
  const held: SseWriter[] = [];

  beforeEach(async () => {
    clock = new FakeClock(0);
    profiles = { review: { servers: ["github"], readOnly: true } };
    admitted = [];
    refused = [];
    failures = [];
    registry = new ClientRegistry(new MemoryClients(), clock, noDefect);
    const failed = new FailedAttempts({ clock, onFailure: (failure) => failures.push(failure) });
    const options: GatewayOptions = {
      host: "127.0.0.1",
      port: 0,
      clock,
      report: noDefect,
      access: tokenAccess({ clients: registry, profiles: () => profiles, failed, clock }),
      revoked: registry.onRevoked,
      refused: (reason, client) => refused.push([reason, client?.name]),
      limits: { closeMs: 50 },
      paths: ["/mcp", "/mcp/<server>", "/api/v1/mcp"],
      open(exchange) {
        if (exchange.path !== "/health") return false;
        sendJson(exchange, 200, { status: "UP" });
        return true;
      },
      routes(exchange, client) {
        admitted.push({ exchange, client });
        if (exchange.path === "/stream") return stream(exchange);
        return exchange.path === "/mcp" ? answer(exchange, client) : undefined;
      },
    };
    gateway = await startGateway(options);
  });
  afterEach(async () => {
    for (const one of held.splice(0)) one.end();
    await gateway.close();
    registry.dispose();
  });

  const answer = async (exchange: Exchange, client: GatewayClient) => {
    const body = await readBody(exchange, client.limits.bodyBytes);
    sendJson(exchange, 200, { client: client.name, characters: body.length });
  };
  const stream = async (exchange: Exchange) => {
    const writer = new SseWriter(exchange, systemClock);
    writer.send("{}");
    held.push(writer);
  };
  const get = async (path: string, headers: Record<string, string> = {}, init: RequestInit = {}) => {
    const response = await fetch(`${gateway.url}${path}`, { ...init, headers });
    const body: { error?: { code: string; message: string }; client?: string } = Object(await response.json());
    return { status: response.status, headers: response.headers, body, text: body.error?.message ?? "" };
  };
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  it("answers what needs no token", async () => {
    const { status, body } = await get("/health");
    assert.deepEqual([status, body], [200, { status: "UP" }]);
    assert.equal((await get("/health/")).status, 200);
    assert.equal((await get("/%68ealth")).status, 401);
    assert.deepEqual(admitted, []);
  });

  const wrong: [name: string, headers: Record<string, string> | "both"][] = [
    ["no token", {}],
    ["a wrong token", bearer(`mcphub_${"A".repeat(43)}`)],
    ["an empty token", { authorization: "Bearer" }],
    ["a name and a password", { authorization: "Basic YTpi" }],
    ["a wrong key", { "x-api-key": "no" }],
    ["a wrong token beside the right key", "both"],
  ];
  for (const [name, headers] of wrong)
    it(`refuses ${name} in a form that opens no sign-in`, async () => {
      const { token } = await registry.add({ name: "Claude" });
      const sent = headers === "both" ? { ...bearer("mcphub_x"), "x-api-key": token } : headers;
      const answered = await get("/mcp", sent);
      assert.equal(answered.status, 401);
      assert.equal(answered.headers.get("www-authenticate"), 'Bearer error="invalid_token"');
      assert.equal(answered.body.error?.code, "AUTHENTICATION_FAILURE_API");
      assert.match(answered.text, /mcp-client-hub serve/);
      assert.deepEqual(admitted, []);
      assert.deepEqual(refused, [["token", undefined]]);
    });

  it("lets in a client by either header", async () => {
    const { token } = await registry.add({ name: "Claude" });
    for (const headers of [bearer(token), { authorization: `bearer  ${token}` }, { "x-api-key": token }])
      assert.equal((await get("/mcp", headers)).body.client, "Claude");
  });

  it("takes no token in the address, not even a right one", async () => {
    const { token } = await registry.add({ name: "Claude" });
    for (const name of ["token", "access_token", "api_key", "apikey", "api-key", "auth_token"]) {
      const answered = await get(`/mcp?a=1&${name}=${token}`, bearer(token));
      assert.equal(answered.status, 400);
      assert.match(answered.text, /addresses end up in logs.*Authorization: Bearer.*replace this one/);
    }
    assert.equal((await get("/mcp?a=token", bearer(token))).status, 200);
  });

  it("refuses an expired token", async () => {
    const { token } = await registry.add({ name: "Claude", expiresAt: clock.now() + 1000 });
    assert.equal((await get("/mcp", bearer(token))).status, 200);
    clock.pass(1000);
    const answered = await get("/mcp", bearer(token));
    assert.equal(answered.status, 401);
    assert.match(answered.text, /The token of "Claude" expired at 1970-01-01T00:00:01/);
  });

  it("narrows a client to its profile, and refuses it without the profile", async () => {
    const { token } = await registry.add({ name: "Claude", profile: "review", scopes: [{ servers: ["git*"] }] });
    assert.equal((await get("/mcp", bearer(token))).status, 200);
    assert.deepEqual(admitted[0]?.client.scopes, [{ servers: ["git*"] }, { servers: ["github"], readOnly: true }]);
    const others: Profiles[] = [{}, { other: {} }];
    for (const without of others) {
      profiles = without;
      const answered = await get("/mcp", bearer(token));
      assert.equal(answered.status, 403);
      assert.equal(answered.headers.get("www-authenticate"), null);
      assert.match(answered.text, /profile "review", which "mcpHub.profiles" no longer has/);
    }
    profiles = { review: {} };
    assert.equal((await get("/mcp", bearer(token))).status, 200);
    assert.equal(admitted.length, 2);
  });

  for (const [how, end] of [
    ["revoked", (id: string) => registry.revoke(id)],
    ["replaced", (id: string) => registry.rotate(id)],
    ["expired", async () => clock.pass(10_000)],
  ] as const)
    it(`ends the streams of a token that is ${how}, and no others`, async () => {
      const { id, token } = await registry.add({ name: "Claude", expiresAt: clock.now() + 9000 });
      const other = await registry.add({ name: "Codex" });
      const [mine, others] = await Promise.all([opened(token), opened(other.token)]);
      const closed = once(mine, "error");
      await end(id);
      await closed;
      assert.equal((await get("/mcp", bearer(token))).status, 401);
      assert.equal(others.destroyed, false);
      assert.equal(held.filter(({ ended }) => !ended).length, 1);
      others.on("error", () => {}).destroy();
    });

  /** A stream that has begun. */
  const opened = (token: string) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      request(`${gateway.url}/stream`, { headers: bearer(token), agent: false }, (response) => {
        response.once("data", () => resolve(response));
      })
        .on("error", reject)
        .end();
    });

  it("names the paths there are", async () => {
    const { token } = await registry.add({ name: "Claude" });
    const answered = await get("/nothing", bearer(token));
    assert.equal(answered.status, 404);
    assert.match(answered.text, /There is: \/mcp, \/mcp\/<server>, \/api\/v1\/mcp\./);
    assert.equal((await get("/nothing")).status, 401);
  });

  it("hands no credential on", async () => {
    const { token } = await registry.add({ name: "Claude" });
    await get("/mcp", { ...bearer(token), cookie: "a=b", "x-api-key": token, "proxy-authorization": "x" });
    const names = Object.keys(admitted[0]?.exchange.request.headers ?? {});
    assert.ok(names.includes("host"));
    for (const name of ["authorization", "x-api-key", "cookie", "proxy-authorization"])
      assert.ok(!names.includes(name), name);
  });

  it("limits what a client runs at once, without waiting for its streams", async () => {
    const { token } = await registry.add({ name: "Claude", limits: { concurrent: 2 } });
    const other = await registry.add({ name: "Codex" });
    const streams = await Promise.all([opened(token), opened(token)]);
    const answered = await get("/mcp", bearer(token));
    assert.equal(answered.status, 429);
    assert.equal(answered.headers.get("retry-after"), "1");
    assert.match(answered.text, /has 2 requests running/);
    assert.equal((await get("/mcp", bearer(other.token))).status, 200);
    held[0]?.end();
    await once(streams[0] ?? assert.fail(), "close");
    assert.equal((await get("/mcp", bearer(token))).status, 200);
    assert.deepEqual(refused, [["concurrent", "Claude"]]);
  });

  it("limits what a client sends in a minute, and says when it may go on", async () => {
    const { token } = await registry.add({ name: "Claude", limits: { perMinute: 3 } });
    for (let n = 0; n < 3; n++) assert.equal((await get("/mcp", bearer(token))).status, 200);
    clock.pass(20_000);
    const answered = await get("/mcp", bearer(token));
    assert.equal(answered.status, 429);
    assert.equal(answered.headers.get("retry-after"), "40");
    assert.match(answered.text, /may send 3 requests in a minute.* in 40 seconds/);
    clock.pass(40_000);
    assert.equal((await get("/mcp", bearer(token))).status, 200);
    assert.deepEqual(refused, [["per-minute", "Claude"]]);
  });

  it("limits bodies by the client, before and while they are read", async () => {
    const { token } = await registry.add({ name: "Claude", limits: { bodyBytes: 1000 } });
    const post = (body: RequestInit["body"]) =>
      get("/mcp", bearer(token), { method: "POST", body: body ?? null, duplex: "half" });
    assert.equal((await post("x".repeat(1000))).status, 200);
    const large = await post("x".repeat(1001));
    assert.equal(large.status, 413);
    assert.match(large.text, /1000 bytes/);
    const chunked = await post(new Blob(["x".repeat(1001)]).stream());
    assert.equal(chunked.status, 413);
    assert.deepEqual(refused, [["body-bytes", "Claude"]]);
  });

  it("slows down wrong tokens, and never a right one", async () => {
    const { token } = await registry.add({ name: "Claude" });
    for (let n = 0; n < 10; n++) assert.equal((await get("/mcp", bearer("wrong"))).status, 401);
    const answered = await get("/mcp", bearer("wrong"));
    assert.equal(answered.status, 429);
    assert.equal(answered.headers.get("retry-after"), "60");
    assert.match(answered.text, /11 requests with a wrong token/);
    assert.equal((await get("/mcp", bearer(token))).status, 200);
    assert.equal((await get("/mcp")).status, 401);
    assert.deepEqual(failures.at(-1), { from: "127.0.0.1", count: 11 });
    clock.pass(61_000);
    assert.equal((await get("/mcp", bearer("wrong"))).status, 401);
  });
});
