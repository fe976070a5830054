import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { systemClock } from "../../../src/core/kernel/clock";
import type { Exchange } from "../../../src/gateway/http/exchange";
import { sendJson } from "../../../src/gateway/http/respond";
import { SseWriter } from "../../../src/gateway/http/sseWriter";
import { GatewayListeners } from "../../support/gatewayListener";
import { type RawAnswer, rawGet } from "../../support/rawHttp";
import { until } from "../../support/until";

const page = "http://127.0.0.1:6274";

describe("the door that every request comes through", () => {
  const listeners = new GatewayListeners();
  let port: number;
  let handled: string[];
  beforeEach(() => {
    handled = [];
    listeners.refused.length = 0;
  });
  afterEach(() => listeners.close());

  const open = async (origins: readonly string[] = []) => {
    const handler = (exchange: Exchange) => {
      handled.push(exchange.path);
      sendJson(exchange, 200, { path: exchange.path, requestId: exchange.requestId });
    };
    ({ port } = await listeners.listen(handler, { origins: () => origins }));
  };
  const messageOf = ({ body }: RawAnswer): string => JSON.parse(body).error.message;

  describe("looks at Host first, on every path", () => {
    beforeEach(() => open([page]));

    for (const name of ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
      it(`accepts ${name}`, async () =>
        assert.equal((await rawGet(port, "/mcp", { host: `${name}:${port}` })).status, 200));

    const foreign = ["evil.example", "127.0.0.1", "localhost", "127.0.0.1.evil.example", "0.0.0.0", "127.0.0.2", ""];
    for (const path of ["/mcp", "/health", "/metrics", "/.well-known/x", "/..", "/api/v1/mcp/openapi.json"])
      it(`refuses others at ${path}`, async () => {
        for (const host of [...foreign, `evil.example:${port}`, `127.0.0.1.evil.example:${port}`, "127.0.0.1:1"]) {
          const answer = await rawGet(port, path, { host });
          assert.equal(answer.status, 403, host);
          assert.match(messageOf(answer), /does not answer under this name/);
        }
        const preflight = `Origin: ${page}\r\nAccess-Control-Request-Method: POST\r\n`;
        const options = { host: "evil.example", method: "OPTIONS", more: preflight };
        assert.equal((await rawGet(port, path, options)).status, 403);
        assert.deepEqual(handled, []);
        assert.ok(listeners.refused.length > 0 && listeners.refused.every((reason) => reason === "host"));
      });
  });

  describe("lets web pages in by a list of origins", () => {
    const origins = [page, "http://localhost:3000", "http://[::1]:8080", "https://evil.example", "null", "*"];
    const asks = "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers:";
    const corsOf = ({ headers }: RawAnswer) => Object.keys(headers).filter((name) => name.startsWith("access-control"));

    for (const origin of [page, "http://evil.example", "null", "vscode-file://app"])
      it(`not at all without the list: ${origin}`, async () => {
        await open();
        for (const method of ["GET", "POST", "OPTIONS"]) {
          const answer = await rawGet(port, "/mcp", { method, more: `Origin: ${origin}\r\n${asks} content-type\r\n` });
          assert.equal(answer.status, 403);
          assert.match(messageOf(answer), /origin/);
          assert.deepEqual(corsOf(answer), []);
        }
        assert.deepEqual(handled, []);
      });

    it("not others, even where the list names them", async () => {
      await open(origins);
      for (const origin of ["https://evil.example", "null", "*", "http://127.0.0.1:6275", `${page}/`, ""]) {
        const answer = await rawGet(port, "/mcp", { more: `Origin: ${origin}\r\n` });
        assert.equal(answer.status, 403, origin);
        assert.deepEqual(corsOf(answer), []);
      }
    });

    for (const origin of origins.slice(0, 3))
      it(`answers the preflight of ${origin} before any handler`, async () => {
        await open(origins);
        const more = `Origin: ${origin}\r\n${asks} authorization, Mcp-Param-Region,mcp-param-<x>, x-other\r\n`;
        const { status, headers, body } = await rawGet(port, "/mcp/files", { method: "OPTIONS", more });
        assert.equal(status, 204);
        assert.equal(body, "");
        assert.equal(headers["access-control-allow-origin"], origin);
        assert.equal(headers["access-control-allow-methods"], "GET, POST, DELETE, OPTIONS");
        assert.equal(headers.vary, "Origin");
        const allowed = headers["access-control-allow-headers"]?.split(", ") ?? [];
        for (const name of ["authorization", "content-type", "accept", "mcp-protocol-version", "mcp-session-id"])
          assert.ok(allowed.includes(name), name);
        for (const name of ["mcp-method", "mcp-name", "last-event-id", "mcp-param-region"])
          assert.ok(allowed.includes(name), name);
        for (const name of ["mcp-param-<x>", "x-other", "*"]) assert.ok(!allowed.includes(name), name);
        assert.deepEqual(handled, []);
      });

    it("shows the page what it needs of an answer, and never everything", async () => {
      await open(origins);
      const { status, headers } = await rawGet(port, "/mcp", { more: `Origin: ${page}\r\n` });
      assert.equal(status, 200);
      assert.equal(headers["access-control-allow-origin"], page);
      assert.match(headers["access-control-expose-headers"] ?? "", /Mcp-Session-Id, WWW-Authenticate, Retry-After/);
      assert.equal(headers.vary, "Origin");
      assert.equal(headers["access-control-allow-credentials"], undefined);
    });

    it("and lets programs in, which send none", async () => {
      await open(origins);
      const answer = await rawGet(port, "/mcp");
      assert.equal(answer.status, 200);
      assert.deepEqual(corsOf(answer), []);
      assert.equal((await rawGet(port, "/mcp", { method: "OPTIONS" })).headers.allow, "GET, POST, DELETE, OPTIONS");
    });
  });

  it("has no sign-in: 404 on every well-known path", async () => {
    await open();
    const kinds = ["oauth-protected-resource", "oauth-authorization-server", "openid-configuration"];
    for (const kind of kinds)
      for (const path of [`/.well-known/${kind}`, `/.well-known/${kind}/mcp`, `/.well-known/${kind}/`])
        assert.equal((await rawGet(port, path)).status, 404, path);
    assert.equal((await rawGet(port, "/.well-known/")).status, 404);
    assert.deepEqual(handled, []);
  });

  it("refuses paths that could mean another one, as JSON", async () => {
    await open();
    for (const path of ["/mcp/../health", "/mcp/%2e%2e/health", "//evil.example/mcp", "/mcp\\x", "/a%00", "/mcp//x"]) {
      const answer = await rawGet(port, path);
      assert.equal(answer.status, 400, path);
      assert.equal(answer.headers["content-type"], "application/json");
      assert.equal(JSON.parse(answer.body).error.code, "VALIDATION_ERROR");
    }
    assert.equal((await rawGet(port, `/${"x".repeat(12_000)}`)).status, 400);
    assert.deepEqual(handled, []);
  });

  it("serves a path with a slash at its end, without a detour", async () => {
    await open();
    assert.equal((await rawGet(port, "/mcp/")).status, 200);
    assert.deepEqual(handled, ["/mcp"]);
  });

  it("takes an id of the request, or makes one, for every answer", async () => {
    await open();
    const idOf = async (more: string, path = "/mcp") => (await rawGet(port, path, { more })).headers["x-request-id"];
    assert.equal(await idOf("X-Request-ID: abc-1/2!\r\n"), "abc-1/2!");
    assert.equal(await idOf(`X-Request-ID: ${"x".repeat(128)}\r\n`), "x".repeat(128));
    const made = [
      await idOf(""),
      await idOf("X-Request-ID: a b\r\n"),
      await idOf("X-Request-ID: \u00fc\r\n"),
      await idOf(`X-Request-ID: ${"x".repeat(129)}\r\n`),
      await idOf("", "/.."),
      await idOf("Origin: null\r\n"),
    ];
    assert.equal(new Set(made).size, made.length);
    for (const id of made) assert.match(id ?? "", /^[\w-]{3,40}$/);
  });

  it("answers a defect without its details, and reports it", async () => {
    const boom = new Error("secret detail");
    const failing = {
      "/thrown": () => {
        throw boom;
      },
      "/rejected": () => Promise.reject(boom),
    };
    const { port } = await listeners.listen((exchange) => Reflect.get(failing, exchange.path)());
    const ids: string[] = [];
    for (const path of Object.keys(failing)) {
      const answer = await rawGet(port, path);
      ids.push(answer.headers["x-request-id"] ?? assert.fail("no id"));
      assert.equal(answer.status, 500);
      assert.doesNotMatch(answer.body, /secret detail|stack|\.ts/);
      assert.equal(JSON.parse(answer.body).original_request_id, answer.headers["x-request-id"]);
    }
    await listeners.close(ids.map((id) => new RegExp(`${id}.*secret detail`)));
  });

  it("breaks off an answer that a defect has cut in two", async () => {
    const { port } = await listeners.listen(async ({ response }) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write('{"half":');
      throw new Error("midway");
    });
    const answer = await rawGet(port, "/mcp");
    assert.doesNotMatch(answer.body, /\r\n0\r\n/);
    await listeners.close([/midway/]);
  });

  it("tells a handler that its client has left", async () => {
    let exchange: Exchange | undefined;
    const { port } = await listeners.listen((one) => {
      exchange = one;
      assert.equal(one.signal.aborted, false);
    });
    const socket = connect(port, "127.0.0.1");
    socket.write(`POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 0\r\n\r\n`);
    const { signal } = await until("the request has come", () => exchange ?? false);
    const aborted = once(signal, "abort");
    socket.destroy();
    await aborted;
    assert.match(String(signal.reason), /closed its connection/);
  });

  it("does not call a client gone that has its whole answer", async () => {
    let exchange: Exchange | undefined;
    const { port } = await listeners.listen((one) => {
      exchange = one;
      void one.signal;
      sendJson(one, 200, {});
    });
    assert.equal((await rawGet(port, "/mcp")).status, 200);
    assert.equal(exchange?.signal.aborted, false);
  });

  it("writes streams that end with their client, and none for a client that has left", async () => {
    const streams: SseWriter[] = [];
    const { port } = await listeners.listen((exchange) => {
      const stream = new SseWriter(exchange, systemClock);
      streams.push(stream);
      stream.send('{"a":1}', { id: "7", event: "message" });
      if (exchange.path === "/short") stream.end();
    });
    const short = await rawGet(port, "/short");
    assert.equal(short.headers["content-type"], "text/event-stream");
    assert.equal(short.headers["x-accel-buffering"], "no");
    assert.match(short.body, /event: message\nid: 7\ndata: \{"a":1\}\n\n/);
    const socket = connect(port, "127.0.0.1");
    socket.write(`GET /long HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    await once(socket, "data");
    socket.destroy();
    const long = await until("there is a second stream", () => streams[1] ?? false);
    await until("the stream has ended", () => long.ended);
    long.send("{}");
  });
});
