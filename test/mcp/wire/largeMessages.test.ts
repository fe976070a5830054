import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { createServer as createSocketServer, type Server as SocketServer } from "node:net";
import type { JSONRPCMessage, Transport } from "@modelcontextprotocol/client";
import { systemClock } from "../../../src/core/kernel/clock";
import type { HubError } from "../../../src/core/kernel/hubError";
import { networkError } from "../../../src/mcp/http/client/networkError";
import { NodeHttpClient } from "../../../src/mcp/http/client/nodeHttpClient";
import { HttpSse } from "../../../src/mcp/http/httpSse";
import { SocketTransport } from "../../../src/mcp/socket/socketTransport";

const answer = (id: number, size: number): string =>
  JSON.stringify({ jsonrpc: "2.0", id, result: { text: "x".repeat(size) } });
/** The large ones take several turns of the loop, the second longer than the end of the connection; what follows takes none. */
const answers = [answer(1, 1000), answer(2, 20_000_000), answer(3, 10), answer(4, 20_000_000), answer(5, 10)];

describe("a large message", function () {
  this.timeout(20_000);
  const servers: (Server | SocketServer)[] = [];
  const transports: Transport[] = [];
  afterEach(async () => {
    await Promise.all(transports.splice(0).map((transport) => transport.close()));
    for (const server of servers.splice(0)) server.close();
  });
  async function listening(server: Server | SocketServer): Promise<number> {
    servers.push(server.listen(0, "127.0.0.1"));
    await once(server, "listening");
    const address = server.address();
    return typeof address === "object" && address ? address.port : 0;
  }
  /** The ids of five messages, in the order in which they were heard. */
  function heard(transport: Transport): Promise<unknown[]> {
    transports.push(transport);
    const ids: unknown[] = [];
    return new Promise((resolve, reject) => {
      transport.onerror = reject;
      transport.onmessage = (message: JSONRPCMessage) => {
        ids.push("id" in message ? message.id : undefined);
        if (ids.length === answers.length) resolve(ids);
      };
      transport.start().catch(reject);
    });
  }
  const sse = async (url: string): Promise<HttpSse> =>
    new HttpSse({
      server: "web",
      url: new URL(url),
      headers: {},
      client: new NodeHttpClient({}),
      clock: systemClock,
      toNetworkError: (error) => networkError({ server: "web", address: url }, error),
      onTooLarge: (error: HubError) => assert.fail(error),
    });
  const events = (first: string, ...rest: string[]): Promise<number> =>
    listening(
      createServer((_, response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.end(`${first}\n\n${rest.map((data) => `data: ${data}\n\n`).join("")}`);
      }),
    );

  it("over a socket is delivered before the next one, even where the server ends with it", async () => {
    const port = await listening(createSocketServer((socket) => void socket.end(`${answers.join("\n")}\n`)));
    const transport = new SocketTransport(`tcp://127.0.0.1:${port}`, { server: "far", mask: (text) => text });
    assert.deepEqual(await heard(transport), [1, 2, 3, 4, 5]);
  });

  it("over HTTP+SSE is delivered before the next one, even where the server ends with it", async () => {
    const port = await events("event: endpoint\ndata: /message", ...answers);
    assert.deepEqual(await heard(await sse(`http://127.0.0.1:${port}/sse`)), [1, 2, 3, 4, 5]);
  });

  for (const [what, first, message] of [
    [
      "names an address elsewhere",
      "event: endpoint\ndata: http://127.0.0.1:1/message",
      /its address for messages is on another server \(http:\/\/127\.0\.0\.1:1\/message\)/,
    ],
    ["names no address", ": nothing", /ended its stream before/],
  ] as const)
    it(`is not accepted from a server over HTTP+SSE that ${what}`, async () => {
      const transport = await sse(`http://127.0.0.1:${await events(first)}/sse`);
      transports.push(transport);
      await assert.rejects(transport.start(), { code: "protocol", message });
      await assert.rejects(transport.send({ jsonrpc: "2.0", method: "a" }), { code: "not-connected" });
    });
});
