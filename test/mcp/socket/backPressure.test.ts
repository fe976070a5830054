import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import type { JSONRPCMessage } from "@modelcontextprotocol/client";
import { type WebSocket, WebSocketServer } from "ws";
import { Network } from "../../../src/mcp/http/client/network";
import type { LineTransport } from "../../../src/mcp/socket/lineTransport";
import { SocketTransport } from "../../../src/mcp/socket/socketTransport";
import { WebSocketTransport } from "../../../src/mcp/socket/webSocketTransport";

const megabyte = 1024 * 1024;
/** More than the buffers of the system hold, and less than what the tests send. */
const slack = 16 * megabyte;

const ports = { server: "far", mask: (text: string) => text };
const network = new Network(() => ({}), {});

/** The server's end of a connection, whatever carries it. */
interface Peer {
  send(text: string): void;
  /** What was sent and the system has not taken yet, in bytes. */
  readonly waiting: number;
  stopReading(): void;
  readOn(): void;
}

const ofSocket = (socket: Socket): Peer => ({
  send: (text) => void socket.write(`${text}\n`),
  get waiting() {
    return socket.writableLength;
  },
  stopReading: () => void socket.pause(),
  readOn: () => void socket.resume(),
});

const ofWebSocket = (socket: WebSocket): Peer => ({
  send: (text) => socket.send(text),
  get waiting() {
    return socket.bufferedAmount;
  },
  stopReading: () => socket.pause(),
  readOn: () => socket.resume(),
});

interface Carrier {
  /** Listens, and gives each peer that connects to the transport that it makes. */
  connect(): Promise<{ readonly transport: LineTransport; readonly peer: Peer; stop(): void }>;
}

const carriers: Readonly<Record<string, Carrier>> = {
  "a socket": {
    async connect() {
      const sockets: Socket[] = [];
      const server: Server = createServer((socket) => sockets.push(socket.resume().on("error", () => {})));
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const url = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const transport = new SocketTransport(url, ports);
      const [[socket]] = (await Promise.all([once(server, "connection"), transport.start()])) as [[Socket], unknown];
      return {
        transport,
        peer: ofSocket(socket),
        stop() {
          for (const one of sockets) one.destroy();
          server.close();
        },
      };
    },
  },
  "a WebSocket": {
    async connect() {
      const server = new WebSocketServer({ host: "127.0.0.1", port: 0, handleProtocols: () => "mcp" });
      await once(server, "listening");
      const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const transport = new WebSocketTransport({ server: "far", url, headers: {} }, ports, network);
      const [[socket]] = (await Promise.all([once(server, "connection"), transport.start()])) as [[WebSocket], unknown];
      return {
        transport,
        peer: ofWebSocket(socket),
        stop() {
          for (const one of server.clients) one.terminate();
          server.close();
        },
      };
    },
  },
};

const note = (number: number, size: number): JSONRPCMessage => ({
  jsonrpc: "2.0",
  method: "notifications/message",
  params: { level: "info", data: { number, text: "x".repeat(size) } },
});

describe("back-pressure", () => {
  for (const [name, { connect }] of Object.entries(carriers))
    describe(`of ${name}`, () => {
      it("reads no more of large messages than it has delivered, and delivers all of them in order", async () => {
        const { transport, peer, stop } = await connect();
        const count = 32;
        const sizes = Array.from({ length: count }, (_, number) => JSON.stringify(note(number, megabyte)).length);
        const total = sizes.reduce((sum, size) => sum + size, 0);
        let [delivered, mostAhead] = [0, 0];
        const numbers: unknown[] = [];
        const all = new Promise<void>((resolve) => {
          transport.onmessage = (message) => {
            const { params } = message as unknown as {
              readonly params: { readonly data: { readonly number: number } };
            };
            const { number } = params.data;
            numbers.push(number);
            delivered += sizes[number] ?? 0;
            mostAhead = Math.max(mostAhead, total - peer.waiting - delivered);
            if (numbers.length === count) resolve();
          };
        });
        for (let number = 0; number < count; number++) peer.send(JSON.stringify(note(number, megabyte)));
        await all;
        assert.deepEqual(
          numbers,
          sizes.map((_, number) => number),
        );
        assert.ok(mostAhead < slack, `${(mostAhead / megabyte).toFixed(1)} MB were read ahead`);
        await transport.close();
        stop();
      });

      it("refuses to send more to a server that does not read, and sends again once it does", async () => {
        const { transport, peer, stop } = await connect();
        peer.stopReading();
        const sent: Promise<void>[] = [];
        const large = note(0, 8 * megabyte);
        let refusal: unknown;
        // The limit is 64 MB, and the buffers of the system hold some more.
        for (let round = 0; round < 16 && refusal === undefined; round++) {
          const sending = transport.send(large).catch((error: unknown) => {
            refusal = error;
          });
          sent.push(sending);
          await new Promise((resolve) => setImmediate(resolve));
        }
        assert.match(String(refusal), /"far".*does not read/);
        assert.ok(sent.length > 8, `it was refused after ${sent.length} messages`);
        peer.readOn();
        await Promise.all(sent);
        await transport.send(note(1, 1));
        await transport.close();
        stop();
      });
    });
});
