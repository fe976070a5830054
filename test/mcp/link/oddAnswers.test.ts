import assert from "node:assert/strict";
import { createServer, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createLineServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { WebSocketServer } from "ws";
import type { LaunchPlan } from "../../../src/core/config/plan/launchPlan";
import type { Link } from "../../../src/core/connection/link";
import { HubError } from "../../../src/core/kernel/hubError";
import { oddAnswer, type oddAnswers } from "../../support/oddServer.mjs";
import { noAbort, openLinks } from "../../support/openLinks";

/** What a call of each tool comes to, whatever the transport. */
const outcomes: Readonly<Record<keyof typeof oddAnswers, string>> = {
  plain: "fine",
  nullError: "fine",
  noVersion: "fine",
  idAsText: "fine",
  withMethod: "fine",
  nullMeta: "fine",
  batch: "fine",
  twoOnALine: "fine",
  textError: 'server-error: "odd" answered with an error: no such city.',
  nullMessage: 'server-error: "odd" answered with an error: {"code":-32000,"message":null,"data":"no such city"}.',
  textCode: 'server-error: "odd" answered with an error: no such city.',
  errorOfNobody: 'server-error: "odd" answered with an error: no such city.',
  errorWithoutId: 'server-error: "odd" answered with an error: no such city.',
  nothing: 'protocol: "odd" answered tools/call with an invalid result. Report it to its author.',
  nullResult: 'protocol: "odd" answered tools/call with an invalid result. Report it to its author.',
  listResult: 'protocol: "odd" answered tools/call with an invalid result. Report it to its author.',
  nullBoth: 'protocol: "odd" answered tools/call with an invalid result. Report it to its author.',
  cutOff: 'protocol: "odd" sent an answer that is not valid JSON',
  notANumber: 'protocol: "odd" sent an answer that is not valid JSON',
};

describe("an odd answer", function () {
  this.timeout(30_000);
  const open = openLinks();
  const cleanUp: (() => unknown)[] = [];
  afterEach(async () => {
    for (const step of cleanUp.splice(0).reverse()) await step();
  });

  /** A web server; `reply` writes the answer to a POST. */
  const web = async (
    reply: (response: ServerResponse, answer: string, message: { method?: string }) => void,
    isModern = false,
  ): Promise<LaunchPlan> => {
    const server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request.setEncoding("utf8")) body += chunk;
      if (request.method !== "POST") return void response.writeHead(405).end();
      const message = JSON.parse(body);
      const answer = oddAnswer(message, isModern);
      if (answer === undefined) response.writeHead(202).end();
      else reply(response, answer, message);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    cleanUp.push(
      () => new Promise((resolve) => server.close(resolve)),
      () => server.closeAllConnections(),
    );
    return {
      kind: "http",
      server: "odd",
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
      headers: {},
    };
  };
  const asJson = (response: ServerResponse, answer: string) =>
    response.writeHead(200, { "content-type": "application/json", "mcp-session-id": "s" }).end(answer);
  /** A stream that stays open: only the answer can end the call. */
  const asStream = (response: ServerResponse, answer: string) => {
    response.writeHead(200, { "content-type": "text/event-stream", "mcp-session-id": "s" });
    response.write(`data: ${answer}\n\n`);
  };

  const olderSse = async (): Promise<LaunchPlan> => {
    let stream: ServerResponse | undefined;
    const server = createServer(async (request, response) => {
      if (request.method === "GET") {
        stream = response.writeHead(200, { "content-type": "text/event-stream" });
        return void stream.write("event: endpoint\ndata: /messages\n\n");
      }
      let body = "";
      for await (const chunk of request.setEncoding("utf8")) body += chunk;
      response.writeHead(202).end("Accepted");
      const answer = oddAnswer(JSON.parse(body));
      if (answer !== undefined) stream?.write(`data: ${answer}\n\n`);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    cleanUp.push(
      () => new Promise((resolve) => server.close(resolve)),
      () => server.closeAllConnections(),
    );
    return {
      kind: "sse",
      server: "odd",
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sse`,
      headers: {},
    };
  };

  const lines = async (path: string): Promise<LaunchPlan> => {
    const sockets = new Set<Socket>();
    const server = createLineServer((socket) => {
      sockets.add(socket);
      createInterface({ input: socket.on("error", () => {}) }).on("line", (line) => {
        const answer = oddAnswer(JSON.parse(line));
        if (answer !== undefined) socket.write(`${answer}\n`);
      });
    });
    await new Promise<void>((resolve) => server.listen(path, resolve));
    cleanUp.push(
      () => new Promise((resolve) => server.close(resolve)),
      () => sockets.forEach((socket) => void socket.destroy()),
    );
    return { kind: "socket", server: "odd", url: `unix:${path}`, headers: {} };
  };

  const frames = async (): Promise<LaunchPlan> => {
    const server = new WebSocketServer({ host: "127.0.0.1", port: 0, handleProtocols: () => "mcp" });
    await new Promise((resolve) => server.once("listening", resolve));
    server.on("connection", (socket) =>
      socket.on("message", (data) => {
        const answer = oddAnswer(JSON.parse(String(data)));
        if (answer !== undefined) socket.send(answer);
      }),
    );
    cleanUp.push(() => new Promise((resolve) => server.close(resolve)));
    return {
      kind: "websocket",
      server: "odd",
      url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
      headers: {},
    };
  };

  const program = (): LaunchPlan => ({
    kind: "stdio",
    server: "odd",
    command: process.execPath,
    args: ["test/support/oddServer.mjs"],
    env: {},
  });

  const transports: [name: string, plan: () => LaunchPlan | Promise<LaunchPlan>][] = [
    ["stdio", program],
    ["Streamable HTTP, as JSON", () => web(asJson)],
    ["Streamable HTTP, on a stream that stays open", () => web(asStream)],
    ["Streamable HTTP without a handshake, as JSON", () => web(asJson, true)],
    ["Streamable HTTP without a handshake, on a stream", () => web(asStream, true)],
    ["Streamable HTTP, accepted only (202)", () => web((response, answer) => response.writeHead(202).end(answer))],
    ["HTTP+SSE", olderSse],
    ["a unix socket", () => lines(join(tmpdir(), `hub-odd-${process.pid}.sock`))],
    ["WebSocket", frames],
  ];
  for (const [name, planOf] of transports)
    it(`settles its call at once, and no other: ${name}`, async function () {
      if (name === "a unix socket" && process.platform === "win32") return this.skip();
      const plan = await planOf();
      const { link, heard } = await open(plan);
      const { tools } = await link.catalog(noAbort());
      assert.equal(tools.length, Object.keys(outcomes).length);
      const modern = link.info.protocolVersion === "2026-07-28";
      for (const [tool, outcome] of Object.entries(outcomes)) {
        const came = await outcomeOf(link, tool);
        assert.ok(came.startsWith(outcome), `${tool} → ${came}`);
      }
      assert.deepEqual(heard.losses, []);
      assert.equal(modern, name.includes("without a handshake"));
    });

  for (const [name, planOf] of transports)
    it(`to a ping, a result of null, is a sign of life: ${name}`, async function () {
      if (name === "a unix socket" && process.platform === "win32") return this.skip();
      const { link, heard } = await open(await planOf());
      await assert.doesNotReject(link.ping(noAbort()));
      assert.deepEqual(heard.losses, []);
    });

  it("that names no request is nobody's where several wait", async () => {
    const { link } = await open(program());
    const abort = new AbortController();
    const first = link.callTool("errorOfNobody", {}, { signal: abort.signal });
    const second = link.callTool("plain", {}, { signal: noAbort() });
    assert.deepEqual((await second).content, [{ type: "text", text: "fine" }]);
    abort.abort();
    await assert.rejects(first, { code: "cancelled" });
  });
});

async function outcomeOf(link: Link, tool: string): Promise<string> {
  try {
    const { content } = await link.callTool(tool, {}, { signal: noAbort() });
    return content.map((part) => ("text" in part ? part.text : part.type)).join();
  } catch (error) {
    return error instanceof HubError ? `${error.code}: ${error.message}` : String(error);
  }
}
