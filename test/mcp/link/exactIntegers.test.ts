import assert from "node:assert/strict";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import type { HttpPlan, LaunchPlan } from "../../../src/core/config/plan/launchPlan";
import { parseJson, toJson } from "../../../src/core/kernel/json/exactJson";
import { resultText } from "../../../src/core/messages/resultText";
import { answerTo, id } from "../../support/digitServer.mjs";
import { noAbort, openLinks } from "../../support/openLinks";
import { startLineServer } from "../../support/socketServers";

type Stop = () => Promise<unknown>;

const plan = (kind: HttpPlan["kind"], url: string): HttpPlan => ({
  kind,
  server: "digits",
  url,
  headers: {},
  protocol: "legacy",
});

const onLoopback = (server: { address(): unknown }) => `127.0.0.1:${(server.address() as AddressInfo).port}`;

/** Streamable HTTP; as a stream of events where asked for. HTTP+SSE under `/sse`. */
async function http(streams: boolean): Promise<{ readonly host: string; readonly stop: Stop }> {
  let events: ServerResponse | undefined;
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const answer = request.method === "POST" ? answerTo(body) : undefined;
    if (request.method === "GET" && request.url === "/sse") {
      events = response.writeHead(200, { "content-type": "text/event-stream" });
      return void response.write("event: endpoint\ndata: /message\n\n");
    }
    if (request.url === "/message") {
      response.writeHead(202).end();
      return void (answer && events?.write(`data: ${answer}\n\n`));
    }
    if (request.method !== "POST") return void response.writeHead(405).end();
    if (!answer) return void response.writeHead(202).end();
    response.writeHead(200, { "content-type": streams ? "text/event-stream" : "application/json" });
    response.end(streams ? `data: ${answer}\n\n` : answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    host: onLoopback(server),
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

const transports: [name: string, start: () => Promise<{ readonly plan: LaunchPlan; readonly stop: Stop }>][] = [
  [
    "stdio",
    async () => ({
      plan: {
        kind: "stdio",
        server: "digits",
        command: process.execPath,
        args: ["test/support/digitServer.mjs"],
        env: {},
        protocol: "legacy",
      },
      stop: async () => {},
    }),
  ],
  ...[false, true].map((streams): (typeof transports)[number] => [
    streams ? "Streamable HTTP, as a stream" : "Streamable HTTP",
    async () => {
      const { host, stop } = await http(streams);
      return { plan: plan("http", `http://${host}/mcp`), stop };
    },
  ]),
  [
    "HTTP+SSE",
    async () => {
      const { host, stop } = await http(true);
      return { plan: plan("sse", `http://${host}/sse`), stop };
    },
  ],
  [
    "WebSocket",
    async () => {
      const server = new WebSocketServer({ host: "127.0.0.1", port: 0, handleProtocols: () => "mcp" });
      await new Promise((resolve) => server.once("listening", resolve));
      server.on("connection", (socket) => {
        socket.on("message", (data) => {
          const answer = answerTo(String(data));
          if (answer) socket.send(answer);
        });
      });
      const stop = () => {
        for (const socket of server.clients) socket.terminate();
        return new Promise((resolve) => server.close(resolve));
      };
      return { plan: plan("websocket", `ws://${onLoopback(server)}`), stop };
    },
  ],
  [
    "a line over TCP",
    async () => {
      const { url, stop } = await startLineServer(undefined, (socket) => {
        let rest = "";
        socket.on("data", (data) => {
          const lines = `${rest}${data}`.split("\n");
          rest = lines.pop() ?? "";
          for (const line of lines) {
            const answer = answerTo(line);
            if (answer) socket.write(`${answer}\n`);
          }
        });
      });
      return { plan: plan("socket", url), stop };
    },
  ],
];

describe("integers beyond 2^53", function () {
  this.timeout(20_000);
  const open = openLinks();
  const stops: Stop[] = [];
  afterEach(() => Promise.all(stops.splice(0).map((stop) => stop())));

  for (const [name, start] of transports)
    it(`keep every digit both ways: ${name}`, async () => {
      const started = await start();
      stops.push(started.stop);
      const { link } = await open(started.plan);
      const { tools } = await link.catalog(noAbort());
      assert.deepEqual(tools[0]?.inputSchema.properties, { id: { type: "integer", maximum: 2 ** 63 } });
      for (const args of [{ id: BigInt(id) }, Object(parseJson(`{"id":${id}}`)), { id: 7, long: BigInt(id) }]) {
        const result = await link.callTool("echo", args, { signal: noAbort() });
        const sent = toJson(args);
        assert.equal(toJson(result.structured), `{"id":${id},"args":${sent}}`);
        assert.equal(toJson(result.meta), `{"at":${id}}`);
        if ("long" in args) continue; // a message of 2 MB is parsed in time slices
        assert.equal(resultText(result, { name: "digits/echo", limit: 1000 }).text, `{"id":${id},"args":${sent}}`);
      }
    });
});
