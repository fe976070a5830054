import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { request as tlsRequest } from "node:https";
import { connect, createServer } from "node:net";
import type { Exchange } from "../../../src/gateway/http/exchange";
import { isPortTaken } from "../../../src/gateway/http/listen";
import { sendJson } from "../../../src/gateway/http/respond";
import { type Certificates, hasOpenssl, makeCertificates } from "../../support/certificates";
import { FakeClock } from "../../support/fakeClock";
import { echo, GatewayListeners } from "../../support/gatewayListener";
import { rawGet } from "../../support/rawHttp";
import { until } from "../../support/until";

/** Whether this machine has ::1. */
const hasSix = async (): Promise<boolean> => {
  const server = createServer();
  const has = await new Promise<boolean>((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(0, "::1", () => resolve(true));
  });
  server.close();
  return has;
};

describe("listening", () => {
  const listeners = new GatewayListeners();
  afterEach(() => listeners.close());

  it("is on both loopback addresses under one port, and says the first", async function () {
    if (!(await hasSix())) this.skip();
    for (const host of ["127.0.0.1", "localhost", "::1"]) {
      const { url, port } = await listeners.listen(echo, { host });
      assert.equal(url, `http://127.0.0.1:${port}`);
      assert.equal((await rawGet(port, "/mcp")).status, 200);
      assert.equal((await rawGet(port, "/mcp", { address: "::1", host: `[::1]:${port}` })).status, 200);
    }
  });

  it("is on no other address", async () => {
    const { port } = await listeners.listen();
    const socket = connect(port, "127.0.0.2");
    const [error] = await once(socket, "error");
    assert.match(String(error), /ECONNREFUSED|EADDRNOTAVAIL|ENETUNREACH/);
  });

  for (const host of ["0.0.0.0", "::", "192.0.2.1", "hub.example.com", "127.0.0.2"])
    it(`refuses ${host} without TLS`, () =>
      assert.rejects(listeners.listen(echo, { host }), {
        code: "bad-config",
        message: /without TLS.*use 127\.0\.0\.1/,
      }));

  it("says what to do where another program keeps the port", async () => {
    const { port } = await listeners.listen();
    const failure = await listeners.listen(echo, { port, limits: { portWaitMs: 0 } }).catch((error: unknown) => error);
    assert.ok(isPortTaken(failure));
    assert.match(String(failure), new RegExp(`port ${port} of 127.0.0.1: another program uses it. Close that program`));
  });

  it("counts a port as taken that another program has on ::1 alone", async function () {
    if (!(await hasSix())) this.skip();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "::1", resolve));
    const address = other.address();
    assert.ok(typeof address === "object" && address);
    const { port } = address;
    const failure = await listeners.listen(echo, { port, limits: { portWaitMs: 0 } }).catch((error: unknown) => error);
    assert.ok(isPortTaken(failure));
    const socket = connect(port, "127.0.0.1");
    assert.match(String((await once(socket, "error"))[0]), /ECONNREFUSED/);
    await new Promise((resolve) => other.close(resolve));
    assert.equal((await listeners.listen(echo, { port })).port, port);
  });

  it("waits for a process that is about to leave the port", async () => {
    const first = await listeners.listen();
    const clock = new FakeClock();
    const second = listeners.listen(echo, { port: first.port, clock });
    await until("it waits", () => clock.waiting > 0);
    await first.close();
    clock.pass(200);
    assert.equal((await second).port, first.port);
    assert.equal((await rawGet(first.port, "/mcp")).status, 200);
  });

  it("says what is wrong with an address that is not of this machine", async function () {
    if (!hasOpenssl) this.skip();
    const certificates = makeCertificates();
    const tls = tlsOf(certificates);
    certificates.remove();
    await assert.rejects(listeners.listen(echo, { host: "192.0.2.1", tls }), {
      message: /EADDRNOTAVAIL.*Use an address/,
    });
    await assert.rejects(listeners.listen(echo, { host: "0.0.0.0", tls }), { message: /which name its clients use/ });
  });

  it("answers other hosts with TLS under the names that it was given", async function () {
    if (!hasOpenssl) this.skip();
    const certificates = makeCertificates();
    const ca = readFileSync(certificates.file("server.pem"));
    const tls = tlsOf(certificates);
    certificates.remove();
    const { url, port } = await listeners.listen(echo, { host: "127.0.0.1", names: ["MCP.test"], tls });
    assert.equal(url, `https://127.0.0.1:${port}`);
    const status = (host: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const options = { ca, port, host: "127.0.0.1", servername: "mcp.test", path: "/mcp", headers: { host } };
        tlsRequest({ ...options, agent: false }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .on("error", reject)
          .end();
      });
    for (const host of ["mcp.test", `mcp.test:${port}`, `MCP.test:${port}`, `127.0.0.1:${port}`])
      assert.equal(await status(host), 200, host);
    for (const host of ["mcp.test:1", "other.test", "127.0.0.1"]) assert.equal(await status(host), 403, host);
  });

  describe("ends", () => {
    it("with what runs: it may end first, and unused connections close at once", async () => {
      const running: Exchange[] = [];
      const listener = await listeners.listen((exchange) => void running.push(exchange), {
        limits: { closeMs: 60_000 },
      });
      const idle = connect(listener.port, "127.0.0.1").on("error", () => {});
      await once(idle, "connect");
      const agent = new Agent({ keepAlive: true });
      const answered = new Promise<number | undefined>((resolve, reject) => {
        request({ port: listener.port, host: "127.0.0.1", path: "/mcp", agent }, (response) => {
          response.resume().on("end", () => resolve(response.statusCode));
        })
          .on("error", reject)
          .end();
      });
      const exchange = await until("the request has come", () => running[0] ?? false);
      const closed = listener.close();
      idle.resume();
      if (!idle.destroyed) await once(idle, "close");
      const refused = connect(listener.port, "127.0.0.1");
      assert.match(String((await once(refused, "error"))[0]), /ECONNREFUSED/);
      sendJson(exchange, 200, {});
      assert.equal(await answered, 200);
      await closed;
      agent.destroy();
    });

    it("after a time also with what does not end", async () => {
      let exchange: Exchange | undefined;
      const listener = await listeners.listen(
        (one) => {
          exchange = one;
        },
        { limits: { closeMs: 50 } },
      );
      const answer = rawGet(listener.port, "/mcp");
      const { signal } = await until("the request has come", () => exchange ?? false);
      await listener.close();
      assert.equal((await answer).status, 0);
      assert.equal(signal.aborted, true);
    });
  });
});

const tlsOf = (certificates: Certificates) => ({
  cert: readFileSync(certificates.file("server.pem")),
  key: readFileSync(certificates.file("server.key")),
});
