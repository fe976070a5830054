import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { hubRequest } from "../../../src/gateway/relay/hubRequest";

describe("a request of the stdio relay to a hub", () => {
  let server: Server;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  before(async () => {
    server = createServer((request, response) => answer(request, response));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const send = (method: "POST" | "GET" = "POST", body = "{}") =>
    hubRequest(
      { port: (server.address() as AddressInfo).port, path: "/mcp", headers: { authorization: "Bearer t" } },
      method,
      { "mcp-session-id": "s" },
      AbortSignal.timeout(10_000),
      body,
    );
  const messagesOf = async (response: Awaited<ReturnType<typeof send>>) => {
    const heard: string[] = [];
    await response.messages((text) => void heard.push(text));
    return heard;
  };

  it("gives each message of a stream as it comes, and nothing else of it", async () => {
    answer = (_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
      response.write(': a comment\n\nid: 1\ndata: {"a":');
      response.write('1}\n\ndata:\n\ndata: {"b":\ndata: 2}\n\n');
      response.end();
    };
    assert.deepEqual(await messagesOf(await send()), ['{"a":1}', '{"b":\n2}']);
  });

  it("gives an answer in JSON as one message, and none for an empty answer", async () => {
    answer = (_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write('{"a"');
      response.end(":1}");
    };
    assert.deepEqual(await messagesOf(await send()), ['{"a":1}']);
    answer = (_, response) => void response.writeHead(202).end();
    const accepted = await send();
    assert.deepEqual([accepted.status, await messagesOf(accepted)], [202, []]);
  });

  it("says which program asks, what it sends, and what it takes", async () => {
    const seen: unknown[] = [];
    answer = (request, response) => {
      const { host, accept, authorization, ...headers } = request.headers;
      seen.push([request.method, request.url, host?.split(":")[0], accept, authorization, headers["mcp-session-id"]]);
      request.resume();
      response.end();
    };
    await send();
    await send("GET", "");
    const both = "application/json, text/event-stream";
    assert.deepEqual(seen, [
      ["POST", "/mcp", "127.0.0.1", both, "Bearer t", "s"],
      ["GET", "/mcp", "127.0.0.1", "text/event-stream", "Bearer t", "s"],
    ]);
  });

  it("fails where the answer breaks off, or nobody is there", async () => {
    answer = (_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("data: {}\n\n", () => response.destroy());
    };
    await assert.rejects(messagesOf(await send()));
    const nobody = { port: 1, path: "/mcp", headers: {} };
    await assert.rejects(hubRequest(nobody, "POST", {}, AbortSignal.timeout(5000)), { code: "ECONNREFUSED" });
  });
});
