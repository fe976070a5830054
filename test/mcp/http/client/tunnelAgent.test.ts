import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { PlainTunnelAgent, proxyAuthorization } from "../../../../src/mcp/http/client/tunnelAgent";

describe("the header for a proxy", () => {
  const rows: [address: string, pair: string | undefined][] = [
    ["http://proxy.test:8080", undefined],
    ["http://ada:secret@proxy.test", "ada:secret"],
    ["http://ada@proxy.test", "ada:"],
    ["http://:secret@proxy.test", ":secret"],
    ["http://ada:p%40ss%3Aw%2Frd@proxy.test", "ada:p@ss:w/rd"],
    ["http://ad%C3%A4:p%25@proxy.test", "adä:p%"],
    ["http://ada:100%@proxy.test", "ada:100%"],
  ];
  for (const [address, pair] of rows)
    it(`of ${address} has ${pair ?? "nothing"}`, () => {
      const header = proxyAuthorization(new URL(address))["proxy-authorization"];
      assert.equal(header, pair === undefined ? undefined : `Basic ${Buffer.from(pair, "utf8").toString("base64")}`);
    });
});

describe("a tunnel", () => {
  let proxy: Server;
  const asked: IncomingMessage[] = [];
  /** What the proxy answers a CONNECT with. */
  let answer: (socket: Duplex) => void;
  beforeEach(async () => {
    asked.length = 0;
    proxy = createServer().on("connect", (incoming: IncomingMessage, socket: Duplex) => {
      asked.push(incoming);
      answer(socket.on("error", () => {}));
    });
    proxy.listen(0, "127.0.0.1");
    await once(proxy, "listening");
  });
  afterEach(async () => {
    proxy.close();
    await once(proxy, "close");
  });
  const get = async (url: string, credentials = "") => {
    const { port } = proxy.address() as AddressInfo;
    const agent = new PlainTunnelAgent({ url: new URL(`http://${credentials}127.0.0.1:${port}`) }, {});
    const sent = request(url, { agent }).end();
    try {
      const [response] = (await once(sent, "response")) as [IncomingMessage];
      response.resume();
      await once(response, "end");
      return response.statusCode;
    } finally {
      agent.destroy();
    }
  };
  const opened = (socket: Duplex) => {
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    socket.once("data", () => socket.end("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n"));
  };

  const rows: [url: string, target: string][] = [
    ["http://mcp.test/x", "mcp.test:80"],
    ["http://mcp.test:8080/x", "mcp.test:8080"],
    ["http://192.0.2.7/x", "192.0.2.7:80"],
    ["http://[2001:db8::1]/x", "[2001:db8::1]:80"],
    ["http://[2001:db8::1]:8080/x", "[2001:db8::1]:8080"],
  ];
  for (const [url, target] of rows)
    it(`to ${url} is asked for as ${target}`, async () => {
      answer = opened;
      assert.equal(await get(url), 204);
      assert.deepEqual(
        asked.map((one) => [one.method, one.url, one.headers.host]),
        [["CONNECT", target, target]],
      );
    });

  it("carries the decoded name and password of the proxy's address", async () => {
    answer = opened;
    await get("http://mcp.test/", "ada:p%40ss@");
    assert.equal(asked[0]?.headers["proxy-authorization"], `Basic ${Buffer.from("ada:p@ss").toString("base64")}`);
  });

  it("that is refused fails with the proxy, the target and the status", async () => {
    answer = (socket) => socket.end("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n");
    await assert.rejects(get("http://[2001:db8::1]/"), {
      message: "the proxy 127.0.0.1 refused to connect to [2001:db8::1]:80 (HTTP 407)",
    });
  });
});
