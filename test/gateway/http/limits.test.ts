import assert from "node:assert/strict";
import { once } from "node:events";
import { request } from "node:http";
import { connect, type Socket } from "node:net";
import type { Exchange } from "../../../src/gateway/http/exchange";
import { readBody } from "../../../src/gateway/http/readBody";
import { sendJson } from "../../../src/gateway/http/respond";
import { echo, GatewayListeners } from "../../support/gatewayListener";
import { parsed, rawGet, rawHttp } from "../../support/rawHttp";
import { until } from "../../support/until";

const megabyte = 1024 * 1024;

/** Says how much it read. */
const counting = async (exchange: Exchange) => {
  const body = await readBody(exchange, 10 * megabyte);
  sendJson(exchange, 200, { characters: body.length });
};

describe("the limits of a listener", () => {
  const listeners = new GatewayListeners();
  beforeEach(() => {
    listeners.refused.length = 0;
  });
  afterEach(() => listeners.close());

  const post = (port: number, body: Iterable<Buffer>, headers: Record<string, string | number> = {}) =>
    new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      const sent = request({ port, host: "127.0.0.1", method: "POST", path: "/mcp", headers }, async (response) => {
        let text = "";
        for await (const part of response.setEncoding("utf8")) text += part;
        resolve({ status: response.statusCode, body: text });
      });
      sent.on("error", reject);
      for (const chunk of body) sent.write(chunk);
      sent.end();
    });
  const filled = (bytes: number) => Array.from({ length: Math.ceil(bytes / 65_536) }, () => Buffer.alloc(65_536, "x"));

  it("takes a body of 5 MB", async () => {
    const { port } = await listeners.listen(counting);
    assert.deepEqual(await post(port, filled(5 * megabyte)), { status: 200, body: `{"characters":${5 * megabyte}}` });
  });

  it("answers 413 to 11 MB, whether their size is said or not, and goes on", async () => {
    const { port } = await listeners.listen(counting);
    const said: Record<string, number>[] = [{ "content-length": 11 * megabyte }, {}];
    for (const headers of said) {
      const answer = await post(port, filled(11 * megabyte), headers);
      assert.equal(answer.status, 413);
      assert.match(answer.body, /larger than/);
    }
    assert.equal((await post(port, [Buffer.from("{}")])).status, 200);
  });

  it("reads only UTF-8", async () => {
    const { port } = await listeners.listen(counting);
    assert.deepEqual(await post(port, [Buffer.from("ü😀")]), { status: 200, body: '{"characters":3}' });
    assert.equal((await post(port, [Buffer.from([0x22, 0xff, 0x22])])).status, 400);
  });

  it("asks for a body that waits for a word only if it is wanted", async () => {
    const handler = async (exchange: Exchange) => {
      if (exchange.path === "/mcp") await counting(exchange);
      else sendJson(exchange, 401, {});
    };
    const { port } = await listeners.listen(handler, { limits: { lingerMs: 50 } });
    const expecting = (path: string, bytes = 2) =>
      `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nExpect: 100-continue\r\nContent-Length: ${bytes}\r\nConnection: close\r\n\r\n`;
    const socket = connect(port, "127.0.0.1");
    socket.write(expecting("/mcp"));
    assert.match(String((await once(socket, "data"))[0]), /^HTTP\/1\.1 100 Continue/);
    socket.write("{}");
    assert.match(String((await once(socket, "data"))[0]), /200 OK/);
    socket.destroy();
    assert.equal((await rawHttp(port, expecting("/other"))).status, 401);
    assert.equal((await rawHttp(port, expecting("/mcp", 11 * megabyte))).status, 413);
  });

  it("answers 408 to a body that does not come, and closes", async () => {
    const { port } = await listeners.listen(counting, { limits: { bodyMs: 100, checkMs: 20 } });
    const answer = await rawHttp(port, `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 10\r\n\r\n{`);
    assert.equal(answer.status, 408);
    assert.match(answer.body, /did not arrive within 0.1 seconds/);
    assert.deepEqual(listeners.refused, ["body-time"]);
  });

  it("closes on a client that goes on sending after its answer", async () => {
    const { port } = await listeners.listen(echo, { limits: { lingerMs: 50 } });
    const answer = await rawHttp(port, `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 10\r\n\r\n{`);
    assert.equal(answer.status, 200);
  });

  it("closes on a client that does not read its answer", async () => {
    let exchange: Exchange | undefined;
    const handler = (one: Exchange) => {
      exchange = one;
      sendJson(one, 200, "x".repeat(64 * megabyte));
    };
    const { port } = await listeners.listen(handler, { limits: { bodyMs: 100, checkMs: 20 } });
    const socket = connect(port, "127.0.0.1").on("error", () => {});
    socket.pause();
    socket.write(`GET /mcp HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    await until("the client is let go", () => exchange?.signal.aborted ?? false);
    socket.destroy();
  });

  for (const [name, start] of [
    ["headers that do not end", "GET /mcp HTTP/1.1\r\nHost: 127"],
    ["nothing at all", ""],
  ] as const)
    it(`answers 408 to a client that sends ${name}`, async () => {
      const { port } = await listeners.listen(echo, { limits: { headersMs: 200, checkMs: 50 } });
      const answer = await rawHttp(port, start);
      assert.equal(answer.status, 408);
      assert.match(answer.body, /headers did not arrive in time/);
    });

  it("serves others while slow ones drip", async () => {
    const { port } = await listeners.listen(echo, { limits: { headersMs: 500, checkMs: 50, lingerMs: 50 } });
    const slow = await opened(port, 200);
    for (const socket of slow) socket.write("GET /mcp HTTP/1.1\r\nX-A: ");
    const drip = setInterval(() => {
      for (const socket of slow) if (socket.writable) socket.write("x");
    }, 50);
    try {
      assert.equal((await rawGet(port, "/mcp")).status, 200);
      await until("the slow ones are let go", () => slow.every(({ closed }) => closed));
    } finally {
      clearInterval(drip);
    }
  });

  it("answers 431 to headers of more than 16 KB, and 400 to what is no HTTP", async () => {
    const { port } = await listeners.listen();
    const large = await rawGet(port, "/mcp", { more: `X-A: ${"x".repeat(17_000)}\r\n` });
    assert.equal(large.status, 431);
    assert.match(large.body, /headers of the request are too large/);
    for (const text of ["HELLO\r\n\r\n", "\u0016\u0003\u0001\u0002\u0000", "GET /mcp HTTP/1.1\r\nHost 1\r\n\r\n"]) {
      const answer = await rawHttp(port, text);
      assert.equal(answer.status, 400, text);
      assert.equal(JSON.parse(answer.body).status, "error");
    }
    const both = `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`;
    assert.equal((await rawHttp(port, both)).status, 400);
  });

  it("holds 1,000 connections, and closes those beyond its limit", async function () {
    this.timeout(60_000);
    const { port } = await listeners.listen(echo, { limits: { connections: 1000, headersMs: 60_000 } });
    const open = await opened(port, 1000);
    const last = open[999];
    assert.ok(last);
    last.write(`GET /mcp HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    assert.match(String((await once(last, "data"))[0]), /^HTTP\/1\.1 200/);
    const beyond = await Promise.all(Array.from({ length: 20 }, () => rawGet(port, "/mcp")));
    assert.deepEqual(new Set(beyond.map(({ status }) => status)), new Set([0]));
    assert.equal(listeners.refused.filter((reason) => reason === "connections").length, 20);
    for (const socket of open) socket.destroy();
    await until("there is room again", async () => (await rawGet(port, "/mcp")).status === 200);
  });

  it("does not mix an answer with that to garbage behind it", async () => {
    const { port } = await listeners.listen(() => {});
    const socket = connect(port, "127.0.0.1");
    socket.write(`GET /mcp HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n\u0000\u0001garbage\r\n\r\n`);
    let said = "";
    socket.on("error", () => {});
    for await (const part of socket.setEncoding("latin1")) said += part;
    assert.equal(parsed(said).status, 0);
  });
});

/** Connections that are open. */
async function opened(port: number, count: number): Promise<Socket[]> {
  const sockets = Array.from({ length: count }, () => connect(port, "127.0.0.1").on("error", () => {}));
  await Promise.all(sockets.map((socket) => once(socket, "connect")));
  return sockets;
}
